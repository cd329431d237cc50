"""Within each group of people, are risks spread as far as they should be, and how are they put right where not?

A model right for everybody may be too sure of itself about some: among the very old, what came before may tell less
about what comes next. Within each group of an audited feature a calibration slope of its own is learnt from people
left out. It is drawn towards everybody's, and where groups have an order, as age bands do, towards its neighbours',
the more the less its people can tell. Every contribution in the group counts that much more or less, so that reasons
still add up to the log-odds; the group's mean risk stays as it was.

References
----------
Barda N and others (2021) Addressing bias in prediction models by improving subpopulation calibration, JAMIA 28:549-558,
doi:10.1093/jamia/ocaa283, for calibration within each group; Gelman A (2006) Prior distributions for variance
parameters in hierarchical models, Bayesian Analysis 1:515-534, doi:10.1214/06-BA117A, for how far each is drawn.
"""

import re
from collections.abc import Collection, Iterable
from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

from joinedup.core.risk.models.additive import Axis, Columns, Floats, GroupSpread, coded, probability
from joinedup.core.risk.models.calibration import FEWEST_FOR_SLOPE, almost_certain, newton, shift_to, slope_error

MOST_NUMBERS = 10  # a number with more different values is cut into fifths
FIFTHS = 5
FIRST_NUMBER = re.compile(r"\d+(?:\.\d+)?")
FEWEST_IN_ORDER = 3  # groups that have neighbours
SPREADS = np.linspace(0, 0.5, 26)  # how far slopes of groups may truly differ (standard deviation): all alike likely
ALIKE = np.linspace(0, 0.95, 20)  # how alike neighbours may be (correlation): all alike likely


@dataclass(frozen=True)
class LeftOut:
    """What models said of people they had not met.

    Parameters
    ----------
    log_odds : recalibrated for everybody together.
    columns, outcome, person : one entry per row, as the log-odds; person numbers people.
    """

    log_odds: Floats
    columns: Columns
    outcome: NDArray[np.bool_]
    person: NDArray[np.int64]


def group_spreads(groupings: Iterable[Axis], left_out: LeftOut, baseline: float) -> tuple[GroupSpread, ...]:
    """How far contributions should count in each group of each grouping, one after the other.

    Parameters
    ----------
    groupings : of audited features, such as `group_axis` gives.
    baseline : log-odds of a person all of whose contributions are 0: what contributions are counted from.

    Examples
    --------
    >>> rng = np.random.default_rng(1)
    >>> score, old = rng.normal(size=20_000), rng.random(20_000) < 0.5
    >>> happened = rng.random(20_000) < probability(-1 + np.where(old, 0.5, 1.4) * score)
    >>> known = {"old": old.astype(float)}
    >>> axis = group_axis("old", known["old"])
    >>> spread, = group_spreads([axis], LeftOut(-1 + score, known, happened, np.arange(20_000)), -1.0)
    >>> spread.slopes.round(1).tolist()  # missing, young, old
    [1.0, 1.4, 0.5]
    """
    log_odds = left_out.log_odds
    found = []
    for axis in groupings:
        place = axis.positions(left_out.columns[axis.feature])
        slopes = drawn_together(
            *slopes_of(log_odds, left_out.outcome, left_out.person, place, axis.size), order_of(axis)
        )
        shifts = np.zeros(axis.size)
        spread = baseline + slopes[place] * (log_odds - baseline)
        for at in np.unique(place):
            within = place == at
            shifts[at] = shift_to(spread[within], float(probability(log_odds[within]).mean()))
        log_odds = spread + shifts[place]
        found.append(GroupSpread(axis, slopes, shifts))
    return tuple(found)


def group_axis(name: str, values: NDArray[Any]) -> Axis:
    """The groups of a feature: its categories, by the number each begins with if they do; or its numbers, in fifths if
    there are many.

    Examples
    --------
    >>> group_axis("age", np.array(["100+", "65-79", None, "80-99"], dtype=object)).categories
    ('65-79', '80-99', '100+')
    >>> group_axis("sex", np.array(["f", None, "m"], dtype=object)).categories
    ('f', 'm')
    >>> group_axis("falls", np.array([0.0, 1.0, np.nan, 3.0])).edges, group_axis("age", np.arange(100.0)).edges
    ((0.5, 2.0), (20.0, 40.0, 60.0, 80.0))
    """
    if values.dtype == object:
        known = coded(values)[0]
        return Axis(name, categories=tuple(sorted(known, key=first_number if is_ordered(known) else None)))
    numbers = values[~np.isnan(values)]
    different = np.unique(numbers)
    if len(different) <= MOST_NUMBERS:
        return Axis(name, edges=tuple(((different[1:] + different[:-1]) / 2).tolist()))
    cuts = np.quantile(numbers, np.linspace(0, 1, FIFTHS + 1)[1:-1], method="higher")
    return Axis(name, edges=tuple(np.unique(cuts).tolist()))


def slopes_of(
    log_odds: Floats, outcome: NDArray[np.bool_], person: NDArray[np.int64], place: NDArray[np.int32], groups: int
) -> tuple[Floats, Floats]:
    """The calibration slope within each group and its standard error; 1 and infinite where too few can tell."""
    slopes, errors = np.ones(groups), np.full(groups, np.inf)
    for at in np.unique(place):
        within = place == at
        happened = outcome[within]
        if min(happened.sum(), (~happened).sum()) >= FEWEST_FOR_SLOPE:
            slope, shift = newton(log_odds[within], almost_certain(happened), with_slope=True)
            who = np.unique(person[within], return_inverse=True)[1].ravel()
            slopes[at], errors[at] = slope, slope_error(log_odds[within], happened, who, slope, shift)
    return slopes, errors


def order_of(axis: Axis) -> Floats:
    """For each position of the axis its place among groups that have an order; NaN for those that have none.

    Examples
    --------
    >>> order_of(Axis("age", categories=("65-79", "80-99", "100+"))).tolist()
    [nan, 1.0, 2.0, 3.0, nan]
    >>> order_of(Axis("falls", edges=(0.5, 1.5))).tolist(), order_of(Axis("sex", categories=("f", "m"))).tolist()
    ([nan, 1.0, 2.0, 3.0], [nan, nan, nan, nan])
    """
    found = np.full(axis.size, np.nan)
    groups = axis.size - 1 if axis.edges is not None else len(axis.categories or ())
    if groups >= FEWEST_IN_ORDER and (axis.edges is not None or is_ordered(axis.categories or ())):
        found[1 : groups + 1] = np.arange(1, groups + 1)
    return found


def is_ordered(names: Collection[str]) -> bool:
    """Whether every name holds a number and no two begin with the same, as names of age bands do."""
    numbers = [FIRST_NUMBER.search(name) for name in names]
    return all(numbers) and len({first_number(name) for name in names}) == len(names)


def first_number(name: str) -> float:
    """The first number in a name, which has one."""
    return float(FIRST_NUMBER.findall(name)[0])


def drawn_together(slopes: Floats, errors: Floats, order: Floats) -> Floats:
    """Each group's slope drawn towards everybody's, which is 1, and towards those of its neighbours in the order.

    How far slopes of groups truly differ and how alike neighbours are is not known beforehand: each answer counts by
    how likely it makes the slopes found, and what follows from it is averaged.

    Parameters
    ----------
    slopes, errors : one per group, with its standard error: infinite where nothing was learnt.
    order : the place of each group among its neighbours, NaN if it has none.

    Examples
    --------
    >>> none = np.full(3, np.nan)
    >>> drawn_together(np.array([0.9, 1.1, 1.0]), np.array([0.4, 0.4, np.inf]), none).round(2).tolist()
    [0.98, 1.02, 1.0]
    >>> drawn_together(np.array([0.5, 1.4, 1.0]), np.array([0.05, 0.05, np.inf]), none).round(2).tolist()
    [0.51, 1.39, 1.0]
    """
    told = np.isfinite(errors)
    if not told.any():
        return np.ones(len(slopes))
    away, noise = slopes[told] - 1, np.diag(errors[told] ** 2)
    likelihoods, answers = [], []
    for alike in ALIKE if not np.isnan(order).all() else ALIKE[:1]:
        together = correlation(order, alike)
        for spread in SPREADS:
            covariance = spread**2 * together[np.ix_(told, told)] + noise
            solved = np.linalg.solve(covariance, away)
            likelihoods.append(-(np.linalg.slogdet(covariance)[1] + away @ solved) / 2)
            answers.append(spread**2 * together[:, told] @ solved)
    weights = np.exp(np.array(likelihoods) - max(likelihoods))
    found: Floats = np.maximum(1 + weights @ np.array(answers) / weights.sum(), 0.0)
    return found


def correlation(order: Floats, alike: float) -> Floats:
    """How alike any two groups are: neighbours by `alike` (0-1), those further apart less, those without order not."""
    apart = np.abs(np.subtract.outer(order, order))
    together: Floats = np.where(np.isnan(apart), 0.0, alike ** np.nan_to_num(apart))
    np.fill_diagonal(together, 1.0)
    return together
