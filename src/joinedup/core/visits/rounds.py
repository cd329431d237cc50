"""What is the answer: who comes when, what is left out, and what it costs?"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from functools import cached_property

from joinedup.core.visits.problem import Problem
from joinedup.core.visits.visit import Attendance, Task, Visit


@dataclass(frozen=True)
class Call:
    """One carer at one visit, from `start` on (minutes from midnight); `side` says which of its tasks."""

    carer: str
    visit: Visit
    side: int
    start: float

    @property
    def task(self) -> Task:
        """What the carer does there."""
        return self.visit.tasks[self.side]


@dataclass(frozen=True)
class Rounds:
    """Rounds for a day.

    Parameters
    ----------
    problem : what was planned.
    calls : one per carer and visit, in the order they start.
    unplanned : ids of visits nobody comes to, with why.
    cost : what it all comes to, and `costs` by what; weighted.
    moves : how many changes were tried.
    seconds : how long it took.
    parameters, seed, versions : what it was found with.
    """

    problem: Problem
    calls: tuple[Call, ...]
    unplanned: Mapping[str, str]
    cost: float
    costs: Mapping[str, float]
    moves: int
    seed: int
    versions: Mapping[str, str]
    seconds: float = field(compare=False)

    @property
    def attendances(self) -> list[Attendance]:
        """The calls as `check` takes them."""
        return [Attendance(call.carer, call.visit.id, call.side, call.start) for call in self.calls]

    @cached_property
    def by_carer(self) -> dict[str, list[Attendance]]:
        """The calls of each carer who has any, in order."""
        found: dict[str, list[Attendance]] = {}
        for one in self.attendances:
            found.setdefault(one.carer, []).append(one)
        return found

    def round_of(self, carer: str) -> tuple[Call, ...]:
        """The calls of one carer, in order."""
        return tuple(call for call in self.calls if call.carer == carer)


def given_rounds(
    problem: Problem, attendances: Iterable[Attendance], unplanned: Mapping[str, str] | None = None
) -> Rounds:
    """Rounds as somebody gives them: nothing searched, and nothing weighed.

    Parameters
    ----------
    attendances : of carers and visits of the problem; others are left out.
    unplanned : ids of visits nobody comes to, with why, as far as it is known.
    """
    calls = tuple(
        Call(one.carer, problem.visit_of[one.visit], one.side, one.start)
        for one in attendances
        if one.visit in problem.visit_of and one.carer in problem.carer_of
    )
    return Rounds(problem, calls, unplanned or {}, cost=0.0, costs={}, moves=0, seed=0, versions={}, seconds=0.0)
