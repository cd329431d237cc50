"""The failures joinedup anticipates, each with a sentence that can be shown to a person."""

from collections.abc import Iterable


class CannotProceed(Exception):
    """The work cannot go on, and the message says why and what would help.

    Subclasses stand beside the code that raises them. Anything that is not a
    `CannotProceed` is a fault in joinedup: it crashes and is logged.

    Parameters
    ----------
    found : what was met.
    expected : what was needed instead.
    available : what there is to choose from, if there is a choice.

    Examples
    --------
    >>> str(CannotProceed("No column NHS_NO", expected="a column for nhs_number", available=["ID", "NHS"]))
    'No column NHS_NO. Expected: a column for nhs_number. Available: ID, NHS.'
    """

    exit_code = 2

    def __init__(self, found: str, *, expected: str = "", available: Iterable[str] = ()) -> None:
        choices = ", ".join(available)
        parts = [found, f"Expected: {expected}" if expected else "", f"Available: {choices}" if choices else ""]
        super().__init__(" ".join(part if part.endswith("?") else f"{part.rstrip('.')}." for part in parts if part))
