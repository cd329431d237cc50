"""What does a textbook model do with the same table? Logistic regression on splines, with a ridge penalty.

References
----------
Harrell FE (2015) Regression Modeling Strategies, 2nd edition, section 2.4.5 (restricted cubic splines, knots at
quantiles); le Cessie S, van Houwelingen JC (1992) Applied Statistics 41:191-201, doi:10.2307/2347628 (ridge).
"""

from typing import Any

import numpy as np
from numpy.typing import NDArray

from joinedup.core.risk.evaluation.parameters import EvaluationParameters
from joinedup.core.risk.evaluation.recalibrating import cross_calibrated
from joinedup.core.risk.models.additive import Columns, Floats, coded, probability
from joinedup.core.risk.models.split import folds_by_person

PENALTIES = (1.0, 10.0, 100.0)
KNOT_QUANTILES = (0.05, 0.35, 0.65, 0.95)
MOST_CATEGORIES = 12  # the commonest; the others together
FEWEST_IN_CATEGORY = 10
MOST_STEPS, SMALLEST_STEP = 25, 1e-4


def baseline(
    columns: Columns,
    outcome: NDArray[np.bool_],
    person: NDArray[np.int64],
    training: NDArray[np.bool_],
    parameters: EvaluationParameters,
    *,
    seed: int,
) -> tuple[Floats, dict[str, Any]]:
    """Recalibrated log-odds of every row by a spline logistic model of the training rows; and its settings."""
    design = np.column_stack([spline_columns(values, training) for values in columns.values()])
    design = standardised(design, training)
    who = np.unique(person[training], return_inverse=True)[1].ravel()
    seen, happened = design[training], outcome[training]
    inner = folds_by_person(who, happened, shares=(1 / parameters.inner_folds,) * parameters.inner_folds, seed=seed)
    left_out = np.full((len(PENALTIES), len(happened)), np.nan)
    for at in range(parameters.tuning_folds_for(len(happened))):
        weights = np.zeros(design.shape[1] + 1)
        for place, penalty in reversed(list(enumerate(PENALTIES))):  # from stiff to free, each from the one before
            weights = ridge(seen[inner != at], happened[inner != at], penalty, weights)
            left_out[place, inner == at] = seen[inner == at] @ weights[1:] + weights[0]
    known = ~np.isnan(left_out[0])
    losses = [np.logaddexp(0, np.where(happened[known], -found[known], found[known])).mean() for found in left_out]
    best = int(np.argmin(losses))
    weights = ridge(seen, happened, PENALTIES[best], np.zeros(design.shape[1] + 1))
    log_odds = cross_calibrated(design @ weights[1:] + weights[0], left_out[best], happened)
    return log_odds, {"penalty": PENALTIES[best], "columns": design.shape[1]}


def ridge(design: Floats, outcome: NDArray[np.bool_], penalty: float, start: Floats) -> Floats:
    """Weights, the first of them the intercept, of a logistic regression with a ridge penalty (Newton's method)."""
    design = np.column_stack([np.ones(len(design)), design])
    held = np.full(design.shape[1], penalty)
    held[0] = 0.0
    weights = start
    loss = penalised(design, outcome, weights, held)
    for _ in range(MOST_STEPS):
        risk = probability(design @ weights)
        pull = design.T @ (outcome - risk) - held * weights
        curvature = (design * (risk * (1 - risk))[:, None]).T @ design + np.diag(held + 1e-9)
        step = np.linalg.solve(curvature, pull)
        while (after := penalised(design, outcome, weights + step, held)) > loss + 1e-9 and np.abs(
            step
        ).max() > SMALLEST_STEP:
            step = step / 2
        weights, loss = weights + step, after
        if np.abs(step).max() < SMALLEST_STEP:
            break
    found: Floats = weights
    return found


def penalised(design: Floats, outcome: NDArray[np.bool_], weights: Floats, held: Floats) -> float:
    """Minus the penalised log-likelihood."""
    log_odds = design @ weights
    return float(np.logaddexp(0, np.where(outcome, -log_odds, log_odds)).sum() + (held * weights**2).sum() / 2)


def spline_columns(values: NDArray[Any], training: NDArray[np.bool_]) -> Floats:
    """One feature as columns: a restricted cubic spline, or one for each common category; and whether missing."""
    if values.dtype == object:
        return category_columns(values, training)
    missing = np.isnan(values)
    known = values[training & ~missing]
    if len(known) == 0:
        return np.asarray(missing, dtype=np.float64).reshape(-1, 1)
    filled = np.where(missing, np.median(known), np.clip(values, *np.quantile(known, [0.005, 0.995])))
    knots = np.unique(np.quantile(known, KNOT_QUANTILES))
    curve = restricted_cubic(filled, knots) if len(knots) >= 3 else filled[:, None]
    found: Floats = np.column_stack([curve, missing]) if missing.any() else curve
    return found


def restricted_cubic(values: Floats, knots: Floats) -> Floats:
    """The value and its restricted cubic spline terms: straight beyond the outer knots (Harrell, equation 2.25)."""
    last, before = knots[-1], knots[-2]

    def cubed(knot: float) -> Floats:
        return np.maximum(values - knot, 0.0) ** 3

    scale = (last - knots[0]) ** 2
    terms = [
        (cubed(k) - cubed(before) * (last - k) / (last - before) + cubed(last) * (before - k) / (last - before)) / scale
        for k in knots[:-2]
    ]
    spline: Floats = np.column_stack([values, *terms])
    return spline


def category_columns(values: NDArray[Any], training: NDArray[np.bool_]) -> Floats:
    """One column for each of the commonest categories of the training rows, and one for missing."""
    known, code = coded(values)
    rows = np.bincount(code[training & (code >= 0)], minlength=len(known))
    kept = [at for at in np.argsort(-rows, kind="stable")[:MOST_CATEGORIES] if rows[at] >= FEWEST_IN_CATEGORY]
    found: Floats = (code[:, None] == np.array([*kept, -1])).astype(float)
    return found


def standardised(design: Floats, training: NDArray[np.bool_]) -> Floats:
    """Columns with mean 0 and standard deviation 1 in the training rows; those that do not vary are left out."""
    mean, spread = design[training].mean(axis=0), design[training].std(axis=0)
    varies = spread > 1e-9
    found: Floats = (design[:, varies] - mean[varies]) / spread[varies]
    return found
