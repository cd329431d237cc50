"""At which price does each limit, taken by itself, just hold? A first guess to search from."""

import numpy as np

from joinedup.core.plans.optimiser.problem import Floats, Whole


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
