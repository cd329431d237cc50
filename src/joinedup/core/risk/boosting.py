"""How are curves learnt by explainable boosting, and what do they become once they are ours?

The fitting is explainable boosting: shallow trees over one feature at a time, in turn, averaged over bags of people.

References
----------
Lou Y and others (2013) Accurate intelligible models with pairwise interactions, KDD, doi:10.1145/2487575.2487579.
"""

import warnings
from typing import Any

import numpy as np
from interpret.glassbox import ExplainableBoostingClassifier
from numpy.typing import NDArray

from joinedup.core.risk.additive import Axis, Floats, Term
from joinedup.core.risk.parameters import FitParameters
from joinedup.core.risk.split import folds_by_person

OTHER = "\x00other"  # rare categories together; their score is also that of a category never seen


def prepared(values: NDArray[Any], parameters: FitParameters) -> NDArray[Any]:
    """Values as the booster takes them: rare categories together."""
    if values.dtype != object:
        return values
    known, counts = np.unique(values[~is_missing(values)].astype(str), return_counts=True)
    rare = set(known[counts < parameters.fewest_in_category])
    return np.array([OTHER if value in rare else value for value in values], dtype=object)


def boosted(
    inputs: dict[str, NDArray[Any]],
    outcome: NDArray[np.bool_],
    person: NDArray[np.int64],
    parameters: FitParameters,
    *,
    pairs: int,
    seed: int,
) -> Any:
    """The fitted booster. Each bag keeps some people back, whole, to say when to stop."""
    kept_back = (1 - parameters.validation_share, parameters.validation_share)
    bags = [
        np.where(folds_by_person(person, outcome, shares=kept_back, seed=seed * 1000 + bag) == 0, 1, -1)
        for bag in range(parameters.bags_for(len(outcome)))
    ]
    booster = ExplainableBoostingClassifier(
        feature_names=list(inputs),
        feature_types=["nominal" if values.dtype == object else "continuous" for values in inputs.values()],
        max_bins=parameters.most_bins,
        max_interaction_bins=16,
        interactions=pairs if len(inputs) > 1 else 0,
        outer_bags=len(bags),
        learning_rate=0.02,
        min_samples_leaf=parameters.fewest_in_step,
        monotone_constraints=[(name in parameters.increasing) - (name in parameters.decreasing) for name in inputs],
        n_jobs=1,  # what the job runs beside it is worth more than a second process
        random_state=seed,
    )
    with warnings.catch_warnings():  # missing values have a score of their own, which our reasons do show
        warnings.filterwarnings("ignore", message="Missing values detected", category=UserWarning)
        return booster.fit(inputs, outcome.astype(int), bags=np.column_stack(bags).astype(np.int8))


def terms_of(booster: Any, features: list[str]) -> list[Term]:
    """Our own tables of scores from the booster's."""
    terms = []
    for places, scores in zip(booster.term_features_, booster.term_scores_, strict=True):
        level = len(places) - 1
        axes, table = [], np.asarray(scores, dtype=float)
        for dimension, place in enumerate(places):
            levels = booster.bins_[place]
            axis, table = axis_of(features[place], levels[min(level, len(levels) - 1)], table, dimension)
            axes.append(axis)
        terms.append(Term(tuple(axes), table))
    return terms


def axis_of(feature: str, bins: Any, table: Floats, dimension: int) -> tuple[Axis, Floats]:
    """One axis of a table of scores, and the table with its positions as that axis has them.

    The booster keeps position 0 for missing and the last for values it cannot place; a number can always be placed.
    """
    if not isinstance(bins, dict):
        return Axis(feature, edges=tuple(float(edge) for edge in bins)), np.delete(table, -1, axis=dimension)
    places = {category: at for category, at in bins.items() if category != OTHER}
    categories = tuple(sorted(places, key=lambda category: places[category]))
    unseen = bins.get(OTHER, table.shape[dimension] - 1)
    order = [0, *(places[category] for category in categories), unseen]
    return Axis(feature, categories=categories), np.take(table, order, axis=dimension)


def is_missing(values: NDArray[Any]) -> NDArray[np.bool_]:
    """Which values are missing."""
    if values.dtype == object:
        return np.array([value is None for value in values], dtype=bool)
    missing: NDArray[np.bool_] = np.isnan(values)
    return missing
