"""Where in a carer's round does a visit fit best, everything else staying with whom it is and in its order?"""

import numpy as np

from joinedup.core.visits.search.compiled import compiled
from joinedup.core.visits.search.day import NONE
from joinedup.core.visits.search.hours import BROKEN_AT_ALL, SAME
from joinedup.core.visits.search.moves import begin, can_have, other_side, place, take_back, within
from joinedup.core.visits.search.timing import cost, is_planned, put_totals_back, settle, totals

MOST_POSITIONS = 256


@compiled
def put(  # type: ignore[no-untyped-def]
    units,
    tasks,
    carers,
    may,
    dislike,
    travel,
    order,
    undo,
    lifted,
    shifted,
    book,
    task,
    carer,
    rival,
    position,
    is_held,
):
    """Put a task's unit at a position, with a carer and a rival; the cost, infinite if that has no end."""
    begin(order, book)
    is_made = place(
        units, tasks, carers, may, dislike, travel, order, lifted, shifted, book, position, task, carer, rival, is_held
    ) and settle(units, tasks, carers, travel, order, undo, book, book[0].lowest)
    return cost(units, tasks, carers, travel, book) if is_made else np.inf


@compiled
def tried(  # type: ignore[no-untyped-def]
    units,
    tasks,
    carers,
    may,
    dislike,
    travel,
    order,
    undo,
    lifted,
    shifted,
    book,
    task,
    carer,
    rival,
    position,
    is_held,
):
    """What `put` would cost; nothing is changed."""
    was = totals(book)
    found = put(
        units, tasks, carers, may, dislike, travel, order, undo, lifted, shifted, book, task, carer, rival, position,
        is_held
    )  # fmt: skip
    take_back(units, tasks, carers, travel, dislike, order, undo, lifted, shifted, book)
    put_totals_back(book, was)
    return found


@compiled
def detour(units, tasks, carers, travel, carer, unit, before, after):  # type: ignore[no-untyped-def]
    """Minutes more travel with a unit between two tasks of a round."""
    kind, there = carers[carer].kind, units[unit].place
    here = carers[carer].begins if before == NONE else units[tasks[before].unit].place
    next_place = carers[carer].ends if after == NONE else units[tasks[after].unit].place
    saved = 0.0 if before == NONE and after == NONE else travel[kind, here, next_place]
    return travel[kind, here, there] + travel[kind, there, next_place] - saved


@compiled
def broken_by(units, tasks, carers, travel, book, task, carer, before, after, limit):  # type: ignore[no-untyped-def]
    """The least cost of being late, or past a rule, with a task between two others of a round.

    Nobody starts earlier for one visit more: what comes before starts when it does now, or later; what comes after, or
    the way home, must begin by `limit`, if now it does.
    """
    unit, kind, total = tasks[task].unit, carers[carer].kind, 0.0
    there, start = units[unit].place, units[unit].earliest
    if before == NONE:
        start = max(start, carers[carer].shift_starts + travel[kind, carers[carer].begins, there])
    else:
        other = tasks[before].unit
        if units[other].release > units[other].earliest:
            return 0.0  # it may be held back no more
        start = max(start, units[other].start + tasks[before].minutes + travel[kind, units[other].place, there])
    if start > units[unit].latest + SAME:
        total += book[0].weight_broken * (start - units[unit].latest + BROKEN_AT_ALL)
    if units[unit].next_earliest == np.inf:
        total += book[0].weight_late * max(0.0, start + tasks[task].lag - units[unit].due)
    next_place = carers[carer].ends if after == NONE else units[tasks[after].unit].place
    then = start + tasks[task].minutes + travel[kind, there, next_place]
    if then > limit + SAME:
        total += book[0].weight_broken * (then - limit + BROKEN_AT_ALL)
    return total


@compiled
def last_start(units, tasks, carers, travel, task, limit):  # type: ignore[no-untyped-def]
    """When a task must start, so that what comes after it in its round starts by `limit`, or the carer is back by it.

    Savelsbergh's forward time slack (doi:10.1287/ijoc.4.2.146); infinite where it is too late already.
    """
    unit, carer, after = tasks[task].unit, tasks[task].carer, tasks[task].following
    next_place = carers[carer].ends if after == NONE else units[tasks[after].unit].place
    way = travel[carers[carer].kind, units[unit].place, next_place]
    found = min(units[unit].latest, limit - way - tasks[task].minutes)
    return found if units[unit].start <= found + SAME else np.inf


@compiled
def position_between(units, tasks, order, book, unit, before, after):  # type: ignore[no-untyped-def]
    """A position a unit may take between two tasks of a round; NONE if it may take none there."""
    own = units[unit].position
    least, most = 0, len(order) - 1
    if before != NONE:
        at = units[tasks[before].unit].position
        least = at if own < at else at + 1
    if after != NONE:
        at = units[tasks[after].unit].position
        most = at - 1 if own < at else at
    wanted = own if before == NONE and after == NONE else least if after == NONE else most
    position = within(units, order, book, unit, wanted)
    return position if least <= position <= most else NONE


@compiled
def positions(units, tasks, carers, travel, order, book, task, carer, where, least):  # type: ignore[no-untyped-def]
    """Write down the positions a task could take in a round, the last first, and what each costs more at least."""
    before, after, count, unit = carers[carer].last, NONE, 0, tasks[task].unit
    limit = carers[carer].shift_ends if book[0].weight_overtime < 0 else np.inf
    while count < MOST_POSITIONS:
        if before == NONE or tasks[before].unit != unit:
            where[count] = position_between(units, tasks, order, book, unit, before, after)
            if where[count] != NONE:
                longer = detour(units, tasks, carers, travel, carer, unit, before, after)
                broken = broken_by(units, tasks, carers, travel, book, task, carer, before, after, limit)
                least[count] = book[0].weight_travel * longer + broken
                count += 1
        if before == NONE:
            return count
        limit = last_start(units, tasks, carers, travel, before, limit)
        before, after = tasks[before].previous, before
    return count


@compiled
def promising_first(  # type: ignore[no-untyped-def]
    units, tasks, carers, may, dislike, travel, order, book, task, who, count
):
    """Sort carers by the least it would cost more that a task is theirs."""
    where, least, each = np.empty(MOST_POSITIONS, np.int64), np.empty(MOST_POSITIONS), np.full(count, np.inf)
    for at in range(count):
        if may[task, who[at]]:
            some = positions(units, tasks, carers, travel, order, book, task, who[at], where, least)
            for position in range(some):
                each[at] = min(each[at], dislike[task, who[at]] + least[position])
    who[:count] = who[np.argsort(each)]


@compiled
def cheapest(  # type: ignore[no-untyped-def]
    units, tasks, carers, may, dislike, travel, order, undo, lifted, shifted, book, task, carer, rival, most
):
    """The least cost with a task in a carer's round (and its other task in a rival's), where, and if it is held.

    Nothing that must cost `most` or more is looked at: the cost is then infinite, as where the carer may not have it.
    """
    unit = tasks[task].unit
    best, best_position, best_held = most, units[unit].position, False
    if units[unit].has_started or not can_have(units, tasks, may, task, carer):
        return np.inf, best_position, best_held
    where, least = np.empty(MOST_POSITIONS, np.int64), np.empty(MOST_POSITIONS)
    now = cost(units, tasks, carers, travel, book)
    if not is_planned(units, tasks, carers, unit):
        now -= units[unit].unplanned_cost
    for whose in (carer, rival):
        if whose == NONE:
            continue
        whose_task = task if whose == carer else other_side(units, tasks, task)
        count = positions(units, tasks, carers, travel, order, book, whose_task, whose, where, least)
        for at in np.argsort(least[:count]):
            longer = dislike[task, carer] if whose == carer else 0.0
            longer += least[at]
            if not is_planned(units, tasks, carers, unit) and now + longer >= best:
                break
            for is_held in range(2 if units[unit].told > -np.inf else 1):
                found = tried(
                    units, tasks, carers, may, dislike, travel, order, undo, lifted, shifted, book, task, carer, rival,
                    where[at], is_held == 1
                )  # fmt: skip
                if found < best - SAME:
                    best, best_position, best_held = found, where[at], is_held == 1
    return best if best < most else np.inf, best_position, best_held
