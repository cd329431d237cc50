"""Is a change kept? Always if it costs no more; else the less likely, the more it costs and the colder it is.

Kirkpatrick, Gelatt and Vecchi, Optimization by simulated annealing, Science 220 (1983),
doi:10.1126/science.220.4598.671.
"""

import numpy as np

from joinedup.core.visits.search.compiled import compiled
from joinedup.core.visits.search.day import NONE
from joinedup.core.visits.search.hours import SAME
from joinedup.core.visits.search.lifting import begin, take_back
from joinedup.core.visits.search.moves import move
from joinedup.core.visits.search.routes import mark, put_in
from joinedup.core.visits.search.timing import cost, count, put_totals_back, settle, totals


@compiled
def draw_from(seed):  # type: ignore[no-untyped-def]
    """Seed the draws of this thread."""
    np.random.seed(seed)


@compiled
def anneal(  # type: ignore[no-untyped-def]
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
    best_order,
    best_carer,
    best_held,
    best_rests,
    best,
    moves,
    temperature,
):
    """Try so many moves at one temperature; returns the best cost met so far, whose rounds are written down."""
    now = cost(units, tasks, carers, travel, book)
    for _ in range(moves):
        was = totals(book)
        begin(order, book)
        is_made = move(units, tasks, carers, may, dislike, travel, near, order, lifted, shifted, book) and settle(
            units, tasks, carers, travel, order, undo, book, book[0].lowest
        )
        after = cost(units, tasks, carers, travel, book) if is_made else np.inf
        if not is_made or after > now - temperature * np.log(np.random.random()):
            take_back(units, tasks, carers, travel, dislike, order, undo, lifted, shifted, book)
            put_totals_back(book, was)
            continue
        now = after
        if now < best - SAME:
            best = now
            note(units, tasks, order, best_order, best_carer, best_held, best_rests)
    return best


@compiled
def note(units, tasks, order, best_order, best_carer, best_held, best_rests):  # type: ignore[no-untyped-def]
    """Write down the rounds as the best there are."""
    best_order[:] = order
    best_held[:] = units["is_held"]
    best_rests[:] = tasks["rests_before"]
    for task in range(len(tasks)):
        best_carer[task] = tasks[task].carer


@compiled
def hold_again(  # type: ignore[no-untyped-def]
    units, tasks, carers, dislike, travel, order, undo, lifted, shifted, book
):
    """Let visits that were brought forward keep the time they had, wherever that costs no more."""
    now = cost(units, tasks, carers, travel, book)
    for unit in range(len(units)):
        if units[unit].told == -np.inf or units[unit].is_held:
            continue
        was = totals(book)
        begin(order, book)
        units[unit].is_held = True
        mark(units, book, unit)
        is_settled = settle(units, tasks, carers, travel, order, undo, book, units[unit].position)
        after = cost(units, tasks, carers, travel, book)
        if is_settled and after <= now:
            now = after
            continue
        take_back(units, tasks, carers, travel, dislike, order, undo, lifted, shifted, book)
        units[unit].is_held = False
        put_totals_back(book, was)


@compiled
def build(units, tasks, carers, dislike, travel, order, undo, book, carer):  # type: ignore[no-untyped-def]
    """Put every task into its carer's round, and work out all starts; False if that has no end."""
    for unit in order:
        count(units, tasks, carers, book, unit, -1.0)
        for task in (units[unit].one, units[unit].two):
            if task != NONE:
                put_in(units, tasks, carers, travel, dislike, book, task, carer[task])
        count(units, tasks, carers, book, unit, 1.0)
    book[0].move += 1
    book[0].undone = 0
    return settle(units, tasks, carers, travel, order, undo, book, 0)
