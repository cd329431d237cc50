"""What is each offer worth to each person, alone and beside others in its package?"""

import numpy as np
import pyarrow as pa

from joinedup.core.plans.candidates import Fits, Flags, Indices, chances_of
from joinedup.core.plans.catalogue import Library
from joinedup.core.plans.evidence import OUTCOMES, Effect
from joinedup.core.plans.measures import Floats
from joinedup.core.plans.parameters import PlanParameters
from joinedup.core.plans.shares import shares_left

LOW, MIDDLE, HIGH = 0, 1, 2


def stakes(people: pa.Table, parameters: PlanParameters) -> Floats:
    """People × outcomes: the chance of each, weighted."""
    weighted: Floats = chances_of(people) * [parameters.weights.get(outcome, 0.0) for outcome in OUTCOMES]
    return weighted


def needs_worth(fits: Fits, at_stake: Floats, parameters: PlanParameters) -> Floats:
    """The small worth of needs met by offers without a credited effect, and of wishes.

    It grows with how many needs there are and with the person's weighted chances, so that scarce places without a
    credited effect go to those with the most needs at the greatest risk.
    """
    needs = parameters.need_weight * (fits.need_count + at_stake.sum(axis=1)[fits.person])
    worth: Floats = np.where(fits.is_credited, 0.0, needs) + parameters.wish_weight * fits.is_wished
    return worth


def mechanisms(library: Library) -> Indices:
    """The mechanism of each offer as a number."""
    names = sorted({offer.mechanism for offer in library.offers})
    return np.array([names.index(offer.mechanism) for offer in library.offers], np.int64)


def taken_already(fits: Fits, library: Library) -> Flags:
    """Fits whose mechanism already works for the person through something they receive: they add nothing to it."""
    mechanism = mechanisms(library)[fits.offer]
    key = fits.person * (int(mechanism.max(initial=0)) + 1) + mechanism
    found: Flags = np.isin(key, key[fits.is_kept]) & ~fits.is_kept
    return found


def avoided_of(fits: Fits, people: pa.Table, chosen: Flags, library: Library, parameters: PlanParameters) -> Floats:
    """Events avoided by each chosen fit beside the others in its package: fits × outcomes × (low, middle, high).

    Of several through one mechanism only the strongest is credited. Then from the strongest to the weakest, each is
    credited with what it takes off the chance the stronger ones leave, so that the middles of a package's items add up
    to what the package avoids. Near the cap the strong end of the intervals leaves less for a later item than the weak
    end does: its low is the least of the three, its high the most. 0 where nothing is credited or chosen.
    """
    ends = np.stack([shares_left(fits, people, library, value) for value in (weak_end, middle, strong_end)], axis=-1)
    counts = chosen & ~fits.is_kept & ~taken_already(fits, library)
    fit, outcome = np.nonzero((fits.credit >= 0) & counts[:, None])
    key = fits.person[fit] * len(OUTCOMES) + outcome
    order = np.lexsort((fit, ends[fit, outcome, MIDDLE], key))
    mechanism = mechanisms(library)[fits.offer[fit[order]]]
    _, strongest = np.unique(key[order] * (int(mechanism.max(initial=0)) + 1) + mechanism, return_index=True)
    order = order[np.sort(strongest)]
    fit, outcome, key = fit[order], outcome[order], key[order]
    taken = taken_in_turn(key, ends[fit, outcome], 1 - parameters.most_avoided_share)
    taken *= chances_of(people)[fits.person[fit], outcome, None]
    avoided = np.zeros(ends.shape)
    avoided[fit, outcome] = np.column_stack([taken.min(axis=1), taken[:, MIDDLE], taken.max(axis=1)])
    return avoided


def taken_in_turn(key: Indices, own: Floats, least_left: Floats | float) -> Floats:
    """The share of the whole chance that each effect takes, after those before it with the same key.

    Parameters
    ----------
    key : equal for effects on one chance, which stand side by side.
    own : effects × 3; the share each leaves by itself.
    least_left : together they leave at least this share, unless one alone leaves less.
    """
    starts = np.flatnonzero(np.diff(key, prepend=-1))
    rank = np.arange(len(key)) - np.repeat(starts, np.diff(np.append(starts, len(key))))
    taken = np.zeros(own.shape)
    product, least, left = (np.ones(own.shape) for _ in range(3))
    for step in range(int(rank.max(initial=-1)) + 1):
        now = np.flatnonzero(rank == step)
        before = now - (1 if step else 0)
        was = left[before]
        product[now], least[now] = product[before] * own[now], np.minimum(least[before], own[now])
        left[now] = np.maximum(product[now], np.minimum(least_left, least[now]))
        taken[now] = np.maximum(was - left[now], 0)
    return taken


def weak_end(effect: Effect) -> float:
    """The end of the interval at which least is avoided."""
    assert effect.high is not None  # a usable effect has all three
    return effect.high


def middle(effect: Effect) -> float:
    """The published value."""
    assert effect.effect is not None
    return effect.effect


def strong_end(effect: Effect) -> float:
    """The end of the interval at which most is avoided."""
    assert effect.low is not None
    return effect.low
