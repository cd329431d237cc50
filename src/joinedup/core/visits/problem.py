"""What is to be planned: visits, carers, ways between places, and what counts how much."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import cached_property

import numpy as np
import numpy.typing as npt

from joinedup.core.visits.wrong_days import RoundsWrong, check_matrix, refuse_twice

Minutes = float
Matrix = npt.NDArray[np.float64]
FOREVER = float("inf")


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


@dataclass(frozen=True)
class Rest:
    """A break that is due in the day.

    Parameters
    ----------
    minutes : how long, in one piece.
    earliest, latest : it does not begin before, and is over by (minutes from midnight).
    after_minutes : it is due if more than this lies between the first visit's start and the last one's end.
    is_at_next : it is where the next visit is, right before it, and may be before the first; else it is between two
        visits, before the way or after it.
    """

    minutes: Minutes
    earliest: Minutes = 0.0
    latest: Minutes = FOREVER
    after_minutes: Minutes = 0.0
    is_at_next: bool = False


@dataclass(frozen=True)
class Carer:
    """Somebody who visits.

    Parameters
    ----------
    id, skills : of the carer.
    begins, ends : places where the round begins and ends.
    shift_starts, shift_ends : leaves no earlier, and is back no later (minutes from midnight).
    travels_by : the kind of travel.
    is_away : takes nothing but what is pinned to them: ill, or on leave.
    rest : the break that is due; none is ever cut to make room.
    most_minutes, target_minutes : paid minutes there may be, and those aimed at, so that work is shared fairly.
    """

    id: str
    skills: frozenset[str]
    begins: str
    ends: str
    shift_starts: Minutes = 0.0
    shift_ends: Minutes = FOREVER
    travels_by: str = "car"
    is_away: bool = False
    rest: Rest | None = None
    most_minutes: Minutes = FOREVER
    target_minutes: Minutes | None = None


@dataclass(frozen=True)
class Weights:
    """What counts how much; a cost is a sum over these.

    Parameters
    ----------
    travel, late, worst_late : a minute of travel, a minute a carer is late (None where nobody may be), a minute of the
        longest lateness.
    not_preferred : a carer who is not among those preferred, where any are.
    unplanned : a visit left out; None where every visit must be planned.
    broken : a minute past a latest start or the end of a shift; nothing is worth breaking one.
    unfamiliar : a task of a carer whom the person does not know at all, where it is said whom they know.
    waiting, idle : a minute of waiting between visits; a minute idle of the carer who is longest.
    overtime : a minute past the end of a shift; None where there is none to be.
    missed_rest : a rest that is due and not taken; None where that may not be.
    off_target : a paid minute more or fewer than a carer is to have.
    torn : a visit planned without the one it is of no use without.
    moved_carer, moved_start, moved_minute : a task that another carer has than now, a visit that starts at another time
        (by more than half a minute), and each minute of that, where there are present rounds.
    """

    travel: float = 1.0
    late: float | None = 2.0
    worst_late: float = 0.0
    not_preferred: float = 10.0
    unplanned: float | None = 500.0
    broken: float = 1000.0
    unfamiliar: float = 0.0
    waiting: float = 0.0
    idle: float = 0.0
    overtime: float | None = None
    missed_rest: float | None = None
    off_target: float = 0.0
    torn: float = 1000.0
    moved_carer: float = 30.0
    moved_start: float = 10.0
    moved_minute: float = 0.5


@dataclass(frozen=True)
class Problem:
    """Visits to be planned with carers.

    Parameters
    ----------
    visits, carers : each id once; a visit that follows another comes after it.
    places : ids, in the order of the matrices.
    travel_minutes : by kind of travel, places × places.
    weights : what counts how much.
    present : the rounds as they are now and people know them, to be changed as little as may be.
    familiar : by person, how well they know a carer, from 0 to 1; carers not named they do not know.
    paid_wait_minutes : waits between visits up to this long are paid.
    is_late_by_end : a visit is late if it ends after it is due, not if it starts after.
    now : nothing begins before, but what has started (minutes from midnight).

    Raises
    ------
    RoundsWrong : an id comes twice, a place or visit named is not there, or numbers cannot be.
    """

    visits: tuple[Visit, ...]
    carers: tuple[Carer, ...]
    places: tuple[str, ...]
    travel_minutes: Mapping[str, Matrix]
    weights: Weights = field(default_factory=Weights)
    present: tuple[Attendance, ...] = ()
    now: Minutes = -FOREVER
    familiar: Mapping[str, Mapping[str, float]] = field(default_factory=dict)
    paid_wait_minutes: Minutes = 30.0
    is_late_by_end: bool = False

    @cached_property
    def place_number(self) -> dict[str, int]:
        """By place, its row of the matrices."""
        return {place: at for at, place in enumerate(self.places)}

    @cached_property
    def carer_ids(self) -> frozenset[str]:
        """The ids of the carers."""
        return frozenset(carer.id for carer in self.carers)

    def __post_init__(self) -> None:
        refuse_twice("visit", [visit.id for visit in self.visits])
        refuse_twice("carer", [carer.id for carer in self.carers])
        refuse_twice("place", list(self.places))
        if not self.carers:
            raise RoundsWrong("There is no carer", expected="at least one")
        known = Known(
            frozenset(self.places), frozenset(v.id for v in self.visits), frozenset(c.id for c in self.carers)
        )
        for visit in self.visits:
            check_visit(visit, known)
        for carer in self.carers:
            check_carer(carer, self)
        for kind, matrix in self.travel_minutes.items():
            check_matrix(kind, matrix, len(self.places))


@dataclass(frozen=True)
class Known:
    """The ids of a problem."""

    places: frozenset[str]
    visits: frozenset[str]
    carers: frozenset[str]


def check_visit(visit: Visit, known: Known) -> None:
    """Raise if a visit cannot be as it is said."""
    if visit.place not in known.places:
        raise RoundsWrong(f"Visit '{visit.id}' is at '{visit.place}', which is no place", expected="a place given")
    if not 1 <= len(visit.tasks) <= 2:
        raise RoundsWrong(f"Visit '{visit.id}' takes {len(visit.tasks)} carers", expected="one or two")
    if any(task.minutes < 0 or not np.isfinite(task.minutes) for task in visit.tasks):
        raise RoundsWrong(f"Visit '{visit.id}' lasts less than nothing, or for ever", expected="minutes of 0 or more")
    if not visit.earliest <= visit.latest or not np.isfinite(visit.earliest):
        raise RoundsWrong(
            f"Visit '{visit.id}' may start from {visit.earliest:g} to {visit.latest:g}",
            expected="earliest, then latest",
        )
    check_pins(visit, known.carers)
    follows = visit.follows
    if follows is None:
        return
    if follows.visit not in known.visits or follows.visit == visit.id:
        raise RoundsWrong(f"Visit '{visit.id}' follows '{follows.visit}', which is no other visit", expected="a visit")
    if not 0 <= follows.least_minutes <= follows.most_minutes:
        raise RoundsWrong(
            f"Visit '{visit.id}' follows after {follows.least_minutes:g} to {follows.most_minutes:g} minutes",
            expected="0 or more, the least first",
        )


def check_pins(visit: Visit, carers: frozenset[str]) -> None:
    """Raise if what is fixed about a visit cannot be."""
    if len(visit.pinned_carers) > len(visit.tasks):
        raise RoundsWrong(
            f"Visit '{visit.id}' is pinned to {len(visit.pinned_carers)} carers", expected=f"{len(visit.tasks)} at most"
        )
    if strangers := sorted(visit.pinned_carers - carers):
        raise RoundsWrong(
            f"Visit '{visit.id}' is pinned to '{strangers[0]}', who is no carer", expected="a carer given"
        )
    start = visit.pinned_start
    if start is not None and not np.isfinite(start):
        raise RoundsWrong(f"Visit '{visit.id}' is pinned to a time that never comes", expected="minutes from midnight")
    if visit.has_started and (start is None or len(visit.pinned_carers) < len(visit.tasks)):
        raise RoundsWrong(f"Visit '{visit.id}' has started, but not who began it when", expected="both pinned")


def check_carer(carer: Carer, problem: Problem) -> None:
    """Raise if a carer cannot be as is said."""
    for place in (carer.begins, carer.ends):
        if place not in problem.places:
            raise RoundsWrong(f"Carer '{carer.id}' begins or ends at '{place}', which is no place", expected="a place")
    if carer.travels_by not in problem.travel_minutes:
        raise RoundsWrong(
            f"Carer '{carer.id}' travels by {carer.travels_by}",
            expected="a kind of travel there are minutes for",
            available=sorted(problem.travel_minutes),
        )
    if not carer.shift_starts < carer.shift_ends:
        raise RoundsWrong(
            f"The shift of carer '{carer.id}' is from {carer.shift_starts:g} to {carer.shift_ends:g}",
            expected="a start before an end",
        )
