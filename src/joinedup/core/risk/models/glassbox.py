"""How is a glass-box model fitted: an additive model whose every part can be seen?"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from importlib.metadata import version
from typing import Any

import numpy as np
from numpy.typing import NDArray

from joinedup.core.risk.failures import NoUsableFeature, OutcomeNotBinary, TooFewEvents
from joinedup.core.risk.models.additive import AdditiveModel, Columns, Floats, coded
from joinedup.core.risk.models.boosting import bag_log_odds, boosted, is_missing, terms_of
from joinedup.core.risk.models.codes import NumberLevels, code_levels
from joinedup.core.risk.models.levels import Levels, common, in_order
from joinedup.core.risk.models.parameters import FitParameters
from joinedup.core.risk.models.split import folds_by_person

MOST_ROWS_FOR_SPREAD = 20_000  # enough to know a mean by
PEOPLE_TO_JUDGE = 100  # with the outcome, and as many without (Vergouwe 2005)


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
    return averaged(name, columns, outcome, person, parameters, pairs=pairs, seed=seed).model


@dataclass(frozen=True)
class Averaged:
    """The average of models that each left a fold of the people out.

    Parameters
    ----------
    model : not yet recalibrated.
    spread : log-odds, by the averaged model, of rows it was fitted to.
    """

    model: AdditiveModel
    spread: Floats


def averaged(
    name: str,
    columns: Columns,
    outcome: NDArray[np.bool_],
    person: NDArray[np.int64],
    parameters: FitParameters,
    *,
    pairs: int,
    seed: int,
) -> Averaged:
    """Fit one model for each fold of people left out, and average them; arguments as of `fit`."""
    check_outcome(outcome, person, parameters)
    usable, dropped = usable_columns(columns)
    rows = sampled_rows(person, outcome, parameters.most_rows, seed)
    happened, who = outcome[rows], np.unique(person[rows], return_inverse=True)[1].ravel()
    fold = inner_folds(who, happened, parameters, seed=seed)
    given = {feature: values[rows] for feature, values in usable.items()}
    inputs, levels = prepared(given, happened, fold, who, parameters)
    bags = parameters.bags_for(len(rows))
    booster = boosted(inputs, happened, fold, parameters, pairs=pairs, leave_out=range(bags), seed=seed)
    model = AdditiveModel(
        name,
        tuple(terms_of(booster, list(inputs), levels)),
        float(np.ravel(booster.intercept_)[0]),
        about=about(given, happened, who, dropped, pairs=pairs, seed=seed),
    )
    some = slice(None, None, max(1, len(rows) // MOST_ROWS_FOR_SPREAD))
    by_bag = bag_log_odds(booster, {feature: values[some] for feature, values in inputs.items()}, bags)
    return Averaged(model, by_bag.mean(axis=0))


def left_out_log_odds(
    columns: Columns,
    outcome: NDArray[np.bool_],
    person: NDArray[np.int64],
    parameters: FitParameters,
    *,
    pairs: int,
    folds: Iterable[int],
    seed: int,
) -> Floats:
    """Each row's log-odds by a model that saw nothing of its person; NaN for rows of folds that are not to be left out.

    Everything is learnt again without the fold left out: which pairs, which categories go together, every curve. Only
    when to stop is decided on it.
    """
    usable, _ = usable_columns(columns)
    rows = sampled_rows(person, outcome, parameters.most_rows, seed)
    happened, who = outcome[rows], np.unique(person[rows], return_inverse=True)[1].ravel()
    fold = inner_folds(who, happened, parameters, seed=seed)
    given = {feature: values[rows] for feature, values in usable.items()}
    found = np.full(len(outcome), np.nan)
    for at in folds:
        inputs, _ = prepared(given, happened, fold, who, parameters, left_out=at)
        booster = boosted(inputs, happened, fold, parameters, pairs=pairs, leave_out=[at], seed=seed)
        out = fold == at
        found[rows[out]] = bag_log_odds(booster, {feature: values[out] for feature, values in inputs.items()}, 1)[0]
    return found


def inner_folds(
    person: NDArray[np.int64], outcome: NDArray[np.bool_], parameters: FitParameters, *, seed: int
) -> NDArray[np.int8]:
    """The fold of each row within a fit: all rows of a person in one."""
    return folds_by_person(person, outcome, shares=(1 / parameters.folds,) * parameters.folds, seed=seed + 1)


def prepared(
    columns: Columns,
    outcome: NDArray[np.bool_],
    fold: NDArray[np.int8],
    person: NDArray[np.int64],
    parameters: FitParameters,
    left_out: int | None = None,
) -> tuple[dict[str, NDArray[Any]], dict[str, Levels | NumberLevels]]:
    """The features as the booster takes them: rare categories together, and many categories put in order of risk.

    So are whole numbers that act as codes, unless medicine says that their curve may only rise, or fall.
    """
    inputs: dict[str, NDArray[Any]] = {}
    levels: dict[str, Levels | NumberLevels] = {}
    for feature, values in columns.items():
        if values.dtype != object:
            inputs[feature] = values
            if feature not in parameters.increasing | parameters.decreasing:
                found = code_levels(values, outcome, fold, person, parameters, left_out)
                if found:
                    inputs[feature], levels[feature] = found
            continue
        text = common(values, parameters.fewest_in_category)
        if len(coded(text)[0]) > parameters.most_plain_categories:
            inputs[feature], levels[feature] = in_order(text, outcome, fold, left_out)
        else:
            inputs[feature] = text
    return inputs, levels


def about(
    columns: Columns,
    outcome: NDArray[np.bool_],
    person: NDArray[np.int64],
    dropped: Mapping[str, str],
    *,
    pairs: int,
    seed: int,
) -> dict[str, Any]:
    """Where a model comes from."""
    return {
        "fitted_rows": len(outcome),
        "fitted_people": int(person.max()) + 1,
        "fitted_events": int(outcome.sum()),
        "pairs": pairs,
        "seed": seed,
        "joinedup_version": version("joinedup"),
        "interpret_version": version("interpret-core"),
        "dropped": dict(dropped),
        "features": {feature: described(values) for feature, values in columns.items()},
    }


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
            expected=f"at least {parameters.fewest_events} people of each: with fewer, curves follow chance. Some "
            f"{PEOPLE_TO_JUDGE} of each are needed before the figures say much, and 10 to 20 for each feature is a "
            "rule of thumb (Riley 2020, doi:10.1136/bmj.m441; Vergouwe 2005, doi:10.1016/j.jclinepi.2004.06.017)",
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
        raise NoUsableFeature(
            f"Every feature is empty or the same in all {rows_of(columns)} rows there are to learn from",
            expected="a feature that varies",
        )
    return usable, dropped


def rows_of(columns: Columns) -> int:
    """How many rows there are."""
    return len(next(iter(columns.values()))) if columns else 0


def sampled_rows(person: NDArray[np.int64], outcome: NDArray[np.bool_], most_rows: int, seed: int) -> NDArray[np.intp]:
    """Rows of everybody, or of a sample of people, about `most_rows` of them."""
    if len(person) <= most_rows:
        return np.arange(len(person))
    share = most_rows / len(person)
    return np.flatnonzero(folds_by_person(person, outcome, shares=(share, 1 - share), seed=seed) == 0)


def described(values: NDArray[Any]) -> dict[str, Any]:
    """What a feature looked like in fitting: its kind, range and share of missing values."""
    missing = is_missing(values)
    about: dict[str, Any] = {"missing_share": float(missing.mean())}
    if values.dtype == object:
        return about | {"kind": "category", "categories": len(set(values[~missing]))}
    return about | {"kind": "number", "lowest": float(np.nanmin(values)), "highest": float(np.nanmax(values))}
