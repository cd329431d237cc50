"""Which rounds, with all times, follow from an order of the visits and a carer for each task? What do they cost?"""

import numpy as np

from joinedup.core.visits.modelling import day_of
from joinedup.core.visits.problem import Problem
from joinedup.core.visits.search.annealing import build
from joinedup.core.visits.search.day import NONE, Day, Flags, Whole
from joinedup.core.visits.search.timing import cost
from joinedup.core.visits.start import present_rounds


def as_they_are(problem: Problem) -> Day:
    """The present rounds of a problem."""
    day = day_of(problem)
    return built(day, *present_rounds(problem, day))


def built(day: Day, order: Whole, carer: Whole, is_held: Flags | None = None, rests: Flags | None = None) -> Day:
    """The rounds of an order and carers, with all times.

    If visits that follow others could only come too late, nobody comes to those for now: the search finds who.
    """
    state = day.empty(order)
    if is_held is not None:
        state.units["is_held"] = is_held
    if rests is not None:
        state.tasks["rests_before"] = rests
    if placed(state, carer):
        return state
    follows = ((day.units["before"] != NONE) & ~day.units["has_started"])[day.tasks["unit"]]
    state = day.empty(order)
    placed(state, np.where(follows, len(day.carers), carer))
    return state


def placed(day: Day, carer: Whole) -> bool:
    """Put every task into its carer's round; False if the times have no end."""
    is_settled: bool = build(
        day.units, day.tasks, day.carers, day.dislike, day.travel, day.order, day.undo, day.book, carer
    )
    return is_settled


def cost_of(day: Day) -> float:
    """What rounds come to."""
    return float(cost(day.units, day.tasks, day.carers, day.travel, day.book))
