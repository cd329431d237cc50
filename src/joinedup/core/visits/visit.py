"""What is a visit, and what is it that somebody comes to it?"""

from dataclasses import dataclass

Minutes = float
FOREVER = float("inf")

CLOSE = 1e-3
"""Minutes that make no difference: benchmark files give times and distances with three decimals."""

SAME_START_MINUTES = 0.5
"""A start that moves by less is the same to everybody."""


@dataclass(frozen=True)
class Task:
    """What one carer does at a visit.

    Parameters
    ----------
    minutes : how long it takes.
    skills : what the carer must be able to do.
    """

    minutes: Minutes
    skills: frozenset[str] = frozenset()


@dataclass(frozen=True)
class Follows:
    """A visit that must come some time after another, start to start.

    Parameters
    ----------
    visit : id of the other.
    least_minutes, most_minutes : from its start to this one's.
    by_another : this visit's carer may not be one of the other's.
    """

    visit: str
    least_minutes: Minutes = 0.0
    most_minutes: Minutes = FOREVER
    by_another: bool = False


@dataclass(frozen=True)
class Attendance:
    """One carer at one visit, as somebody wrote it down.

    Parameters
    ----------
    carer, visit : ids.
    side : which of the visit's tasks, from 0.
    start : minutes from midnight.
    """

    carer: str
    visit: str
    side: int
    start: float


@dataclass(frozen=True)
class Visit:
    """One call at a person's home.

    Parameters
    ----------
    id, place : of the visit, and where it is.
    tasks : one, or two by two carers who start together.
    earliest, due, latest : it may not start before `earliest`, is late after `due`, and may not start after `latest`
        (minutes from midnight).
    refused, preferred : carers who may not come, and those it is best if they come.
    follows : the visit it must come after.
    priority : how much leaving it out counts, compared with an ordinary visit.
    person : whose visit it is, as the place calls them.
    pinned_carers, pinned_start : who must come, and when, if somebody fixed that; of two carers one may be fixed.
    next_window : a second window, as earliest and due, if the visit may come then as well.
    only_with : id of the visit without which this one is of no use, and the other without this.
    short_because : why it may be shorter than half an hour, if it is.
    has_started : it began, at `pinned_start` with `pinned_carers`: that is a fact, and no rule is asked of it.
    """

    id: str
    place: str
    tasks: tuple[Task, ...]
    earliest: Minutes = 0.0
    due: Minutes = FOREVER
    latest: Minutes = FOREVER
    refused: frozenset[str] = frozenset()
    preferred: frozenset[str] = frozenset()
    follows: Follows | None = None
    priority: float = 1.0
    person: str = ""
    pinned_carers: frozenset[str] = frozenset()
    pinned_start: Minutes | None = None
    has_started: bool = False
    next_window: tuple[Minutes, Minutes] | None = None
    only_with: str = ""
    short_because: str = ""
