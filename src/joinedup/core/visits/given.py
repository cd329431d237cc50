"""What do rounds come to that somebody gives? Times worked out anew in the order given; nothing is searched."""

import math
from collections.abc import Sequence
from dataclasses import dataclass, replace
from itertools import pairwise

from joinedup.core.visits.problem import Problem
from joinedup.core.visits.visit import Attendance, Visit

MOST_PASSES = 8
"""Holding a first visit back for the one that follows can hold others back: so often it is looked at again."""


def settled(problem: Problem, attendances: Sequence[Attendance]) -> list[Attendance]:
    """Rounds with each call as soon as it can be, and never sooner than it was given.

    Every carer keeps the order of the starts given. A call moves later, and only as far as it must: its window opens,
    its carers are on their way, the other of two carers is, or the visit it follows has been. Times people were told
    stay, so far as they can. What cannot be kept (a shift that ends, a latest start) is for `check` to say.

    Parameters
    ----------
    attendances : of carers and visits of the problem, each carer at a visit once.

    Examples
    --------
    >>> import numpy as np
    >>> from joinedup.core.visits import Carer, Problem, Task, Visit
    >>> visits = tuple(Visit(name, "home", (Task(30.0),), earliest=480.0) for name in ("v1", "v2"))
    >>> problem = Problem(visits, (Carer("c1", frozenset(), "base", "base"),), ("base", "home"),
    ...     {"car": np.array([[0.0, 10.0], [10.0, 0.0]])})
    >>> [one.start for one in settled(problem, [Attendance("c1", "v1", 0, 480.0), Attendance("c1", "v2", 0, 490.0)])]
    [480.0, 510.0]
    """
    visits = problem.visit_of
    there: dict[str, list[Attendance]] = {}
    for one in attendances:
        there.setdefault(one.visit, []).append(one)
    given = {visit: max(one.start for one in ones) for visit, ones in there.items()}
    begun: dict[str, float] = {}
    for _ in range(MOST_PASSES):
        given = in_turn(visits, given)
        order = sorted(given, key=lambda visit: (given[visit], visit))
        begun = starts(problem, [visits[visit] for visit in order], there, given)
        held = held_back(visits, begun)
        if not held:
            break
        given |= held
    return [replace(one, start=begun[one.visit]) for one in sorted(attendances, key=lambda one: begun[one.visit])]


def in_turn(visits: dict[str, Visit], given: dict[str, float]) -> dict[str, float]:
    """Starts given, with each visit after the one it follows, however many follow one another."""
    later = dict(given)
    for visit in given:
        chain = [visit]
        while (before := visits[chain[-1]].follows) and before.visit in given and before.visit not in chain:
            chain.append(before.visit)
        for first, then in pairwise(reversed(chain)):
            follows = visits[then].follows
            if follows is not None and not visits[then].has_started:
                later[then] = max(later[then], later[first] + follows.least_minutes)
    return later


@dataclass
class Underway:
    """Where a carer is, and from when on free to leave."""

    place: int
    free_at: float


def starts(
    problem: Problem, order: Sequence[Visit], there: dict[str, list[Attendance]], given: dict[str, float]
) -> dict[str, float]:
    """When each visit can begin, one after another."""
    place, carers = problem.place_number, problem.carer_of
    now = {carer.id: Underway(place[carer.begins], carer.shift_starts) for carer in problem.carers}
    begun: dict[str, float] = {}
    for visit in order:
        here, coming = place[visit.place], [(one, now[one.carer]) for one in there[visit.id]]
        ways = [
            at.free_at + float(problem.travel_minutes[carers[one.carer].travels_by][at.place, here])
            for one, at in coming
        ]
        begun[visit.id] = start_of(visit, given[visit.id], [*ways, problem.now], begun)
        for one, at in coming:
            at.place, at.free_at = here, begun[visit.id] + visit.tasks[one.side].minutes
    return begun


def start_of(visit: Visit, given: float, ways: Sequence[float], begun: dict[str, float]) -> float:
    """When one visit begins, its carers arriving at `ways`; one that has started began when it did."""
    if visit.has_started and visit.pinned_start is not None:
        return visit.pinned_start
    follows = visit.follows
    after = begun[follows.visit] + follows.least_minutes if follows and follows.visit in begun else -math.inf
    wanted = given if visit.pinned_start is None else visit.pinned_start
    return max(wanted, visit.earliest, after, *ways)


def held_back(visits: dict[str, Visit], begun: dict[str, float]) -> dict[str, float]:
    """Visits that must begin later, so that the one that follows is not too long after, and when."""
    held = {}
    for visit in begun:
        follows = visits[visit].follows
        if follows is None or follows.visit not in begun or visits[follows.visit].has_started:
            continue
        soonest = begun[visit] - follows.most_minutes
        if soonest > begun[follows.visit]:
            held[follows.visit] = soonest
    return held
