"""How do mixtures become whole packages without any limit being passed, and nothing useful being left over?"""

import numpy as np

from joinedup.core.plans.optimiser.columns import Columns
from joinedup.core.plans.optimiser.master import Mixture
from joinedup.core.plans.optimiser.prices import Prices
from joinedup.core.plans.optimiser.problem import Flags, Masks, Problem, Whole
from joinedup.core.plans.optimiser.searcher import Searcher

WHOLE = 1 - 1e-6
PASSES = 2


def round_and_repair(searcher: Searcher, columns: Columns, mixture: Mixture, prices: Prices, room: Whole) -> Masks:
    """Whole packages: the master's whole ones; then, for people whose packages were mixed, the best that still fits.

    Then everybody in turn may change to a better package if it fits in what is left, those first who could
    gain most by one pair; a second pass finds what the first made room for.
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
    searcher.fill(most_first(problem, mixed, ~problem.bits(masks)), masks, left, scales, prices.limits)
    for _ in range(PASSES):
        can_have = could_have(searcher, masks, left)
        reached = np.unique(problem.person[can_have])
        before = masks.copy()
        searcher.fill(most_first(problem, reached, can_have), masks, left, scales, free)
        if (before == masks).all():
            break
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


def could_have(searcher: Searcher, masks: Masks, left: Whole) -> Flags:
    """Pairs people have not got, that are worth something, and for which every limit still has room.

    Somebody with a full package of plain pairs, each worth more than the pair, would not take it.
    """
    problem = searcher.problem
    chosen, worth = problem.bits(masks), problem.alone + problem.bonus
    fits = ((problem.rows < 0) | (np.append(left, 0)[problem.rows] >= problem.amounts)).all(axis=1)
    least = np.full(problem.people, np.inf)
    np.minimum.at(least, problem.person[chosen], worth[chosen])
    is_full = np.bincount(problem.person[chosen], minlength=problem.people) >= problem.most_items
    settled = problem.is_plain & is_full
    found: Flags = ~chosen & fits & (worth > np.where(settled, least, 0.0)[problem.person])
    return found


def most_first(problem: Problem, who: Whole, can_have: Flags) -> Whole:
    """People by the most that one pair they could still have is worth alone."""
    most = np.zeros(problem.people)
    np.maximum.at(most, problem.person[can_have], (problem.alone + problem.bonus)[can_have])
    order: Whole = who[np.argsort(-most[who], kind="stable")]
    return order
