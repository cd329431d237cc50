"""By how much is an offer in, or out of, a package: what would the package gain by it, and at what price?"""

import numpy as np

from joinedup.core.plans.optimiser.everybody import gains_of, holds_without, short_of
from joinedup.core.plans.optimiser.pairs import Pairs
from joinedup.core.plans.optimiser.prices import Prices
from joinedup.core.plans.optimiser.problem import Flags, Floats, Masks, Problem, Whole
from joinedup.core.plans.optimiser.searcher import Searcher


def gains(searcher: Searcher, prices: Prices) -> tuple[Floats, Floats, Masks]:
    """For each pair: its worth to its person's package, what it uses is worth elsewhere, and the best package with it.

    Worth to the package is the value of the best package with it, its own use free, less the best without it; every
    other use is at the prices. A pair belongs in the best package where the first is more than the second. It is below
    zero where no package may hold it, and 0 where it is fixed. The third is that package.
    """
    toll = searcher.tolls(prices.limits)
    scales = searcher.scales(prices.floors)
    pairs = Pairs.of(searcher.problem, toll, scales)
    found, held = gains_of(pairs, toll, scales, searcher.must, searcher.never)
    return found, toll, held


def alone_added(searcher: Searcher, masks: Masks) -> Floats:
    """What each pair that is left out would add to its person's package, with what it requires, whatever they use."""
    problem = searcher.problem
    person, found = problem.person, np.zeros(len(problem.person))
    out = np.flatnonzero(~problem.bits(masks))
    had = masks[person[out]]
    own = np.uint64(1) << (out - problem.start[person[out]]).astype(np.uint64)
    found[out] = searcher.worths(person[out], had | own | problem.needs_bits[out])
    found[out] -= searcher.worths(np.arange(problem.people), masks)[person[out]]
    return found


def too_little_left(searcher: Searcher, masks: Masks, held: Masks) -> Flags:
    """Pairs × 2: the limits of which too little is left to change to the best package with the pair."""
    problem = searcher.problem
    free = Pairs.of(problem, np.zeros(len(problem.person)), np.ones(problem.people))
    found: Flags = short_of(free, masks, held, problem.room - problem.used(masks))
    return found


def would_hold(
    searcher: Searcher, prices: Prices, masks: Masks, asked: Whole, gone: Masks, *, most_items: int
) -> Flags:
    """Whether each pair asked about would be in its package if some of the person's other pairs could not be.

    Everybody else keeps what they have.
    """
    problem = searcher.problem
    scales = searcher.scales(prices.floors)
    pairs = Pairs.of(problem, searcher.tolls(prices.limits), scales)._replace(most_items=most_items)
    left = problem.room - problem.used(masks)
    found: Flags = holds_without(pairs, asked, gone, problem.person, scales, searcher.must, searcher.never, masks, left)
    return found


def first_unit_prices(problem: Problem, room: Whole, gain: Floats, toll: Floats, prices: Floats) -> Floats:
    """The price of each limit; where not even one pair fits, what the first unit would be worth.

    A limit too small for any pair has no price in the linear programme; the most a pair would pay for a unit is its
    own.
    """
    own = np.append(prices, 0.0)[problem.rows] * problem.amounts
    blocked = (problem.rows >= 0) & (problem.amounts > np.append(room, 0)[problem.rows]) & ~problem.is_fixed[:, None]
    pair, way = np.nonzero(blocked)
    others = toll[pair] - own[pair, way]
    would_pay = np.maximum(gain[pair] - others, 0.0) / problem.amounts[pair, way]
    found = prices.copy()
    np.maximum.at(found, problem.rows[pair, way], would_pay)
    return found
