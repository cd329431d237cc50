"""Does a model hold in a neighbourhood it never saw, a year later?"""

from dataclasses import dataclass
from typing import Any

import numpy as np

from joinedup.core.errors import CannotProceed
from joinedup.core.risk.features.outcomes import Outcome
from joinedup.core.risk.models import glassbox
from joinedup.core.risk.models.additive import Floats
from joinedup.core.risk.models.parameters import FitParameters
from joinedup.core.risk.validation.performance import performance
from joinedup.core.risk.validation.temporal import Year, recalibrated


@dataclass(frozen=True)
class LeftOut:
    """What models say of neighbourhoods they never saw.

    Parameters
    ----------
    pooled : figures of everybody, each judged by the model that left their neighbourhood out.
    groups : one entry per neighbourhood: group, and its figures or why there are none.
    """

    pooled: dict[str, Any]
    groups: list[dict[str, Any]]


def leave_one_out(
    outcome: Outcome, earlier: Year, later: Year, parameters: FitParameters, *, grouping: str, seed: int
) -> LeftOut:
    """Fit to the earlier year without a neighbourhood, judge on that neighbourhood's later year; each in turn.

    Recalibrated on the later year of the others, as the place's own model is. Nobody of the neighbourhood helps to fit
    or to recalibrate.

    Parameters
    ----------
    grouping : name of the groups left out in turn, such as "neighbourhood".

    References
    ----------
    Steyerberg EW, Harrell FE (2016) J Clin Epidemiol 69:245-247, doi:10.1016/j.jclinepi.2015.04.005: internal-external
    validation.
    """
    found = np.full(len(later.outcome), np.nan)
    groups = []
    for group in sorted(set(later.groups[grouping].tolist()) - {""}):
        is_there = later.groups[grouping] == group
        try:
            found[is_there] = without(outcome, earlier, later, parameters, grouping, group, seed)
        except CannotProceed as problem:
            groups.append({"group": group, "not_fitted": str(problem)})
            continue
        figures = performance(found[is_there], later.outcome[is_there], later.person[is_there])
        groups.append({"group": group} | figures.as_json(is_exact=False))
    known = ~np.isnan(found)
    pooled = performance(found[known], later.outcome[known], later.person[known])
    return LeftOut(pooled.as_json(), groups)


def without(
    outcome: Outcome, earlier: Year, later: Year, parameters: FitParameters, grouping: str, group: str, seed: int
) -> Floats:
    """Log-odds of a group's later year by a model of the others."""
    others_then = earlier.part(earlier.groups[grouping] != group)
    others_now = later.part(later.groups[grouping] != group)
    model = glassbox.fit(
        outcome.name, others_then.columns, others_then.outcome, others_then.person, parameters, pairs=0, seed=seed
    )
    return recalibrated(model, others_now).log_odds(later.part(later.groups[grouping] == group).columns)
