"""Which change is tried next, and how is it taken back?

A change lifts tasks out of their rounds, lets units stand elsewhere in the order, and puts the tasks into rounds again.
"""

import numpy as np

from joinedup.core.visits.search.compiled import compiled
from joinedup.core.visits.search.day import MOST_TASKS, NONE
from joinedup.core.visits.search.routes import mark, put_in, shift, take_out, touch, unmark
from joinedup.core.visits.search.timing import count, note_late

BESIDE, ELSEWHERE, EXCHANGE, TAILS, LEAVE_OUT = 0.55, 0.25, 0.12, 0.07, 0.01
"""How often each kind of move is tried."""
RESTS = 0.1
"""And before that, where carers are to rest, how often a rest is moved."""
HELD = 0.75
"""How often a visit that has a time already is not brought forward when it is moved."""


@compiled
def begin(order, book):  # type: ignore[no-untyped-def]
    """Begin a move."""
    book[0].lifted = book[0].shifted = book[0].undone = 0
    book[0].lowest = len(order)
    book[0].rested = book[0].unrested = NONE
    book[0].move += 1


@compiled
def lift(units, tasks, carers, travel, dislike, lifted, book, task):  # type: ignore[no-untyped-def]
    """Take a task out of its round, remembering whose it was; False if a move lifts too many."""
    at = book[0].lifted
    if at >= MOST_TASKS:
        return False
    lifted[at].task, lifted[at].carer = task, tasks[task].carer
    lifted[at].is_held = units[tasks[task].unit].is_held
    book[0].lifted = at + 1
    book[0].lowest = min(book[0].lowest, units[tasks[task].unit].position)
    take_out(units, tasks, carers, travel, dislike, book, task)
    return True


@compiled
def let_stand(units, order, shifted, book, unit, position):  # type: ignore[no-untyped-def]
    """Let a unit whose tasks are lifted stand elsewhere in the order."""
    at = book[0].shifted
    shifted[at].unit, shifted[at].position = unit, units[unit].position
    book[0].shifted = at + 1
    book[0].lowest = min(book[0].lowest, units[unit].position, position)
    shift(units, order, unit, position)


@compiled
def undo_times(units, tasks, carers, undo, lifted, book):  # type: ignore[no-untyped-def]
    """All times as they were before the move."""
    for at in range(book[0].undone - 1, -1, -1):
        unit = undo[at].unit
        units[unit].start, units[unit].release = undo[at].start, undo[at].release
        note_late(units, tasks, carers, unit)
        if book[0].has_hours:
            touch(units, tasks, carers, unit)
    for at in range(book[0].lifted):
        note_late(units, tasks, carers, tasks[lifted[at].task].unit)


@compiled
def take_back(units, tasks, carers, travel, dislike, order, undo, lifted, shifted, book):  # type: ignore[no-untyped-def]
    """Rounds, order and times as they were before the move; what they come to is for the caller to restore."""
    if book[0].rested != NONE:
        tasks[book[0].rested].rests_before = False
    if book[0].unrested != NONE:
        tasks[book[0].unrested].rests_before = True
    for at in range(book[0].lifted):
        take_out(units, tasks, carers, travel, dislike, book, lifted[at].task)
        units[tasks[lifted[at].task].unit].is_held = lifted[at].is_held
    for at in range(book[0].shifted - 1, -1, -1):
        shift(units, order, shifted[at].unit, shifted[at].position)
    for at in range(book[0].lifted):
        put_in(units, tasks, carers, travel, dislike, book, lifted[at].task, lifted[at].carer)
    undo_times(units, tasks, carers, undo, lifted, book)
    if book[0].pending > 0:
        for unit in range(len(units)):
            unmark(units, book, unit)


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

    What has started stands first, and where it stands.
    """
    if units[unit].has_started:
        return units[unit].position
    before, after = units[unit].before, units[unit].after
    lowest = book[0].started if before == NONE else max(book[0].started, units[before].position + 1)
    highest = len(order) - 1 if after == NONE else units[after].position - 1
    return max(lowest, min(highest, position))


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
def may_all(tasks, may, task, carer):  # type: ignore[no-untyped-def]
    """Whether a carer may have a task and all that follow it in its round."""
    while task != NONE:
        if not may[task, carer]:
            return False
        task = tasks[task].following
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
    if carer == len(carers) or carers[carer].rest_minutes <= 0 or tasks[task].previous == NONE:
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
