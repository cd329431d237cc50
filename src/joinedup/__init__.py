"""joinedup: one system of health and care for a place."""

__version__ = "0.1.0"
