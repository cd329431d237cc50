"""Which packages, with every right settled and every promise looked at: the choice, before it is put in words."""

from dataclasses import dataclass, replace

import numpy as np

from joinedup.core.plans.assembly import Assembled
from joinedup.core.plans.candidates import Fits, Flags, Indices
from joinedup.core.plans.catalogue import Library
from joinedup.core.plans.measures import Floats
from joinedup.core.plans.optimiser.margins import alone_added, first_unit_prices, gains, too_little_left
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
    way_toll : pairs × 2; the toll by the limit it is for.
    adds : what a pair left out would add to the package as it is, whatever it uses and however many it holds.
    is_short : pairs × 2; too little is left of the limit for a pair left out, what it replaces given back.
    prices : worth of one more unit of each limit; of a limit with no unit, of the first.
    queue : for pairs left out, their person's place in the line for more of their capacity; 0 for no place in it.
    """

    is_chosen: Flags
    gain: Floats
    toll: Floats
    way_toll: Floats
    adds: Floats
    is_short: Flags
    prices: Floats
    queue: Indices


def margins(decided: Decided) -> Margins:
    """How near each pair is to being in, or out, at the prices of the choice."""
    problem, answer = decided.problem, decided.answer
    searcher = Searcher(problem)
    gain, toll, held = gains(searcher, answer.prices)
    chosen = problem.bits(answer.masks)
    prices = first_unit_prices(problem, searcher.room_for_free(), gain, toll, answer.prices.limits)
    tolls: Floats = np.append(prices, 0.0)[problem.rows] * problem.amounts
    counts = searcher.scales(answer.prices.floors)[problem.person]
    adds = alone_added(searcher, answer.masks)
    gain = np.where(could_join(problem, answer, chosen), np.maximum(gain, adds * counts), gain)
    return Margins(
        is_chosen=chosen,
        gain=gain / counts,
        toll=tolls.sum(axis=1) / counts,
        way_toll=tolls / counts[:, None],
        adds=adds,
        is_short=too_little_left(searcher, answer.masks, held),
        prices=prices,
        queue=queue_of(problem, chosen, gain, tolls),
    )


def could_join(problem: Problem, answer: Answer, chosen: Flags) -> Flags:
    """Pairs left out that their packages could hold beside all they hold."""
    had = answer.masks[problem.person]
    is_tied = (problem.bars_bits & had) | (problem.needs_bits & ~had)
    has_place = np.bitwise_count(had) < problem.most_items
    return np.asarray(~chosen & (is_tied == 0) & has_place)


def queue_of(problem: Problem, chosen: Flags, gain: Floats, tolls: Floats) -> Indices:
    """The place of each pair left out in the line for more of its capacity: who would gain most for each unit of it.

    What else a pair uses is taken off its gain. A person stands in a line once, for what gains most.
    """
    offered = np.maximum(gain - tolls[:, 1], 0.0) / np.maximum(problem.amounts[:, 0], 1)
    out = np.flatnonzero(~chosen & (offered > 0) & (problem.rows[:, 0] >= 0))
    best = out[np.lexsort((out, -offered[out], problem.rows[out, 0], problem.person[out]))]
    stands = np.ones(len(best), bool)
    stands[1:] = (np.diff(problem.person[best]) != 0) | (np.diff(problem.rows[best, 0]) != 0)
    out = best[stands]
    out = out[np.lexsort((out, -offered[out], problem.rows[out, 0]))]
    starts = np.flatnonzero(np.diff(problem.rows[out, 0], prepend=-2))
    queue = np.zeros(len(chosen), np.int64)
    queue[out] = np.arange(len(out)) - np.repeat(starts, np.diff(np.append(starts, len(out)))) + 1
    return queue
