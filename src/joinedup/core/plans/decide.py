"""Which packages, with every right settled and every promise looked at: the choice, before it is put in words."""

from dataclasses import dataclass, replace

import numpy as np

from joinedup.core.plans.assembly import Assembled
from joinedup.core.plans.candidates import Fits, Flags, Indices
from joinedup.core.plans.catalogue import Library
from joinedup.core.plans.measures import Floats
from joinedup.core.plans.optimiser.margins import first_unit_prices, gains
from joinedup.core.plans.optimiser.prices import Prices
from joinedup.core.plans.optimiser.problem import Problem
from joinedup.core.plans.optimiser.searcher import Searcher
from joinedup.core.plans.optimiser.solve import Answer, solve
from joinedup.core.plans.parameters import PlanParameters
from joinedup.core.plans.promises import needs, promised
from joinedup.core.plans.rights import Settled, settle_rights


@dataclass(frozen=True)
class Decided:
    """The choice.

    Parameters
    ----------
    problem : with what is fixed and what is promised.
    answer : its packages, prices and bound.
    settled : rights and what is kept.
    need, reached : each group's share of all need, and the worth that reaches it.
    """

    problem: Problem
    answer: Answer
    settled: Settled
    need: Floats
    reached: Floats


def decide(
    assembled: Assembled,
    fits: Fits,
    library: Library,
    parameters: PlanParameters,
    *,
    start: Prices | None = None,
) -> Decided:
    """Settle rights, choose, and choose again with promises where the first choice does not keep them."""
    settled = settle_rights(assembled, fits, library, parameters)
    share = needs(assembled)
    problem = replace(assembled.problem, is_fixed=settled.is_fixed)
    free = replace(problem, floors=np.zeros(len(share)), floor_price=0.0)
    answer = solve(free, seed=parameters.seed, stop=parameters.stop, start=start)
    floors = promised(assembled, share, answer.worth, parameters)
    reached = problem.by_group(worths(problem, answer))
    if parameters.most_fairness_price > 0 and (reached < floors * (1 - 1e-9) - 1e-12).any():
        problem = replace(problem, floors=floors)
        answer = solve(problem, seed=parameters.seed, stop=parameters.stop, start=answer.prices)
        reached = problem.by_group(worths(problem, answer))
    return Decided(replace(problem, floors=floors), answer, settled, share, reached)


def worths(problem: Problem, answer: Answer) -> Floats:
    """The worth of each person's package."""
    return Searcher(problem).worths(np.arange(problem.people), answer.masks)


@dataclass(frozen=True)
class Margins:
    """How near each pair is to being in, or out.

    Parameters
    ----------
    is_chosen : for each pair of the problem.
    gain, toll : what it is worth to its person's package, and what it uses is worth elsewhere; where a promise makes
        events count more for the person, both are put back into events.
    prices : worth of one more unit of each limit; of a limit with no unit, of the first.
    queue : for pairs left out, how many of those left out of the same capacity gain as much or more; 0 if chosen.
    """

    is_chosen: Flags
    gain: Floats
    toll: Floats
    prices: Floats
    queue: Indices


def margins(decided: Decided) -> Margins:
    """How near each pair is to being in, or out, at the prices of the choice."""
    problem, answer = decided.problem, decided.answer
    searcher = Searcher(problem)
    gain, toll = gains(searcher, answer.prices)
    chosen = problem.bits(answer.masks)
    prices = first_unit_prices(problem, searcher.room_for_free(), gain, toll, answer.prices.limits)
    toll = (np.append(prices, 0.0)[problem.rows] * problem.amounts).sum(axis=1)
    counts = searcher.scales(answer.prices.floors)[problem.person]
    return Margins(chosen, gain / counts, toll / counts, prices, queue_of(problem, chosen, gain))


def queue_of(problem: Problem, chosen: Flags, gain: Floats) -> Indices:
    """The place of each pair left out in the line for the next unit of its capacity."""
    out = np.flatnonzero(~chosen & (gain > 0))
    row = problem.rows[out, 0]
    order = np.lexsort((out, -gain[out], row))
    starts = np.flatnonzero(np.diff(row[order], prepend=-2))
    rank = np.arange(len(order)) - np.repeat(starts, np.diff(np.append(starts, len(order))))
    queue = np.zeros(len(chosen), np.int64)
    queue[out[order]] = rank + 1
    return queue
