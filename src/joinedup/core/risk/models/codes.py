"""Which whole numbers are codes, such as a district's, rather than amounts?

A number says which people are alike by lying near others. A code does not: district 12 need not be like 13. Where other
people of just the same number foretell better than those of numbers near by, the numbers are put in order of risk, as
categories are, each drawn towards its neighbours. The curve stays one over the number, with a step where risk changes.
"""

from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

from joinedup.core.risk.models.additive import Floats
from joinedup.core.risk.models.gain import earns_its_keep
from joinedup.core.risk.models.levels import apart
from joinedup.core.risk.models.parameters import FitParameters

HALVINGS = 5  # neighbours: 32 groups of as many rows each, and the groups they are halves of
ERRORS = 2.0  # standard errors by which a code must foretell better: of many numbers some would by chance


@dataclass(frozen=True)
class NumberLevels:
    """The log-odds of the outcome, shrunken, for each of the numbers, which rise."""

    numbers: Floats
    log_odds: Floats


def code_levels(
    values: NDArray[Any],
    outcome: NDArray[np.bool_],
    fold: NDArray[np.int8],
    person: NDArray[np.int64],
    parameters: FitParameters,
    left_out: int | None = None,
) -> tuple[Floats, NumberLevels] | None:
    """For each row the log-odds of its number, learnt without the row's fold, and those learnt from all rows; None if
    the numbers are no codes.

    Parameters
    ----------
    values : numbers, NaN where missing.
    fold : the fold of each row; all rows of a person in one.
    left_out : a fold nothing is learnt from.

    Examples
    --------
    >>> rng, rows = np.random.default_rng(1), np.arange(6000)
    >>> district, chance = rng.integers(0, 60, 6000), rng.random(6000)
    >>> by_district, by_size = chance < rng.uniform(0.1, 0.6, 60)[district], chance < district / 100
    >>> fold, numbers = (rows % 5).astype(np.int8), district.astype(float)
    >>> [code_levels(numbers, happened, fold, rows, FitParameters()) is None for happened in (by_district, by_size)]
    [False, True]
    """
    numbers, code = np.unique(values, return_inverse=True)
    numbers = numbers[~np.isnan(numbers)]
    code = np.where(np.isnan(values), -1, code.ravel()).astype(np.int64)
    there = code >= 0
    few_enough = parameters.most_plain_categories < len(numbers) <= parameters.most_codes
    if not few_enough or there.sum() < parameters.fewest_in_category * len(numbers) or (numbers % 1).any():
        return None
    alone, near = np.arange(len(numbers)), neighbours(np.bincount(code[there]))
    by_near, _ = apart(code, near, outcome, fold, left_out)
    by_code, log_odds = apart(code, [*near, alone], outcome, fold, left_out)
    asked = there & (fold != (-1 if left_out is None else left_out))
    if not earns_its_keep(by_near[asked], by_code[asked], outcome[asked], person[asked], errors=ERRORS):
        return None
    return by_code, NumberLevels(numbers, log_odds)


def neighbours(rows: NDArray[np.int64]) -> list[NDArray[np.int64]]:
    """Groups of numbers near one another, wide to narrow, of as many rows each as can be.

    Parameters
    ----------
    rows : how many there are of each number, in order.

    Examples
    --------
    >>> [group.tolist() for group in neighbours(np.array([10, 10, 40, 20]))[:2]]
    [[0, 0, 1, 1], [0, 0, 2, 3]]
    """
    middle = (np.cumsum(rows) - rows / 2) / rows.sum()
    return [np.floor(middle * 2**halving).astype(np.int64) for halving in range(1, HALVINGS + 1)]
