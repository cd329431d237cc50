"""A carer's own round, on a phone."""
