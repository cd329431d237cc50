"""What does putting a task into a round, or taking it out, do to travel, and whose time must be worked out anew?"""

from joinedup.core.visits.search.compiled import compiled
from joinedup.core.visits.search.day import NONE


@compiled
def leg(units, tasks, carers, travel, carer, task, other):  # type: ignore[no-untyped-def]
    """Minutes from one task of a round to the next; NONE is the place where it begins or ends; 0 for an empty round."""
    if task == NONE and other == NONE:
        return 0.0
    here = carers[carer].begins if task == NONE else units[tasks[task].unit].place
    there = carers[carer].ends if other == NONE else units[tasks[other].unit].place
    return travel[carers[carer].kind, here, there]


@compiled
def mark(units, book, unit):  # type: ignore[no-untyped-def]
    """The unit's start must be worked out anew."""
    if not units[unit].is_changed:
        units[unit].is_changed = True
        book[0].pending += 1


@compiled
def unmark(units, book, unit):  # type: ignore[no-untyped-def]
    """The unit's start is worked out."""
    if units[unit].is_changed:
        units[unit].is_changed = False
        book[0].pending -= 1


@compiled
def touch(units, tasks, carers, unit):  # type: ignore[no-untyped-def]
    """The rounds of a unit's carers must be walked again."""
    for task in (units[unit].one, units[unit].two):
        if task != NONE and tasks[task].carer < len(carers):
            carers[tasks[task].carer].is_changed = True


@compiled
def join(tasks, carers, carer, before, after):  # type: ignore[no-untyped-def]
    """Let one task come right after another in a carer's round; NONE is where the round begins or ends."""
    if before == NONE:
        carers[carer].first = after
    else:
        tasks[before].following = after
    if after == NONE:
        carers[carer].last = before
    else:
        tasks[after].previous = before


@compiled
def link(tasks, carers, task, carer, before):  # type: ignore[no-untyped-def]
    """Let a task follow another in a carer's round, or begin it."""
    after = carers[carer].first if before == NONE else tasks[before].following
    tasks[task].carer = carer
    tasks[task].previous, tasks[task].following = before, after
    join(tasks, carers, carer, before, task)
    join(tasks, carers, carer, task, after)


@compiled
def unlink(tasks, carers, task):  # type: ignore[no-untyped-def]
    """Take a linked task out again."""
    carer = tasks[task].carer
    join(tasks, carers, carer, tasks[task].previous, tasks[task].following)
    tasks[task].carer = len(carers)


@compiled
def take_out(units, tasks, carers, travel, dislike, book, task):  # type: ignore[no-untyped-def]
    """Take a task out of its round."""
    carer = tasks[task].carer
    if carer == len(carers):
        return
    carers[carer].is_changed = True
    before, after = tasks[task].previous, tasks[task].following
    book[0].travel += (
        leg(units, tasks, carers, travel, carer, before, after)
        - leg(units, tasks, carers, travel, carer, before, task)
        - leg(units, tasks, carers, travel, carer, task, after)
    )
    unlink(tasks, carers, task)
    if after != NONE:
        mark(units, book, tasks[after].unit)
    book[0].other -= dislike[task, carer]


@compiled
def put_in(units, tasks, carers, travel, dislike, book, task, carer):  # type: ignore[no-untyped-def]
    """Put a task into a carer's round, where its unit stands in the order."""
    mark(units, book, tasks[task].unit)
    if carer == len(carers):
        return
    carers[carer].is_changed = True
    position = units[tasks[task].unit].position
    before, after = carers[carer].last, NONE
    while before != NONE and units[tasks[before].unit].position > position:
        before, after = tasks[before].previous, before
    book[0].travel += (
        leg(units, tasks, carers, travel, carer, before, task)
        + leg(units, tasks, carers, travel, carer, task, after)
        - leg(units, tasks, carers, travel, carer, before, after)
    )
    link(tasks, carers, task, carer, before)
    if after != NONE:
        mark(units, book, tasks[after].unit)
    book[0].other += dislike[task, carer]


@compiled
def shift(units, order, unit, position):  # type: ignore[no-untyped-def]
    """Let a unit stand elsewhere in the order; its tasks must be in no round meanwhile."""
    here = units[unit].position
    step = 1 if position > here else -1
    while here != position:
        other = order[here + step]
        order[here] = other
        units[other].position = here
        here += step
    order[position] = unit
    units[unit].position = position
