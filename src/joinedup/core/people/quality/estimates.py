"""What precision and recall does a clerical sample suggest, and how sure is that?"""

from collections.abc import Sequence
from dataclasses import dataclass
from math import sqrt

import numpy as np

from joinedup.core.people.quality.intervals import Part, Z, share_seen, together
from joinedup.core.people.quality.sample import Count


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


def accuracy(strata: Sequence[Count], *, held_out: int, found: int) -> Accuracy:
    """Precision and recall, over pairs of records, from a stratified sample.

    Of each stratum the pairs that are one person are estimated by themselves, with limits that hold even where the
    sample shows no error at all; precision and recall are put together from these (`intervals.together`). Of a stratum
    without a label the model's expectation is taken as it is, and the interval does not know how wrong that is.

    Parameters
    ----------
    strata : labels by stratum.
    held_out, found : people a number joins, tried without it, and how many of them blocking found all the same: that
        share is taken for all pairs that no number joins.

    References
    ----------
    Cochran W G. Sampling Techniques. 3rd ed. Wiley 1977, chapter 5 (stratified sampling).

    Examples
    --------
    >>> right = Count("number", True, 1000, 1000, None, np.ones(100), np.ones(100, dtype=bool))
    >>> missed = Count("apart_5", False, 20, 20, 0.5, np.ones(20), np.arange(20) < 5)
    >>> sure = accuracy([right, missed], held_out=0, found=0)
    >>> sure.precision.value, round(sure.recall.value, 4), sure.precision.low > 0.96
    (1.0, 0.995, True)
    """
    linked = [each for each in strata if each.is_linked]
    parts = [same_pairs(each) for each in (*linked, *(each for each in strata if not each.is_linked))]
    total, split = float(sum(each.record_pairs for each in linked)), len(linked)
    by_number = sum(part.value for each, part in zip(linked, parts, strict=False) if each.stratum == "number")
    lost = share_seen(held_out - found, held_out, 10**9) if held_out else Part(0, 0, 0)

    def recall(values: Sequence[float]) -> float:
        *pairs, lost_share = values
        right, missed = sum(pairs[:split]), sum(pairs[split:])
        unseen = max(right - by_number + missed, 0) * lost_share / (1 - min(lost_share, 0.99))
        return ratio(right, right + missed + unseen)

    labelled = sum(len(each.is_same) for each in strata)
    return Accuracy(
        precision=estimate(together(lambda pairs: ratio(sum(pairs), total), parts[:split]), labelled),
        recall=estimate(together(recall, [*parts, lost]), labelled),
        lost_by_blocking=estimate(lost, held_out) if held_out else None,
        labelled=labelled,
        unlabelled=tuple(each.stratum for each in strata if not len(each.is_same)),
    )


def ratio(part: float, whole: float) -> float:
    """A part of a whole, 0–1; of nothing, all."""
    return part / whole if whole else 1.0


def same_pairs(stratum: Count) -> Part:
    """Pairs of records of a stratum that are one person, with limits; without labels, what the model expects."""
    if not len(stratum.is_same):
        expected = stratum.record_pairs * (1.0 if stratum.expected is None else stratum.expected)
        return Part(expected, expected, expected)
    return pairs_of(stratum.size, stratum.is_same, stratum.pairs)


def pairs_of(size: np.ndarray, has_it: np.ndarray, population: int) -> Part:
    """How many pairs of records have something, by a sample of a stratum.

    Parameters
    ----------
    size : of each pair seen, the pairs of records that hang on it.
    has_it : of each pair seen, whether it has it.
    population : pairs in the stratum.
    """
    count, seen = int(has_it.sum()), len(has_it)
    share = share_seen(count, seen, population)
    sizes = size[has_it] if count else size
    mean, left = float(sizes.mean()), max(population - seen, 0) / max(population - 1, 1)
    spread = Z * float(sizes.std(ddof=1)) * sqrt(left / len(sizes)) if len(sizes) > 1 else 0.0
    of_size = Part(mean, max(mean - spread, 1.0), mean + spread)
    return together(lambda values: population * values[0] * values[1], [share, of_size])


def estimate(part: Part, seen: int) -> Estimate:
    """A share as it is told: within 0 and 1, and without an interval where nothing was seen."""
    if not seen:
        return Estimate(part.value)
    return Estimate(part.value, max(part.low, 0.0), min(part.high, 1.0))
