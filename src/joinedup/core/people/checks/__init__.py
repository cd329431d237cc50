"""Identity checks: which numbers count, whose location is withheld, whose identity was changed."""
