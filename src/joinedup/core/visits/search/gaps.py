"""What would a visit cost in a gap of a round? The rounds stand as before when that is known.

The visit is linked in, whoever it delays starts later for a moment, and so on until nobody is delayed any more. One
visit more makes nobody start earlier, so delays are all there is to look at.
"""

import numpy as np

from joinedup.core.visits.search.compiled import compiled
from joinedup.core.visits.search.day import NONE
from joinedup.core.visits.search.hours import BROKEN_AT_ALL, SAME, arrives, hours_cost, over, round_cost
from joinedup.core.visits.search.routes import leg, link, unlink
from joinedup.core.visits.search.timing import (
    SAME_START,
    earliest_start,
    in_window,
    is_planned,
    lateness,
    worst_lateness,
)

MOST_DELAYS = 400


@compiled
def start_cost(units, tasks, book, unit, start):  # type: ignore[no-untyped-def]
    """What it costs that a unit starts then, and minutes the later of its carers is late."""
    total, worst = 0.0, 0.0
    if start + units[unit].lag > units[unit].due:
        worst = late = lateness(units, tasks, unit, units[unit].one, start)
        if units[unit].two != NONE:
            other = lateness(units, tasks, unit, units[unit].two, start)
            late, worst = late + other, max(worst, other)
        total += book[0].weight_late * late
    if start > units[unit].latest + SAME:
        total += book[0].weight_broken * (start - units[unit].latest + BROKEN_AT_ALL)
    if units[unit].told > -np.inf:
        moved = abs(start - units[unit].told)
        total += book[0].weight_moved * moved
        if moved > SAME_START:
            total += book[0].weight_moved_start
    return total, worst


@compiled
def back_at(units, tasks, carers, travel, task, start):  # type: ignore[no-untyped-def]
    """When the carer of the last task of a round is back, if it starts then."""
    return start + tasks[task].minutes + leg(units, tasks, carers, travel, tasks[task].carer, task, NONE)


@compiled
def delay(units, tasks, carers, travel, undo, book, unit, start):  # type: ignore[no-untyped-def]
    """Let a unit start later, if it starts sooner now; what that costs more, and how late it is then."""
    if start <= units[unit].start + SAME or units[unit].has_started:
        return 0.0, 0.0
    start, was = in_window(units, tasks, book, unit, start), units[unit].start
    at = book[0].undone
    undo[at].unit, undo[at].start = unit, was
    book[0].undone = at + 1
    units[unit].start = start
    before, _ = start_cost(units, tasks, book, unit, was)
    total, worst = start_cost(units, tasks, book, unit, start)
    if book[0].has_ends_alone:
        for task in (units[unit].one, units[unit].two):
            if task != NONE and tasks[task].carer < len(carers) and tasks[task].following == NONE:
                carer = tasks[task].carer
                total += over(carers, book, carer, back_at(units, tasks, carers, travel, task, start))
                total -= over(carers, book, carer, back_at(units, tasks, carers, travel, task, was))
    return total - before, worst


@compiled
def delays(units, tasks, carers, travel, undo, book, unit, most):  # type: ignore[no-untyped-def]
    """Let everybody start later whom a unit delays; what that costs more, infinite once it is more than `most`."""
    total, at, worst = 0.0, 0, book[0].worst
    while True:
        for task in (units[unit].one, units[unit].two):
            if task == NONE or tasks[task].carer == len(carers) or tasks[task].following == NONE:
                continue
            after = tasks[task].following
            free = units[unit].start + tasks[task].minutes
            way = leg(units, tasks, carers, travel, tasks[task].carer, task, after)
            there = arrives(tasks, carers, after, free, way)
            more, late = delay(units, tasks, carers, travel, undo, book, tasks[after].unit, there)
            total, worst = total + more, max(worst, late)
        other = units[unit].after
        if other != NONE and is_planned(units, tasks, carers, other):
            there = units[unit].start + units[other].gap_least
            more, late = delay(units, tasks, carers, travel, undo, book, other, there)
            total, worst = total + more, max(worst, late)
            if units[other].start > units[unit].start + units[other].gap_most + SAME:
                there = units[other].start - units[other].gap_most
                more, late = delay(units, tasks, carers, travel, undo, book, unit, there)
                total, worst = total + more, max(worst, late)
        other = units[unit].before
        if other != NONE and is_planned(units, tasks, carers, other):
            there = units[unit].start - units[unit].gap_most
            more, late = delay(units, tasks, carers, travel, undo, book, other, there)
            total, worst = total + more, max(worst, late)
        if total + book[0].weight_worst * (worst - book[0].worst) > most or book[0].undone > MOST_DELAYS:
            return np.inf
        if at == book[0].undone:
            return total + book[0].weight_worst * (worst - book[0].worst)
        unit = undo[at].unit
        at += 1


@compiled
def idle_cost(book, idle):  # type: ignore[no-untyped-def]
    """What it costs that a carer is idle longer than is aimed at: counted for each, not only for who is longest."""
    return book[0].weight_idle * max(0.0, idle - book[0].idle_aim)


@compiled
def walked(units, tasks, carers, travel, undo, book, unit):  # type: ignore[no-untyped-def]
    """What all rounds that a unit or its delays change cost more by their hours."""
    total = 0.0
    for at in range(-1, book[0].undone):
        one = unit if at < 0 else undo[at].unit
        for task in (units[one].one, units[one].two):
            if task == NONE or tasks[task].carer == len(carers) or carers[tasks[task].carer].is_changed:
                continue
            carer = tasks[task].carer
            cost, idle = round_cost(units, tasks, carers, travel, book, carer)
            total += cost - carers[carer].cost + idle_cost(book, idle) - idle_cost(book, carers[carer].idle)
            carers[carer].is_changed = True
    for at in range(-1, book[0].undone):
        one = unit if at < 0 else undo[at].unit
        for task in (units[one].one, units[one].two):
            if task != NONE and tasks[task].carer < len(carers):
                carers[tasks[task].carer].is_changed = False
    return total


@compiled
def added(  # type: ignore[no-untyped-def]
    units, tasks, carers, dislike, travel, undo, book, task, carer, before, other, rival, before_other, most
):
    """What a unit nobody comes to costs with a task in a carer's gap (and its other task in a rival's), and its start.

    The gap is the one after `before`; infinite if it is more than `most`. Being left out is not counted.
    """
    link(tasks, carers, task, carer, before)
    if other != NONE:
        link(tasks, carers, other, rival, before_other)
    total = dislike[task, carer] + book[0].weight_travel * longer(units, tasks, carers, travel, task)
    minutes = tasks[task].minutes
    if other != NONE:
        total += dislike[other, rival] + book[0].weight_travel * longer(units, tasks, carers, travel, other)
        minutes += tasks[other].minutes
    if book[0].has_hours and not book[0].has_ends_alone:  # a round may cost less by its hours with a visit more
        minutes += total / max(SAME, book[0].weight_travel)
        most += (book[0].weight_wait + book[0].weight_idle) * minutes
    found, start = np.inf, 0.0
    if total <= most:
        found, start = linked(units, tasks, carers, travel, undo, book, task, other, total, most)
    unlink(tasks, carers, task)
    if other != NONE:
        unlink(tasks, carers, other)
    return found, start


@compiled
def linked(units, tasks, carers, travel, undo, book, task, other, total, most):  # type: ignore[no-untyped-def]
    """A total and what a linked unit costs by when it starts, and all whom it delays; infinite beyond `most`."""
    unit, worst = tasks[task].unit, book[0].worst
    was, had = units[unit].start, units[unit].release
    units[unit].release, book[0].undone = -np.inf, 0
    start = earliest_linked(units, tasks, carers, travel, book, unit)
    units[unit].start = start
    own, late = start_cost(units, tasks, book, unit, start)
    book[0].worst = max(worst, late)
    total += own + book[0].weight_worst * (book[0].worst - worst)
    if book[0].has_ends_alone:
        total += ends(units, tasks, carers, travel, book, task, start)
        total += 0.0 if other == NONE else ends(units, tasks, carers, travel, book, other, start)
    if total <= most:
        total += delays(units, tasks, carers, travel, undo, book, unit, most - total)
    if total <= most and book[0].has_hours and not book[0].has_ends_alone:
        total += walked(units, tasks, carers, travel, undo, book, unit)
    for at in range(book[0].undone - 1, -1, -1):
        units[undo[at].unit].start = undo[at].start
    units[unit].start, units[unit].release, book[0].worst = was, had, worst
    return total if total <= most else np.inf, start


@compiled
def earliest_linked(units, tasks, carers, travel, book, unit):  # type: ignore[no-untyped-def]
    """The earliest start of a linked unit, so that what must not come too long after it is not too late."""
    start, after = earliest_start(units, tasks, carers, travel, book, unit), units[unit].after
    if after != NONE and is_planned(units, tasks, carers, after):
        start = max(start, units[after].start - units[after].gap_most)
    return in_window(units, tasks, book, unit, start)


@compiled
def at_least(units, tasks, carers, dislike, travel, book, task, carer, before, after):  # type: ignore[no-untyped-def]
    """About what a task costs in a gap, and what of that is because it starts no sooner: as much in any later gap.

    The first is never too much where rounds cost nothing by their hours but being back late.
    """
    unit, kind = tasks[task].unit, carers[carer].kind
    here, start = units[unit].place, units[unit].earliest
    if units[unit].is_held:
        start = max(start, units[unit].told)
    if before == NONE:
        free, from_place = carers[carer].shift_starts, carers[carer].begins
    else:
        free, from_place = units[tasks[before].unit].start + tasks[before].minutes, units[tasks[before].unit].place
    to_place = carers[carer].ends if after == NONE else units[tasks[after].unit].place
    way, on = travel[kind, from_place, here], travel[kind, here, to_place]
    direct = 0.0 if before == NONE and after == NONE else travel[kind, from_place, to_place]
    start, more = max(start, free + way), way + on - direct
    own = late_at_least(units, tasks, book, task, start)
    total = own + dislike[task, carer] + book[0].weight_travel * more
    then = start + tasks[task].minutes + on
    if after == NONE:
        total += over(carers, book, carer, then)
        total -= 0.0 if before == NONE else over(carers, book, carer, free + direct)
    else:
        other = tasks[after].unit
        if then > units[other].start + SAME and units[other].next_earliest == np.inf:
            total += start_cost(units, tasks, book, other, then)[0]
            total -= start_cost(units, tasks, book, other, units[other].start)[0]
        if book[0].weight_wait > 0:
            total -= book[0].weight_wait * min(units[other].start - free - direct, tasks[task].minutes + more)
    if book[0].weight_idle > 0:
        idle = carers[carer].idle
        total -= idle_cost(book, idle) - idle_cost(book, idle - tasks[task].minutes - more)
    return total, own


@compiled
def late_at_least(units, tasks, book, task, start):  # type: ignore[no-untyped-def]
    """What it costs at least that a task starts no sooner; nothing where there is a second window to wait for."""
    unit, total = tasks[task].unit, 0.0
    if units[unit].next_earliest < np.inf:
        return total
    if start > units[unit].due - tasks[task].lag:
        total += book[0].weight_late * (start + tasks[task].lag - units[unit].due)
    if start > units[unit].latest + SAME:
        total += book[0].weight_broken * (start - units[unit].latest + BROKEN_AT_ALL)
    return total


@compiled
def longer(units, tasks, carers, travel, task):  # type: ignore[no-untyped-def]
    """Minutes more travel for a task that is linked in."""
    carer, before, after = tasks[task].carer, tasks[task].previous, tasks[task].following
    return (
        leg(units, tasks, carers, travel, carer, before, task)
        + leg(units, tasks, carers, travel, carer, task, after)
        - leg(units, tasks, carers, travel, carer, before, after)
    )


@compiled
def ends(units, tasks, carers, travel, book, task, start):  # type: ignore[no-untyped-def]
    """What it costs more that a linked task is the last of its round."""
    if tasks[task].following != NONE:
        return 0.0
    carer, before = tasks[task].carer, tasks[task].previous
    total = over(carers, book, carer, back_at(units, tasks, carers, travel, task, start))
    if before != NONE:
        was = units[tasks[before].unit].start
        total -= over(carers, book, carer, back_at(units, tasks, carers, travel, before, was))
    return total


@compiled
def look(units, tasks, carers, travel, book):  # type: ignore[no-untyped-def]
    """Before gaps are looked at: how late the latest is, and what rounds cost by their hours."""
    book[0].worst = worst_lateness(units) if book[0].weight_worst > 0 else 0.0
    if book[0].has_hours:
        hours_cost(units, tasks, carers, travel, book)
