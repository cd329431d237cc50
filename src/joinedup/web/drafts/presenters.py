"""A draft as its writer finds it again: what it is, and where."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any

KINDS = (
    ("plan/about-me/", "About me"),
    ("plan/", "Part of the plan"),
    ("eligibility/", "Test of the Care Act"),
    ("refer/", "Referral"),
    ("meeting/", "What to talk about at the team’s meeting"),
    ("/referrals/met/", "Referral of somebody met on duty"),
    ("/referrals/", "Answer to a referral"),
    ("#decision", "Decision of a meeting"),
    ("#action", "Action of a meeting"),
    ("#correction", "Correction of minutes"),
)
"""How a form's address begins, or ends, and what its writer calls it."""


@dataclass(frozen=True)
class Line:
    """One draft.

    Parameters
    ----------
    person_id : of whom it is about; empty where that is nobody known.
    """

    what: str
    href: str
    at: datetime
    person_id: str


def line(draft: Any, person_id: str) -> Line:
    """A draft about the person with an id, which may be another than when it was begun."""
    return Line(what(draft.form), draft.address(person_id), draft.saved_at, person_id)


def what(form: str) -> str:
    """What somebody was writing.

    Examples
    --------
    >>> what("plan/add/need/"), what("/meetings/3/people/1/#action")
    ('Part of the plan', 'Action of a meeting')
    """
    return next((words for mark, words in KINDS if form.startswith(mark) or form.endswith(mark)), "Form")
