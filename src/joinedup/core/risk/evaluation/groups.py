"""Are risks as right for each group of people as for everybody?"""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

from joinedup.core.governance import shown_count
from joinedup.core.risk.evaluation.parameters import EvaluationParameters
from joinedup.core.risk.models.additive import Floats
from joinedup.core.risk.models.calibration import Interval, calibration
from joinedup.core.risk.validation.discrimination import auroc
from joinedup.core.risk.validation.performance import FEWEST_EVENTS, FEWEST_EVENTS_FOR_SLOPE

NOT_KNOWN = "not known"


@dataclass(frozen=True)
class GroupFigures:
    """Figures for one group, or why there are none.

    Parameters
    ----------
    people, rows, events : how many, to the nearest 5, so that taking them from everybody's does not give away those of
        a group too small to count in public, of which they are None.
    auroc, slope, observed_over_expected : None where too few people or events can tell.
    passes : whether the intervals of slope and observed over expected meet their bands; None if not judged.
    why_not : why a group has no figures.
    """

    grouping: str
    group: str
    people: int | None = None
    rows: int | None = None
    events: int | None = None
    auroc: Interval | None = None
    slope: Interval | None = None
    observed_over_expected: Interval | None = None
    passes: bool | None = None
    why_not: str = ""


def group_figures(
    log_odds: Floats,
    outcome: NDArray[np.bool_],
    person: NDArray[np.int64],
    groupings: Mapping[str, NDArray[Any]],
    parameters: EvaluationParameters,
) -> list[GroupFigures]:
    """Figures for each group of each grouping, pooled over repeats.

    Parameters
    ----------
    log_odds : repeats × rows.
    outcome, person : one entry per row.
    groupings : by name, the group of each row as text; "" where not known.
    """
    found = []
    for grouping, groups in groupings.items():
        for group in sorted(set(groups.tolist())):
            rows = groups == group
            name = group or NOT_KNOWN
            found.append(figures_of(grouping, name, log_odds[:, rows], outcome[rows], person[rows], parameters))
    return found


def figures_of(
    grouping: str,
    group: str,
    log_odds: Floats,
    outcome: NDArray[np.bool_],
    person: NDArray[np.int64],
    parameters: EvaluationParameters,
) -> GroupFigures:
    """Figures for one group."""
    who = np.unique(person, return_inverse=True)[1].ravel()
    people, rows, events = int(who.max()) + 1, len(outcome), int(outcome.sum())
    if people < parameters.fewest_in_group:
        return GroupFigures(grouping, group, why_not=f"fewer than {parameters.fewest_in_group} people")
    if min(events, rows - events) < FEWEST_EVENTS:
        return GroupFigures(
            grouping,
            group,
            people=shown(people),
            why_not=f"fewer than {FEWEST_EVENTS} rows with the outcome or without it",
        )
    scores, happened, persons = pooled(log_odds, outcome, who)
    fit = calibration(scores, happened, persons)
    slope = fit.slope if events >= FEWEST_EVENTS_FOR_SLOPE else None
    passes = meets(fit.observed_over_expected, parameters.ratio_band) and (
        slope is None or meets(slope, parameters.slope_band)
    )
    area = auroc(scores, happened, persons)
    counts = (shown(people), shown(rows), shown(events))
    return GroupFigures(grouping, group, *counts, area, slope, fit.observed_over_expected, passes)


def shown(count: int) -> int | None:
    """A count as it may be published."""
    return shown_count(count, is_exact=False).value


def pooled(
    log_odds: Floats, outcome: NDArray[np.bool_], person: NDArray[np.int64]
) -> tuple[Floats, NDArray[np.bool_], NDArray[np.int64]]:
    """All repeats in one column each: log-odds, outcome, person."""
    repeats = len(log_odds)
    return log_odds.ravel(), np.tile(outcome, repeats), np.tile(person, repeats)


def meets(figure: Interval, band: tuple[float, float]) -> bool:
    """Whether an interval and a band share anything.

    Examples
    --------
    >>> meets(Interval(0.93, 0.89, 0.97), (0.95, 1.05)), meets(Interval(0.9, 0.86, 0.94), (0.95, 1.05))
    (True, False)
    """
    return figure.high >= band[0] and figure.low <= band[1]
