"""Where in a carer's round does a visit fit best, everything else staying with whom it is and in its order?"""

import numpy as np

from joinedup.core.visits.search.compiled import compiled
from joinedup.core.visits.search.day import NONE
from joinedup.core.visits.search.moves import begin, can_have, place, take_back, within
from joinedup.core.visits.search.timing import SAME, cost, settle


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
def next_position(units, tasks, order, book, unit, other):  # type: ignore[no-untyped-def]
    """The position a unit takes right before the unit of another task."""
    position = units[tasks[other].unit].position
    return within(units, order, book, unit, position - 1 if units[unit].position < position else position)


@compiled
def cheapest(  # type: ignore[no-untyped-def]
    units, tasks, carers, may, dislike, travel, order, undo, lifted, shifted, book, task, carer, rival
):
    """The least cost with a task in a carer's round (and its other task in a rival's), where, and if it is held.

    Tried are its own place in the order, right before each other task of both rounds, and right after the last. The
    cost is infinite where the carer may not have the task.
    """
    unit = tasks[task].unit
    best, best_position, best_held = np.inf, units[unit].position, False
    if units[unit].has_started or not can_have(units, tasks, may, task, carer):
        return best, best_position, best_held
    for is_held in (False, True):
        if is_held and units[unit].told == -np.inf:
            continue
        for whose in (carer, rival):
            if whose == NONE:
                continue
            own = within(units, order, book, unit, units[unit].position)
            found = tried(
                units, tasks, carers, may, dislike, travel, order, undo, lifted, shifted, book, task, carer, rival, own,
                is_held
            )  # fmt: skip
            if found < best - SAME:
                best, best_position, best_held = found, own, is_held
            at = carers[whose].first
            while at != NONE:
                following = tasks[at].following
                for after in range(2 if following == NONE else 1):
                    if tasks[at].unit == unit:
                        continue
                    position = within(
                        units, order, book, unit, next_position(units, tasks, order, book, unit, at) + after
                    )
                    found = tried(
                        units, tasks, carers, may, dislike, travel, order, undo, lifted, shifted, book, task, carer,
                        rival, position, is_held
                    )  # fmt: skip
                    if found < best - SAME:
                        best, best_position, best_held = found, position, is_held
                at = following
    return best, best_position, best_held
