"""What does each contender say of people it has never met? Nested cross-validation, divided by person at every level.

Outer folds of people judge. Whatever a contender learns, chooses or recalibrates, it does on the other folds alone,
which it divides again by person.

References
----------
Varma S, Simon R (2006) Bias in error estimation when using cross-validation for model selection, BMC Bioinformatics
7:91, doi:10.1186/1471-2105-7-91.
"""

import warnings
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, replace
from typing import Any

import numpy as np
from numpy.typing import NDArray

from joinedup.core.risk.evaluation.baseline import baseline
from joinedup.core.risk.evaluation.challenger import challenger
from joinedup.core.risk.evaluation.parameters import EvaluationParameters
from joinedup.core.risk.failures import NoUsableFeature
from joinedup.core.risk.models.additive import AdditiveModel, Columns, Floats
from joinedup.core.risk.models.glassbox import usable_columns
from joinedup.core.risk.models.split import folds_by_person
from joinedup.core.risk.models.tuning import tuned

GLASS_BOX, CHALLENGER, BASELINE = "glass box", "LightGBM", "spline logistic"


def quietly(words: str) -> None:
    """Tell nobody."""


@dataclass(frozen=True)
class OutOfFold:
    """What each contender said of everybody, each person judged by models that never met them.

    Parameters
    ----------
    log_odds : for each contender, repeats × rows.
    settings : for each contender, what was chosen, one entry per repeat and fold.
    largest_gap : the most by which the reasons shown for a row miss its log-odds.
    """

    log_odds: dict[str, Floats]
    settings: dict[str, list[dict[str, Any]]]
    largest_gap: float


def out_of_fold(
    columns: Columns,
    outcome: NDArray[np.bool_],
    person: NDArray[np.int64],
    parameters: EvaluationParameters,
    *,
    seed: int,
    tell: Callable[[str], None] = quietly,
) -> OutOfFold:
    """Every contender's log-odds of every row, in each repeat by the models of the fold that left the person out.

    Parameters
    ----------
    columns, outcome, person : one entry per row; person numbers people 0, 1, 2 …
    tell : told how far it is.
    """
    repeats = parameters.repeats_for(len(outcome))
    shares = (1 / parameters.folds,) * parameters.folds
    folds = [folds_by_person(person, outcome, shares=shares, seed=seed * 1000 + at) for at in range(repeats)]
    tasks = [(repeat, fold) for repeat in range(repeats) for fold in range(parameters.folds)]

    def work(task: tuple[int, int]) -> dict[str, tuple[Floats, dict[str, Any]]]:
        repeat, fold = task
        judged = folds[repeat] == fold
        return judged_by_all(columns, outcome, person, judged, parameters, seed=seed * 1000 + repeat * 100 + fold)

    with warnings.catch_warnings(), ThreadPoolExecutor(parameters.threads) as pool:
        # said once for all threads, because Python keeps one list of filters: missing values have scores of their own
        warnings.filterwarnings("ignore", message="Missing values detected", category=UserWarning)
        try:
            found = []
            for said in pool.map(work, tasks):
                found.append(said)
                tell(f"{len(found)} of {len(tasks)} folds judged")
        except BaseException:  # whoever stops it does not want the folds not yet begun
            pool.shutdown(wait=False, cancel_futures=True)
            raise
    log_odds = {name: np.empty((repeats, len(outcome))) for name in found[0]}
    for (repeat, fold), said in zip(tasks, found, strict=True):
        for name, (scores, _) in said.items():
            log_odds[name][repeat, folds[repeat] == fold] = scores
    settings = {name: [said[name][1] for said in found] for name in found[0]}
    gap = max(chosen.pop("gap") for chosen in settings[GLASS_BOX])
    return OutOfFold(log_odds, settings, gap)


def judged_by_all(
    columns: Columns,
    outcome: NDArray[np.bool_],
    person: NDArray[np.int64],
    judged: NDArray[np.bool_],
    parameters: EvaluationParameters,
    *,
    seed: int,
) -> dict[str, tuple[Floats, dict[str, Any]]]:
    """Log-odds of the rows judged by each contender, fitted to the other rows; and what each chose."""
    found = {GLASS_BOX: glass_box(columns, outcome, person, judged, parameters, seed=seed)}
    for name, contender in ((CHALLENGER, challenger), (BASELINE, baseline)):
        log_odds, settings = contender(columns, outcome, person, ~judged, parameters, seed=seed)
        found[name] = (log_odds[judged], settings)
    return found


def glass_box(
    columns: Columns,
    outcome: NDArray[np.bool_],
    person: NDArray[np.int64],
    judged: NDArray[np.bool_],
    parameters: EvaluationParameters,
    *,
    seed: int,
) -> tuple[Floats, dict[str, Any]]:
    """Log-odds by our own model, the pairs it chose, and the gap between its reasons and its log-odds."""
    seen = {feature: values[~judged] for feature, values in columns.items()}
    try:
        usable_columns(seen)
    except NoUsableFeature:  # what varies, varies only among those judged
        return base_rate(outcome[~judged], int(judged.sum()))
    who = np.unique(person[~judged], return_inverse=True)[1].ravel()
    gentle = replace(parameters.fit, fewest_events=1)  # enough events were asked of the whole table
    found = tuned("outcome", seen, outcome[~judged], who, gentle, seed=seed)
    unseen = {feature: values[judged] for feature, values in columns.items()}
    log_odds = found.model.log_odds(unseen)
    chosen = {
        "pairs": [name for name in found.model.term_names if " & " in name],
        "slope": found.model.slope,
        "slopes_by_group": {spread.axis.feature: spread.slopes_by_label for spread in found.model.by_group},
        "gap": reasons_gap(found.model, unseen, log_odds),
    }
    return log_odds, chosen


def base_rate(outcome: NDArray[np.bool_], rows: int) -> tuple[Floats, dict[str, Any]]:
    """What a model says of each of so many rows that could learn nothing but how common the outcome is."""
    log_odds = float(np.log(outcome.mean() / (1 - outcome.mean())))
    return np.full(rows, log_odds), {"pairs": [], "slope": 1.0, "slopes_by_group": {}, "gap": 0.0}


def reasons_gap(model: AdditiveModel, columns: Columns, log_odds: Floats) -> float:
    """The most by which the baseline and the contributions shown, added up, miss the recalibrated log-odds.

    The log-odds are worked out the other way round: the scores added up first, then recalibrated for everybody and
    for each group.
    """
    scores = model.intercept + np.add.reduce([term.look_up(columns) for term in model.terms])
    shown = model.baseline + model.contributions(columns).sum(axis=1)
    expected = model.slope * scores + model.shift
    for spread in model.by_group:
        place = spread.axis.positions(columns[spread.axis.feature])
        expected = model.baseline + spread.slopes[place] * (expected - model.baseline) + spread.shifts[place]
    return float(max(np.abs(shown - expected).max(), np.abs(shown - log_odds).max()))
