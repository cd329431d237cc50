"""By how much is an offer in, or out of, a person's package: what would the person's package gain, and at what price?"""

import numpy as np
from numba import njit

from joinedup.core.plans.optimiser.prices import Prices
from joinedup.core.plans.optimiser.problem import Floats, Masks, Problem, Whole
from joinedup.core.plans.optimiser.search import Searcher, best_for


@njit(cache=True)  # type: ignore[misc]
def _gains(  # type: ignore[no-untyped-def]
    start, masks, toll, scale, must, never,
    worth, bonus, left, mechanism, stake, rows, amounts, needs_bits, bars_bits, most_items, most_avoided,
):  # fmt: skip
    gains = np.zeros(len(worth), np.float64)
    no_room = np.zeros(1, np.int64)
    for person in range(len(start) - 1):
        first, count = start[person], start[person + 1] - start[person]
        for place in range(count):
            pair, bit = first + place, np.uint64(1) << np.uint64(place)
            if must[person] & bit:
                continue
            own, toll[pair] = toll[pair], 0.0
            with_it = must[person] | bit | needs_bits[pair]
            barred = False
            for other in range(count):
                if (with_it >> np.uint64(other)) & np.uint64(1) and bars_bits[first + other] & with_it:
                    barred = True
            if not barred:
                more = 0
                for other in range(count):
                    if (with_it >> np.uint64(other)) & np.uint64(1):
                        more += 1
                _, value_with = best_for(
                    first, count, toll, scale[person], False, no_room, with_it, never[person] & ~with_it,
                    worth, bonus, left, mechanism, stake[person], rows, amounts, needs_bits, bars_bits,
                    most_items, most_avoided, False,
                )  # fmt: skip
                toll[pair] = own
                _, value_without = best_for(
                    first, count, toll, scale[person], False, no_room, must[person], never[person] | bit,
                    worth, bonus, left, mechanism, stake[person], rows, amounts, needs_bits, bars_bits,
                    most_items, most_avoided, False,
                )  # fmt: skip
                gains[pair] = value_with - value_without if more <= most_items else -1.0
            else:
                gains[pair] = -1.0
            toll[pair] = own
    return gains


def gains(searcher: Searcher, masks: Masks, prices: Prices) -> tuple[Floats, Floats]:
    """For each pair: what having it is worth to its person's package, and what it uses is worth elsewhere.

    Worth to the package is the value of the best package with it, its own use free, less the best without it; every
    other use is at the prices. A pair belongs in the best package where the first is more than the second. It is below
    zero where no package may hold it.
    """
    problem = searcher.problem
    toll = searcher.tolls(prices.limits)
    values = (
        problem.worth, problem.bonus, problem.left, problem.mechanism, problem.stake, problem.rows, problem.amounts,
        problem.needs_bits, problem.bars_bits, problem.most_items, problem.most_avoided,
    )  # fmt: skip
    found = _gains(
        problem.start, masks, toll.copy(), searcher.scales(prices.floors), searcher.must, searcher.never, *values
    )
    return found, toll


def first_unit_prices(problem: Problem, room: Whole, gain: Floats, toll: Floats, prices: Floats) -> Floats:
    """The price of each limit; where not even one pair fits, what the first unit would be worth.

    A limit too small for any pair has no price in the linear programme; the most a pair would pay for a unit is its own.
    """
    own = np.append(prices, 0.0)[problem.rows] * problem.amounts
    blocked = (problem.rows >= 0) & (problem.amounts > np.append(room, 0)[problem.rows]) & ~problem.is_fixed[:, None]
    pair, way = np.nonzero(blocked)
    others = toll[pair] - own[pair, way]
    would_pay = np.maximum(gain[pair] - others, 0.0) / problem.amounts[pair, way]
    found = prices.copy()
    np.maximum.at(found, problem.rows[pair, way], would_pay)
    return found
