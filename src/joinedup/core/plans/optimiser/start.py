"""At which prices does each limit, taken by itself, just hold? A first guess to search from."""

import numpy as np

from joinedup.core.plans.optimiser.problem import Flags, Floats, Problem, Whole

ROUNDS = 12


def first_prices(problem: Problem, room: Whole, is_open: Flags) -> Floats:
    """A price for each limit, at which those who would pay it or more use what there is.

    Each pair would pay what it is worth alone less what its other limit costs; half of each step is taken, so that
    limits that share pairs settle beside each other.

    Parameters
    ----------
    room : of each limit, once what is fixed has been taken off.
    is_open : pairs that may be chosen.
    """
    worth = problem.alone + problem.bonus
    prices = np.zeros(len(room))
    entry_pair, entry_way = np.nonzero((problem.rows >= 0) & (problem.amounts > 0) & is_open[:, None])
    row, amount = problem.rows[entry_pair, entry_way], problem.amounts[entry_pair, entry_way]
    for _ in range(ROUNDS):
        toll = (np.append(prices, 0.0)[problem.rows] * problem.amounts).sum(axis=1)
        would_pay = (worth[entry_pair] - toll[entry_pair]) / amount + prices[row]
        prices += 0.5 * (cutoffs(row, amount, np.maximum(would_pay, 0.0), room) - prices)
    return prices


def cutoffs(row: Whole, amount: Whole, would_pay: Floats, room: Whole) -> Floats:
    """For each limit, what the first pair that no longer fits would pay for a unit; 0 where all fit.

    Examples
    --------
    >>> row, amount = np.array([0, 0, 0]), np.array([1, 1, 1])
    >>> cutoffs(row, amount, np.array([0.5, 0.9, 0.7]), np.array([2])).tolist()
    [0.5]
    """
    order = np.lexsort((-would_pay, row))
    row, amount, would_pay = row[order], amount[order], would_pay[order]
    used = np.cumsum(amount)
    first = np.flatnonzero(np.diff(row, prepend=-1))
    before = np.repeat(used[first] - amount[first], np.diff(np.append(first, len(row))))
    over = np.flatnonzero(used - before > room[row])
    found = np.zeros(len(room))
    at, position = np.unique(row[over], return_index=True)
    found[at] = would_pay[over[position]]
    return found
