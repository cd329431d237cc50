"""Which rounds does a search begin from? Those there are, or new ones, with what was left out put where it fits."""

import numpy as np

from joinedup.core.visits.building import built
from joinedup.core.visits.mending import mended
from joinedup.core.visits.problem import Problem
from joinedup.core.visits.rests import with_rests
from joinedup.core.visits.search.day import Day, Whole
from joinedup.core.visits.search.rebuilding import fill
from joinedup.core.visits.start import by_due, first_rounds, present_rounds, tasks_of


def begun(problem: Problem, day: Day) -> Day:
    """The rounds a search begins from: those there are, or new ones, with what may be left out where it costs least."""
    if problem.present:
        state = with_rests(day, built(day, *present_rounds(problem, day)))
        state = state if problem.weights.unplanned is None else mended(problem, day, state)
    else:
        state = built(day, by_due(day), np.full(len(day.tasks), len(day.carers), np.int64))
    filled(state, left_out(state))
    if problem.weights.unplanned is None and len(left_out(state)):
        return with_rests(day, built(day, *first_rounds(day)))
    return state


def filled(state: Day, those: Whole) -> None:
    """Put units that nobody comes to where they cost least."""
    if len(state.order) > 1:
        fill(
            *(state.units, state.tasks, state.carers, state.may, state.dislike, state.travel, state.order),
            *(state.undo, state.lifted, state.shifted, state.book, those),
        )


def left_out(state: Day) -> Whole:
    """Units nobody comes to: what counts most first, then what few carers may have, then by when they are due."""
    units, nobody = state.units, len(state.carers)
    those = [unit for unit in by_due(state).tolist() if state.tasks["carer"][units["one"][unit]] == nobody]
    key = {unit: (-float(units["unplanned_cost"][unit]), how_many_may(state, unit)) for unit in those}
    return np.array(sorted(those, key=key.__getitem__), np.int64)


def how_many_may(state: Day, unit: int) -> int:
    """How many carers may have a unit, in tenths of all; of one for two carers a quarter counts."""
    tasks = tasks_of(state, unit)
    return int(10 * min(state.may[task].sum() for task in tasks) / len(tasks) ** 2 / len(state.carers))
