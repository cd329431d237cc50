"""The pieces pages are made of: each a macro, its template, and a test that renders it."""
