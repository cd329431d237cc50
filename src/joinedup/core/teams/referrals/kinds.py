"""What may be referred, to whom, and how long may each step take? The definitions, checked when they are read."""

from functools import cache
from typing import Annotated

from pydantic import BaseModel, ConfigDict, Field

from joinedup import definitions
from joinedup.core.errors import CannotProceed
from joinedup.core.teams.referrals.inboxes import InboxKind

DEFINITION = "teams/referrals.yaml"
Hours = Annotated[int, Field(gt=0, le=24 * 366)]


class NoSuchKind(CannotProceed):
    """No referral of this kind is defined."""


class Kind(BaseModel):
    """One kind of referral.

    Parameters
    ----------
    to : the kinds of inbox it may go to.
    seen_hours, answered_hours : from being sent to being looked at, and to being accepted or declined.
    done_hours : from being accepted to being finished.
    reason : where the targets come from.
    is_from_meeting : sent by police, fire or ambulance about somebody they met, whose record they do not open.
    """

    model_config = ConfigDict(frozen=True, extra="forbid")

    code: str
    name: str
    to: tuple[InboxKind, ...]
    seen_hours: Hours
    answered_hours: Hours
    done_hours: Hours
    reason: str
    is_from_meeting: bool = False


@cache
def kinds() -> dict[str, Kind]:
    """Every kind of referral by its code, in the order of the definitions.

    Examples
    --------
    >>> kinds()["fallen_not_conveyed"].answered_hours
    48
    """
    return {kind.code: kind for kind in (Kind(**entry) for entry in definitions.read(DEFINITION)["kinds"])}


def kind_of(code: str) -> Kind:
    """One kind.

    Raises
    ------
    NoSuchKind : it is not defined.
    """
    if code not in kinds():
        raise NoSuchKind(f"No kind of referral '{code}'", available=kinds())
    return kinds()[code]


def reasons(name: str) -> dict[str, str]:
    """The reasons to choose from, with their words: of declining, withdrawing or how it ended.

    Parameters
    ----------
    name : `declined`, `withdrawn` or `outcomes`, as `Transition.reasons` says.

    Examples
    --------
    >>> reasons("declined")["not_ours"]
    'Not for this service'
    """
    words: dict[str, str] = definitions.read(DEFINITION)[name]
    return words


def reason_words(code: str) -> str:
    """A reason in words, whichever list it is of; empty for none."""
    return next((words[code] for name in ("declined", "withdrawn", "outcomes") if code in (words := reasons(name))), "")
