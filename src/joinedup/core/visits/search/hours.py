"""What does each round cost by its hours: past the shift's end, waiting, without a rest, more or less than agreed?

A round is only walked again when something in it changed.
"""

import numpy as np

from joinedup.core.visits.search.compiled import compiled
from joinedup.core.visits.search.day import NONE

SAME = 1e-9
BROKEN_AT_ALL = 10.0
"""Minutes a broken rule counts beyond those it is broken by, so that none is broken for a moment's gain."""


@compiled
def rests_by(carers, carer, free, until, way):  # type: ignore[no-untyped-def]
    """Whether a carer free from one moment, and elsewhere by another, can rest: before the way between, or after it."""
    rest, earliest, latest = carers[carer].rest_minutes, carers[carer].rest_from, carers[carer].rest_to
    if max(free + way, earliest) + rest <= min(until, latest) + SAME:
        return True
    return rests_here(carers, carer, free, until - way)


@compiled
def rests_here(carers, carer, free, until):  # type: ignore[no-untyped-def]
    """Whether a carer can rest before the way to the next visit."""
    if carers[carer].rests_at_next:
        return False
    start = max(free, carers[carer].rest_from)
    return start + carers[carer].rest_minutes <= min(until, carers[carer].rest_to) + SAME


@compiled
def may_rest_before(tasks, carers, task):  # type: ignore[no-untyped-def]
    """Whether the carer of a task is to rest some time, and may do so before it."""
    who = carers[tasks[task].carer]
    return who.rest_minutes > 0 and (tasks[task].previous != NONE or who.rests_at_next)


@compiled
def there_rested(carers, carer, free, way):  # type: ignore[no-untyped-def]
    """When a carer can be a way off who rests before that way, or after it where it is not too late for that."""
    rest, earliest, latest = carers[carer].rest_minutes, carers[carer].rest_from, carers[carer].rest_to
    after = max(free + way, earliest) + rest
    if after <= latest + SAME or carers[carer].rests_at_next:
        return after
    return max(free, earliest) + rest + way


@compiled
def arrives(tasks, carers, task, free, way):  # type: ignore[no-untyped-def]
    """When the carer of a task can be there who is free from a moment, a way off, and rests before it if due."""
    if tasks[task].rests_before and may_rest_before(tasks, carers, task):
        return there_rested(carers, tasks[task].carer, free, way)
    return free + way


@compiled
def spare_of_rest(carers, carer, free, until, way):  # type: ignore[no-untyped-def]
    """Minutes later a carer who can rest may be free and rest all the same, as far as time for it allows."""
    way = 0.0 if rests_here(carers, carer, free, until - way) else way
    return max(0.0, carers[carer].rest_to - carers[carer].rest_minutes - free - way)


@compiled
def rest_due(units, tasks, carers, carer):  # type: ignore[no-untyped-def]
    """Whether a carer is to rest, and the round, which is not empty, is so long that a rest is due."""
    first, last = carers[carer].first, carers[carer].last
    end = units[tasks[last].unit].start + tasks[last].minutes
    long = end - units[tasks[first].unit].start > carers[carer].rest_after + SAME
    return carers[carer].rest_minutes > 0 and long


@compiled
def over(carers, book, carer, end):  # type: ignore[no-untyped-def]
    """The cost of being back after the end of the shift."""
    late = end - carers[carer].shift_ends
    if late <= SAME:
        return 0.0
    if book[0].weight_overtime >= 0:
        return book[0].weight_overtime * late
    return book[0].weight_broken * (late + BROKEN_AT_ALL)


@compiled
def agreed(carers, book, carer, paid):  # type: ignore[no-untyped-def]
    """The cost of paid minutes that are more than may be, or other than are aimed at."""
    total = 0.0
    if paid > carers[carer].most_minutes + SAME:
        total += book[0].weight_broken * (paid - carers[carer].most_minutes + BROKEN_AT_ALL)
    if carers[carer].target_minutes >= 0:
        total += book[0].weight_target * abs(paid - carers[carer].target_minutes)
    return total


@compiled
def empty_round(carers, book, carer):  # type: ignore[no-untyped-def]
    """Cost and idle minutes of a carer who stays at home, and rests there if the shift has time for it."""
    idle = carers[carer].shift_ends - carers[carer].shift_starts
    if rests_by(carers, carer, carers[carer].shift_starts, carers[carer].shift_ends, 0.0):
        idle -= carers[carer].rest_minutes
    return agreed(carers, book, carer, 0.0), idle if idle < np.inf else 0.0


@compiled
def round_cost(units, tasks, carers, travel, book, carer):  # type: ignore[no-untyped-def]
    """Cost of a round by its hours, and its idle minutes.

    Waiting is what is left when everybody sets out as late as makes nobody late: a first visit may begin later by what
    is waited after it, as far as no visit between is late by that or bound to another.
    """
    task = carers[carer].first
    if task == NONE:
        return empty_round(carers, book, carer)
    kind, here = carers[carer].kind, carers[carer].begins
    way = travel[kind, here, units[tasks[task].unit].place]
    first = units[tasks[task].unit].start
    out, rested, has_started = way, not rest_due(units, tasks, carers, carer), False
    waited, later, contact, moving, paid, free, rest = 0.0, np.inf, 0.0, 0.0, 0.0, 0.0, 0.0
    while task != NONE:
        unit = tasks[task].unit
        start = units[unit].start
        if tasks[task].previous != NONE:
            way = travel[kind, here, units[unit].place]
            wait = max(0.0, start - free - way)
            if not rested and rests_by(carers, carer, free, start, way):
                later = min(later, spare_of_rest(carers, carer, free, start, way) + waited)
                rested, wait, rest = True, wait - carers[carer].rest_minutes, carers[carer].rest_minutes
            waited += wait
            moving += way
            paid += way + (wait if wait <= book[0].short_wait else 0.0)
        is_bound = units[unit].two != NONE or units[unit].before != NONE or units[unit].after != NONE
        due = units[unit].next_due if start >= units[unit].next_earliest else units[unit].due
        due = min(due - tasks[task].lag, units[unit].latest)
        spare = 0.0 if is_bound or units[unit].told > -np.inf else max(0.0, due - start)
        later = min(later, spare + waited)
        contact += tasks[task].minutes
        free, here = start + tasks[task].minutes, units[unit].place
        has_started = units[unit].has_started
        task = tasks[task].following
    home = travel[kind, here, carers[carer].ends]
    saved = min(later, waited) if book[0].may_set_out_later else 0.0
    if not rested and carers[carer].rests_at_next and rests_by(carers, carer, carers[carer].shift_starts, first, out):
        rested, rest = True, carers[carer].rest_minutes
    total = book[0].weight_wait * (waited - saved) + agreed(carers, book, carer, paid + contact)
    if not has_started:
        total += over(carers, book, carer, free + home)
    if not rested:
        total += book[0].weight_rest
    busy = out + contact + moving + rest + home
    idle = (
        carers[carer].shift_ends - carers[carer].shift_starts + max(0.0, free + home - carers[carer].shift_ends) - busy
    )
    return total, max(0.0, idle) if idle < np.inf else 0.0


@compiled
def hours_cost(units, tasks, carers, travel, book):  # type: ignore[no-untyped-def]
    """What all rounds cost by their hours."""
    most_idle = 0.0
    for carer in range(len(carers)):
        if carers[carer].is_changed:
            total, idle = round_cost(units, tasks, carers, travel, book, carer)
            book[0].hours += total - carers[carer].cost
            carers[carer].cost, carers[carer].idle, carers[carer].is_changed = total, idle, False
        most_idle = max(most_idle, carers[carer].idle)
    return book[0].hours + book[0].weight_idle * most_idle if book[0].weight_idle > 0 else book[0].hours
