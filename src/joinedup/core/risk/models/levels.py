"""Where a feature has many categories, such as diagnosis codes, which belong together by risk?

Hundreds of categories, most of them rare, cannot each have a score of their own: chance would decide it. Each
category's rate of the outcome is drawn towards the rate of its family (the codes that begin alike), and that towards
everybody's, the more the fewer its rows. The log-odds that come of it put the categories in order, and the booster
learns a curve over that order as over any number. In fitting, the rate a row is given comes from other people only.

References
----------
Micci-Barreca D (2001) A preprocessing scheme for high-cardinality categorical attributes, SIGKDD Explorations 3:27-32,
doi:10.1145/507533.507538, for shrunken rates and hierarchies of codes. Efron B, Morris C (1975) JASA 70:311-319,
doi:10.1080/01621459.1975.10479864, for letting the data say how much to shrink.
"""

from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

from joinedup.core.risk.models.additive import Floats, coded

OTHER = "\x00other"  # rare categories together; their score is also that of a category never seen
LONGEST_FAMILY = 8  # characters of a code that may name its family
LEAST_SHRINKAGE, MOST_SHRINKAGE = 5.0, 5000.0  # rows


@dataclass(frozen=True)
class Levels:
    """The log-odds of the outcome for each category, shrunken; `unseen` for any other."""

    log_odds: dict[str, float]
    unseen: float


def common(values: NDArray[Any], fewest: int) -> NDArray[Any]:
    """Text with the categories of fewer than `fewest` rows put together as `OTHER`.

    Examples
    --------
    >>> common(np.array(["a", "a", "b", None], dtype=object), 2).tolist()
    ['a', 'a', '\\x00other', None]
    """
    known, code = coded(values)
    counts = np.bincount(code[code >= 0], minlength=len(known))
    names = [OTHER if rows < fewest else name for name, rows in zip(known, counts, strict=True)]
    return np.array([*names, None], dtype=object)[code]


def in_order(
    values: NDArray[Any], outcome: NDArray[np.bool_], fold: NDArray[np.int8], left_out: int | None = None
) -> tuple[Floats, Levels]:
    """For each row the log-odds of its category, learnt without the row's fold; and those learnt from all rows.

    Parameters
    ----------
    values : text, None where missing; rare categories already put together.
    fold : the fold of each row; all rows of a person in one.
    left_out : a fold nothing is learnt from.

    Returns
    -------
    tuple
        NaN where missing; and what to use for people not fitted to.
    """
    known, code = coded(values)
    found, rates = apart(code, families_of(known), outcome, fold, left_out)
    by_name = dict(zip(known, rates.tolist(), strict=True))
    learnt = (code >= 0) & (fold != (-1 if left_out is None else left_out))
    everybody = float(logit((outcome[learnt].sum() + 0.5) / (learnt.sum() + 1)))
    return found, Levels({name: at for name, at in by_name.items() if name != OTHER}, by_name.get(OTHER, everybody))


def apart(
    code: NDArray[np.int64],
    families: list[NDArray[np.int64]],
    outcome: NDArray[np.bool_],
    fold: NDArray[np.int8],
    left_out: int | None = None,
) -> tuple[Floats, Floats]:
    """For each row the log-odds of its category, learnt apart from the row's fold; and each category's from all rows.

    Parameters
    ----------
    code : the category of each row, 0, 1, 2 …; −1 where missing, for which NaN is found.
    families : as of `families_of`.
    fold, left_out : as of `in_order`.
    """
    there, folds, categories = code >= 0, int(fold.max()) + 1, len(families[0])
    learnt = there & (fold != left_out) if left_out is not None else there
    cells = code[learnt] * folds + fold[learnt]
    rows = np.bincount(cells, minlength=categories * folds).reshape(categories, folds)
    events = np.bincount(cells, weights=outcome[learnt], minlength=rows.size).reshape(rows.shape)
    without = [
        shrunken(rows.sum(axis=1) - rows[:, at], events.sum(axis=1) - events[:, at], families) for at in range(folds)
    ]
    found = np.full(len(code), np.nan)
    found[there] = np.stack(without)[fold[there], code[there]]
    return found, shrunken(rows.sum(axis=1), events.sum(axis=1), families)


def families_of(known: list[str]) -> list[NDArray[np.int64]]:
    """For each length of beginning, short to long, the family of each category; the last are the categories themselves.

    Only codes have families: most of the names must hold a digit.
    """
    alone = np.arange(len(known))
    if sum(any(letter.isdigit() for letter in name) for name in known) <= len(known) / 2:
        return [alone]
    longest = min(LONGEST_FAMILY, max(len(name) for name in known) - 1)
    beginnings = [
        np.unique([name[:length] for name in known], return_inverse=True)[1] for length in range(1, longest + 1)
    ]
    return [*(np.asarray(family, dtype=np.int64).ravel() for family in beginnings), alone]


def shrunken(rows: NDArray[Any], events: Floats, families: list[NDArray[np.int64]]) -> Floats:
    """Log-odds of each category, its rate drawn towards its family's, family by family.

    Examples
    --------
    >>> few, many, _ = shrunken(np.array([10, 1000, 5000]), np.array([5.0, 500.0, 500.0]), [np.arange(3)])
    >>> bool(few < many)
    True
    """
    overall = (events.sum() + 0.5) / (rows.sum() + 1)
    shrinkage = shrinkage_rows(rows, events, overall)
    rate = np.full(len(rows), overall)
    size_before = np.full(len(rows), -1.0)
    for family in families:
        size = np.bincount(family, weights=rows)[family]
        happened = np.bincount(family, weights=events)[family]
        nearer = (happened + shrinkage * rate) / (size + shrinkage)
        rate = np.where(size == size_before, rate, nearer)  # a family of the same rows tells nothing new
        size_before = size
    found: Floats = logit(rate)
    return found


def shrinkage_rows(rows: NDArray[Any], events: Floats, overall: float) -> float:
    """How many rows of everybody's rate are mixed into each category's: few where categories truly differ.

    The variance between categories is estimated by the method of moments.
    """
    used = rows > 0
    size, total = rows[used].astype(float), float(rows.sum())
    if used.sum() < 2:
        return MOST_SHRINKAGE
    within = overall * (1 - overall)
    spread = float((size * (events[used] / size - overall) ** 2).sum()) - (used.sum() - 1) * within
    between = spread / (total - float((size**2).sum()) / total)
    return float(np.clip(within / between, LEAST_SHRINKAGE, MOST_SHRINKAGE)) if between > 0 else MOST_SHRINKAGE


def logit(rate: Any) -> Any:
    """Log-odds of a rate (0–1)."""
    return np.log(rate / (1 - rate))
