"""How is a model fitted to a table nobody has seen before, and judged fairly?"""

from dataclasses import dataclass, replace
from typing import Any

import numpy as np
from numpy.typing import NDArray

from joinedup.core.risk.any_table.leaks import suspected_leaks, warnings_of
from joinedup.core.risk.any_table.table import FitTable
from joinedup.core.risk.failures import NoUsableFeature
from joinedup.core.risk.models import glassbox
from joinedup.core.risk.models.additive import AdditiveModel
from joinedup.core.risk.models.parameters import FitParameters
from joinedup.core.risk.models.split import folds_by_person
from joinedup.core.risk.models.tuning import tuned
from joinedup.core.risk.validation.performance import Performance, performance

HELD_OUT_SHARE = 0.25


@dataclass(frozen=True)
class Fitted:
    """A model and how it does on people it has never met.

    Parameters
    ----------
    model : recalibrated on people left out in turn, within those it was fitted to.
    held_out : figures on the people held out of everything.
    notes : sentences on what was left out, and on the pairs of features tried.
    """

    model: AdditiveModel
    held_out: Performance
    notes: tuple[str, ...]


INTENDED_USE = (
    "To study how the outcome depends on the features and to be judged on further data. Not for decisions about people "
    "until a named person at the place that uses it has judged it on that place's own records and signed it on."
)


def check_features(given: FitTable) -> None:
    """Refuse a table of which no column is left, and say what became of them."""
    if not given.columns:
        raise NoUsableFeature(
            ". ".join(["No column is left that a model could learn from", *given.notes]),
            expected="a column beside outcome and person that is a number, yes or no, or a category",
        )


def fit_any(
    name: str, given: FitTable, parameters: FitParameters, *, seed: int, population: str = "", intended_use: str = ""
) -> Fitted:
    """Fit, recalibrate and judge a glass-box model; people are split, never rows.

    A quarter of the people are held out of everything and only judge. Among the others, people left out in turn
    say whether pairs of features earn their place, and recalibrate.

    Parameters
    ----------
    name : of the outcome.
    population : whom the table is about, in words; how many they are is added.
    intended_use : what the model is for, in words; if empty, to be studied and not used.

    Raises
    ------
    OutcomeNotBinary, TooFewEvents, NoUsableFeature
    """
    glassbox.check_outcome(given.outcome, given.person, parameters)
    check_features(given)
    shares = (1 - HELD_OUT_SHARE, HELD_OUT_SHARE)
    held_out = folds_by_person(given.person, given.outcome, shares=shares, seed=seed) == 1
    columns, outcome, person = part(given, ~held_out)
    found = tuned(name, columns, outcome, person, parameters, seed=seed)
    model = found.model
    unseen_columns, unseen_outcome, unseen_person = part(given, held_out)
    figures = performance(model.log_odds(unseen_columns), unseen_outcome, unseen_person)
    about = dict(model.about) | {
        "intended_use": intended_use or INTENDED_USE,
        "population": population_words(given, population),
        "notes": list(given.notes),
        "held_out": figures.as_json(),
        "held_out_share_of_people": HELD_OUT_SHARE,
    }
    dropped = [f"{feature} was left out: {why}" for feature, why in model.about["dropped"].items()]
    tried = (
        f"{found.pairs} pairs of features have a term of their own"
        if found.pairs
        else "no pair of features earned a term"
    )
    leaks = warnings_of(suspected_leaks(columns, outcome, person, seed=seed))
    return Fitted(replace(model, about=about), figures, (*given.notes, *dropped, *leaks, tried))


def population_words(given: FitTable, population: str) -> str:
    """Whom a model was made for."""
    people, rows, share = int(given.person.max()) + 1, len(given.outcome), given.outcome.mean()
    counted = f"{rows:,} rows of {people:,} people, {share:.1%} with the outcome"
    return f"{population.rstrip('.')}: {counted}" if population else counted


def part(
    given: FitTable, rows: NDArray[np.bool_]
) -> tuple[dict[str, NDArray[Any]], NDArray[np.bool_], NDArray[np.int64]]:
    """Some rows of a table."""
    columns = {feature: values[rows] for feature, values in given.columns.items()}
    return columns, given.outcome[rows], np.unique(given.person[rows], return_inverse=True)[1].ravel()
