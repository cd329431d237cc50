"""How sure are we of a figure, and of a difference between two contenders, if other people had been met?

People are drawn with replacement, whole, the same draw for every contender: a paired bootstrap by person.

References
----------
Efron B, Tibshirani RJ (1993) An Introduction to the Bootstrap, chapter 13 (percentile intervals); Field CA, Welsh AH
(2007) Bootstrapping clustered data, JRSS B 69:369-390, doi:10.1111/j.1467-9868.2007.00593.x.
"""

from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from joinedup.core.risk.models.additive import Floats
from joinedup.core.risk.models.calibration import Interval


@dataclass(frozen=True)
class Ranked:
    """Rows of one contender and repeat in order of risk, rows of equal risk together, ready to be weighed often."""

    order: NDArray[np.intp]
    starts: NDArray[np.intp]
    outcome: NDArray[np.bool_]

    def areas(self, weights: Floats) -> tuple[float, float]:
        """Area under the receiver operating curve, and average precision, with a weight for each row.

        Examples
        --------
        >>> four = ranked(np.array([0.1, 0.4, 0.4, 0.9]), np.array([False, False, True, True]))
        >>> [round(area, 3) for area in four.areas(np.ones(4))]
        [0.875, 0.833]
        """
        weight = weights[self.order]
        events = np.add.reduceat(np.where(self.outcome, weight, 0.0), self.starts)
        others = np.add.reduceat(np.where(self.outcome, 0.0, weight), self.starts)
        all_events, all_others = events.sum(), others.sum()
        if all_events == 0 or all_others == 0:
            return float("nan"), float("nan")
        below = np.cumsum(others) - others / 2
        above = np.cumsum(events[::-1])
        precision = above / np.maximum(above + np.cumsum(others[::-1]), 1e-300)
        return float(events @ below / (all_events * all_others)), float(events[::-1] @ precision / all_events)


def ranked(score: Floats, outcome: NDArray[np.bool_]) -> Ranked:
    """Rows in order of their score."""
    order = np.argsort(score, kind="stable")
    ordered = score[order]
    starts = np.flatnonzero(np.concatenate([[True], ordered[1:] != ordered[:-1]]))
    return Ranked(order, starts, outcome[order])


@dataclass(frozen=True)
class Areas:
    """Areas of each contender, and how far the first lies above each of the others, each with its interval."""

    auroc: dict[str, Interval]
    auprc: dict[str, Interval]
    auroc_above: dict[str, Interval]
    auprc_above: dict[str, Interval]


def areas(
    log_odds: Mapping[str, Floats], outcome: NDArray[np.bool_], person: NDArray[np.int64], *, draws: int, seed: int
) -> Areas:
    """Areas averaged over repeats, with percentile intervals from draws of people.

    Parameters
    ----------
    log_odds : for each contender, repeats × rows; the first is the one compared with the others.
    outcome, person : one entry per row; person numbers people 0, 1, 2 …
    """
    random = np.random.default_rng(seed)
    people = int(person.max()) + 1
    ordered = {name: [ranked(row, outcome) for row in repeats] for name, repeats in log_odds.items()}
    others = list(ordered)[1:]
    weighings = [
        np.ones(people),
        *(np.bincount(random.integers(0, people, people), minlength=people) for _ in range(draws)),
    ]
    found = np.array(
        [
            [
                np.mean([rows.areas(weights[person].astype(float)) for rows in repeats], axis=0)
                for repeats in ordered.values()
            ]
            for weights in weighings
        ]
    )  # draws × contenders × (AUROC, average precision); the first "draw" is everybody once
    names = list(ordered)
    each = [{name: interval(found[:, at, kind]) for at, name in enumerate(names)} for kind in (0, 1)]
    above = [
        {name: interval(found[:, 0, kind] - found[:, names.index(name), kind]) for name in others} for kind in (0, 1)
    ]
    return Areas(each[0], each[1], above[0], above[1])


def interval(found: Floats) -> Interval:
    """The first value, with the middle 95 % of the others."""
    low, high = np.nanquantile(found[1:], [0.025, 0.975])
    return Interval(float(found[0]), float(low), float(high))
