"""How rich should a glass-box model be, and how far should its risks be trusted? People left out say."""

from dataclasses import dataclass, replace

import numpy as np
from numpy.typing import NDArray

from joinedup.core.risk.models import glassbox
from joinedup.core.risk.models.additive import AdditiveModel, Columns, Floats
from joinedup.core.risk.models.by_group import LeftOut, group_axis, group_spreads
from joinedup.core.risk.models.calibration import recalibration, shift_to
from joinedup.core.risk.models.gain import earns_its_keep, log_loss
from joinedup.core.risk.models.parameters import FitParameters


@dataclass(frozen=True)
class Tuned:
    """A model of the richness that people left out support, recalibrated on them.

    Parameters
    ----------
    pairs : how many pairs of features have a term of their own.
    tried : for each number of pairs tried, the mean log loss on people left out.
    """

    model: AdditiveModel
    pairs: int
    tried: dict[int, float]


def tuned(
    name: str,
    columns: Columns,
    outcome: NDArray[np.bool_],
    person: NDArray[np.int64],
    parameters: FitParameters,
    *,
    seed: int,
) -> Tuned:
    """Choose how many pairs, fit, and recalibrate; each on people left out of what it judges.

    Parameters
    ----------
    name : of the outcome.
    outcome, person : one entry per row; person numbers people 0, 1, 2 …

    Raises
    ------
    OutcomeNotBinary, TooFewEvents, NoUsableFeature
    """
    glassbox.check_outcome(outcome, person, parameters)
    pairs, left_out, tried = chosen_pairs(columns, outcome, person, parameters, seed=seed)
    if parameters.groups:
        more = range(parameters.left_out_for(len(outcome)), parameters.left_out_by_group_for(len(outcome)))
        rest = glassbox.left_out_log_odds(columns, outcome, person, parameters, pairs=pairs, folds=more, seed=seed)
        left_out = np.where(np.isnan(left_out), rest, left_out)
    fitted = glassbox.averaged(name, columns, outcome, person, parameters, pairs=pairs, seed=seed)
    known = ~np.isnan(left_out)
    slope, shift = slope_and_shift(fitted, left_out[known], outcome[known])
    model = fitted.model.recalibrated(slope, shift)
    audited = [name for name in parameters.groups if name in model.term_names]
    said = LeftOut(
        slope * left_out[known] + shift_to(slope * left_out[known], float(outcome[known].mean())),
        {name: columns[name][known] for name in audited},
        outcome[known],
        person[known],
    )
    groupings = [group_axis(name, columns[name]) for name in audited]
    model = replace(model, by_group=group_spreads(groupings, said, model.baseline))
    about = dict(model.about) | {"pairs": pairs, "log_loss_left_out": {str(at): loss for at, loss in tried.items()}}
    return Tuned(replace(model, about=about), pairs, tried)


def chosen_pairs(
    columns: Columns,
    outcome: NDArray[np.bool_],
    person: NDArray[np.int64],
    parameters: FitParameters,
    *,
    seed: int,
) -> tuple[int, Floats, dict[int, float]]:
    """How many pairs earn their terms, each row's log-odds by a model without its person, and the losses tried.

    More pairs are tried only while those before them earned their place.
    """
    best, tried = -1, {}
    left_out: Floats = np.empty(0)
    events = int(outcome.sum())
    for pairs in parameters.pairs_to_try(len(columns), events, len(outcome) - events):
        folds = range(parameters.left_out_for(len(outcome)))
        found = glassbox.left_out_log_odds(columns, outcome, person, parameters, pairs=pairs, folds=folds, seed=seed)
        known = ~np.isnan(found)
        tried[pairs] = float(log_loss(found[known], outcome[known]).mean())
        if best >= 0 and not earns_its_keep(left_out[known], found[known], outcome[known], person[known]):
            break
        best, left_out = pairs, found
    return best, left_out, tried


def slope_and_shift(fitted: glassbox.Averaged, left_out: Floats, outcome: NDArray[np.bool_]) -> tuple[float, float]:
    """The recalibration of an averaged model, from what single models said of the people they left out.

    The slope is that of the single models. Averaging takes noise away, which asks for a little more; the people left
    out also said when to stop, which asks for a little less. The shift makes the mean risk the share of rows with the
    outcome.
    """
    slope, _ = recalibration(left_out, outcome)
    return slope, shift_to(slope * fitted.spread, float(outcome.mean()))
