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


class ColumnsInConflict(CannotProceed):
    """A column is named for two purposes, or two columns have one name."""


class ColumnNotWords(CannotProceed):
    """A column holds neither numbers nor words, such as lists or bytes."""


class TooManyGroups(CannotProceed):
    """A column to audit by has too many values to be a grouping."""


class ModelOfAnotherVersion(CannotProceed):
    """A model file was written in a format this version of joinedup does not read."""


class NotAModelFile(CannotProceed):
    """A file is not a joinedup risk model."""


class TableNotReadable(CannotProceed):
    """A table is neither CSV nor Parquet, or cannot be read."""


class HorizonNotOver(CannotProceed):
    """The outcome cannot be known yet: its 12 months are not over."""


class WeightsChanged(CannotProceed):
    """The table of a published score is not as it was published."""


class FeatureLooksAhead(CannotProceed):
    """A feature uses what happened on or after the date it is worked out for."""


class SignOnWrong(CannotProceed):
    """A signature that would switch a model on or off lacks something."""


class HoldOutWrong(CannotProceed):
    """A hold-out as described could not be evaluated."""


class ChoiceNotPossible(CannotProceed):
    """A place chose to let something predict that would foretell the past."""
