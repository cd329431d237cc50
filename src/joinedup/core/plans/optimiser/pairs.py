"""A person's pairs with offers: what packages of them are worth, require and use. Compiled."""

from typing import NamedTuple

import numpy as np

from joinedup.core.plans.optimiser.compiled import compiled, inlined
from joinedup.core.plans.optimiser.problem import MOST_PAIRS, Floats, Masks, Problem, Whole


class Pairs(NamedTuple):
    """The pairs of a problem as compiled code takes them, with what each one's use of shared limits costs now."""

    start: Whole
    net: Floats
    alone: Floats
    left: Floats
    mechanism: Whole
    stake: Floats
    rows: Whole
    amounts: Whole
    needs_bits: Masks
    bars_bits: Masks
    most_items: int
    most_avoided: float

    @classmethod
    def of(cls, problem: Problem, toll: Floats, scale: Floats) -> "Pairs":
        """The pairs of a problem at these tolls, people's worth counting `scale` times.

        `net` is what a pair adds whatever is beside it, `alone` its value by itself.
        """
        counts = scale[problem.person]
        net = counts * problem.worth + problem.bonus - toll
        same = {name: getattr(problem, name) for name in cls._fields if name not in ("net", "alone")}
        return cls(**same, net=net, alone=net + counts * problem.avoided_alone)


class Desk(NamedTuple):
    """What one search writes on as it goes; asked for once, not once a person.

    Parameters
    ----------
    places : of a person's pairs, those worth looking at.
    members : pairs of the package being looked at.
    stack, value, net, needs : what was taken at each depth, and what the package had then.
    """

    places: Whole
    members: Whole
    stack: Whole
    value: Floats
    net: Floats
    needs: Masks


@compiled
def cleared():  # type: ignore[no-untyped-def]
    """A desk with room for any person's pairs."""
    size, whole = MOST_PAIRS + 1, np.int64
    places, members, stack = np.empty(size, whole), np.empty(size, whole), np.empty(size, whole)
    return Desk(places, members, stack, np.empty(size), np.empty(size), np.empty(size, np.uint64))


@inlined
def has(mask, place):  # type: ignore[no-untyped-def]
    """Whether a pair is in a package."""
    return (mask >> np.uint64(place)) & np.uint64(1) != np.uint64(0)


@inlined
def bit(place):  # type: ignore[no-untyped-def]
    """The package of one pair."""
    return np.uint64(1) << np.uint64(place)


@inlined
def is_best(left, mechanism, members, held, one, outcome):  # type: ignore[no-untyped-def]
    """Whether an effect is the best of its mechanism in the package; the first of equals."""
    share = left[members[one], outcome]
    for other in range(held):
        if other != one and mechanism[members[other]] == mechanism[members[one]]:
            rival = left[members[other], outcome]
            if rival < share or (rival == share and other < one):
                return False
    return True


@inlined
def avoided_by(pairs, person, members, held):  # type: ignore[no-untyped-def]
    """Of each outcome the weighted share that pairs avoid together, summed."""
    total = 0.0
    for outcome in range(pairs.left.shape[1]):
        together, strongest = 1.0, 1.0
        for one in range(held):
            share = pairs.left[members[one], outcome]
            if share < 1.0 and is_best(pairs.left, pairs.mechanism, members, held, one, outcome):
                together *= share
                strongest = min(strongest, share)
        total += pairs.stake[person, outcome] * (1.0 - max(together, min(1.0 - pairs.most_avoided, strongest)))
    return total


@inlined
def value_of(pairs, person, mask, scale, members):  # type: ignore[no-untyped-def]
    """Worth × scale, with bonus, less tolls: needs met, and of each outcome the weighted share that is avoided."""
    first, held, net = pairs.start[person], 0, 0.0
    for place in range(pairs.start[person + 1] - first):
        if has(mask, place):
            members[held] = first + place
            held += 1
            net += pairs.net[first + place]
    return net + scale * avoided_by(pairs, person, members, held)


@inlined
def gathered(pairs, person, mask, bits):  # type: ignore[no-untyped-def]
    """What the pairs of a package require, or may not be with, by the bits of each pair."""
    found = np.uint64(0)
    for place in range(pairs.start[person + 1] - pairs.start[person]):
        if has(mask, place):
            found |= bits[pairs.start[person] + place]
    return found


@inlined
def has_room(pairs, pair, room):  # type: ignore[no-untyped-def]
    """Whether every limit a pair uses has room for it."""
    for way in range(pairs.rows.shape[1]):
        if pairs.rows[pair, way] >= 0 and room[pairs.rows[pair, way]] < pairs.amounts[pair, way]:
            return False
    return True


@inlined
def use(pairs, pair, room, times):  # type: ignore[no-untyped-def]
    """Take a pair's use from the room, or give it back."""
    for way in range(pairs.rows.shape[1]):
        if pairs.rows[pair, way] >= 0:
            room[pairs.rows[pair, way]] -= times * pairs.amounts[pair, way]
