"""How is a place's model fitted to one year, corrected and judged on a later one?"""

from dataclasses import dataclass, replace
from typing import Any

import numpy as np
import pyarrow as pa
from numpy.typing import NDArray

from joinedup.core.risk.features.outcomes import GROUPINGS, Outcome
from joinedup.core.risk.models import glassbox
from joinedup.core.risk.models.additive import AdditiveModel, Axis
from joinedup.core.risk.models.by_group import LeftOut, group_spreads
from joinedup.core.risk.models.calibration import recalibration
from joinedup.core.risk.models.gain import earns_its_keep
from joinedup.core.risk.models.parameters import FitParameters
from joinedup.core.risk.models.split import folds_by_person, numbered
from joinedup.core.risk.validation.calibration_bins import calibration_bins
from joinedup.core.risk.validation.decision_curve import decision_curve
from joinedup.core.risk.validation.drift import drift
from joinedup.core.risk.validation.performance import by_group, performance, selection
from joinedup.core.risk.validation.selection import Judged

AGE_BANDS = Axis("age", edges=(18.0, 65.0, 75.0, 85.0))  # those the audit shows
MOST_PAIRS = 4
# A place's features are known to be amounts, and a model's page shows every curve, and every pair as a table.
PLACE = FitParameters(most_bins=64, most_pair_bins=16, most_codes=0)
FEWEST_FOR_PAIRS = 100  # people with the outcome in each year, below which no pair could show that it earns its place


@dataclass(frozen=True)
class Year:
    """One year's people of an outcome's population: features when it begins for them, and what happened.

    Parameters
    ----------
    columns : predictors, one entry per row.
    outcome : whether it happened.
    person : numbers the people; somebody who left hospital twice has two rows.
    groups : for each grouping, the group of each row.
    """

    columns: dict[str, NDArray[Any]]
    outcome: NDArray[np.bool_]
    person: NDArray[np.int64]
    groups: dict[str, NDArray[Any]]

    @classmethod
    def of(cls, rows: pa.Table, outcome: Outcome) -> "Year":
        """A year from the rows of `population_rows`."""
        return cls(
            predictor_columns(rows, outcome.predictors),
            np.asarray(rows["happened"].to_numpy(), dtype=bool),
            numbered(rows["person_id"].to_numpy()),
            {name: rows[name].to_numpy() for name in GROUPINGS},
        )

    def part(self, rows: NDArray[np.bool_]) -> "Year":
        """Some of the rows."""
        return Year(
            {name: values[rows] for name, values in self.columns.items()},
            self.outcome[rows],
            numbered(self.person[rows]),
            {name: values[rows] for name, values in self.groups.items()},
        )


@dataclass(frozen=True)
class Judgement:
    """A model, its figures as `performance.json` gives them, and the people it was judged on."""

    model: AdditiveModel
    figures: dict[str, Any]
    judged: Judged


def predictor_columns(rows: pa.Table, names: list[str]) -> dict[str, NDArray[Any]]:
    """Columns of doubles, NaN where empty."""
    return {name: np.asarray(rows[name].to_numpy(), dtype=np.float64) for name in names}


def fit_and_judge(outcome: Outcome, earlier: Year, later: Year, *, threshold: float | None, seed: int) -> Judgement:
    """A model fitted to the earlier year, and its figures on half of the people of the later year.

    The other half of the later year says whether pairs of features earn their place, and recalibrates. Drift is
    judged on the whole later year with the model as it was before anything of that year was known.

    Parameters
    ----------
    threshold : probability (0–1) from which the place counts a person as most at risk, if it says so.

    Raises
    ------
    OutcomeNotBinary, TooFewEvents, NoUsableFeature
    """
    parameters = replace(PLACE, increasing=outcome.increasing, decreasing=outcome.decreasing)
    glassbox.check_outcome(later.outcome, later.person, parameters)
    judging = folds_by_person(later.person, later.outcome, shares=(0.5, 0.5), seed=seed) == 1
    choosing, judged = later.part(~judging), later.part(judging)
    fitted = chosen(outcome, earlier, choosing, parameters, seed=seed)
    model = recalibrated(fitted, choosing)
    log_odds = model.log_odds(judged.columns)
    figures = {
        "overall": performance(log_odds, judged.outcome, judged.person).as_json(),
        "groups": by_group(log_odds, judged.outcome, judged.person, judged.groups),
        "selection": selection(log_odds, judged.outcome, threshold) if threshold else None,
        "calibration_bins": calibration_bins(log_odds, judged.outcome),
        "decision_curve": decision_curve(log_odds, judged.outcome),
        "drift": drifted(fitted, earlier, later),
        "fitted_to": {"people": model.about["fitted_people"], "events": model.about["fitted_events"]},
        "recalibrated_on": {"people": len(choosing.outcome), "events": int(choosing.outcome.sum())},
        "recalibration": {"slope": model.slope, "shift": model.shift},
        "spread_by_group": {spread.axis.feature: spread.slopes_by_label for spread in model.by_group},
        "pairs": [name for name in model.term_names if " & " in name],
        "left_out": model.about["dropped"] | outcome.excluded,
    }
    return Judgement(model, figures, Judged(log_odds, judged.outcome, judged.groups))


def drifted(fitted: AdditiveModel, earlier: Year, later: Year) -> dict[str, Any]:
    """How the model, as fitted to the earlier year, did in the later one."""
    at_fitting = performance(fitted.log_odds(earlier.columns), earlier.outcome, earlier.person)
    return drift(fitted.log_odds(later.columns), later.outcome, later.person, at_fitting=at_fitting)


def chosen(outcome: Outcome, earlier: Year, choosing: Year, parameters: FitParameters, *, seed: int) -> AdditiveModel:
    """The plain model, or the one with a few pairs of features if they earn their place a year later."""

    def fitted(pairs: int) -> AdditiveModel:
        known = (earlier.columns, earlier.outcome, earlier.person)
        return glassbox.fit(outcome.name, *known, parameters, pairs=pairs, seed=seed)

    plain = fitted(0)
    if min(earlier.outcome.sum(), choosing.outcome.sum()) < FEWEST_FOR_PAIRS:
        return plain
    richer = fitted(MOST_PAIRS)
    by_plain, by_richer = (recalibrated(model, choosing).log_odds(choosing.columns) for model in (plain, richer))
    return richer if earns_its_keep(by_plain, by_richer, choosing.outcome, choosing.person) else plain


def recalibrated(model: AdditiveModel, year: Year) -> AdditiveModel:
    """The model with the slope and shift that suit a year's people, and risks spread within each age band as they bear.

    Age is what every model knows and every audit asks first; other groups are audited only. Where the old and the young
    differ more than the model thinks, the slope for everybody makes up for it within ages too. Slopes of age bands take
    that back, so the slope for everybody is learnt once more after them.
    """
    about = dict(model.about) | {"recalibrated_on": {"people": len(year.outcome), "events": int(year.outcome.sum())}}
    again = replace(for_everybody(model, year), about=about)
    if AGE_BANDS.feature not in again.term_names:
        return again
    said = LeftOut(again.log_odds(year.columns), year.columns, year.outcome, year.person)
    bands = bands_of(year.columns[AGE_BANDS.feature])
    return for_everybody(replace(again, by_group=group_spreads([bands], said, again.baseline)), year)


def for_everybody(model: AdditiveModel, year: Year) -> AdditiveModel:
    """The model with one slope and one shift for everybody that suit a year's people."""
    return model.recalibrated(*recalibration(model.log_odds(year.columns), year.outcome))


def bands_of(ages: NDArray[np.float64]) -> Axis:
    """The age bands that hold somebody.

    Examples
    --------
    >>> bands_of(np.array([65.0, 90.0])).labels
    ['not known', 'under 75', '75 to under 85', '85 or more']
    """
    edges = tuple(edge for edge in AGE_BANDS.edges or () if np.nanmin(ages) < edge <= np.nanmax(ages))
    return replace(AGE_BANDS, edges=edges)
