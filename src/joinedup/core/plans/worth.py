"""What is each offer worth to each person, alone and beside others that work on the same outcome?"""

from dataclasses import dataclass

import numpy as np
import pyarrow as pa

from joinedup.core.plans.candidates import Fits, Flags, Indices, chance_of
from joinedup.core.plans.catalogue import Library
from joinedup.core.plans.evidence import OUTCOMES
from joinedup.core.plans.limits import PlanParameters
from joinedup.core.plans.measures import Floats

LOW, MIDDLE, HIGH = 0, 1, 2


def value_of(fits: Fits, people: pa.Table, parameters: PlanParameters) -> Floats:
    """Weighted events avoided by each fit on its own, and the small worth of the needs it meets.

    The worth of needs grows with how many there are and with the person's weighted chances, so that scarce places
    without a credited effect go to those with the most needs at the greatest risk.
    """
    weights = np.array([*(parameters.weights.get(outcome, 0.0) for outcome in OUTCOMES), 0.0])
    avoided = weights[fits.outcome] * fits.chance * (1 - fits.remaining[:, MIDDLE])
    at_risk = sum(weights[place] * chance_of(people, outcome) for place, outcome in enumerate(OUTCOMES))
    value: Floats = avoided + parameters.need_weight * (fits.need_count + np.asarray(at_risk)[fits.person])
    return value


@dataclass(frozen=True)
class Together:
    """Which fits touch each other: positions in the fits.

    Parameters
    ----------
    left, right, loss : pairs on one outcome through different mechanisms, worth `loss` less together.
    rival, group : fits of which only one in a group may be chosen: one person, one outcome, one mechanism.
    """

    left: Indices
    right: Indices
    loss: Floats
    rival: Indices
    group: Indices


def together(fits: Fits, columns: Indices, library: Library, parameters: PlanParameters) -> Together:
    """Pairs and rivals among the fits at `columns`.

    Through different mechanisms the second effect works on the chance the first leaves (shares multiply), up to the
    stated cap. With three or more on one outcome the losses of all pairs are taken off, which is on the cautious side.
    """
    credited = columns[fits.outcome[columns] >= 0]
    key = fits.person[credited] * len(OUTCOMES) + fits.outcome[credited]
    order = np.argsort(key, kind="stable")
    credited, key = credited[order], key[order]
    left, right = pairs_with_one_key(key)
    words = sorted({offer.mechanism for offer in library.offers})
    mechanism = np.array([words.index(offer.mechanism) for offer in library.offers], np.int64)[fits.offer[credited]]
    is_rival = mechanism[left] == mechanism[right]
    rival = np.unique(np.concatenate([left[is_rival], right[is_rival]]))
    _, group = np.unique(key[rival] * len(words) + mechanism[rival], return_inverse=True)
    left, right = credited[left[~is_rival]], credited[right[~is_rival]]
    return Together(left, right, loss_of(fits, left, right, parameters), credited[rival], group.astype(np.int64))


def pairs_with_one_key(key: Indices) -> tuple[Indices, Indices]:
    """Every pair of positions with the same key, in a sorted column of keys.

    Examples
    --------
    >>> left, right = pairs_with_one_key(np.array([1, 2, 2, 2, 5]))
    >>> sorted(zip(left.tolist(), right.tolist()))
    [(1, 2), (1, 3), (2, 3)]
    """
    left, right, apart = [np.zeros(0, np.int64)], [np.zeros(0, np.int64)], 1
    while len(same := np.flatnonzero(key[apart:] == key[:-apart])):
        left, right, apart = [*left, same], [*right, same + apart], apart + 1
    return np.concatenate(left), np.concatenate(right)


def loss_of(fits: Fits, left: Indices, right: Indices, parameters: PlanParameters) -> Floats:
    """How much less two credited fits are worth together than the sum of each alone."""
    one, other = fits.remaining[left, MIDDLE], fits.remaining[right, MIDDLE]
    floor = np.minimum(1 - parameters.most_avoided_share, np.minimum(one, other))
    both = 1 - np.maximum(one * other, floor)
    weights = np.array([parameters.weights.get(outcome, 0.0) for outcome in OUTCOMES])
    loss: Floats = weights[fits.outcome[left]] * fits.chance[left] * ((1 - one) + (1 - other) - both)
    return loss


def avoided_of(fits: Fits, chosen: Flags, parameters: PlanParameters) -> Floats:
    """Events avoided by each chosen fit beside the others in its package: columns low, middle, high.

    Taken from the strongest to the weakest: each is credited with what it takes off the chance the stronger ones
    leave, so that the middles of a package's items add up to what the package avoids. Near the cap the strong end of
    the intervals leaves less for a later item than the weak end does: its low is the least of the three, its high the
    most. 0 where nothing is credited or chosen.
    """
    avoided = np.zeros((len(fits), 3))
    credited = np.flatnonzero(chosen & (fits.outcome >= 0))
    key = fits.person[credited] * len(OUTCOMES) + fits.outcome[credited]
    credited = credited[np.lexsort((credited, fits.remaining[credited, MIDDLE], key))]
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
