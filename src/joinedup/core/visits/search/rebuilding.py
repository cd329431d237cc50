"""What if some visits near each other were all taken out, and each put back where it costs least?

Ruin and recreate: Schrimpf and others, Record breaking optimization results using the ruin and recreate principle,
Journal of Computational Physics 159 (2000), doi:10.1006/jcph.1999.6413.
"""

import numpy as np

from joinedup.core.visits.search.compiled import compiled
from joinedup.core.visits.search.day import NONE
from joinedup.core.visits.search.hours import SAME
from joinedup.core.visits.search.insertion import cheapest, promising_first, put
from joinedup.core.visits.search.timing import cost, is_planned

MOST_OUT = 6
"""Most units taken out at once."""
MOST_CARERS = 12
"""So many carers are tried for each unit: those it was with, those of its neighbours, and some drawn by lot."""
DRAWN_CARERS = 4
MOST_RIVALS = 5


@compiled
def copied(to, what):  # type: ignore[no-untyped-def]
    """Copy records one by one."""
    for at in range(len(what)):
        to[at] = what[at]


@compiled
def drawn_unit(units, tasks, carers):  # type: ignore[no-untyped-def]
    """A unit to begin with: every other time one that nobody comes to, if there is any."""
    first = np.random.randint(len(units))
    if np.random.randint(2):
        for step in range(len(units)):
            unit = (first + step) % len(units)
            if not is_planned(units, tasks, carers, unit):
                return unit
    return first


@compiled
def take_out_near(  # type: ignore[no-untyped-def]
    units, tasks, carers, may, dislike, travel, near, order, undo, lifted, shifted, book, first, size, out
):
    """Take a unit and some near it out; how many that are, written down in `out`; NONE if that has no end."""
    found = 0
    for step in range(4 * size):
        unit = first if step == 0 else near[first, np.random.randint(near.shape[1])]
        if units[unit].has_started or (step > 0 and not is_planned(units, tasks, carers, unit)):
            continue
        if is_planned(units, tasks, carers, unit):
            after = put(
                units, tasks, carers, may, dislike, travel, order, undo, lifted, shifted, book, units[unit].one,
                len(carers), NONE, units[unit].position, units[unit].is_held
            )  # fmt: skip
            if after == np.inf:
                return NONE
        out[found] = unit
        found += 1
        if found == size:
            break
    return found


@compiled
def note(who, count, carer, nobody):  # type: ignore[no-untyped-def]
    """Write a carer down among those to try, once; how many there are."""
    if carer == nobody or count == len(who):
        return count
    for at in range(count):
        if who[at] == carer:
            return count
    who[count] = carer
    return count + 1


@compiled
def who_to_try(units, tasks, carers, may, near, unit, who):  # type: ignore[no-untyped-def]
    """Write down carers to try for a unit: those of its neighbours, and some who may have it drawn by lot."""
    count, nobody = 0, len(carers)
    for _ in range(DRAWN_CARERS):
        first = np.random.randint(nobody)
        for step in range(nobody):
            carer = (first + step) % nobody
            if may[units[unit].one, carer] or (units[unit].two != NONE and may[units[unit].two, carer]):
                count = note(who, count, carer, nobody)
                break
    for at in range(near.shape[1]):
        other = near[unit, at]
        count = note(who, count, tasks[units[other].one].carer, nobody)
        if units[other].two != NONE:
            count = note(who, count, tasks[units[other].two].carer, nobody)
    return count


@compiled
def put_back(  # type: ignore[no-untyped-def]
    units, tasks, carers, may, dislike, travel, order, undo, lifted, shifted, book, unit, who, count
):
    """Put a unit where it costs least among so many carers, or leave it out if that costs less."""
    one, two = units[unit].one, units[unit].two
    promising_first(units, tasks, carers, may, dislike, travel, order, book, one, who, count)
    best = cost(units, tasks, carers, travel, book)
    best_carer, best_rival, best_position, best_held = NONE, NONE, 0, False
    for at in range(count):
        if two == NONE:
            found, position, is_held = cheapest(
                units, tasks, carers, may, dislike, travel, order, undo, lifted, shifted, book, one, who[at], NONE, best
            )
            if found < best - SAME:
                best, best_carer, best_rival, best_position, best_held = found, who[at], NONE, position, is_held
            continue
        if not may[one, who[at]]:
            continue
        tried_rivals = 0
        for also in range(count):
            if also == at or not may[two, who[also]] or tried_rivals == MOST_RIVALS:
                continue
            tried_rivals += 1
            found, position, is_held = cheapest(
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
                one,
                who[at],
                who[also],
                best,
            )
            if found < best - SAME:
                best, best_carer, best_rival, best_position, best_held = found, who[at], who[also], position, is_held
    if best_carer != NONE:
        put(
            units, tasks, carers, may, dislike, travel, order, undo, lifted, shifted, book, one, best_carer, best_rival,
            best_position, best_held
        )  # fmt: skip


@compiled
def fill(  # type: ignore[no-untyped-def]
    units, tasks, carers, may, dislike, travel, order, undo, lifted, shifted, book, left_out
):
    """Put units that nobody comes to where they cost least, in this order, with whoever it may be."""
    everybody = np.arange(len(carers))
    for unit in left_out:
        put_back(
            units, tasks, carers, may, dislike, travel, order, undo, lifted, shifted, book, unit, everybody, len(carers)
        )


@compiled
def rebuild(  # type: ignore[no-untyped-def]
    units,
    tasks,
    carers,
    may,
    dislike,
    travel,
    near,
    order,
    book,
    undo,
    lifted,
    shifted,
    was_units,
    was_tasks,
    was_carers,
    was_order,
    was_book,
    times,
    temperature,
):
    """Take some units out and put them back, so many times; what costs more is kept as `annealing` would keep it.

    Returns the least cost there was, and the rounds are those that were last kept.
    """
    out, who = np.zeros(MOST_OUT, np.int64), np.zeros(MOST_CARERS, np.int64)
    now = cost(units, tasks, carers, travel, book)
    for _ in range(times):
        copied(was_units, units)
        copied(was_tasks, tasks)
        copied(was_carers, carers)
        copied(was_book, book)
        was_order[:] = order
        size = min(2 + np.random.randint(MOST_OUT - 1), len(order))
        first = drawn_unit(units, tasks, carers)
        found = take_out_near(
            units, tasks, carers, may, dislike, travel, near, order, undo, lifted, shifted, book, first, size, out
        )
        after = np.inf
        if found > 0:
            for at in range(found):
                swap = at + np.random.randint(found - at) if at > 0 or np.random.randint(2) else 0
                out[at], out[swap] = out[swap], out[at]
                count = who_to_try(units, tasks, carers, may, near, out[at], who)
                put_back(
                    units, tasks, carers, may, dislike, travel, order, undo, lifted, shifted, book, out[at], who, count
                )
            after = cost(units, tasks, carers, travel, book)
        if after > now - temperature * np.log(np.random.random()):
            copied(units, was_units)
            copied(tasks, was_tasks)
            copied(carers, was_carers)
            copied(book, was_book)
            order[:] = was_order
            continue
        now = after
    return now
