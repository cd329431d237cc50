"""Persons, timelines and households, put on a page."""
