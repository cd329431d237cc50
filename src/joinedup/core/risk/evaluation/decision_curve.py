"""At which thresholds is it worth acting on a model, rather than on everybody or on nobody?

References
----------
Vickers AJ, Elkin EB (2006) Decision curve analysis, Medical Decision Making 26:565-574, doi:10.1177/0272989X06295361.
"""

from collections.abc import Mapping

import numpy as np
from numpy.typing import NDArray

from joinedup.core.risk.models.additive import Floats, probability

THRESHOLDS = (0.01, 0.02, 0.03, 0.05, 0.075, 0.1, 0.15, 0.2, 0.25, 0.3, 0.4, 0.5)
EVERYBODY = "everybody"


def net_benefit(risk: Floats, outcome: NDArray[np.bool_], threshold: float) -> float:
    """True positives a row, less false positives at the exchange rate the threshold stands for.

    Acting at a risk of 20 % says that one outcome missed is as bad as four people acted on for nothing.

    Parameters
    ----------
    risk : probabilities, 0–1.
    threshold : 0–1, neither end.

    Examples
    --------
    >>> net_benefit(np.array([0.9, 0.6, 0.3, 0.1]), np.array([True, False, True, False]), 0.5)
    0.0
    """
    chosen = risk >= threshold
    hits, misses = (chosen & outcome).mean(), (chosen & ~outcome).mean()
    return float(hits - misses * threshold / (1 - threshold))


def decision_curve(log_odds: Mapping[str, Floats], outcome: NDArray[np.bool_]) -> list[dict[str, float]]:
    """Net benefit of each contender and of acting on everybody, one entry per threshold; acting on nobody is 0.

    Parameters
    ----------
    log_odds : for each contender, repeats × rows.
    """
    risks = {name: probability(repeats) for name, repeats in log_odds.items()}
    return [
        {"threshold": threshold}
        | {
            name: float(np.mean([net_benefit(risk, outcome, threshold) for risk in repeats]))
            for name, repeats in risks.items()
        }
        | {EVERYBODY: net_benefit(np.ones(len(outcome)), outcome, threshold)}
        for threshold in THRESHOLDS
    ]
