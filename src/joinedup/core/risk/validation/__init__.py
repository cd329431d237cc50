"""How well a model foretells in a year or a neighbourhood it never saw, overall and by group."""
