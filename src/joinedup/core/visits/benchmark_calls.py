"""Which visit is a call of a benchmark's solution, which names only a person and a service?"""

from collections.abc import Sequence
from dataclasses import dataclass

from joinedup.core.visits.problem import Problem
from joinedup.core.visits.visit import CLOSE, Attendance, Minutes


@dataclass(frozen=True)
class Said:
    """One call as a solution says it: who gives which service to whom, from when until when."""

    carer: str
    person: str
    service: str
    start: Minutes
    end: Minutes | None = None


def attendances_of(calls: Sequence[Said], problem: Problem) -> list[Attendance]:
    """Calls as attendances: of several visits of one person for one service, the first in time is the first.

    One that lasts as long as only a later of them does is that one. A call that no visit is left for keeps its words as
    the visit's name, so that the checker says it is not known.
    """
    waiting: dict[tuple[str, str], list[tuple[str, int, Minutes]]] = {}
    for visit in problem.visits:
        for side, task in enumerate(visit.tasks):
            for service in task.skills:
                waiting.setdefault((visit.person, service), []).append((visit.id, side, task.minutes))
    found = {}
    for at, call in sorted(enumerate(calls), key=lambda one: one[1].start):
        left = waiting.get((call.person, call.service), [])
        name, side = taken(left, call) if left else (f"{call.person} {call.service}", 0)
        found[at] = Attendance(call.carer, name, side, call.start)
    return [found[at] for at in range(len(calls))]


def taken(left: list[tuple[str, int, Minutes]], call: Said) -> tuple[str, int]:
    """The visit and side a call is, taken from those left: the first that lasts as long, else the first."""
    as_long = (at for at, one in enumerate(left) if call.end is not None and abs(lasts(call) - one[2]) < CLOSE)
    visit, side, _ = left.pop(next(as_long, 0))
    return visit, side


def lasts(call: Said) -> Minutes:
    """How long a call lasts by its own words."""
    return 0.0 if call.end is None else call.end - call.start


def end_faults(calls: Sequence[Said], attendances: Sequence[Attendance], problem: Problem) -> list[str]:
    """Calls that end at another time than they must, going by when they begin, in words."""
    minutes = {(visit.id, side): task.minutes for visit in problem.visits for side, task in enumerate(visit.tasks)}
    faults = []
    for call, one in zip(calls, attendances, strict=True):
        must = minutes.get((one.visit, one.side))
        if call.end is not None and must is not None and abs(lasts(call) - must) > CLOSE:
            faults.append(f"{call.carer} is said to end visit {one.visit} at {call.end:g}, not {call.start + must:g}.")
    return faults
