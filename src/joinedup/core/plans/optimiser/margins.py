"""By how much is an offer in, or out of, a package: what would the package gain by it, and at what price?"""

import numpy as np

from joinedup.core.plans.optimiser.everybody import gains_of
from joinedup.core.plans.optimiser.pairs import Pairs
from joinedup.core.plans.optimiser.prices import Prices
from joinedup.core.plans.optimiser.problem import Floats, Problem, Whole
from joinedup.core.plans.optimiser.searcher import Searcher


def gains(searcher: Searcher, prices: Prices) -> tuple[Floats, Floats]:
    """For each pair: what having it is worth to its person's package, and what it uses is worth elsewhere.

    Worth to the package is the value of the best package with it, its own use free, less the best without it; every
    other use is at the prices. A pair belongs in the best package where the first is more than the second. It is below
    zero where no package may hold it, and 0 where it is fixed.
    """
    toll = searcher.tolls(prices.limits)
    scales = searcher.scales(prices.floors)
    pairs = Pairs.of(searcher.problem, toll, scales)
    found: Floats = gains_of(pairs, toll, scales, searcher.must, searcher.never)
    return found, toll


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
