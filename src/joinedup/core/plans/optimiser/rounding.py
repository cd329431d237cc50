"""How do mixtures become whole packages without any limit being passed, and nothing useful being left over?"""

import numpy as np

from joinedup.core.plans.optimiser.columns import Columns
from joinedup.core.plans.optimiser.master import Mixture
from joinedup.core.plans.optimiser.prices import Prices
from joinedup.core.plans.optimiser.problem import Flags, Masks, Whole
from joinedup.core.plans.optimiser.searcher import Searcher

WHOLE = 1 - 1e-6
PASSES = 2


def round_and_repair(searcher: Searcher, columns: Columns, mixture: Mixture, prices: Prices, room: Whole) -> Masks:
    """Whole packages: the master's whole ones; then, for people whose packages were mixed, the best that still fits.

    Then everybody in turn may change to a better package if it fits in what is left, those first for whom the change
    would cost least at the prices; a second pass finds what the first made room for.
    """
    problem = searcher.problem
    masks = searcher.must.copy()
    whole = np.flatnonzero(mixture.share >= WHOLE)
    masks[columns.person[whole]] = columns.mask[whole]
    left = room - problem.used(masks & ~searcher.must)
    over = np.flatnonzero(left < 0)
    if len(over):  # the master borrowed room: those who gain least give theirs back
        give_back(searcher, masks, left)
    scales = searcher.scales(mixture.floor_prices)
    free = np.zeros_like(prices.limits)
    mixed = np.setdiff1d(np.arange(problem.people), columns.person[whole])
    searcher.fill(nearest_first(searcher, mixed, masks, prices), masks, left, scales, prices.limits)
    for _ in range(PASSES):
        reached = np.flatnonzero(can_use(searcher, masks, left))
        before = masks.copy()
        searcher.fill(nearest_first(searcher, reached, masks, prices), masks, left, scales, free)
        if (before == masks).all():
            break
    return masks


def give_back(searcher: Searcher, masks: Masks, left: Whole) -> None:
    """Take away packages that use limits that are passed, the least valuable first, until none is."""
    problem = searcher.problem
    value = searcher.worths(np.arange(problem.people), masks)
    person = problem.person
    for row in np.flatnonzero(left < 0):
        chosen = problem.bits(masks) & (problem.rows == row).any(axis=1) & ~problem.is_fixed
        for who in sorted(set(person[chosen].tolist()), key=lambda one: value[one]):
            if left[row] >= 0:
                break
            one = np.zeros_like(masks)
            one[who] = masks[who] & ~searcher.must[who]
            left += problem.used(one)
            masks[who] = searcher.must[who]


def can_use(searcher: Searcher, masks: Masks, left: Whole) -> Flags:
    """People with a pair they have not got and for which every limit still has room."""
    problem = searcher.problem
    inside = problem.rows >= 0
    fits = (~inside | (np.append(left, 0)[problem.rows] >= problem.amounts)).all(axis=1) & ~problem.bits(masks)
    fits &= problem.alone + problem.bonus > 0
    found = np.zeros(problem.people, bool)
    found[problem.person[fits]] = True
    return found


def nearest_first(searcher: Searcher, who: Whole, masks: Masks, prices: Prices) -> Whole:
    """People by how much they could still gain, the most first."""
    _, best = searcher.best(np.zeros_like(prices.limits), prices.floors)
    gain = best - searcher.worths(np.arange(searcher.problem.people), masks)
    order: Whole = who[np.argsort(-gain[who], kind="stable")]
    return order
