"""How well does a model foretell, overall and for each group of people, on people or years it was not fitted to?"""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

from joinedup.core.governance import shown_count
from joinedup.core.risk.models.additive import Floats, probability
from joinedup.core.risk.models.calibration import Interval, calibration
from joinedup.core.risk.validation.discrimination import auroc

FEWEST_PEOPLE = 50  # below this, and below the next line, a group's figures are not shown: they would mislead
FEWEST_EVENTS = 10
FEWEST_EVENTS_FOR_SLOPE = 50  # with fewer, a slope's interval is too wide to tell anybody anything


@dataclass(frozen=True)
class Performance:
    """Figures for one group of people.

    Parameters
    ----------
    rows, people, events : how many; an event is a row with the outcome.
    auroc, observed_over_expected : None where there are too few events to show them.
    slope : the same, but with more events.
    """

    rows: int
    people: int
    events: int
    auroc: Interval | None
    slope: Interval | None
    observed_over_expected: Interval | None

    def as_json(self, *, is_exact: bool = True) -> dict[str, Any]:
        """The figures as JSON values; small counts are not given.

        Parameters
        ----------
        is_exact : false for one group of several, whose counts are rounded: taken from those of everybody, exact ones
            would give away the counts of a group that is not shown.
        """
        if self.auroc is None:
            return {"shown": False, "why": f"fewer than {FEWEST_PEOPLE} people or {FEWEST_EVENTS} with or without it"}
        figures = {"auroc": self.auroc, "slope": self.slope, "observed_over_expected": self.observed_over_expected}
        counts = {"rows": self.rows, "people": self.people, "events": self.events}
        shown = {name: shown_count(count, is_exact=is_exact).value for name, count in counts.items()}
        return {"shown": True, **shown} | {
            name: {"value": figure.value, "low": figure.low, "high": figure.high} if figure else None
            for name, figure in figures.items()
        }


def performance(log_odds: Floats, outcome: NDArray[np.bool_], person: NDArray[np.int64]) -> Performance:
    """Discrimination and calibration of some rows, none of which helped to fit.

    Parameters
    ----------
    log_odds, outcome, person : one entry per row; person numbers people.

    Examples
    --------
    >>> rng = np.random.default_rng(3)
    >>> truth = rng.normal(-1.5, 1, 20_000)
    >>> found = performance(truth, rng.random(20_000) < probability(truth), np.arange(20_000))
    >>> found.slope.low < 1 < found.slope.high
    True
    """
    rows, events = len(outcome), int(outcome.sum())
    people = np.unique(person, return_inverse=True)[1].ravel()
    count = int(people.max()) + 1 if rows else 0
    if count < FEWEST_PEOPLE or min(events, rows - events) < FEWEST_EVENTS:
        return Performance(rows, count, events, None, None, None)
    fit = calibration(log_odds, outcome, people)
    slope = fit.slope if events >= FEWEST_EVENTS_FOR_SLOPE else None
    return Performance(rows, count, events, auroc(log_odds, outcome, people), slope, fit.observed_over_expected)


def by_group(
    log_odds: Floats, outcome: NDArray[np.bool_], person: NDArray[np.int64], groupings: Mapping[str, NDArray[Any]]
) -> list[dict[str, Any]]:
    """Figures for each group of each grouping, one entry per group; counts are rounded to the nearest 5.

    Parameters
    ----------
    groupings : by name, such as "sex", the group of each row as text; "" where it is not known.
    """
    found = []
    for grouping, groups in groupings.items():
        for group in sorted(set(groups.tolist())):
            of_group = groups == group
            figures = performance(log_odds[of_group], outcome[of_group], person[of_group])
            found.append({"grouping": grouping, "group": group or "not known"} | figures.as_json(is_exact=False))
    return found


def selection(log_odds: Floats, outcome: NDArray[np.bool_], threshold: float) -> dict[str, float | int]:
    """What choosing everybody at or above a threshold would have found.

    Examples
    --------
    >>> selection(np.array([2.0, 1.0, -3.0, -3.0]), np.array([True, False, True, False]), 0.5)
    {'threshold': 0.5, 'chosen': 2, 'share_chosen_with_outcome': 0.5, 'share_of_outcomes_found': 0.5}
    """
    chosen = probability(log_odds) >= threshold
    hits = int((chosen & outcome).sum())
    return {
        "threshold": threshold,
        "chosen": int(chosen.sum()),
        "share_chosen_with_outcome": hits / max(1, int(chosen.sum())),
        "share_of_outcomes_found": hits / max(1, int(outcome.sum())),
    }
