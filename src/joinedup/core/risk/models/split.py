"""How are people divided so that nobody helps to judge a model they helped to fit?"""

from typing import Any

import numpy as np
from numpy.typing import NDArray


def folds_by_person(
    person: NDArray[np.int64], outcome: NDArray[np.bool_], *, shares: tuple[float, ...], seed: int
) -> NDArray[np.int8]:
    """The fold of each row: all rows of a person in one, and people with the outcome shared out evenly.

    Parameters
    ----------
    person : number of the person of each row, 0 … people − 1.
    outcome : whether the row has the outcome.
    shares : share of the people for each fold; they add up to 1.

    Examples
    --------
    >>> person = np.repeat(np.arange(100), 2)
    >>> fold = folds_by_person(person, person < 10, shares=(0.5, 0.5), seed=1)
    >>> bool((fold[::2] == fold[1::2]).all()), int(((fold == 0) & (person < 10)).sum())
    (True, 10)
    """
    has_outcome = np.bincount(person, weights=outcome) > 0
    fold_of_person = np.empty(len(has_outcome), dtype=np.int8)
    random = np.random.default_rng(seed)
    for group in (np.flatnonzero(has_outcome), np.flatnonzero(~has_outcome)):
        ends = np.round(np.cumsum(shares) * len(group)).astype(int)
        fold_of_person[random.permutation(group)] = np.searchsorted(ends, np.arange(len(group)), side="right")
    return fold_of_person[person]


def numbered(person_ids: NDArray[Any]) -> NDArray[np.int64]:
    """Person ids of any kind as numbers 0, 1, 2 …, the same id the same number.

    Examples
    --------
    >>> numbered(np.array(["b", "a", "b"])).tolist()
    [1, 0, 1]
    """
    return np.unique(person_ids, return_inverse=True)[1].astype(np.int64).ravel()
