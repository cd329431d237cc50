"""When does each unit start, once something has changed?

The earliest start that all that comes before allows. A unit that must not start too long after another holds that one
back: it is released only so much earlier, and what follows from it is worked out again. In a fixed order with fixed
carers starting as early as possible is best: nothing gets better by waiting.
"""

import numpy as np

from joinedup.core.visits.search.compiled import compiled
from joinedup.core.visits.search.day import NONE, UNDO_LENGTH
from joinedup.core.visits.search.hours import BROKEN_AT_ALL, SAME, arrives, hours_cost
from joinedup.core.visits.search.routes import mark, touch, unmark

MOST_HELD_BACK = 200
SAME_START = 0.5
"""Minutes a start may move and be the same to everybody."""


@compiled
def is_planned(units, tasks, carers, unit):  # type: ignore[no-untyped-def]
    """Whether somebody comes."""
    return tasks[units[unit].one].carer < len(carers)


@compiled
def arrival(units, tasks, carers, travel, task):  # type: ignore[no-untyped-def]
    """When the task's carer can be there."""
    carer, before = tasks[task].carer, tasks[task].previous
    here = units[tasks[task].unit].place
    if before == NONE:
        free, way = carers[carer].shift_starts, travel[carers[carer].kind, carers[carer].begins, here]
    else:
        unit = tasks[before].unit
        free, way = units[unit].start + tasks[before].minutes, travel[carers[carer].kind, units[unit].place, here]
    return arrives(tasks, carers, task, free, way)


@compiled
def earliest_start(units, tasks, carers, travel, book, unit):  # type: ignore[no-untyped-def]
    """The earliest start that carers, window, release and the unit before allow."""
    if units[unit].has_started:
        return units[unit].earliest
    start = max(units[unit].earliest, units[unit].release)
    if units[unit].is_held:
        start = max(start, units[unit].told)
    start = max(start, arrival(units, tasks, carers, travel, units[unit].one))
    if units[unit].two != NONE:
        start = max(start, arrival(units, tasks, carers, travel, units[unit].two))
    before = units[unit].before
    if before != NONE and is_planned(units, tasks, carers, before):
        start = max(start, units[before].start + units[unit].gap_least)
    return in_window(units, tasks, book, unit, start)


@compiled
def in_window(units, tasks, book, unit, start):  # type: ignore[no-untyped-def]
    """The start, or that of a second window, if it is better to wait for it than to be late in the first."""
    if start + units[unit].lag > units[unit].due and start < units[unit].next_earliest < np.inf:
        late = lateness(units, tasks, unit, units[unit].one, start)
        late += 0.0 if units[unit].two == NONE else lateness(units, tasks, unit, units[unit].two, start)
        if late * book[0].weight_late > (units[unit].next_earliest - start) * book[0].weight_wait:
            return units[unit].next_earliest
    return start


@compiled
def lateness(units, tasks, unit, task, start):  # type: ignore[no-untyped-def]
    """Minutes a task is late if it starts then: after the last window that began by then."""
    due = units[unit].next_due if start >= units[unit].next_earliest else units[unit].due
    return max(0.0, start + tasks[task].lag - due)


@compiled
def latenesses(units, tasks, unit):  # type: ignore[no-untyped-def]
    """Minutes the carers of a unit are late as it stands: together, and the later of them."""
    if units[unit].start + units[unit].lag <= units[unit].due:
        return 0.0, 0.0
    one = lateness(units, tasks, unit, units[unit].one, units[unit].start)
    if units[unit].two == NONE:
        return one, one
    two = lateness(units, tasks, unit, units[unit].two, units[unit].start)
    return one + two, max(one, two)


@compiled
def note_late(units, tasks, carers, unit):  # type: ignore[no-untyped-def]
    """Write down how late a unit is as it stands."""
    units[unit].late = latenesses(units, tasks, unit)[1] if is_planned(units, tasks, carers, unit) else 0.0


@compiled
def count_times(units, tasks, book, unit, times):  # type: ignore[no-untyped-def]
    """Count what the start of a unit that somebody comes to costs, or count it no more; lateness for each carer."""
    late, worst = latenesses(units, tasks, unit)
    book[0].late += times * late
    units[unit].late = worst
    if units[unit].start > units[unit].latest + SAME:
        book[0].broken += times * (units[unit].start - units[unit].latest + BROKEN_AT_ALL)
    if units[unit].told > -np.inf:
        moved = abs(units[unit].start - units[unit].told)
        book[0].moved += times * moved
        if moved > SAME_START:
            book[0].moved_starts += times


@compiled
def count(units, tasks, carers, book, unit, times):  # type: ignore[no-untyped-def]
    """Count what a unit costs as it stands, or count it no more."""
    is_here = is_planned(units, tasks, carers, unit)
    if is_here:
        count_times(units, tasks, book, unit, times)
    else:
        units[unit].late = 0.0
        book[0].other += times * units[unit].unplanned_cost
    partner = units[unit].partner
    if partner != NONE and is_here != is_planned(units, tasks, carers, partner):
        book[0].other += times * book[0].torn


@compiled
def totals(book):  # type: ignore[no-untyped-def]
    """All that is summed up, to be put back later."""
    return book[0].travel, book[0].late, book[0].broken, book[0].moved, book[0].moved_starts, book[0].other


@compiled
def put_totals_back(book, was):  # type: ignore[no-untyped-def]
    """What was summed up before."""
    book[0].travel, book[0].late, book[0].broken, book[0].moved, book[0].moved_starts, book[0].other = was


@compiled
def set_times(units, tasks, carers, undo, book, unit, start, release):  # type: ignore[no-untyped-def]
    """Write down the times of a unit that somebody comes to, remembering what they were; False if that is too much."""
    at = book[0].undone
    if at >= UNDO_LENGTH:
        return False
    undo[at].unit, undo[at].start, undo[at].release = unit, units[unit].start, units[unit].release
    book[0].undone = at + 1
    units[unit].release = release
    if start != units[unit].start:
        count_times(units, tasks, book, unit, -1.0)
        units[unit].start = start
        count_times(units, tasks, book, unit, 1.0)
        if book[0].has_hours:
            touch(units, tasks, carers, unit)
    return True


@compiled
def mark_after(units, tasks, carers, book, task):  # type: ignore[no-untyped-def]
    """The next task of the round must be worked out anew."""
    if task != NONE and tasks[task].carer < len(carers) and tasks[task].following != NONE:
        mark(units, book, tasks[tasks[task].following].unit)


@compiled
def mark_followers(units, tasks, carers, book, unit):  # type: ignore[no-untyped-def]
    """Whoever comes after a unit whose start changed must be worked out anew."""
    mark_after(units, tasks, carers, book, units[unit].one)
    mark_after(units, tasks, carers, book, units[unit].two)
    if units[unit].after != NONE:
        mark(units, book, units[unit].after)


@compiled
def hold_back(units, tasks, carers, undo, book, unit, release):  # type: ignore[no-untyped-def]
    """Let a unit start no earlier than `release`; its start must be worked out anew."""
    mark(units, book, unit)
    return set_times(units, tasks, carers, undo, book, unit, units[unit].start, release)


@compiled
def settle(units, tasks, carers, travel, order, undo, book, position):  # type: ignore[no-untyped-def]
    """Work out anew every start that changed, from this position on; False if that led to no end.

    What holds a unit back is forgotten, once a move, when the unit that asked for it is worked out anew: it may start
    earlier now. Rounds that somebody gives may have two units in one order, and one between that nobody comes to yet
    asks for the other: where a start comes out after what depends on it, that has no end either.
    """
    held_back = 0
    while book[0].pending > 0 and position < len(order):
        unit = order[position]
        position += 1
        if not units[unit].is_changed:
            continue
        before = units[unit].before
        is_linked = before != NONE and is_planned(units, tasks, carers, before)
        if is_linked and units[before].release > units[before].earliest and units[unit].reset_at != book[0].move:
            units[unit].reset_at = book[0].move
            if not hold_back(units, tasks, carers, undo, book, before, units[before].earliest):
                return False
            position = units[before].position
            continue
        unmark(units, book, unit)
        if not is_planned(units, tasks, carers, unit):
            continue
        start = earliest_start(units, tasks, carers, travel, book, unit)
        if abs(start - units[unit].start) > SAME:
            if not set_times(units, tasks, carers, undo, book, unit, start, units[unit].release):
                return False
            mark_followers(units, tasks, carers, book, unit)
        if is_linked and start > units[before].start + units[unit].gap_most + SAME:
            held_back += 1
            release = start - units[unit].gap_most
            if held_back > MOST_HELD_BACK or not hold_back(units, tasks, carers, undo, book, before, release):
                return False
            mark(units, book, unit)
            position = units[before].position
    return book[0].pending == 0


@compiled
def worst_lateness(units):  # type: ignore[no-untyped-def]
    """The longest lateness there is."""
    worst = 0.0
    for unit in range(len(units)):
        worst = max(worst, units[unit].late)
    return worst


@compiled
def cost(units, tasks, carers, travel, book):  # type: ignore[no-untyped-def]
    """What the rounds cost."""
    total = (
        book[0].weight_travel * book[0].travel
        + book[0].weight_late * book[0].late
        + book[0].weight_broken * book[0].broken
        + book[0].weight_moved * book[0].moved
        + book[0].weight_moved_start * book[0].moved_starts
        + book[0].other
    )
    if book[0].weight_worst > 0:
        total += book[0].weight_worst * worst_lateness(units)
    if book[0].has_hours:
        total += hours_cost(units, tasks, carers, travel, book)
    return total
