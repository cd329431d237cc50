"""One search: simulated annealing, and some visits taken out and put back, from the rounds there are."""

import time
from dataclasses import dataclass, replace

import numpy as np

from joinedup.core.visits.beginning import filled
from joinedup.core.visits.building import built, cost_of
from joinedup.core.visits.problem import Problem
from joinedup.core.visits.search.annealing import anneal, draw_from, hold_again
from joinedup.core.visits.search.day import Day, Flags, Whole
from joinedup.core.visits.search.rebuilding import rebuild
from joinedup.core.visits.search.timing import cost
from joinedup.core.visits.start import by_due
from joinedup.core.visits.stopping import Clock

LEAST_TYPICAL_COST = 1e-3


@dataclass(frozen=True)
class SearchParameters:
    """How the search goes.

    Parameters
    ----------
    starts : searches side by side, each with draws of its own; the best counts.
    hottest, coldest : temperatures, as shares of what a task costs in the first rounds, in the mean.
    hottest_from_present : instead, where there are present rounds to begin from.
    moves_at_once : moves tried between two looks at the clock.
    rebuilds_at_once : and so often some visits are taken out and put back where they cost least.
    mean_out : so many visits are taken out at once, in the mean.
    """

    starts: int = 2
    hottest: float = 2.0
    hottest_from_present: float = 0.3
    coldest: float = 0.01
    moves_at_once: int = 20
    rebuilds_at_once: int = 10
    mean_out: int = 10


@dataclass
class Best:
    """The best rounds a search has met.

    Parameters
    ----------
    order, carer : of the units, of the tasks.
    is_held, rests : whether a unit keeps the time it had, and whether a carer rests before a task.
    cost, moves : of the rounds, and how many moves were tried.
    """

    order: Whole
    carer: Whole
    is_held: Flags
    rests: Flags
    cost: float
    moves: int = 0

    def rounds(self, day: Day) -> Day:
        """The rounds, with all times."""
        return built(day, self.order, self.carer, self.is_held, self.rests)


def best_of(state: Day) -> Best:
    """Rounds, noted as the best."""
    tasks, is_held = state.tasks, state.units["is_held"].copy()
    return Best(state.order.copy(), tasks["carer"].copy(), is_held, tasks["rests_before"].copy(), cost_of(state))


def search(problem: Problem, state: Day, clock: Clock, parameters: SearchParameters, number: int) -> Best:
    """One search from these rounds, which it changes: the best it met."""
    draw_from(number)
    clock = clock if clock.stop.processor_seconds is None else replace(clock, began=time.thread_time())
    best, hottest = best_of(state), parameters.hottest_from_present if problem.present else parameters.hottest
    typical = cost_of_a_task(state)
    while len(state.order) and (done := clock.share_done(best.moves)) < 1.0:
        left = parameters.moves_at_once if clock.stop.moves is None else clock.stop.moves - best.moves
        at_once = min(parameters.moves_at_once, left)
        temperature = typical * hottest * (parameters.coldest / hottest) ** done
        annealed(state, best, at_once, temperature)
        rebuilt(state, best, parameters.rebuilds_at_once, temperature, parameters.mean_out)
    return settled(state, best) if problem.present else best


def cost_of_a_task(state: Day) -> float:
    """What a task that somebody does costs in the mean: travel, lateness and hours, broken rules not counted."""
    book, carers = state.book.copy(), state.carers.copy()
    book["weight_broken"] = book["hours"] = carers["cost"] = 0.0
    carers["is_changed"] = True
    total = float(cost(state.units, state.tasks, carers, state.travel, book) - book["other"][0])
    return max(total / max(1, int((state.tasks["carer"] < len(carers)).sum())), LEAST_TYPICAL_COST)


def settled(day: Day, best: Best) -> Best:
    """The best rounds, every visit that need not have been brought forward at the time it had."""
    state = best.rounds(day)
    hold_again(
        *(state.units, state.tasks, state.carers, state.dislike, state.travel, state.order),
        *(state.undo, state.lifted, state.shifted, state.book),
    )
    found = best_of(state)
    found.moves = best.moves
    return found if found.cost < best.cost else best


def annealed(day: Day, best: Best, moves: int, temperature: float) -> None:
    """So many moves at one temperature, noting the best rounds met."""
    best.moves += moves
    best.cost = anneal(
        day.units,
        day.tasks,
        day.carers,
        day.may,
        day.dislike,
        day.travel,
        day.near,
        day.order,
        day.book,
        day.undo,
        day.lifted,
        day.shifted,
        best.order,
        best.carer,
        best.is_held,
        best.rests,
        best.cost,
        moves,
        temperature,
    )


def rebuilt(state: Day, best: Best, times: int, temperature: float, mean_out: int = 10) -> None:
    """Take some visits out and put them back, so many times, noting the best rounds met."""
    if times and len(state.order) > 1:
        spare = [each.copy() for each in (state.units, state.tasks, state.carers, state.order, state.book)]
        best.moves += times * mean_out
        best.cost = rebuild(
            *(state.units, state.tasks, state.carers, state.may, state.dislike, state.travel, state.near, state.order),
            *(state.book, state.undo, state.lifted, state.shifted, *spare),
            *(best.order, best.carer, best.is_held, best.rests, best.cost, times, mean_out, temperature),
        )


def compile_now(day: Day) -> None:
    """Compile what is not compiled yet, before the clock is started."""
    draw_from(0)
    state = built(day, by_due(day), np.full(len(day.tasks), len(day.carers), np.int64))
    best = best_of(state)
    annealed(state, best, 0, 1.0)
    if len(day.tasks):
        filled(state, np.zeros(0, np.int64))
        rebuilt(state, best, 1, 1.0)
        settled(day, best)
