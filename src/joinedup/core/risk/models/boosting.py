"""How are curves learnt by explainable boosting, and what do they become once they are ours?

The fitting is explainable boosting: shallow trees over one feature at a time, in turn, then over a few pairs. One model
is learnt for each fold of people left out, and the models are averaged.

References
----------
Lou Y and others (2013) Accurate intelligible models with pairwise interactions, KDD, doi:10.1145/2487575.2487579.
"""

import warnings
from collections.abc import Mapping, Sequence
from typing import Any

import numpy as np
from numpy.typing import NDArray

from joinedup.core.risk.models.additive import Axis, Floats, Term
from joinedup.core.risk.models.codes import NumberLevels
from joinedup.core.risk.models.levels import OTHER, Levels
from joinedup.core.risk.models.parameters import FitParameters


def boosted(
    inputs: Mapping[str, NDArray[Any]],
    outcome: NDArray[np.bool_],
    fold: NDArray[np.int8],
    parameters: FitParameters,
    *,
    pairs: int,
    leave_out: Sequence[int],
    seed: int,
) -> Any:
    """The fitted booster. Each bag leaves one fold of the people out, whole, to say when to stop."""
    from interpret.glassbox import ExplainableBoostingClassifier  # takes a second, which only fitting should cost

    booster = ExplainableBoostingClassifier(
        feature_names=list(inputs),
        feature_types=["nominal" if values.dtype == object else "continuous" for values in inputs.values()],
        max_bins=parameters.bins_for(len(outcome)),
        max_interaction_bins=parameters.most_pair_bins,
        interactions=pairs if len(inputs) > 1 else 0,
        outer_bags=len(leave_out),
        learning_rate=0.02,
        min_samples_leaf=parameters.fewest_in_step,
        cat_smooth=50,  # rows; the library's 10 lets chance order the categories
        monotone_constraints=[(name in parameters.increasing) - (name in parameters.decreasing) for name in inputs],
        n_jobs=1,  # what runs beside it is worth more than a second process
        random_state=seed,
    )
    left_out = np.where(fold[:, None] == np.asarray(leave_out), -1, 1).astype(np.int8)
    with warnings.catch_warnings():  # missing values have a score of their own, which our reasons do show
        warnings.filterwarnings("ignore", message="Missing values detected", category=UserWarning)
        return booster.fit(dict(inputs), outcome.astype(int), bags=left_out)


def bag_log_odds(booster: Any, inputs: Mapping[str, NDArray[Any]], bags: int) -> Floats:
    """Log-odds of each row by each bag's model: bags × rows."""
    features = list(inputs)
    found = np.tile(np.reshape(booster.bagged_intercept_, (-1, 1))[:bags], (1, len(inputs[features[0]]))).astype(float)
    for place, by_bag in enumerate(booster.bagged_scores_):
        for bag in range(bags):
            found[bag] += term_of(booster, place, features, np.asarray(by_bag[bag], dtype=float), {}).look_up(inputs)
    return found


def terms_of(booster: Any, features: list[str], levels: Mapping[str, Levels | NumberLevels]) -> list[Term]:
    """Our own tables of scores from the booster's.

    Parameters
    ----------
    levels : of the features whose categories were put in order before boosting.
    """
    return [
        term_of(booster, place, features, np.asarray(scores, dtype=float), levels)
        for place, scores in enumerate(booster.term_scores_)
    ]


def term_of(
    booster: Any, place: int, features: list[str], table: Floats, levels: Mapping[str, Levels | NumberLevels]
) -> Term:
    """One of our tables of scores from the booster's own."""
    places = booster.term_features_[place]
    axes = []
    for dimension, feature in enumerate(features[at] for at in places):
        bins = booster.bins_[places[dimension]]
        cuts = bins[min(len(places), len(bins)) - 1]
        axis, table = axis_of(feature, cuts, table, dimension, levels.get(feature))
        axes.append(axis)
    return Term(tuple(axes), table)


def axis_of(
    feature: str, bins: Any, table: Floats, dimension: int, levels: Levels | NumberLevels | None
) -> tuple[Axis, Floats]:
    """One axis of a table of scores, and the table with its positions as that axis has them.

    The booster keeps position 0 for missing and the last for values it cannot place; a number can always be placed.
    """
    if isinstance(levels, NumberLevels):
        return stepped_axis(feature, bins, table, dimension, levels)
    if levels:
        return grouped_axis(feature, bins, table, dimension, levels)
    if not isinstance(bins, dict):
        return Axis(feature, edges=tuple(float(edge) for edge in bins)), np.delete(table, -1, axis=dimension)
    places = {category: at for category, at in bins.items() if category != OTHER}
    categories = tuple(sorted(places, key=lambda category: places[category]))
    unseen = bins.get(OTHER, table.shape[dimension] - 1)
    order = [0, *(places[category] for category in categories), unseen]
    if any(np.diff(order[1:-1]) == 0):  # categories the booster itself put together
        kept = sorted(set(order[1:-1]))
        groups = tuple(kept.index(at) + 1 for at in order[1:-1])
        return Axis(feature, categories=categories, groups=groups), np.take(table, [0, *kept, unseen], axis=dimension)
    return Axis(feature, categories=categories), np.take(table, order, axis=dimension)


def grouped_axis(feature: str, edges: Any, table: Floats, dimension: int, levels: Levels) -> tuple[Axis, Floats]:
    """The axis of a feature whose categories were put in order: those between the same edges share a position."""
    categories = tuple(levels.log_odds)
    place = np.searchsorted(edges, list(levels.log_odds.values()), side="right") + 1
    unseen = int(np.searchsorted(edges, levels.unseen, side="right")) + 1
    kept = sorted(set(place.tolist()))
    groups = tuple(kept.index(at) + 1 for at in place.tolist())
    return Axis(feature, categories=categories, groups=groups), np.take(table, [0, *kept, unseen], axis=dimension)


def stepped_axis(feature: str, edges: Any, table: Floats, dimension: int, levels: NumberLevels) -> tuple[Axis, Floats]:
    """The axis of numbers that were put in order as codes: a step wherever two next to one another differ in position.

    A number never met counts as the nearest.
    """
    place = np.searchsorted(edges, levels.log_odds, side="right") + 1
    step = np.flatnonzero(np.diff(place))
    between = (levels.numbers[step] + levels.numbers[step + 1]) / 2
    kept = [0, place[0], *place[step + 1]]
    return Axis(feature, edges=tuple(between.tolist())), np.take(table, kept, axis=dimension)


def is_missing(values: NDArray[Any]) -> NDArray[np.bool_]:
    """Which values are missing."""
    if values.dtype == object:
        return np.array([value is None for value in values], dtype=bool)
    missing: NDArray[np.bool_] = np.isnan(values)
    return missing
