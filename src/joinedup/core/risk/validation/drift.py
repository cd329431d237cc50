"""Does a model still foretell what happens, or have people, services or records changed since it was fitted?"""

from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

from joinedup.core.risk.models.additive import Floats
from joinedup.core.risk.models.calibration import Interval
from joinedup.core.risk.validation.performance import Performance, performance


@dataclass(frozen=True)
class DriftBounds:
    """How far a model may be off before the alarm goes.

    The alarm needs the whole 95 % interval to lie outside: at the bound itself chance rings it once in forty checks.

    Parameters
    ----------
    observed_over_expected, slope : lowest and highest that is no cause for alarm. Wider than the goals of a new model
        (0.95 to 1.05 and 0.9 to 1.1), because they say when to act, not what to aim for.
    """

    observed_over_expected: tuple[float, float] = (0.90, 1.10)
    slope: tuple[float, float] = (0.80, 1.20)


def drift(
    log_odds: Floats,
    outcome: NDArray[np.bool_],
    person: NDArray[np.int64],
    *,
    at_fitting: Performance,
    bounds: DriftBounds = DriftBounds(),
) -> dict[str, Any]:
    """How a model, as it was fitted, does on the latest complete period.

    Parameters
    ----------
    log_odds, outcome, person : one entry per row of the period; log-odds as the model gave them before anything of
        the period was known.
    at_fitting : its figures on the period it was fitted to.

    Returns
    -------
    `at_fitting` and `latest` (figures, or that they are too few to show), `bounds`, `is_alarm` (None where too few
    people to tell), and `words`: one sentence.
    """
    latest = performance(log_odds, outcome, person)
    off = [
        name
        for name, allowed in (("observed_over_expected", bounds.observed_over_expected), ("slope", bounds.slope))
        if is_off(getattr(latest, name), allowed)
    ]
    known = latest.observed_over_expected is not None
    return {
        "at_fitting": at_fitting.as_json(),
        "latest": latest.as_json(),
        "bounds": {"observed_over_expected": bounds.observed_over_expected, "slope": bounds.slope},
        "is_alarm": bool(off) if known else None,
        "words": said(latest, off),
    }


def is_off(figure: Interval | None, allowed: tuple[float, float]) -> bool:
    """Whether a figure's whole interval lies outside what is allowed.

    Examples
    --------
    >>> is_off(Interval(1.3, 1.2, 1.4), (0.9, 1.1)), is_off(Interval(1.3, 1.0, 1.6), (0.9, 1.1))
    (True, False)
    """
    return figure is not None and (figure.low > allowed[1] or figure.high < allowed[0])


def said(latest: Performance, off: list[str]) -> str:
    """One sentence about the latest period."""
    ratio = latest.observed_over_expected
    if ratio is None:
        return "Too few people had the outcome in the latest period to say whether the model still holds."
    low, high = 100 * ratio.low, 100 * ratio.high
    happened = f"for every 100 outcomes foretold {100 * ratio.value:.0f} happened ({low:.0f} to {high:.0f})"
    if not off:
        return f"No alarm: in the latest complete period {happened}."
    named = {"observed_over_expected": "the level of risk", "slope": "the spread between low and high risks"}
    what = " and ".join(named[name] for name in off)
    return f"Alarm: in the latest complete period {what} is off; {happened}. Find out why before using the scores."
