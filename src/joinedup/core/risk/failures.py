"""What can stop a risk model from being fitted or used, each with a name?"""

from joinedup.core.errors import CannotProceed


class OutcomeNotBinary(CannotProceed):
    """The outcome does not have exactly two classes."""


class TooFewEvents(CannotProceed):
    """Too few people with the outcome to fit anything worth showing."""


class NoUsableFeature(CannotProceed):
    """Every feature is constant or empty."""


class ColumnMissing(CannotProceed):
    """A table lacks a column that is needed."""


class ModelOfAnotherVersion(CannotProceed):
    """A model file was written in a format this version of joinedup does not read."""


class NotAModelFile(CannotProceed):
    """A file is not a joinedup risk model."""


class TableNotReadable(CannotProceed):
    """A table is neither CSV nor Parquet, or cannot be read."""


class HorizonNotOver(CannotProceed):
    """The outcome cannot be known yet: its 12 months are not over."""
