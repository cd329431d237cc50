"""How do fractions of offers become whole ones without any limit being passed?"""

from collections.abc import Mapping, Sequence

import numpy as np

from joinedup.core.plans.bound import Relaxed
from joinedup.core.plans.candidates import Flags
from joinedup.core.plans.problem import Problem

WHOLE = 1 - 1e-6


def fill(problem: Problem, relaxed: Relaxed) -> Flags:
    """Which columns are chosen: the linear answer's whole ones, then what still fits, the best first.

    Every limit is kept exactly, in whole numbers. The order is fixed: by share of the linear answer, then surplus, then
    value, then position, so equal input gives equal choices.

    Examples
    --------
    >>> from joinedup.core.plans.bound import relax
    >>> half = Problem(np.array([0.2, 0.3]), np.array([[0], [0]]), np.array([[2], [2]]), np.array([3]))
    >>> fill(half, relax(half)).tolist()
    [False, True]
    """
    share = np.where(relaxed.share >= WHOLE, 1.0, np.where(relaxed.share <= 1 - WHOLE, 0.0, relaxed.share))
    position = np.arange(len(share))
    order = np.lexsort((position, -problem.value, -relaxed.surplus.round(12), -share.round(9)))
    chosen = np.zeros(len(share), bool)
    room, partners = problem.room.tolist(), partners_of(problem)
    row, amount, value = problem.row.tolist(), problem.amount.tolist(), problem.value.tolist()
    for column in order.tolist():
        uses = [(r, a) for r, a in zip(row[column], amount[column], strict=True) if r >= 0]
        if any(room[r] < a for r, a in uses):
            continue
        lost = sum(loss for other, loss in partners.get(column, ()) if chosen[other])
        if value[column] - lost <= 0:
            continue
        chosen[column] = True
        for r, a in uses:
            room[r] -= a
    return chosen


def partners_of(problem: Problem) -> Mapping[int, Sequence[tuple[int, float]]]:
    """For each column in a pair: the others, and what is lost with each."""
    partners: dict[int, list[tuple[int, float]]] = {}
    for left, right, loss in zip(problem.left.tolist(), problem.right.tolist(), problem.loss.tolist(), strict=True):
        partners.setdefault(left, []).append((right, loss))
        partners.setdefault(right, []).append((left, loss))
    return partners
