"""Where in a carer's round does a visit fit best, everything else staying with whom it is and in its order?"""

import numpy as np

from joinedup.core.visits.search.compiled import compiled
from joinedup.core.visits.search.day import NONE
from joinedup.core.visits.search.moves import begin, can_have, place, take_back, within
from joinedup.core.visits.search.timing import SAME, cost, settle

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
    was = book[0].travel, book[0].late, book[0].broken, book[0].moved, book[0].other
    found = put(
        units, tasks, carers, may, dislike, travel, order, undo, lifted, shifted, book, task, carer, rival, position,
        is_held
    )  # fmt: skip
    take_back(units, tasks, carers, travel, dislike, order, undo, lifted, shifted, book)
    book[0].travel, book[0].late, book[0].broken, book[0].moved, book[0].other = was
    return found


@compiled
def positions(units, tasks, carers, order, book, unit, carer, rival, where):  # type: ignore[no-untyped-def]
    """Write down the positions a unit could take: its own, right before each task of two rounds, after the last."""
    where[0] = within(units, order, book, unit, units[unit].position)
    count = 1
    for whose in (carer, rival):
        at = NONE if whose == NONE else carers[whose].first
        while at != NONE and count < MOST_POSITIONS - 1:
            here = units[tasks[at].unit].position
            before = here - 1 if units[unit].position < here else here
            if tasks[at].unit != unit:
                where[count] = within(units, order, book, unit, before)
                count += 1
                if tasks[at].following == NONE:
                    where[count] = within(units, order, book, unit, before + 1)
                    count += 1
            at = tasks[at].following
    return count


@compiled
def cheapest(  # type: ignore[no-untyped-def]
    units, tasks, carers, may, dislike, travel, order, undo, lifted, shifted, book, task, carer, rival
):
    """The least cost with a task in a carer's round (and its other task in a rival's), where, and if it is held.

    The cost is infinite where the carer may not have the task.
    """
    unit = tasks[task].unit
    best, best_position, best_held = np.inf, units[unit].position, False
    if units[unit].has_started or not can_have(units, tasks, may, task, carer):
        return best, best_position, best_held
    where = np.empty(MOST_POSITIONS, np.int64)
    count = positions(units, tasks, carers, order, book, unit, carer, rival, where)
    for is_held in range(2 if units[unit].told > -np.inf else 1):
        for at in range(count):
            found = tried(
                units, tasks, carers, may, dislike, travel, order, undo, lifted, shifted, book, task, carer, rival,
                where[at], is_held == 1
            )  # fmt: skip
            if found < best - SAME:
                best, best_position, best_held = found, where[at], is_held == 1
    return best, best_position, best_held
