"""What has somebody to do, what of it is overdue, and what comes first?"""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date


@dataclass(frozen=True)
class Task:
    """One thing to do.

    Parameters
    ----------
    kind : where it comes from, such as `action` or `referral`.
    person_id : whom it is for.
    key : which one, for whoever shows it.
    due_on : the last day on which it is in time.
    """

    kind: str
    person_id: str
    words: str
    due_on: date
    key: str = ""

    def is_overdue(self, on: date) -> bool:
        """Whether the day it was due has passed."""
        return on > self.due_on


def in_order(tasks: Iterable[Task]) -> list[Task]:
    """The tasks, those due first before the others.

    Examples
    --------
    >>> later, now = Task("action", "a", "Ring", date(2026, 4, 9)), Task("referral", "b", "Answer", date(2026, 4, 1))
    >>> [task.words for task in in_order([later, now])], now.is_overdue(date(2026, 4, 2))
    (['Answer', 'Ring'], True)
    """
    return sorted(tasks, key=lambda task: (task.due_on, task.kind, task.person_id, task.key))
