"""Pairs of records, decisions and the records of a person, put on a page."""
