"""Queries, judgements and how they are judged, for bench/search.py."""
