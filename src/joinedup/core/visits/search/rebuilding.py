"""What if some visits near each other were all taken out, and each put back where it costs least?

Ruin and recreate: Schrimpf and others, Record breaking optimization results using the ruin and recreate principle,
Journal of Computational Physics 159 (2000), doi:10.1006/jcph.1999.6413. A gap is passed over now and then, so that the
same visits do not always come back to the same places (Christiaens and Vanden Berghe, doi:10.1287/trsc.2019.0914).
"""

import numpy as np

from joinedup.core.visits.search.annealing import note
from joinedup.core.visits.search.compiled import compiled
from joinedup.core.visits.search.day import NONE
from joinedup.core.visits.search.hours import SAME
from joinedup.core.visits.search.lifting import begin
from joinedup.core.visits.search.placing import MOST_GAPS, put_back
from joinedup.core.visits.search.strings import drawn_unit, strings_out
from joinedup.core.visits.search.timing import cost, is_planned, settle

MOST_OUT = 40
"""Most units taken out at once."""
PASSED_OVER = 0.01
"""How often a gap is passed over."""
MANY_CARERS = 48
"""Where there are more, those of neighbours are asked for each visit, and some drawn by lot."""
DRAWN_CARERS = 6
LESS_IDLE = 0.05
"""Every other time up to this share less is aimed at than the carer is idle who is so longest."""


@compiled
def copied(to, what):  # type: ignore[no-untyped-def]
    """Copy records one by one."""
    for at in range(len(what)):
        to[at] = what[at]


@compiled
def copy_rounds(  # type: ignore[no-untyped-def]
    to_units, to_tasks, to_carers, to_book, to_order, units, tasks, carers, book, order
):
    """Copy all there is of some rounds."""
    copied(to_units, units)
    copied(to_tasks, tasks)
    copied(to_carers, carers)
    copied(to_book, book)
    to_order[:] = order


@compiled
def ask(units, tasks, carers, near, unit, is_asked):  # type: ignore[no-untyped-def]
    """Note who is asked to take a unit: everybody, or those of its neighbours and some drawn by lot."""
    is_asked[:] = len(carers) <= MANY_CARERS
    if len(carers) <= MANY_CARERS:
        return
    for other in near[unit]:
        for task in (units[other].one, units[other].two):
            if task != NONE and tasks[task].carer < len(carers):
                is_asked[tasks[task].carer] = True
    for _ in range(DRAWN_CARERS):
        is_asked[np.random.randint(len(carers))] = True


@compiled
def sorted_out(units, tasks, out, found, key):  # type: ignore[no-untyped-def]
    """Sort what is out: by lot, hardest first, or by when it is due, early or late."""
    how = np.random.randint(8)
    for at in range(found):
        unit = out[at]
        if how < 3:
            key[at] = np.random.random()
        elif how < 6:
            key[at] = -tasks[units[unit].one].minutes - (1000.0 if units[unit].two != NONE else 0.0)
        elif how == 6:
            key[at] = units[unit].earliest
        else:
            key[at] = -units[unit].earliest
    ranked = np.argsort(key[:found])
    out[:found] = out[:found][ranked]
    for at in range(found):
        before = units[out[at]].before
        for other in range(at + 1, found):
            if out[other] == before:
                out[at], out[other] = out[other], out[at]
                break


@compiled
def fill(  # type: ignore[no-untyped-def]
    units, tasks, carers, may, dislike, travel, order, undo, lifted, shifted, book, left_out
):
    """Put units that nobody comes to where they cost least, in this order, with whoever it may be."""
    who, before, least = room_for_gaps()
    everybody, book[0].idle_aim = np.ones(len(carers), np.bool_), np.inf
    for unit in left_out:
        if not is_planned(units, tasks, carers, unit):
            put_back(
                units, tasks, carers, may, dislike, travel, order, undo, lifted, shifted, book, unit, everybody, who,
                before, least, 0.0
            )  # fmt: skip


@compiled
def room_for_gaps():  # type: ignore[no-untyped-def]
    """Room to note gaps for two tasks: whose they are, after which task, and what they cost at least."""
    return np.empty((2, MOST_GAPS), np.int64), np.empty((2, MOST_GAPS), np.int64), np.empty((2, MOST_GAPS))


@compiled
def idle_aim(carers, book):  # type: ignore[no-untyped-def]
    """How long carers are idle at most, or a little less: what to aim at."""
    most = 0.0
    if book[0].weight_idle > 0:
        for carer in range(len(carers)):
            most = max(most, carers[carer].idle)
    return most if np.random.randint(2) else most * (1.0 - LESS_IDLE * np.random.random() ** 2)


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
    best_order,
    best_carer,
    best_held,
    best_rests,
    best,
    times,
    mean,
    temperature,
):
    """Take some units out and put them back, so many times; what costs more is kept as `annealing` would keep it.

    Returns the best cost met so far, whose rounds are written down; the rounds are those that were last kept.
    """
    out, is_cut, key = np.zeros(MOST_OUT, np.int64), np.zeros(len(carers), np.bool_), np.empty(MOST_OUT)
    who, before, least = room_for_gaps()
    is_asked = np.ones(len(carers), np.bool_)
    now = cost(units, tasks, carers, travel, book)
    copy_rounds(was_units, was_tasks, was_carers, was_book, was_order, units, tasks, carers, book, order)
    for _ in range(times):
        first = drawn_unit(units, tasks, carers)
        book[0].idle_aim = idle_aim(carers, book)
        begin(order, book)
        found = strings_out(units, tasks, carers, travel, dislike, near, order, book, first, mean, out, is_cut)
        is_made = settle(units, tasks, carers, travel, order, undo, book, book[0].lowest)
        if is_made and found > 0:
            sorted_out(units, tasks, out, found, key)
            for unit in out[:found]:
                ask(units, tasks, carers, near, unit, is_asked)
                is_made = is_made and put_back(
                    units, tasks, carers, may, dislike, travel, order, undo, lifted, shifted, book, unit, is_asked, who,
                    before, least, PASSED_OVER
                )  # fmt: skip
        after = cost(units, tasks, carers, travel, book) if is_made else np.inf
        if after > now - temperature * np.log(np.random.random()):
            copy_rounds(units, tasks, carers, book, order, was_units, was_tasks, was_carers, was_book, was_order)
            continue
        now = after
        copy_rounds(was_units, was_tasks, was_carers, was_book, was_order, units, tasks, carers, book, order)
        if now < best - SAME:
            best = now
            note(units, tasks, order, best_order, best_carer, best_held, best_rests)
    return best
