"""Is the glass box as good as a model nobody can read, and may its risks be believed, on this table?"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from importlib.metadata import version
from typing import Any

import numpy as np
from numpy.typing import NDArray

from joinedup.core.risk.any_table.leaks import suspected_leaks, warnings_of
from joinedup.core.risk.any_table.table import FitTable
from joinedup.core.risk.evaluation.bootstrap import Areas, areas
from joinedup.core.risk.evaluation.decision_curve import decision_curve
from joinedup.core.risk.evaluation.groups import GroupFigures, group_figures, meets, pooled
from joinedup.core.risk.evaluation.nested import CHALLENGER, GLASS_BOX, OutOfFold, out_of_fold, quietly
from joinedup.core.risk.evaluation.parameters import EvaluationParameters
from joinedup.core.risk.models.additive import Floats, probability
from joinedup.core.risk.models.calibration import Calibration, Interval, calibration
from joinedup.core.risk.models.glassbox import check_outcome, usable_columns

LARGEST_GAP = 1e-9
TENTHS = 10
PACKAGES = ("joinedup", "interpret-core", "lightgbm", "numpy")


@dataclass(frozen=True)
class Evaluation:
    """All that an evaluation found.

    Parameters
    ----------
    rows, people, events, features : how many.
    notes : sentences on columns left out or suspected.
    repeats : how often everybody was divided anew.
    areas : AUROC and average precision of each contender, and the glass box's lead over each.
    calibration : of each contender, on out-of-fold predictions pooled over repeats.
    groups : of the glass box.
    tenths : of rows by the glass box's risk, lowest first: mean risk and share with the outcome.
    marks : each pass mark as a sentence, and whether it is met.
    """

    rows: int
    people: int
    events: int
    features: int
    notes: tuple[str, ...]
    repeats: int
    parameters: EvaluationParameters
    seed: int
    areas: Areas
    calibration: dict[str, Calibration]
    groups: tuple[GroupFigures, ...]
    tenths: tuple[tuple[float, float], ...]
    decision_curve: list[dict[str, float]]
    largest_gap: float
    settings: dict[str, list[dict[str, Any]]]
    marks: dict[str, bool]
    versions: dict[str, str]


def evaluate(
    given: FitTable,
    groupings: Mapping[str, NDArray[Any]],
    parameters: EvaluationParameters,
    *,
    seed: int,
    tell: Callable[[str], None] = quietly,
) -> Evaluation:
    """Judge the glass box, the challenger and the baseline by nested cross-validation split by person.

    The glass box is told which of its features it will be audited by, and learns in each training set how far risks
    are spread in their groups.

    Parameters
    ----------
    given : the table; one row per person, or several.
    groupings : by name, the group of each row as text, "" where not known.
    tell : told what was noticed before the work begins, and how far it is.

    Raises
    ------
    OutcomeNotBinary, TooFewEvents, NoUsableFeature
    """
    check_outcome(given.outcome, given.person, parameters.fit)
    usable, dropped = usable_columns(given.columns)
    audited = tuple(name for name in groupings if name in usable)
    parameters = replace(parameters, fit=replace(parameters.fit, groups=audited))
    left_out = [f"{name} was left out: {why}" for name, why in dropped.items()]
    leaks = warnings_of(suspected_leaks(usable, given.outcome, given.person, seed=seed))
    notes = (*given.notes, *left_out, *leaks)
    for note in notes:
        tell(note)
    said = out_of_fold(usable, given.outcome, given.person, parameters, seed=seed, tell=tell)
    found_areas = areas(said.log_odds, given.outcome, given.person, draws=parameters.draws, seed=seed)
    fits = {
        name: calibration(*pooled(log_odds, given.outcome, given.person)) for name, log_odds in said.log_odds.items()
    }
    ours = said.log_odds[GLASS_BOX]
    groups = tuple(group_figures(ours, given.outcome, given.person, groupings, parameters))
    return Evaluation(
        rows=len(given.outcome),
        people=int(given.person.max()) + 1,
        events=int(given.outcome.sum()),
        features=len(usable),
        notes=notes,
        repeats=len(ours),
        parameters=parameters,
        seed=seed,
        areas=found_areas,
        calibration=fits,
        groups=groups,
        tenths=tenths(ours, given.outcome),
        decision_curve=decision_curve(said.log_odds, given.outcome),
        largest_gap=said.largest_gap,
        settings=said.settings,
        marks=marks(found_areas, fits[GLASS_BOX], groups, said, parameters),
        versions={package: version(package) for package in PACKAGES},
    )


def marks(
    found: Areas,
    fit: Calibration,
    groups: tuple[GroupFigures, ...],
    said: OutOfFold,
    parameters: EvaluationParameters,
) -> dict[str, bool]:
    """Each pass mark in words, and whether it is met."""
    judged = [group for group in groups if group.passes is not None]
    low, high = parameters.slope_band
    least, most = parameters.ratio_band
    return {
        f"AUROC within {parameters.within_auroc} of the tuned LightGBM": bool(
            found.auroc_above[CHALLENGER].value >= -parameters.within_auroc
        ),
        f"calibration slope {low} to {high}": inside(fit.slope, parameters.slope_band),
        f"observed/expected {least} to {most}": inside(fit.observed_over_expected, parameters.ratio_band),
        f"intervals of all {len(judged)} groups judged meet the bands": all(group.passes for group in judged),
        f"reasons sum to the log-odds within {LARGEST_GAP}": said.largest_gap <= LARGEST_GAP,
    }


def inside(figure: Interval, band: tuple[float, float]) -> bool:
    """Whether a figure itself lies within a band."""
    return band[0] <= figure.value <= band[1] and meets(figure, band)


def tenths(log_odds: Floats, outcome: NDArray[np.bool_]) -> tuple[tuple[float, float], ...]:
    """Mean risk and share with the outcome in each tenth of rows by risk, lowest first, over all repeats."""
    risk = probability(log_odds).ravel()
    happened = np.tile(outcome, len(log_odds))[np.argsort(risk, kind="stable")]
    parts = zip(np.array_split(np.sort(risk), TENTHS), np.array_split(happened, TENTHS), strict=True)
    return tuple((float(risks.mean()), float(events.mean())) for risks, events in parts if len(risks))
