"""Which small change is tried next?"""

import numpy as np

from joinedup.core.visits.search.allowed import any_who_can, can_have, may_all, other_side, who_may_share, within
from joinedup.core.visits.search.compiled import compiled
from joinedup.core.visits.search.day import NONE
from joinedup.core.visits.search.hours import may_rest_before
from joinedup.core.visits.search.lifting import let_stand, lift
from joinedup.core.visits.search.routes import mark, put_in
from joinedup.core.visits.search.timing import count

BESIDE, ELSEWHERE, EXCHANGE, TAILS, LEAVE_OUT = 0.55, 0.25, 0.12, 0.07, 0.01
"""How often each kind of move is tried."""
RESTS = 0.1
"""And before that, where carers are to rest, how often a rest is moved."""
HELD = 0.75
"""How often a visit that has a time already is not brought forward when it is moved."""


@compiled
def some_task(units, unit):  # type: ignore[no-untyped-def]
    """One of a unit's tasks."""
    return units[unit].one if units[unit].two == NONE or np.random.randint(2) else units[unit].two


@compiled
def place(  # type: ignore[no-untyped-def]
    units, tasks, carers, may, dislike, travel, order, lifted, shifted, book, position, task, carer, rival, is_held
):
    """Put a task's unit at a position, the task with a carer, and its other task with a rival.

    A rival of NONE is whoever has the other task and may, else anybody who may. False if nobody may.
    """
    unit, other = tasks[task].unit, other_side(units, tasks, task)
    had = tasks[other].carer if rival == NONE and other != NONE else rival
    count(units, tasks, carers, book, unit, -1.0)
    lift(units, tasks, carers, travel, dislike, lifted, book, task)
    if other != NONE:
        lift(units, tasks, carers, travel, dislike, lifted, book, other)
    if position != units[unit].position:
        let_stand(units, order, shifted, book, unit, position)
    if units[unit].told > -np.inf:
        units[unit].is_held = is_held
    put_in(units, tasks, carers, travel, dislike, book, task, carer)
    if other != NONE and carer < len(carers):
        if had == len(carers) or not can_have(units, tasks, may, other, had):
            had = any_who_can(units, tasks, may, other)
            if had == NONE:
                return False
        put_in(units, tasks, carers, travel, dislike, book, other, had)
    count(units, tasks, carers, book, unit, 1.0)
    if units[unit].after != NONE:
        mark(units, book, units[unit].after)
    return True


@compiled
def replace(  # type: ignore[no-untyped-def]
    units, tasks, carers, may, dislike, travel, order, lifted, shifted, book, position, task, carer
):
    """Put a task's unit at a position, and the task with a carer; its other task stays with whom it was, if it may.

    False if nobody may have the other task, or the unit has started.
    """
    unit = tasks[task].unit
    if units[unit].has_started:
        return False
    is_held = units[unit].told > -np.inf and np.random.random() < HELD
    return place(
        units, tasks, carers, may, dislike, travel, order, lifted, shifted, book, position, task, carer, NONE, is_held
    )


@compiled
def beside(units, tasks, carers, may, dislike, travel, near, order, lifted, shifted, book):  # type: ignore[no-untyped-def]
    """Place a unit right before or after one that is near, with a carer of that one."""
    unit = np.random.randint(len(order))
    neighbour = near[unit, np.random.randint(near.shape[1])]
    task, carer = who_may_share(units, tasks, carers, may, unit, neighbour)
    if task == NONE:
        return False
    position = units[neighbour].position + np.random.randint(2)
    if units[unit].position < position:
        position -= 1
    position = within(units, order, book, unit, position)
    if position == units[unit].position and tasks[task].carer == carer:
        return False
    return replace(units, tasks, carers, may, dislike, travel, order, lifted, shifted, book, position, task, carer)


@compiled
def elsewhere(units, tasks, carers, may, dislike, travel, order, lifted, shifted, book):  # type: ignore[no-untyped-def]
    """Place a unit elsewhere in the order not far away, or with another carer, or both."""
    unit = np.random.randint(len(order))
    task = some_task(units, unit)
    position, carer = units[unit].position, tasks[task].carer
    what = np.random.randint(3)
    if what != 1 or carer == len(carers):
        carer = any_who_can(units, tasks, may, task)
        if carer == NONE:
            return False
    if what > 0:
        reach = max(3, len(order) // 6)
        position = within(units, order, book, unit, position + np.random.randint(2 * reach + 1) - reach)
    if position == units[unit].position and carer == tasks[task].carer and units[unit].told == -np.inf:
        return False
    return replace(units, tasks, carers, may, dislike, travel, order, lifted, shifted, book, position, task, carer)


@compiled
def exchange(units, tasks, carers, may, dislike, travel, near, order, lifted, shifted, book):  # type: ignore[no-untyped-def]
    """Two units that are near change places, and one task of each its carer, if they are not of one round."""
    one = np.random.randint(len(order))
    two = near[one, np.random.randint(near.shape[1])]
    task, other = some_task(units, one), some_task(units, two)
    carer, rival, nobody = tasks[task].carer, tasks[other].carer, len(carers)
    if one == two or nobody in (carer, rival) or not may[task, rival] or not may[other, carer]:
        return False
    place, place_of_two = units[one].position, units[two].position
    if within(units, order, book, one, place_of_two) != place_of_two or within(units, order, book, two, place) != place:
        return False
    lift(units, tasks, carers, travel, dislike, lifted, book, task)
    lift(units, tasks, carers, travel, dislike, lifted, book, other)
    if carer != rival and not (can_have(units, tasks, may, task, rival) and can_have(units, tasks, may, other, carer)):
        return False
    for also in (other_side(units, tasks, task), other_side(units, tasks, other)):
        if also != NONE:
            lift(units, tasks, carers, travel, dislike, lifted, book, also)
    let_stand(units, order, shifted, book, one, place_of_two)
    let_stand(units, order, shifted, book, two, place)
    put_in(units, tasks, carers, travel, dislike, book, task, rival)
    put_in(units, tasks, carers, travel, dislike, book, other, carer)
    for at in range(2, book[0].lifted):
        put_in(units, tasks, carers, travel, dislike, book, lifted[at].task, lifted[at].carer)
    return True


@compiled
def lift_all(units, tasks, carers, travel, dislike, lifted, book, task):  # type: ignore[no-untyped-def]
    """Take a task and all that follow it out of their round."""
    while task != NONE:
        following = tasks[task].following
        if not lift(units, tasks, carers, travel, dislike, lifted, book, task):
            return False
        task = following
    return True


@compiled
def tails(units, tasks, carers, may, dislike, travel, order, lifted, book):  # type: ignore[no-untyped-def]
    """Two carers exchange all they do from one moment on."""
    unit = np.random.randint(len(order))
    task = some_task(units, unit)
    carer, rival = tasks[task].carer, np.random.randint(len(carers))
    if carer in (rival, len(carers)):
        return False
    after = carers[rival].first
    while after != NONE and units[tasks[after].unit].position < units[unit].position:
        after = tasks[after].following
    if not may_all(tasks, may, task, rival) or not may_all(tasks, may, after, carer):
        return False
    if not lift_all(units, tasks, carers, travel, dislike, lifted, book, task):
        return False
    mine = book[0].lifted
    if not lift_all(units, tasks, carers, travel, dislike, lifted, book, after):
        return False
    for at in range(book[0].lifted):
        to = rival if at < mine else carer
        if not can_have(units, tasks, may, lifted[at].task, to):
            return False
        put_in(units, tasks, carers, travel, dislike, book, lifted[at].task, to)
    return True


@compiled
def leave_out(units, tasks, carers, may, dislike, travel, order, lifted, shifted, book):  # type: ignore[no-untyped-def]
    """Nobody comes to a unit for now."""
    unit = np.random.randint(len(order))
    task, position = units[unit].one, units[unit].position
    if tasks[task].carer == len(carers):
        return False
    nobody = len(carers)
    return replace(units, tasks, carers, may, dislike, travel, order, lifted, shifted, book, position, task, nobody)


@compiled
def rest(units, tasks, carers, order, book):  # type: ignore[no-untyped-def]
    """A carer rests before some visit of theirs, instead of before another or not at all; or no more before it."""
    unit = np.random.randint(len(order))
    task = some_task(units, unit)
    carer = tasks[task].carer
    if carer == len(carers) or not may_rest_before(tasks, carers, task):
        return False
    if tasks[task].rests_before:
        book[0].unrested = task
    else:
        book[0].rested = task
        other = carers[carer].first
        while other != NONE and not tasks[other].rests_before:
            other = tasks[other].following
        book[0].unrested = other
    for other in (book[0].rested, book[0].unrested):
        if other != NONE:
            tasks[other].rests_before = other == book[0].rested
            mark(units, book, tasks[other].unit)
            book[0].lowest = min(book[0].lowest, units[tasks[other].unit].position)
    carers[carer].is_changed = True
    return True


@compiled
def move(units, tasks, carers, may, dislike, travel, near, order, lifted, shifted, book):  # type: ignore[no-untyped-def]
    """Try some change; False if it cannot be made, and then it must be taken back."""
    if book[0].has_rests and np.random.random() < RESTS:
        return rest(units, tasks, carers, order, book)
    drawn = np.random.random()
    if drawn < BESIDE:
        return beside(units, tasks, carers, may, dislike, travel, near, order, lifted, shifted, book)
    if drawn < BESIDE + ELSEWHERE:
        return elsewhere(units, tasks, carers, may, dislike, travel, order, lifted, shifted, book)
    if drawn < BESIDE + ELSEWHERE + EXCHANGE:
        return exchange(units, tasks, carers, may, dislike, travel, near, order, lifted, shifted, book)
    if drawn < BESIDE + ELSEWHERE + EXCHANGE + TAILS:
        return tails(units, tasks, carers, may, dislike, travel, order, lifted, book)
    return leave_out(units, tasks, carers, may, dislike, travel, order, lifted, shifted, book)
