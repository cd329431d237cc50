"""The models, their cards and their signatures, put on a page."""
