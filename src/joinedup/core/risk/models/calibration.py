"""Do people given a risk of 10 % have the outcome 10 % of the time?"""

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from joinedup.core.risk.models.additive import Floats, probability

Z95 = 1.959964  # normal quantile of a 95 % interval
MOST_STEPS = 50
SMALLEST_STEP = 1e-10
FEWEST_FOR_SLOPE = 50
MOST_SHIFT, MOST_HALVINGS = 50.0, 60  # in log-odds; halved so often, it is exact


@dataclass(frozen=True)
class Interval:
    """A figure with its 95 % interval.

    Examples
    --------
    >>> str(Interval(0.98, 0.91, 1.05))
    '0.980 (0.910 to 1.050)'
    """

    value: float
    low: float
    high: float

    def __str__(self) -> str:
        return f"{self.value:.3f} ({self.low:.3f} to {self.high:.3f})"


@dataclass(frozen=True)
class Calibration:
    """How well risks match what happened.

    Parameters
    ----------
    slope : 1 if risks spread as they should; below 1 if high risks are too high and low ones too low.
    observed_over_expected : outcomes that happened for each one foretold.
    intercept : what would have to be added to the log-odds, slope left alone; 0 if risks are right on the whole.
    """

    slope: Interval
    observed_over_expected: Interval
    intercept: Interval


def recalibration(log_odds: Floats, outcome: NDArray[np.bool_]) -> tuple[float, float]:
    """The slope and shift of the log-odds that make the outcomes most likely (logistic regression, Newton's method).

    Outcomes count as almost, not quite, certain, by one outcome's worth among as many as there are: where risks all
    but part the outcomes, the likelihood alone would stretch the log-odds without end.

    With fewer than 50 rows with the outcome or without it, or a slope at or below 0, which would turn the order of
    people round, only the shift is used: a slope learnt from so few is noise.

    References
    ----------
    Cox DR (1958) Two further applications of a model for binary regression, Biometrika 45:562-565,
    doi:10.1093/biomet/45.3-4.562; Steyerberg EW (2019) Clinical Prediction Models, 2nd edition, chapter 20, for
    correcting no more than the data allow; Platt JC (2000) Probabilities for support vector machines, in Advances in
    Large Margin Classifiers, section 2.2, for outcomes almost certain.

    Examples
    --------
    >>> rng = np.random.default_rng(1)
    >>> truth = rng.normal(-2, 1, 50_000)
    >>> slope, shift = recalibration(truth * 2 + 1, rng.random(50_000) < probability(truth))
    >>> round(slope, 1), round(shift, 1)
    (0.5, -0.5)
    """
    if min(outcome.sum(), (~outcome).sum()) >= FEWEST_FOR_SLOPE:
        slope, shift = newton(log_odds, almost_certain(outcome), with_slope=True)
        if slope > 0:
            return slope, shift
    return newton(log_odds, outcome.astype(float), with_slope=False)


def almost_certain(outcome: NDArray[np.bool_]) -> Floats:
    """Outcomes as almost, not quite, certain: by one outcome's worth among as many as there are.

    Examples
    --------
    >>> almost_certain(np.array([True, False, False])).round(2).tolist()
    [0.67, 0.25, 0.25]
    """
    events, others = int(outcome.sum()), int((~outcome).sum())
    return np.where(outcome, (events + 1) / (events + 2), 1 / (others + 2))


def newton(log_odds: Floats, outcome: Floats, *, with_slope: bool) -> tuple[float, float]:
    """Slope (1 unless `with_slope`) and shift at the greatest likelihood; a step that overshoots is halved."""
    ones = np.ones((len(log_odds), 1))
    design = np.column_stack([ones, log_odds]) if with_slope else ones
    offset = np.zeros_like(log_odds) if with_slope else log_odds
    found = np.zeros(design.shape[1])
    loss = surprise(offset, outcome)
    for _ in range(MOST_STEPS):
        risk = probability(design @ found + offset)
        curvature = (design * (risk * (1 - risk))[:, None]).T @ design
        step = np.linalg.solve(curvature + 1e-9 * np.eye(len(found)), design.T @ (outcome - risk))
        while (after := surprise(design @ (found + step) + offset, outcome)) > loss and np.abs(
            step
        ).max() > SMALLEST_STEP:
            step = step / 2
        found, loss = found + step, after
        if np.abs(step).max() <= SMALLEST_STEP:
            break
    return (float(found[1]) if with_slope else 1.0), float(found[0])


def shift_to(log_odds: Floats, rate: float) -> float:
    """What must be added to the log-odds for their mean risk to be `rate` (0–1, neither end).

    Examples
    --------
    >>> shift = shift_to(np.array([-3.0, -1.0, 0.5]), 0.2)
    >>> float(probability(np.array([-3.0, -1.0, 0.5]) + shift).mean().round(9))
    0.2
    """
    low, high = -MOST_SHIFT, MOST_SHIFT
    for _ in range(MOST_HALVINGS):
        middle = (low + high) / 2
        low, high = (middle, high) if probability(log_odds + middle).mean() < rate else (low, middle)
    return (low + high) / 2


def surprise(log_odds: Floats, outcome: Floats) -> float:
    """Minus the log-likelihood of the outcomes, each 0, 1 or between."""
    return float((np.logaddexp(0, log_odds) - outcome * log_odds).sum())


def calibration(log_odds: Floats, outcome: NDArray[np.bool_], person: NDArray[np.int64]) -> Calibration:
    """Slope and observed over expected, with intervals that know that rows of one person go together.

    Parameters
    ----------
    log_odds, outcome, person : one entry per row; person numbers people 0, 1, 2 …

    References
    ----------
    Steyerberg EW, Vergouwe Y (2014) Eur Heart J 35:1925-1931, doi:10.1093/eurheartj/ehu207, for the measures;
    Liang KY, Zeger SL (1986) Biometrika 73:13-22, doi:10.1093/biomet/73.1.13, for the clustered variance.
    """
    risk = probability(log_odds)
    observed, expected = float(outcome.sum()), float(risk.sum())
    spread = float(np.sqrt((np.bincount(person, weights=outcome - risk) ** 2).sum())) / expected
    ratio = observed / expected
    slope, shift = newton(log_odds, outcome.astype(float), with_slope=True)
    error = slope_error(log_odds, outcome, person, slope, shift)
    return Calibration(
        Interval(slope, slope - Z95 * error, slope + Z95 * error),
        Interval(ratio, max(0.0, ratio - Z95 * spread), ratio + Z95 * spread),
        intercept(log_odds, outcome, person),
    )


def intercept(log_odds: Floats, outcome: NDArray[np.bool_], person: NDArray[np.int64]) -> Interval:
    """Calibration in the large: the shift, with slope 1, that suits the outcomes; people as clusters."""
    _, shift = newton(log_odds, outcome.astype(float), with_slope=False)
    risk = probability(log_odds + shift)
    error = float(np.sqrt((np.bincount(person, weights=outcome - risk) ** 2).sum()) / (risk * (1 - risk)).sum())
    return Interval(shift, shift - Z95 * error, shift + Z95 * error)


def slope_error(
    log_odds: Floats, outcome: NDArray[np.bool_], person: NDArray[np.int64], slope: float, shift: float
) -> float:
    """Standard error of the calibration slope, people as clusters."""
    risk = probability(slope * log_odds + shift)
    design = np.column_stack([np.ones_like(log_odds), log_odds])
    bread = np.linalg.pinv((design * (risk * (1 - risk))[:, None]).T @ design)
    score = design * (outcome - risk)[:, None]
    by_person = np.column_stack([np.bincount(person, weights=score[:, at]) for at in range(2)])
    return float(np.sqrt((bread @ (by_person.T @ by_person) @ bread)[1, 1]))
