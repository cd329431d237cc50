"""What is each offer worth to each person, alone and beside others in its package?"""

import numpy as np
import pyarrow as pa

from joinedup.core.plans.candidates import Fits, Flags, Indices, chance_of
from joinedup.core.plans.catalogue import Library
from joinedup.core.plans.evidence import OUTCOMES
from joinedup.core.plans.measures import Floats
from joinedup.core.plans.parameters import PlanParameters

LOW, MIDDLE, HIGH = 0, 1, 2


def stakes(people: pa.Table, parameters: PlanParameters) -> Floats:
    """People × outcomes: the chance of each, weighted."""
    weighted = [parameters.weights.get(outcome, 0.0) * chance_of(people, outcome) for outcome in OUTCOMES]
    return np.column_stack(weighted)


def needs_worth(fits: Fits, at_stake: Floats, parameters: PlanParameters) -> Floats:
    """The small worth of needs met by offers without a credited effect, and of wishes.

    It grows with how many needs there are and with the person's weighted chances, so that scarce places without a
    credited effect go to those with the most needs at the greatest risk.
    """
    needs = parameters.need_weight * (fits.need_count + at_stake.sum(axis=1)[fits.person])
    worth: Floats = np.where(fits.outcome >= 0, 0.0, needs) + parameters.wish_weight * fits.is_wished
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


def avoided_of(fits: Fits, chosen: Flags, library: Library, parameters: PlanParameters) -> Floats:
    """Events avoided by each chosen fit beside the others in its package: columns low, middle, high.

    Of several through one mechanism only the strongest is credited. Then from the strongest to the weakest, each is
    credited with what it takes off the chance the stronger ones leave, so that the middles of a package's items add up
    to what the package avoids. Near the cap the strong end of the intervals leaves less for a later item than the weak
    end does: its low is the least of the three, its high the most. 0 where nothing is credited or chosen.
    """
    avoided = np.zeros((len(fits), 3))
    credited = np.flatnonzero(chosen & (fits.outcome >= 0) & ~fits.is_kept & ~taken_already(fits, library))
    key = fits.person[credited] * len(OUTCOMES) + fits.outcome[credited]
    credited = credited[np.lexsort((credited, fits.remaining[credited, MIDDLE], key))]
    mechanism = mechanisms(library)[fits.offer]
    key = fits.person[credited] * len(OUTCOMES) + fits.outcome[credited]
    _, strongest = np.unique(key * (int(mechanism.max(initial=0)) + 1) + mechanism[credited], return_index=True)
    credited = credited[np.sort(strongest)]
    key = fits.person[credited] * len(OUTCOMES) + fits.outcome[credited]
    starts = np.flatnonzero(np.diff(key, prepend=-1))
    rank = np.arange(len(key)) - np.repeat(starts, np.diff(np.append(starts, len(key))))
    product, least, left = (np.ones((len(key), 3)) for _ in range(3))
    for step in range(int(rank.max(initial=-1)) + 1):
        now = np.flatnonzero(rank == step)
        before = now - (1 if step else 0)
        own, was = fits.remaining[credited[now]], left[before]
        product[now], least[now] = product[before] * own, np.minimum(least[before], own)
        left[now] = np.maximum(product[now], np.minimum(1 - parameters.most_avoided_share, least[now]))
        avoided[credited[now]] = fits.chance[credited[now], None] * np.maximum(was - left[now], 0)
    return np.column_stack([avoided.min(axis=1), avoided[:, MIDDLE], avoided.max(axis=1)])
