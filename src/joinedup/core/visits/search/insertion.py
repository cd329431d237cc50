"""Where in a carer's round does a visit fit best, everything else staying with whom it is and in its order?"""

import numpy as np

from joinedup.core.visits.search.compiled import compiled
from joinedup.core.visits.search.day import NONE
from joinedup.core.visits.search.hours import SAME
from joinedup.core.visits.search.moves import begin, can_have, place, take_back, within
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
def positions(units, tasks, carers, travel, order, book, unit, carer, where, least):  # type: ignore[no-untyped-def]
    """Write down the positions a unit could take in a round, and how much longer the way is at least."""
    at, count = carers[carer].first, 0
    while at != NONE and count < MOST_POSITIONS - 2:
        previous, following = tasks[at].previous, tasks[at].following
        here = units[tasks[at].unit].position
        before = here - 1 if units[unit].position < here else here
        if tasks[at].unit != unit:
            where[count] = within(units, order, book, unit, before)
            least[count] = detour(units, tasks, carers, travel, carer, unit, previous, at)
            count += 1
            if following == NONE:
                where[count] = within(units, order, book, unit, before + 1)
                least[count] = detour(units, tasks, carers, travel, carer, unit, at, NONE)
                count += 1
        at = following
    if count == 0:
        where[0] = within(units, order, book, unit, units[unit].position)
        least[0] = detour(units, tasks, carers, travel, carer, unit, NONE, NONE)
        count = 1
    return count


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
        count = positions(units, tasks, carers, travel, order, book, unit, whose, where, least)
        for at in range(count):
            longer = dislike[task, carer] if whose == carer else 0.0
            longer += book[0].weight_travel * least[at]
            for is_held in range(2 if units[unit].told > -np.inf else 1):
                if not is_planned(units, tasks, carers, unit) and now + longer >= best:
                    continue
                found = tried(
                    units, tasks, carers, may, dislike, travel, order, undo, lifted, shifted, book, task, carer, rival,
                    where[at], is_held == 1
                )  # fmt: skip
                if found < best - SAME:
                    best, best_position, best_held = found, where[at], is_held == 1
    return best if best < most else np.inf, best_position, best_held
