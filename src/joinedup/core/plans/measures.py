"""By how much does a published effect change one person's chance of an outcome?

Every conversion gives the share of the chance that remains, so that the events avoided are chance × (1 − share).
"""

from collections.abc import Callable
from typing import Literal

import numpy as np
import numpy.typing as npt

Floats = npt.NDArray[np.float64]
Measure = Literal[
    "risk_ratio",
    "rate_ratio",
    "hazard_ratio",
    "odds_ratio",
    "relative_change_percent",
    "mean_difference",
    "return_per_pound",
    "events_per_person_helped",
    "in_words",
]
NO_EFFECT: dict[str, float] = {
    "risk_ratio": 1,
    "rate_ratio": 1,
    "hazard_ratio": 1,
    "odds_ratio": 1,
    "relative_change_percent": 0,
    "mean_difference": 0,
}
"""The value of each measure that means no effect; measures not listed have none."""


def after_risk_ratio(chance: Floats, ratio: float) -> Floats:
    """A risk ratio multiplies the chance itself."""
    return np.minimum(chance * ratio, 1.0)


def after_rate_ratio(chance: Floats, ratio: float) -> Floats:
    """A rate or hazard ratio multiplies the rate −ln(1 − chance) that gives the chance.

    Events are taken to come at a constant rate in the year, so the chance of at least one is 1 − exp(−rate). Where
    events cluster in the same people this overstates the change a little.
    """
    with np.errstate(divide="ignore"):  # a certain event has an infinite rate, and stays certain
        return -np.expm1(ratio * np.log1p(-chance))


def after_odds_ratio(chance: Floats, ratio: float) -> Floats:
    """An odds ratio multiplies the odds chance / (1 − chance)."""
    return ratio * chance / (1.0 - chance + ratio * chance)


def after_relative_change(chance: Floats, percent: float) -> Floats:
    """A relative change of −20% is a risk ratio of 0.80."""
    return after_risk_ratio(chance, 1.0 + percent / 100.0)


CONVERSIONS: dict[str, Callable[[Floats, float], Floats]] = {
    "risk_ratio": after_risk_ratio,
    "rate_ratio": after_rate_ratio,
    "hazard_ratio": after_rate_ratio,
    "odds_ratio": after_odds_ratio,
    "relative_change_percent": after_relative_change,
}
"""The measures that can change a chance. A mean difference or a return on money cannot, and is never converted."""


def remaining_share(chance: Floats, measure: str, value: float) -> Floats:
    """The share of each chance that remains when an effect applies.

    Parameters
    ----------
    chance : probability (0–1) of at least one event in 12 months without the offer, one per person.
    measure : one of `CONVERSIONS`.
    value : the published value, such as 0.77.

    Returns
    -------
    one number per person; 0.8 means that a fifth of the events are avoided. 1 where the chance is 0.

    Raises
    ------
    KeyError : the measure cannot be converted; `Effect.is_usable` says so beforehand.

    References
    ----------
    Risk and odds ratios: Cochrane Handbook for Systematic Reviews of Interventions, section 15.4.4, risk differences
    from ratios and an assumed risk [verify]. Rates: risk = 1 − exp(−rate × time), the exponential formula; Rothman,
    Greenland and Lash, Modern Epidemiology, 3rd edition, chapter 3 [verify].

    Examples
    --------
    >>> chance = np.array([0.4])
    >>> [round(float(remaining_share(chance, measure, 0.5)[0]), 3) for measure in ("risk_ratio", "odds_ratio")]
    [0.5, 0.625]
    >>> float(remaining_share(chance, "rate_ratio", 0.5)[0].round(3))  # (1 - 0.6 ** 0.5) / 0.4
    0.564
    """
    after = CONVERSIONS[measure](chance, value)
    return np.divide(after, chance, out=np.ones_like(chance), where=chance > 0)
