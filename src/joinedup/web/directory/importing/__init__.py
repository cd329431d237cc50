"""Bringing other directories here: read, compared by source, looked at, accepted; and undone."""
