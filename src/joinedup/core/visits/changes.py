"""What is different between two rounds, visit by visit, in words somebody can read out on the telephone?"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from joinedup.core.visits.rounds import Rounds
from joinedup.core.visits.times import clock
from joinedup.core.visits.visit import SAME_START_MINUTES, Attendance, Minutes


@dataclass(frozen=True)
class Change:
    """What is different about one visit.

    Parameters
    ----------
    visit : id.
    carers_before, carers : who was to come, and who is to now; nobody if the visit was or is not planned.
    start_before, start : when, minutes from midnight; None if it was or is not planned.
    why : why nobody comes now, if nobody does.
    """

    visit: str
    carers_before: tuple[str, ...]
    carers: tuple[str, ...]
    start_before: Minutes | None
    start: Minutes | None
    why: str = ""

    @property
    def has_other_carers(self) -> bool:
        """Whether somebody else comes than before, or somebody where nobody did, or nobody."""
        return set(self.carers_before) != set(self.carers)

    @property
    def words(self) -> str:
        """The change as a sentence."""
        if self.start is None:
            was = (
                f" ({named(self.carers_before)} at {clock(self.start_before)})" if self.start_before is not None else ""
            )
            return f"{self.visit}: nobody comes now{was}. {self.why}".strip()
        if self.start_before is None:
            return f"{self.visit}: {named(self.carers)} at {clock(self.start)}, not planned before."
        parts = []
        if self.has_other_carers:
            parts.append(f"{named(self.carers)} instead of {named(self.carers_before)}")
        if abs(self.start - self.start_before) > SAME_START_MINUTES:
            parts.append(f"at {clock(self.start)} instead of {clock(self.start_before)}")
        return f"{self.visit}: {', '.join(parts)}."


def named(carers: Sequence[str]) -> str:
    """Names with and between."""
    return " and ".join(carers)


def changes(before: Sequence[Attendance], after: Rounds) -> tuple[Change, ...]:
    """What is different in `after`, in the order of its times; what nobody comes to any more first.

    Parameters
    ----------
    before : the rounds as they were, such as `rounds.attendances`. Visits that are no more are not spoken of.

    Examples
    --------
    >>> import numpy as np
    >>> from joinedup.core.visits import Carer, Problem, Stop, Task, Visit, solve
    >>> visit = Visit("tea", "home", (Task(30.0),), earliest=960.0, due=1020.0)
    >>> carers = (Carer("ann", frozenset(), "home", "home"), Carer("ben", frozenset(), "home", "home"))
    >>> rounds = solve(Problem((visit,), carers, ("home",), {"car": np.zeros((1, 1))}), Stop(None, 100))
    >>> [one.words for one in changes([Attendance("ben", "tea", 0, 975.0)], rounds) if rounds.calls[0].carer == "ann"]
    ['tea: ann instead of ben, at 16:00 instead of 16:15.']
    """
    was, now = by_visit(before), by_visit(after.attendances)
    found = []
    for visit in after.problem.visits:
        one = Change(
            visit.id,
            *(who(visit.id, was), who(visit.id, now), when(visit.id, was), when(visit.id, now)),
            after.unplanned.get(visit.id, ""),
        )
        if is_different(one):
            found.append(one)
    return tuple(sorted(found, key=lambda one: -1.0 if one.start is None else one.start))


def is_different(one: Change) -> bool:
    """Whether there is anything to tell."""
    if one.start is None or one.start_before is None:
        return one.start is not one.start_before
    return one.has_other_carers or abs(one.start - one.start_before) > SAME_START_MINUTES


def by_visit(attendances: Sequence[Attendance]) -> dict[str, list[Attendance]]:
    """Attendances by visit, in the order of its tasks."""
    found: dict[str, list[Attendance]] = {}
    for one in sorted(attendances, key=lambda each: each.side):
        found.setdefault(one.visit, []).append(one)
    return found


def who(visit: str, there: Mapping[str, Sequence[Attendance]]) -> tuple[str, ...]:
    """Who comes to a visit."""
    return tuple(one.carer for one in there.get(visit, ()))


def when(visit: str, there: Mapping[str, Sequence[Attendance]]) -> Minutes | None:
    """When a visit starts; None if nobody comes."""
    return min((one.start for one in there.get(visit, ())), default=None)
