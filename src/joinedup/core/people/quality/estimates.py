"""What precision and recall does a clerical sample suggest, and how sure is that?"""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from joinedup.core.people.quality.sample import Count

DRAWS = 4_000
JEFFREYS = 0.5  # of each kind, before anything is seen
Floats = npt.NDArray[np.float64]


@dataclass(frozen=True)
class Estimate:
    """A share with its 95% interval, each 0–1; no interval where nothing but a model is behind it."""

    value: float
    low: float | None = None
    high: float | None = None


@dataclass(frozen=True)
class Accuracy:
    """What a sample says of all pairs of records.

    Parameters
    ----------
    precision : share of linked pairs of records that are one person.
    recall : share of all pairs of records of one person that are linked, those counted that blocking never compared.
    lost_by_blocking : share of the pairs of records of one person that no number joins and that were never compared;
        None if there were no numbers to tell by.
    labelled : pairs with a verdict; 0 if all of this is what the model expects.
    unlabelled : strata of which nobody has labelled a pair; of these the model's word is taken.
    """

    precision: Estimate
    recall: Estimate
    lost_by_blocking: Estimate | None
    labelled: int
    unlabelled: tuple[str, ...]


def accuracy(strata: Sequence[Count], *, held_out: int, found: int, seed: int) -> Accuracy:
    """Precision and recall, over pairs of records, from a stratified sample.

    Of each stratum the share of pairs that are one person is given Jeffreys' prior, which keeps an interval honest even
    where the sample shows no error at all; a stratum labelled to the last pair is known. Shares are drawn at random,
    put together with the sizes of the strata, and the middle 95% of what comes out is the interval. How many pairs of
    records hang on a missed link is drawn with them, from those labelled (a Bayesian bootstrap). Of a stratum without a
    label the model's expectation is taken as it is, and the interval does not know how wrong that is.

    Parameters
    ----------
    strata : labels by stratum.
    held_out, found : people a number joins, tried without it, and how many of them blocking found all the same: that
        share is taken for all pairs that no number joins.
    seed : of the draws.

    References
    ----------
    Brown L D, Cai T T, DasGupta A. Interval estimation for a binomial proportion. Stat Sci 2001;16:101-133.
    doi:10.1214/ss/1009213286 (Jeffreys' interval).
    Rubin D B. The Bayesian bootstrap. Ann Stat 1981;9:130-134. doi:10.1214/aos/1176345338

    Examples
    --------
    >>> right = Count("number", True, 1000, 1000, None, np.ones(100), np.ones(100, dtype=bool))
    >>> missed = Count("apart_5", False, 20, 20, 0.5, np.ones(20), np.arange(20) < 5)
    >>> sure = accuracy([right, missed], held_out=0, found=0, seed=1)
    >>> sure.precision.value, round(sure.recall.value, 4), sure.precision.low > 0.97
    (1.0, 0.995, True)
    """
    rng = np.random.default_rng(seed)
    linked = float(sum(each.record_pairs for each in strata if each.is_linked))
    right, missed = (sum(point(each) for each in strata if each.is_linked == side) for side in (True, False))
    rights, misses = (
        sum((draws(each, rng) for each in strata if each.is_linked == side), np.zeros(DRAWS)) for side in (True, False)
    )
    by_number = min(float(sum(each.record_pairs for each in strata if each.stratum == "number")), right)
    blocking, lost = _lost(held_out, found, rng)
    unseen = (right - by_number + missed) * _odds(np.array([blocking.value if blocking else 0.0]))[0]
    unseens = np.maximum(rights - by_number + misses, 0) * _odds(lost)
    labelled = sum(len(each.is_same) for each in strata)
    return Accuracy(
        precision=_estimate(share(right, linked), rights / max(linked, 1), labelled),
        recall=_estimate(
            share(right, right + missed + unseen), rights / np.maximum(rights + misses + unseens, 1e-9), labelled
        ),
        lost_by_blocking=blocking,
        labelled=labelled,
        unlabelled=tuple(each.stratum for each in strata if not len(each.is_same)),
    )


def share(part: float, whole: float) -> float:
    """A part of a whole, 0–1; of nothing, all."""
    return part / whole if whole else 1.0


def point(stratum: Count) -> float:
    """Pairs of records of a stratum that are one person: the plain estimate, or the model's without labels."""
    if not len(stratum.is_same):
        return stratum.record_pairs * (1.0 if stratum.expected is None else stratum.expected)
    return float(stratum.pairs * np.mean(stratum.size * stratum.is_same))


def draws(stratum: Count, rng: np.random.Generator) -> Floats:
    """Pairs of records of a stratum that are one person: one likely number a draw."""
    seen, same = len(stratum.is_same), int(stratum.is_same.sum())
    known = float((stratum.size * stratum.is_same).sum())
    left = max(stratum.pairs - seen, 0)
    if not seen or not left:
        return np.full(DRAWS, known if seen else point(stratum))
    chance = rng.beta(same + JEFFREYS, seen - same + JEFFREYS, DRAWS)
    sizes = stratum.size[stratum.is_same] if same else stratum.size
    drawn: Floats = known + left * chance * (rng.dirichlet(np.ones(len(sizes)), DRAWS) @ sizes)
    return drawn


def _lost(held_out: int, found: int, rng: np.random.Generator) -> tuple[Estimate | None, Floats]:
    """The share of pairs lost to blocking."""
    if not held_out:
        return None, np.zeros(DRAWS)
    lost = rng.beta(held_out - found + JEFFREYS, found + JEFFREYS, DRAWS)
    return _estimate((held_out - found) / held_out, lost, held_out), lost


def _odds(lost: Floats) -> Floats:
    odds: Floats = np.minimum(lost, 0.99) / (1 - np.minimum(lost, 0.99))
    return odds


def _estimate(value: float, drawn: Floats, seen: int) -> Estimate:
    if not seen:
        return Estimate(float(value))
    low, high = np.quantile(drawn, [0.025, 0.975])
    return Estimate(float(value), min(float(low), float(value)), max(float(high), float(value)))
