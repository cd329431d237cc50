"""Which rounds does the search begin from? Those there are, or each visit in turn with who can start it soonest."""

import numpy as np

from joinedup.core.visits.problem import Problem
from joinedup.core.visits.search.day import NONE, Day, Floats, Whole


def first_rounds(day: Day) -> tuple[Whole, Whole]:
    """An order of the units, and a carer for each task: by when they are due, each with who can be there first.

    The number of carers stands for nobody; it is given where nobody may.
    """
    units, order = day.units, by_due(day)
    free_at, where = day.carers["shift_starts"].copy(), day.carers["begins"].copy()
    carer, start = np.full(len(day.tasks), len(day.carers), np.int64), np.zeros(len(units))
    for unit in order.tolist():
        tasks = tasks_of(day, unit)
        chosen = who_can(day, unit, carer, free_at, where)
        if chosen is None:
            continue
        before = units["before"][unit]
        held = start[before] + units["gap_least"][unit] if before != NONE else -np.inf
        start[unit] = max(units["earliest"][unit], held, *arrivals(day, unit, free_at, where)[list(chosen.values())])
        for task in tasks:
            one = chosen[task]
            carer[task], where[one] = one, units["place"][unit]
            free_at[one] = start[unit] + day.tasks["minutes"][task]
    return order, carer


def present_rounds(problem: Problem, day: Day) -> tuple[Whole, Whole]:
    """The order and carers of the rounds as they are, with nobody where who came may come no more."""
    number = {carer.id: at for at, carer in enumerate(problem.carers)}
    now: dict[str, list[int]] = {}
    for one in sorted(problem.present, key=lambda each: each.side):
        if one.carer in number:
            now.setdefault(one.visit, []).append(number[one.carer])
    carer = np.full(len(day.tasks), len(day.carers), np.int64)
    for unit, visit in enumerate(problem.visits):
        tasks, there = tasks_of(day, unit), now.get(visit.id, [])
        if visit.has_started:
            there = [number[one] for one in sorted(visit.pinned_carers)]
        if len(there) < len(tasks) or len(set(there)) < len(tasks) or shares(day, unit, carer, there):
            continue
        for those in (there, there[::-1]):
            if all(day.may[task, one] for task, one in zip(tasks, those, strict=False)):
                carer[tasks] = those[: len(tasks)]
                break
    starts = {one.visit: one.start for one in problem.present}
    return by_due(day, np.array([starts.get(visit.id, -np.inf) for visit in problem.visits])), carer


def shares(day: Day, unit: int, carer: Whole, there: list[int]) -> bool:
    """Whether somebody would come to a unit who may not, having come to the one before."""
    before = int(day.units["before"][unit])
    is_apart = before != NONE and bool(day.units["is_apart"][unit])
    return is_apart and bool({int(carer[task]) for task in tasks_of(day, before)} & set(there))


def tasks_of(day: Day, unit: int) -> list[int]:
    """The tasks of a unit."""
    return [int(task) for task in (day.units["one"][unit], day.units["two"][unit]) if task != NONE]


def by_due(day: Day, now: Floats | None = None) -> Whole:
    """Units by when they are, or else are due; one that must follow another never before it, what has started first.

    What has no time yet stands after what it follows, and draws nothing forward that has one.
    """
    units, before = day.units, day.units["before"].tolist()
    now = units["told"] if now is None else now
    is_there = np.isfinite(now)
    key = np.where(np.isfinite(units["due"]), units["due"], units["earliest"])
    key = np.where(is_there, now, np.maximum(key, not_before(units["before"], now)))
    began = np.flatnonzero(units["has_started"])
    placed: dict[int, None] = dict.fromkeys(began[np.argsort(units["earliest"][began], kind="stable")].tolist())
    for unit in np.lexsort((~is_there, key)).tolist():
        chain: list[int] = []
        while unit != NONE and unit not in placed and not (chain and is_there[unit] and not is_there[chain[-1]]):
            chain.append(unit)
            unit = before[unit]
        placed.update(dict.fromkeys(reversed(chain)))
    return np.array(list(placed), np.int64)


def not_before(before: Whole, now: Floats) -> Floats:
    """The present start of the nearest unit each one follows, over others that have none; −inf where there is none."""
    found = np.where(np.isfinite(now), now, -np.inf)
    follows = np.flatnonzero(~np.isfinite(now) & (before != NONE))
    while (found[follows] < found[before[follows]]).any():
        found[follows] = np.maximum(found[follows], found[before[follows]])
    return found


def arrivals(day: Day, unit: int, free_at: Floats, where: Whole) -> Floats:
    """When each carer can be there."""
    found: Floats = free_at + day.travel[day.carers["kind"], where, day.units["place"][unit]]
    return found


def who_can(day: Day, unit: int, carer: Whole, free_at: Floats, where: Whole) -> dict[int, int] | None:
    """By task, the carers who can be there first; None where there are not enough who may."""
    before = int(day.units["before"][unit])
    is_apart = before != NONE and day.units["is_apart"][unit]
    taken = {int(carer[task]) for task in tasks_of(day, before)} if is_apart else set()
    chosen: dict[int, int] = {}
    taken -= {len(day.carers)}
    there_at = arrivals(day, unit, free_at, where)
    for task in sorted(tasks_of(day, unit), key=lambda one: int(day.may[one].sum())):
        when = np.where(day.may[task], there_at, np.inf)
        when[list(taken)] = np.inf
        chosen[task] = int(when.argmin())
        if not np.isfinite(when[chosen[task]]):
            return None
        taken.add(chosen[task])
    return chosen
