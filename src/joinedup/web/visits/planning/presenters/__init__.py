"""A day of rounds in words, as a picture of time and as a map."""
