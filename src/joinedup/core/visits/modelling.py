"""How does a problem become the arrays the search works on?"""

from collections.abc import Mapping

import numpy as np

from joinedup.core.visits.problem import Carer, Follows, Problem, RoundsWrong, Visit
from joinedup.core.visits.search.day import BOOK, CARER, NONE, TASK, UNIT, Day, Flags, Floats, Records, Whole

NEAR = 25
WAITING_COUNTS = 0.35
"""How much a minute between two windows counts beside a minute of travel, in which units are near."""
NOBODY_HAS_BOTH = 1e6
"""Two units that no carer may have both of are near only where there is nothing else."""
NEVER_LEFT_OUT = 1e7


def day_of(problem: Problem) -> Day:
    """The problem in arrays, nothing in any round yet; units are its visits, in their order."""
    visits, carers = problem.visits, problem.carers
    place = {one: at for at, one in enumerate(problem.places)}
    kinds = sorted(problem.travel_minutes)
    each = [(at, task) for at, visit in enumerate(visits) for task in visit.tasks]
    units, travel = (
        units_of(problem, place),
        np.stack([np.asarray(problem.travel_minutes[kind], float) for kind in kinds]),
    )
    tasks = np.zeros(len(each), TASK)
    tasks["unit"], tasks["minutes"] = [at for at, _ in each], [task.minutes for _, task in each]
    staff = np.zeros(len(carers), CARER)
    staff["begins"], staff["ends"] = [place[one.begins] for one in carers], [place[one.ends] for one in carers]
    staff["shift_starts"], staff["shift_ends"] = (
        [one.shift_starts for one in carers],
        [one.shift_ends for one in carers],
    )
    staff["kind"] = [kinds.index(one.travels_by) for one in carers]
    may = np.array([[may_have(one, visits[at], task.skills) for one in carers] for at, task in each], bool)
    may = may.reshape(len(each), len(carers))
    return Day(
        units=units,
        tasks=tasks,
        carers=staff,
        may=may,
        dislike=np.array(
            [[dislike(one, visits[at], problem.weights.not_preferred) for one in carers] for at, _ in each], float
        ).reshape(len(each), len(carers)),
        travel=travel,
        near=nearest(units, tasks, may, travel),
        order=np.arange(len(units)),
        book=book_of(problem),
        undo=None,
        lifted=None,
        shifted=None,
    ).empty(np.arange(len(units)))


def units_of(problem: Problem, place: Mapping[str, int]) -> Records:
    """One record per visit."""
    visits, weights = problem.visits, problem.weights
    number = {visit.id: at for at, visit in enumerate(visits)}
    units = np.zeros(len(visits), UNIT)
    task = 0
    for unit, visit in zip(units, visits, strict=True):
        unit["place"] = place[visit.place]
        unit["earliest"], unit["due"], unit["latest"] = visit.earliest, visit.due, visit.latest
        unit["one"], unit["two"] = task, task + 1 if len(visit.tasks) == 2 else NONE
        task += len(visit.tasks)
        follows = visit.follows or Follows("")
        unit["before"] = number.get(follows.visit, NONE)
        unit["gap_least"], unit["gap_most"] = follows.least_minutes, follows.most_minutes
        unit["is_apart"] = follows.by_another
        unit["unplanned_cost"] = NEVER_LEFT_OUT if weights.unplanned is None else weights.unplanned * visit.priority
    units["after"] = followers(units["before"], visits)
    return units


def book_of(problem: Problem) -> Records:
    """What counts how much."""
    book, weights = np.zeros(1, BOOK), problem.weights
    book["weight_travel"], book["weight_late"] = weights.travel, weights.late
    book["weight_worst"], book["weight_broken"] = weights.worst_late, weights.broken
    book["has_ends"] = any(np.isfinite(carer.shift_ends) for carer in problem.carers)
    return book


def followers(before: Whole, visits: tuple[Visit, ...]) -> Whole:
    """For each unit the one that must follow it.

    Raises
    ------
    RoundsWrong : two follow one, or they follow each other in a ring.
    """
    after = np.full(len(before), NONE, np.int64)
    for at, other in enumerate(before.tolist()):
        if other != NONE:
            if after[other] != NONE:
                raise RoundsWrong(
                    f"Visits '{visits[after[other]].id}' and '{visits[at].id}' follow the same one",
                    expected="one to follow the other",
                )
            after[other] = at
    for at in range(len(before)):
        here, steps = at, 0
        while here != NONE:
            here, steps = int(before[here]), steps + 1
            if steps > len(before):
                raise RoundsWrong(f"Visit '{visits[at].id}' follows itself in a ring", expected="a first visit")
    return after


def may_have(carer: Carer, visit: Visit, skills: frozenset[str]) -> bool:
    """Whether a carer has the skills, and is not refused."""
    return skills <= carer.skills and carer.id not in visit.refused


def dislike(carer: Carer, visit: Visit, not_preferred: float) -> float:
    """What it costs that somebody else comes than is preferred."""
    return not_preferred if visit.preferred and carer.id not in visit.preferred else 0.0


def nearest(units: Records, tasks: Records, may: Flags, travel: Floats) -> Whole:
    """For each unit those nearest in place and time that somebody may have beside it; itself not among them."""
    place = units["place"]
    middle = np.where(np.isfinite(units["due"]), (units["earliest"] + units["due"]) / 2, units["earliest"])
    waiting = np.abs(middle[:, None] - middle[None, :])
    apart = travel.min(axis=0)[place[:, None], place[None, :]] + WAITING_COUNTS * waiting
    can = np.zeros((len(units), may.shape[1]), bool)
    np.logical_or.at(can, tasks["unit"], may)
    apart[(can.astype(np.float32) @ can.T.astype(np.float32)) == 0] += NOBODY_HAS_BOTH
    np.fill_diagonal(apart, np.inf)
    order = np.argsort(apart, axis=1, kind="stable")[:, : max(1, min(NEAR, len(units) - 1))]
    return order.astype(np.int64)
