"""How is a glass-box model fitted: an additive model whose every part can be seen?

The fitting is explainable boosting: shallow trees over one feature at a time, in turn, averaged over bags of people.
What comes out is turned into our own `AdditiveModel`, so that using a model needs nothing but numpy.

References
----------
Lou Y and others (2013) Accurate intelligible models with pairwise interactions, KDD, doi:10.1145/2487575.2487579.
"""

import warnings
from dataclasses import dataclass, field
from importlib.metadata import version
from typing import Any

import interpret
import numpy as np
from interpret.glassbox import ExplainableBoostingClassifier
from numpy.typing import NDArray

from joinedup.core.risk.additive import AdditiveModel, Axis, Columns, Floats, Term
from joinedup.core.risk.failures import NoUsableFeature, OutcomeNotBinary, TooFewEvents
from joinedup.core.risk.split import folds_by_person

OTHER = "\x00other"  # rare categories together; their score is also that of a category never seen


@dataclass(frozen=True)
class FitParameters:
    """Settings of a fit.

    Parameters
    ----------
    most_rows : rows used to fit, a sample of people if there are more. 200,000 rows settle a model of 60 features.
    most_bins : most steps of a feature's curve.
    fewest_in_step : fewest rows a step of a curve rests on.
    fewest_in_category : a category with fewer rows counts as "other".
    fewest_events : people with the outcome below which nothing is fitted.
    bags : bags of people to average over; if None, more where data are few and a single bag would be noisy.
    validation_share : share (0–1) of people in each bag who say when to stop.
    increasing, decreasing : features whose curve may only rise, or only fall.
    """

    most_rows: int = 200_000
    most_bins: int = 64
    fewest_in_step: int = 20
    fewest_in_category: int = 10
    fewest_events: int = 20
    bags: int | None = None
    validation_share: float = 0.15
    increasing: frozenset[str] = field(default_factory=frozenset)
    decreasing: frozenset[str] = field(default_factory=frozenset)

    def bags_for(self, rows: int) -> int:
        """Bags of people to average over, for so many rows."""
        return self.bags or (8 if rows < 30_000 else 4 if rows < 100_000 else 2)


def fit(
    name: str,
    columns: Columns,
    outcome: NDArray[np.bool_],
    person: NDArray[np.int64],
    parameters: FitParameters,
    *,
    pairs: int,
    seed: int,
) -> AdditiveModel:
    """Fit a glass-box model, not yet recalibrated.

    Parameters
    ----------
    name : of the outcome.
    columns : one array per feature, one entry per row; numbers with NaN, or text with None, where missing.
    outcome, person : one entry per row; person numbers people 0, 1, 2 …
    pairs : how many pairs of features may have a term of their own.

    Raises
    ------
    OutcomeNotBinary, TooFewEvents, NoUsableFeature

    Examples
    --------
    >>> rng = np.random.default_rng(1)
    >>> falls = rng.poisson(1, 2000).astype(float)
    >>> outcome = rng.random(2000) < 0.1 + 0.1 * np.minimum(falls, 5)
    >>> model = fit("fall", {"falls": falls}, outcome, np.arange(2000), FitParameters(), pairs=0, seed=1)
    >>> few, many = model.probability({"falls": np.array([0.0, 4.0])})
    >>> bool(few < 0.2 < many)
    True
    """
    check_outcome(outcome, person, parameters)
    usable, dropped = usable_columns(columns)
    rows = sampled_rows(person, outcome, parameters.most_rows, seed)
    inputs = {feature: prepared(values[rows], parameters) for feature, values in usable.items()}
    booster = boosted(inputs, outcome[rows], person[rows], parameters, pairs=pairs, seed=seed)
    return AdditiveModel(
        name,
        tuple(terms_of(booster, list(inputs))),
        float(np.ravel(booster.intercept_)[0]),
        about={
            "fitted_rows": len(rows),
            "fitted_people": len(np.unique(person[rows])),
            "fitted_events": int(outcome[rows].sum()),
            "seed": seed,
            "joinedup_version": version("joinedup"),
            "interpret_version": interpret.__version__,
            "dropped": dropped,
            "features": {feature: described(values[rows]) for feature, values in usable.items()},
        },
    )


def check_outcome(outcome: NDArray[np.bool_], person: NDArray[np.int64], parameters: FitParameters) -> None:
    """Refuse an outcome nothing can be learnt about."""
    if len(outcome) == 0 or outcome.all() or not outcome.any():
        raise OutcomeNotBinary(
            f"All {len(outcome)} rows have the same outcome", expected="rows with the outcome and rows without it"
        )
    with_it, without = len(np.unique(person[outcome])), len(np.unique(person[~outcome]))
    if min(with_it, without) < parameters.fewest_events:
        raise TooFewEvents(
            f"Only {with_it} people have the outcome and {without} have not",
            expected=f"at least {parameters.fewest_events} people of each to fit a model on",
        )


def usable_columns(columns: Columns) -> tuple[dict[str, NDArray[Any]], dict[str, str]]:
    """The features that tell anything, and for each of the others why it was left out."""
    usable, dropped = {}, {}
    for feature, values in columns.items():
        missing = is_missing(values)
        if missing.all():
            dropped[feature] = "empty in every row"
        elif not missing.any() and (values == values[0]).all():
            dropped[feature] = "the same in every row"
        else:
            usable[feature] = values
    if not usable:
        raise NoUsableFeature("Every feature is empty or the same in every row", expected="a feature that varies")
    return usable, dropped


def is_missing(values: NDArray[Any]) -> NDArray[np.bool_]:
    """Which values are missing."""
    if values.dtype == object:
        return np.array([value is None for value in values], dtype=bool)
    missing: NDArray[np.bool_] = np.isnan(values)
    return missing


def sampled_rows(person: NDArray[np.int64], outcome: NDArray[np.bool_], most_rows: int, seed: int) -> NDArray[np.intp]:
    """Rows of everybody, or of a sample of people, about `most_rows` of them."""
    if len(person) <= most_rows:
        return np.arange(len(person))
    share = most_rows / len(person)
    return np.flatnonzero(folds_by_person(person, outcome, shares=(share, 1 - share), seed=seed) == 0)


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


def described(values: NDArray[Any]) -> dict[str, Any]:
    """What a feature looked like in fitting: its kind, range and share of missing values."""
    missing = is_missing(values)
    about: dict[str, Any] = {"missing_share": float(missing.mean())}
    if values.dtype == object:
        return about | {"kind": "category", "categories": len(set(values[~missing]))}
    return about | {"kind": "number", "lowest": float(np.nanmin(values)), "highest": float(np.nanmax(values))}


def earns_its_keep(plain: Floats, richer: Floats, outcome: NDArray[np.bool_], person: NDArray[np.int64]) -> bool:
    """Whether richer log-odds beat plain ones on people neither was fitted to, by more than one standard error.

    Judged by log loss per row, rows of a person together. One standard error is the usual price of a richer model.

    References
    ----------
    Breiman L and others (1984) Classification and Regression Trees, section 3.4.3 (the one-standard-error rule).
    """
    gain = log_loss(plain, outcome) - log_loss(richer, outcome)
    by_person = np.bincount(person, weights=gain)
    return bool(by_person.sum() > np.sqrt((by_person**2).sum()))


def log_loss(log_odds: Floats, outcome: NDArray[np.bool_]) -> Floats:
    """Surprise at each outcome, in natural units."""
    loss: Floats = np.logaddexp(0, np.where(outcome, -log_odds, log_odds))
    return loss
