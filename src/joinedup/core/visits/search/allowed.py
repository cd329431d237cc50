"""Which carers may have a task, and which positions may a unit take?"""

import numpy as np

from joinedup.core.visits.search.compiled import compiled
from joinedup.core.visits.search.day import NONE


@compiled
def other_side(units, tasks, task):  # type: ignore[no-untyped-def]
    """The task that starts together with this one; NONE if it is alone."""
    unit = tasks[task].unit
    return units[unit].two if task == units[unit].one else units[unit].one


@compiled
def has(units, tasks, unit, carer):  # type: ignore[no-untyped-def]
    """Whether a carer has a task of the unit."""
    two = units[unit].two
    return tasks[units[unit].one].carer == carer or (two != NONE and tasks[two].carer == carer)


@compiled
def can_have(units, tasks, may, task, carer):  # type: ignore[no-untyped-def]
    """Whether a carer may have a task beside what others have now."""
    if not may[task, carer]:
        return False
    unit, other = tasks[task].unit, other_side(units, tasks, task)
    if other != NONE and tasks[other].carer == carer:
        return False
    before, after = units[unit].before, units[unit].after
    if before != NONE and units[unit].is_apart and has(units, tasks, before, carer):
        return False
    return not (after != NONE and units[after].is_apart and has(units, tasks, after, carer))


@compiled
def any_who_can(units, tasks, may, task):  # type: ignore[no-untyped-def]
    """A carer drawn from those who may have a task, NONE if nobody may."""
    carers = may.shape[1]
    first = np.random.randint(carers)
    for step in range(carers):
        carer = (first + step) % carers
        if can_have(units, tasks, may, task, carer):
            return carer
    return NONE


@compiled
def within(units, order, book, unit, position):  # type: ignore[no-untyped-def]
    """The nearest position a unit may take: after the one it must follow, before the one that must follow it.

    What has started stands first, and where it stands; so does what has no place between the two.
    """
    if units[unit].has_started:
        return units[unit].position
    before, after = units[unit].before, units[unit].after
    lowest = book[0].started if before == NONE else max(book[0].started, units[before].position + 1)
    highest = len(order) - 1 if after == NONE else units[after].position - 1
    if lowest > highest:
        return units[unit].position
    return max(lowest, min(highest, position))


@compiled
def who_may_share(units, tasks, carers, may, unit, neighbour):  # type: ignore[no-untyped-def]
    """A task of a unit, and a carer of its neighbour who has it or may have it; NONE if there is none."""
    drawn = np.random.randint(4)
    for step in range(4):
        which = (drawn + step) % 4
        task = units[unit].one if which < 2 else units[unit].two
        other = units[neighbour].one if which % 2 == 0 else units[neighbour].two
        if task != NONE and other != NONE:
            carer = tasks[other].carer
            if carer < len(carers) and (tasks[task].carer == carer or can_have(units, tasks, may, task, carer)):
                return task, carer
    return NONE, NONE


@compiled
def may_all(tasks, may, task, carer):  # type: ignore[no-untyped-def]
    """Whether a carer may have a task and all that follow it in its round."""
    while task != NONE:
        if not may[task, carer]:
            return False
        task = tasks[task].following
    return True
