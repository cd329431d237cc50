"""Who helps with what in the invented county: about 1,000 services with invented names, and the names of its places."""

from joinedup.county.directory.making import make_directory, write_directory

__all__ = ["make_directory", "write_directory"]
