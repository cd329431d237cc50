"""How is a model fitted to a table nobody has seen before, and judged fairly?"""

from dataclasses import dataclass, replace
from typing import Any

import numpy as np
from numpy.typing import NDArray

from joinedup.core.risk import glassbox
from joinedup.core.risk.additive import AdditiveModel, Columns, Floats
from joinedup.core.risk.calibration import recalibration
from joinedup.core.risk.parameters import FitParameters
from joinedup.core.risk.performance import Performance, performance
from joinedup.core.risk.split import folds_by_person
from joinedup.core.risk.table import FitTable

HELD_OUT_SHARE = 0.25
MOST_PAIRS = 6


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


def fit_any(name: str, given: FitTable, parameters: FitParameters, *, seed: int) -> Fitted:
    """Fit, recalibrate and judge a glass-box model; people are split, never rows.

    A quarter of the people are held out of everything and only judge. Among the others, people left out in turn
    say whether pairs of features earn their place, and recalibrate.

    Parameters
    ----------
    name : of the outcome.

    Raises
    ------
    OutcomeNotBinary, TooFewEvents, NoUsableFeature
    """
    glassbox.check_outcome(given.outcome, given.person, parameters)
    shares = (1 - HELD_OUT_SHARE, HELD_OUT_SHARE)
    held_out = folds_by_person(given.person, given.outcome, shares=shares, seed=seed) == 1
    columns, outcome, person = part(given, ~held_out)
    pairs, left_out = choose_pairs(name, columns, outcome, person, parameters, seed=seed)
    known = ~np.isnan(left_out)
    slope, shift = recalibration(left_out[known], outcome[known])
    model = glassbox.fit(name, columns, outcome, person, parameters, pairs=pairs, seed=seed).recalibrated(slope, shift)
    unseen_columns, unseen_outcome, unseen_person = part(given, held_out)
    figures = performance(model.log_odds(unseen_columns), unseen_outcome, unseen_person)
    about = dict(model.about) | {"held_out": figures.as_json(), "held_out_share_of_people": HELD_OUT_SHARE}
    dropped = [f"{feature} was left out: {why}" for feature, why in model.about["dropped"].items()]
    tried = f"{pairs} pairs of features have a term of their own" if pairs else "no pair of features earned a term"
    return Fitted(replace(model, about=about), figures, (*given.notes, *dropped, tried))


def part(
    given: FitTable, rows: NDArray[np.bool_]
) -> tuple[dict[str, NDArray[Any]], NDArray[np.bool_], NDArray[np.int64]]:
    """Some rows of a table."""
    columns = {feature: values[rows] for feature, values in given.columns.items()}
    return columns, given.outcome[rows], np.unique(given.person[rows], return_inverse=True)[1].ravel()


def choose_pairs(
    name: str,
    columns: Columns,
    outcome: NDArray[np.bool_],
    person: NDArray[np.int64],
    parameters: FitParameters,
    *,
    seed: int,
) -> tuple[int, Floats]:
    """How many pairs of features earn a term, and the log-odds of people by models they did not help to fit."""
    plain = left_out_log_odds(name, columns, outcome, person, parameters, pairs=0, seed=seed)
    if len(columns) < 2:
        return 0, plain
    richer = left_out_log_odds(name, columns, outcome, person, parameters, pairs=MOST_PAIRS, seed=seed)
    known = ~np.isnan(plain)
    earned = glassbox.earns_its_keep(plain[known], richer[known], outcome[known], person[known])
    return (MOST_PAIRS, richer) if earned else (0, plain)


def left_out_log_odds(
    name: str,
    columns: Columns,
    outcome: NDArray[np.bool_],
    person: NDArray[np.int64],
    parameters: FitParameters,
    *,
    pairs: int,
    seed: int,
) -> Floats:
    """Each row's log-odds by a model fitted without its person; NaN for rows no model was asked about.

    Small tables are left out fold by fold, five times; of large ones a fifth, once.
    """
    fold = folds_by_person(person, outcome, shares=(0.2,) * 5, seed=seed + 1)
    found = np.full(len(outcome), np.nan)
    for at in range(5 if len(outcome) <= 50_000 else 1):
        out = fold == at
        inside = {feature: values[~out] for feature, values in columns.items()}
        people = np.unique(person[~out], return_inverse=True)[1].ravel()
        quick = replace(parameters, fewest_events=1, bags=parameters.bags or 3)
        model = glassbox.fit(name, inside, outcome[~out], people, quick, pairs=pairs, seed=seed)
        found[out] = model.log_odds({feature: values[out] for feature, values in columns.items()})
    return found
