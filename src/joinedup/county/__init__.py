"""The invented county: every agency's extract, in the shape that agency really sends, about people who do not exist."""

from joinedup.county.making import CannotMakeCounty, generate

__all__ = ["CannotMakeCounty", "generate"]
