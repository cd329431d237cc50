"""What could a model nobody can read do with the same table? LightGBM, tuned as a fair challenger.

It sees the same rows, people and folds as the glass box, and categories as such. Settings are compared by log loss on
inner folds of people, with early stopping; the best are fitted again to the whole training set.

References
----------
Ke G and others (2017) LightGBM: a highly efficient gradient boosting decision tree, NeurIPS 30.
"""

from typing import Any

import lightgbm
import numpy as np
from numpy.typing import NDArray

from joinedup.core.risk.evaluation.parameters import EvaluationParameters
from joinedup.core.risk.evaluation.recalibrating import cross_calibrated
from joinedup.core.risk.models.additive import Columns, Floats, coded
from joinedup.core.risk.models.split import folds_by_person

MOST_TREES, PATIENCE = 3000, 60
FIXED = {
    "objective": "binary",
    "bagging_fraction": 0.8,
    "bagging_freq": 1,
    "num_threads": 1,
    "verbose": -1,
    "deterministic": True,
    "force_row_wise": True,
}
# Leaves, fewest rows in a leaf, share of features for each tree, ridge penalty, smoothing of categories, learning rate.
# From stumps to bushy trees, from free to strongly held back: what tables of 1,000 to 100,000 rows of people need.
SETTINGS = [
    {"num_leaves": leaves, "min_child_samples": rows, "feature_fraction": share, "lambda_l2": ridge,
     "cat_smooth": smooth, "cat_l2": smooth, "learning_rate": rate}
    for leaves, rows, share, ridge, smooth, rate in [
        (2, 20, 0.5, 1, 20, 0.1),
        (4, 20, 0.5, 1, 20, 0.05),
        (4, 50, 0.3, 10, 200, 0.05),
        (8, 20, 0.5, 1, 20, 0.05),
        (8, 50, 0.3, 10, 200, 0.03),
        (16, 20, 0.8, 1, 10, 0.05),
        (16, 100, 0.3, 10, 200, 0.03),
        (31, 20, 1.0, 0, 10, 0.05),
        (31, 100, 0.3, 20, 200, 0.03),
        (63, 200, 0.3, 20, 400, 0.03),
    ]
]  # fmt: skip


def challenger(
    columns: Columns,
    outcome: NDArray[np.bool_],
    person: NDArray[np.int64],
    training: NDArray[np.bool_],
    parameters: EvaluationParameters,
    *,
    seed: int,
) -> tuple[Floats, dict[str, Any]]:
    """Recalibrated log-odds of every row by a challenger tuned and fitted on the training rows; and its settings."""
    table, categories = matrix(columns, training)
    who = np.unique(person[training], return_inverse=True)[1].ravel()
    inner = folds_by_person(
        who, outcome[training], shares=(1 / parameters.inner_folds,) * parameters.inner_folds, seed=seed
    )
    seen, happened = table[training], outcome[training]
    used = parameters.tuning_folds_for(len(happened))
    tried = [
        [fit_without(seen, happened, inner == at, categories, settings, seed) for at in range(used)]
        for settings in SETTINGS
    ]
    losses = [float(np.mean([loss for _, loss, _ in fits])) for fits in tried]
    best = int(np.argmin(losses))
    trees = max(
        1, round(float(np.mean([trees for trees, _, _ in tried[best]])) * (1 + 1 / (parameters.inner_folds - 1)))
    )
    model = lightgbm.train(
        {**FIXED, **SETTINGS[best], "seed": seed},
        lightgbm.Dataset(seen, happened, categorical_feature=categories),
        trees,
    )
    left_out = np.full(len(happened), np.nan)
    for at, (_, _, scores) in enumerate(tried[best]):
        left_out[inner == at] = scores
    log_odds = cross_calibrated(model.predict(table, raw_score=True), left_out, happened)
    return log_odds, {"settings": SETTINGS[best], "trees": trees, "log_loss_left_out": losses[best]}


def fit_without(
    table: Floats,
    outcome: NDArray[np.bool_],
    left_out: NDArray[np.bool_],
    categories: list[int],
    settings: dict[str, Any],
    seed: int,
) -> tuple[int, float, Floats]:
    """Trees grown until the people left out are foretold no better; their log loss; and their log-odds."""
    learnt = lightgbm.Dataset(table[~left_out], outcome[~left_out], categorical_feature=categories, free_raw_data=False)
    judged = lightgbm.Dataset(table[left_out], outcome[left_out], reference=learnt)
    model = lightgbm.train(
        {**FIXED, **settings, "seed": seed},
        learnt,
        MOST_TREES,
        valid_sets=[judged],
        callbacks=[lightgbm.early_stopping(PATIENCE, verbose=False)],
    )
    scores = np.asarray(model.predict(table[left_out], raw_score=True), dtype=float)
    return int(model.best_iteration), float(model.best_score["valid_0"]["binary_logloss"]), scores


def matrix(columns: Columns, training: NDArray[np.bool_]) -> tuple[Floats, list[int]]:
    """All features as numbers, categories by their place among those of the training rows; and which are categories."""
    found = np.full((len(training), len(columns)), np.nan)
    categories = []
    for at, values in enumerate(columns.values()):
        if values.dtype != object:
            found[:, at] = values
            continue
        categories.append(at)
        known, code = coded(values)
        met = np.bincount(code[training & (code >= 0)], minlength=len(known)) > 0
        place = np.array([*np.where(met, np.cumsum(met) - 1, np.nan), np.nan])
        found[:, at] = place[code]
    return found, categories
