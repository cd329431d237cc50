"""Is acting on a model worth more than acting on everybody or on nobody?"""

from typing import Any

import numpy as np
from numpy.typing import NDArray

from joinedup.core.risk.models.additive import Floats, probability

THRESHOLDS = (0.01, 0.02, 0.03, 0.05, 0.075, 0.10, 0.15, 0.20, 0.25, 0.30, 0.40, 0.50, 0.60)


def decision_curve(log_odds: Floats, outcome: NDArray[np.bool_]) -> list[dict[str, Any]]:
    """Net benefit of acting on those at or above each threshold, per person judged.

    Acting at a threshold p says that missing one person with the outcome is as bad as acting in vain on (1 − p) / p
    others. Net benefit counts people rightly acted on, less those acted on in vain at that rate of exchange. Acting on
    nobody has a net benefit of 0.

    Returns
    -------
    One entry per threshold: threshold, net_benefit, act_on_all (net benefit of acting on everybody), chosen (people).

    References
    ----------
    Vickers AJ, Elkin EB (2006) Decision curve analysis, Med Decis Making 26:565-574, doi:10.1177/0272989X06295361.

    Examples
    --------
    >>> curve = decision_curve(np.array([2.0, 2.0, -3.0, -3.0]), np.array([True, True, False, False]))
    >>> at_half = next(row for row in curve if row["threshold"] == 0.5)
    >>> at_half["net_benefit"], at_half["act_on_all"], at_half["chosen"]
    (0.5, 0.0, 2)
    """
    risk, people = probability(log_odds), len(outcome)
    events = float(outcome.sum())
    curve = []
    for threshold in THRESHOLDS:
        chosen = risk >= threshold
        exchange = threshold / (1 - threshold)
        hits = float((chosen & outcome).sum())
        in_vain = float(chosen.sum()) - hits
        curve.append(
            {
                "threshold": threshold,
                "net_benefit": hits / people - exchange * in_vain / people,
                "act_on_all": events / people - exchange * (people - events) / people,
                "chosen": int(chosen.sum()),
            }
        )
    return curve
