"""Which package is best for one person when every shared limit has its price? Compiled.

Worth is submodular: an offer never adds more beside others than alone. So a branch is left as soon as what it has, with
the best of what could follow counted in full, is no better than the best; and an offer that adds nothing beside some
adds nothing beside more. All that is compiled stands in this one file: what is kept of the compiling is renewed when
the file changes, and does not know of others.
"""

from typing import NamedTuple

import numpy as np
from numba import njit

from joinedup.core.plans.optimiser.problem import Floats, Masks, Problem, Whole

TINY = 1e-12
NO_PACKAGE = -1.0  # what a pair is worth that no package may hold


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


@njit(cache=True, forceinline=True)
def has(mask, place):  # type: ignore[no-untyped-def]
    """Whether a pair is in a package."""
    return (mask >> np.uint64(place)) & np.uint64(1) != np.uint64(0)


@njit(cache=True, forceinline=True)
def bit(place):  # type: ignore[no-untyped-def]
    """The package of one pair."""
    return np.uint64(1) << np.uint64(place)


@njit(cache=True, forceinline=True)
def is_best(left, mechanism, members, held, one, outcome):  # type: ignore[no-untyped-def]
    """Whether an effect is the best of its mechanism in the package; the first of equals."""
    share = left[members[one], outcome]
    for other in range(held):
        if other != one and mechanism[members[other]] == mechanism[members[one]]:
            rival = left[members[other], outcome]
            if rival < share or (rival == share and other < one):
                return False
    return True


@njit(cache=True)
def worth_of(first, count, mask, net, left, mechanism, stake, scale, most_avoided):  # type: ignore[no-untyped-def]
    """What a package adds up to, outcomes × scale; from plain arrays, as it runs more often than anything else."""
    members, held, total = np.empty(64, np.int64), 0, 0.0
    for place in range(count):
        if has(mask, place):
            members[held] = first + place
            held += 1
            total += net[first + place]
    for outcome in range(left.shape[1]):
        together, strongest = 1.0, 1.0
        for one in range(held):
            share = left[members[one], outcome]
            if share < 1.0 and is_best(left, mechanism, members, held, one, outcome):
                together *= share
                strongest = min(strongest, share)
        total += scale * stake[outcome] * (1.0 - max(together, min(1.0 - most_avoided, strongest)))
    return total


@njit(cache=True, forceinline=True)
def value_of(pairs, person, mask, scale):  # type: ignore[no-untyped-def]
    """Worth × scale, with bonus, less tolls: needs met, and of each outcome the weighted share that is avoided."""
    first = pairs.start[person]
    count = pairs.start[person + 1] - first
    stake = pairs.stake[person]
    return worth_of(first, count, mask, pairs.net, pairs.left, pairs.mechanism, stake, scale, pairs.most_avoided)


@njit(cache=True, forceinline=True)
def gathered(pairs, person, mask, bits):  # type: ignore[no-untyped-def]
    """What the pairs of a package require, or may not be with, by the bits of each pair."""
    found = np.uint64(0)
    for place in range(pairs.start[person + 1] - pairs.start[person]):
        if has(mask, place):
            found |= bits[pairs.start[person] + place]
    return found


@njit(cache=True, forceinline=True)
def has_room(pairs, pair, room):  # type: ignore[no-untyped-def]
    """Whether every limit a pair uses has room for it."""
    for way in range(pairs.rows.shape[1]):
        if pairs.rows[pair, way] >= 0 and room[pairs.rows[pair, way]] < pairs.amounts[pair, way]:
            return False
    return True


@njit(cache=True, forceinline=True)
def use(pairs, pair, room, times):  # type: ignore[no-untyped-def]
    """Take a pair's use from the room, or give it back."""
    for way in range(pairs.rows.shape[1]):
        if pairs.rows[pair, way] >= 0:
            room[pairs.rows[pair, way]] -= times * pairs.amounts[pair, way]


@njit(cache=True, forceinline=True)
def candidates_of(pairs, person, must, never):  # type: ignore[no-untyped-def]
    """Places worth looking at, the best alone first, and their values alone: those that gain, and what they require."""
    first = pairs.start[person]
    count = pairs.start[person + 1] - first
    values, wanted = pairs.alone[first : first + count], np.uint64(0)
    for place in range(count):
        if values[place] > TINY:
            wanted |= bit(place) | pairs.needs_bits[first + place]
    wanted &= ~must & ~never
    places = np.empty(count, np.int64)
    held = 0
    for place in range(count):
        if has(wanted, place):
            places[held] = place
            held += 1
    places = places[:held]
    order = np.argsort(-values[places], kind="mergesort")
    return places[order], values[places][order]


@njit(cache=True, forceinline=True)
def best_of_sums(places, values, must, base, free):  # type: ignore[no-untyped-def]
    """The best package where values simply add up."""
    mask = must
    for at in range(min(len(places), free)):
        if values[at] > TINY:
            mask |= bit(places[at])
            base += values[at]
    return mask, base


@njit(cache=True, forceinline=True)
def reachable(values, at, free):  # type: ignore[no-untyped-def]
    """The most that so many of the places to come could add."""
    most = 0.0
    for ahead in range(at, min(len(values), at + free)):
        most += max(values[ahead], 0.0)
    return most


@njit(cache=True, forceinline=True)
def best_by_branches(pairs, person, places, values, must, base, free, scale, keeps_room, room):  # type: ignore[no-untyped-def]
    """The best package by depth-first search with bounds; `room` is as it was when it is done."""
    first, enables = pairs.start[person], np.uint64(0)
    for place in places:
        enables |= pairs.needs_bits[first + place]
    stack, value, needs = np.empty(free + 1, np.int64), np.empty(free + 1, np.float64), np.empty(free + 1, np.uint64)
    value[0], needs[0], best, best_mask = base, gathered(pairs, person, must, pairs.needs_bits), base, must
    depth, at, mask = 0, 0, must
    while depth > 0 or at < len(places):
        if depth == free or at >= len(places) or value[depth] + reachable(values, at, free - depth) <= best + TINY:
            if depth == 0:
                break
            depth -= 1
            at = stack[depth]
            mask &= ~bit(places[at])
            if keeps_room:
                use(pairs, first + places[at], room, -1)
        elif can_join(pairs, first + places[at], mask, keeps_room, room):
            mask |= bit(places[at])
            if keeps_room:
                use(pairs, first + places[at], room, 1)
            stack[depth] = at
            depth += 1
            value[depth] = value_of(pairs, person, mask, scale)
            needs[depth] = needs[depth - 1] | pairs.needs_bits[first + places[at]]
            if value[depth] > best + TINY and not needs[depth] & ~mask:
                best, best_mask = value[depth], mask
            if value[depth] <= value[depth - 1] + TINY and not enables & bit(places[at]):
                at = len(places)  # it adds nothing here, so nothing beside more
                continue
        at += 1
    return best_mask, best


@njit(cache=True, forceinline=True)
def can_join(pairs, pair, mask, keeps_room, room):  # type: ignore[no-untyped-def]
    """Whether a pair may be added to a package: nothing in it bars it, and there is room."""
    return not pairs.bars_bits[pair] & mask and (not keeps_room or has_room(pairs, pair, room))


@njit(cache=True, forceinline=True)
def trimmed(pairs, person, places, mask, best, scale):  # type: ignore[no-untyped-def]
    """The package without what could go and leave as much, the least first."""
    for at in range(len(places) - 1, -1, -1):
        less = mask & ~bit(places[at])
        if less == mask:
            continue
        value = value_of(pairs, person, less, scale)
        if value >= best - TINY and not gathered(pairs, person, less, pairs.needs_bits) & bit(places[at]):
            mask, best = less, max(best, value)
    return mask, best


@njit(cache=True)
def best_for(pairs, person, scale, must, never, is_plain, keeps_room, room):  # type: ignore[no-untyped-def]
    """The best package of one person: its bits, and its worth × scale + bonus less tolls.

    With `keeps_room` no package may use more than `room`. `must` and `never` are bits that are in every, and in no,
    package.
    """
    places, values = candidates_of(pairs, person, must, never)
    base, free = value_of(pairs, person, must, scale), pairs.most_items
    for place in range(pairs.start[person + 1] - pairs.start[person]):
        if has(must, place):
            free -= 1
    if free <= 0 or len(places) == 0:
        return must, base
    if is_plain and not keeps_room:
        return best_of_sums(places, values, must, base, free)
    mask, best = best_by_branches(pairs, person, places, values, must, base, free, scale, keeps_room, room)
    return trimmed(pairs, person, places, mask, best, scale)


@njit(cache=True, nogil=True)
def best_of_each(pairs, scale, must, never, is_plain, first, last, masks, values):  # type: ignore[no-untyped-def]
    """For each person from `first` up to `last` the best package, and its value."""
    no_room = np.zeros(1, np.int64)
    for person in range(first, last):
        masks[person], values[person] = best_for(
            pairs, person, scale[person], must[person], never[person], is_plain[person], False, no_room
        )


@njit(cache=True)
def use_package(pairs, person, mask, must, room, times):  # type: ignore[no-untyped-def]
    """Take a package's use from the room, or give it back; what is fixed has its own."""
    for place in range(pairs.start[person + 1] - pairs.start[person]):
        if has(mask & ~must, place):
            use(pairs, pairs.start[person] + place, room, times)


@njit(cache=True)
def fill(pairs, order, masks, room, scale, must, never):  # type: ignore[no-untyped-def]
    """Give each person in turn the best package that fits beside everybody else's; `masks` and `room` change."""
    for person in order:
        had = value_of(pairs, person, masks[person], scale[person])
        use_package(pairs, person, masks[person], must[person], room, -1)
        found, value = best_for(pairs, person, scale[person], must[person], never[person], False, True, room)
        if value > had + TINY:
            masks[person] = found
        use_package(pairs, person, masks[person], must[person], room, 1)


@njit(cache=True)
def worths(pairs, person, masks):  # type: ignore[no-untyped-def]
    """The worth of packages."""
    found = np.empty(len(person), np.float64)
    for at in range(len(person)):
        found[at] = value_of(pairs, person[at], masks[at], 1.0)
    return found


@njit(cache=True)
def gain_of(pairs, person, place, toll, scale, must, never):  # type: ignore[no-untyped-def]
    """What a pair is worth to the person's package: the best with it, its own use free, less the best without."""
    with_it = must | bit(place) | pairs.needs_bits[pairs.start[person] + place]
    items = 0
    for other in range(pairs.start[person + 1] - pairs.start[person]):
        if has(with_it, other):
            items += 1
    if items > pairs.most_items or gathered(pairs, person, with_it, pairs.bars_bits) & with_it:
        return NO_PACKAGE
    pair, no_room = pairs.start[person] + place, np.zeros(1, np.int64)
    pairs.net[pair] += toll
    pairs.alone[pair] += toll
    _, value_with = best_for(pairs, person, scale, with_it, never & ~with_it, False, False, no_room)
    pairs.net[pair] -= toll
    pairs.alone[pair] -= toll
    _, value_without = best_for(pairs, person, scale, must, never | bit(place), False, False, no_room)
    return value_with - value_without


@njit(cache=True)
def gains_of(pairs, tolls, scale, must, never):  # type: ignore[no-untyped-def]
    """The same for every pair that is not fixed; tolls are set aside one by one while it runs."""
    found = np.zeros(len(pairs.net), np.float64)
    for person in range(len(pairs.start) - 1):
        for place in range(pairs.start[person + 1] - pairs.start[person]):
            if not has(must[person], place):
                pair = pairs.start[person] + place
                found[pair] = gain_of(pairs, person, place, tolls[pair], scale[person], must[person], never[person])
    return found
