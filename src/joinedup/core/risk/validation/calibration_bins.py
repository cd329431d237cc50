"""In bands of risk from the lowest to the highest, how many had the outcome of those foretold to?"""

from typing import Any

import numpy as np
from numpy.typing import NDArray

from joinedup.core.risk.models.additive import Floats, probability
from joinedup.core.risk.models.calibration import Z95

MOST_BINS = 10
FEWEST_IN_BIN = 50  # people; with fewer, one of them would show


def calibration_bins(log_odds: Floats, outcome: NDArray[np.bool_]) -> list[dict[str, Any]]:
    """What was foretold and what happened in bands of as many people each, lowest risk first.

    Parameters
    ----------
    log_odds, outcome : one entry per row, none of which helped to fit.

    Returns
    -------
    One entry per band: people, expected (mean probability, 0–1), observed (share with the outcome), and low and high of
    its 95 % interval. Ten bands at most, of 50 people or more; none for fewer than 100 people.

    References
    ----------
    Wilson EB (1927) J Am Stat Assoc 22:209-212, doi:10.1080/01621459.1927.10502953, for the interval; Van Calster B and
    others (2016) J Clin Epidemiol 74:167-176, doi:10.1016/j.jclinepi.2015.12.005, for what a calibration plot can tell.

    Examples
    --------
    >>> rng = np.random.default_rng(1)
    >>> truth = rng.normal(-1, 1, 5000)
    >>> bins = calibration_bins(truth, rng.random(5000) < probability(truth))
    >>> right = sum(one["low"] <= one["expected"] <= one["high"] for one in bins)
    >>> len(bins), sum(one["people"] for one in bins), right > 7
    (10, 5000, True)
    >>> calibration_bins(truth[:99], truth[:99] > 0)
    []
    """
    count = min(MOST_BINS, len(outcome) // FEWEST_IN_BIN)
    if count < 2:
        return []
    order = np.argsort(log_odds, kind="stable")
    risk, happened = probability(log_odds[order]), outcome[order]
    return [
        band(one_risk, one_happened)
        for one_risk, one_happened in zip(np.array_split(risk, count), np.array_split(happened, count), strict=True)
    ]


def band(risk: Floats, happened: NDArray[np.bool_]) -> dict[str, Any]:
    """One band: what was foretold, what happened, and its Wilson interval."""
    people, share = len(risk), float(happened.mean())
    middle = share + Z95**2 / (2 * people)
    half = Z95 * float(np.sqrt(share * (1 - share) / people + Z95**2 / (4 * people**2)))
    whole = 1 + Z95**2 / people
    return {
        "people": people,
        "expected": float(risk.mean()),
        "observed": share,
        "low": max(0.0, (middle - half) / whole),
        "high": min(1.0, (middle + half) / whole),
    }
