"""How do mixtures become whole packages without any limit being passed, and nothing useful being left over?"""

import numpy as np

from joinedup.core.plans.optimiser.columns import Columns
from joinedup.core.plans.optimiser.master import Mixture
from joinedup.core.plans.optimiser.prices import Prices
from joinedup.core.plans.optimiser.problem import Floats, Masks, Whole
from joinedup.core.plans.optimiser.searcher import Searcher, bits_of

WHOLE = 1 - 1e-6
PASSES, LEAST_GAIN = 2, 1e-9


def round_and_repair(searcher: Searcher, columns: Columns, mixture: Mixture, prices: Prices, room: Whole) -> Masks:
    """Whole packages: the master's whole ones; then, for people whose packages were mixed, the best that still fits.

    Then everybody who could gain by what is left, those first who could gain most, may change to a better package; a
    second pass finds what the first made room for.
    """
    problem = searcher.problem
    masks, is_mixed = searcher.must.copy(), np.ones(problem.people, bool)
    whole = np.flatnonzero(mixture.share >= WHOLE)
    masks[columns.person[whole]] = columns.mask[whole]
    is_mixed[columns.person[whole]] = False
    left = room - problem.used(masks & ~searcher.must)
    if (left < 0).any():  # the master borrowed room: those who gain least give theirs back
        give_back(searcher, masks, left)
    scales = searcher.scales(mixture.floor_prices)
    searcher.fill(np.flatnonzero(is_mixed), masks, left, scales, prices.limits)
    for _ in range(PASSES):
        gain = could_gain(searcher, masks, left, mixture.floor_prices)
        most_first = np.argsort(-gain, kind="stable")
        searcher.fill(most_first[gain[most_first] > LEAST_GAIN], masks, left, scales, np.zeros_like(prices.limits))
    return masks


def give_back(searcher: Searcher, masks: Masks, left: Whole) -> None:
    """Take away packages that use limits that are passed, the least valuable first, until none is."""
    problem = searcher.problem
    value = searcher.worths(np.arange(problem.people), masks)
    pair = np.flatnonzero(problem.bits(masks) & ~problem.is_fixed)
    person, rows, amounts = problem.person[pair], problem.rows[pair], problem.amounts[pair]
    for row in np.flatnonzero(left < 0):
        at, way = np.nonzero(rows == row)
        is_held = masks[person[at]] != searcher.must[person[at]]
        at, way = at[is_held], way[is_held]
        order = np.argsort(value[person[at]], kind="stable")
        enough = np.searchsorted(np.cumsum(amounts[at, way][order]), -left[row]) + 1
        gone = np.zeros_like(masks)
        who = person[at[order[:enough]]]
        gone[who] = masks[who] & ~searcher.must[who]
        masks &= ~gone
        left += problem.used(gone)


def could_gain(searcher: Searcher, masks: Masks, left: Whole, floor_prices: Floats) -> Floats:
    """The most each person could gain from pairs that fit, one by one, in what is left."""
    problem = searcher.problem
    fits = ((problem.rows < 0) | (np.append(left, 0)[problem.rows] >= problem.amounts)).all(axis=1)
    never = searcher.never | bits_of(problem, ~fits & ~problem.bits(masks))
    _, most = searcher.best(np.zeros(len(left)), floor_prices, had=masks, never=never)
    gain: Floats = most - searcher.values(masks, searcher.scales(floor_prices))
    return gain
