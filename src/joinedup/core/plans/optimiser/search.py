"""Which package is best for one person when every shared limit has its price? Compiled.

Worth is submodular: an offer never adds more beside others than alone. So a branch is left as soon as what it has, with
the best of what could follow counted in full, is no better than the best; and an offer that adds nothing beside some
adds nothing beside more. All that is compiled stands in this one file: what is kept of the compiling is renewed when
the file changes, and does not know of others.
"""

from typing import NamedTuple

import numpy as np
from numba import njit

from joinedup.core.plans.optimiser.problem import MOST_PAIRS, Floats, Masks, Problem, Whole

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


@njit(cache=True)
def cleared():  # type: ignore[no-untyped-def]
    """A desk with room for any person's pairs."""
    size, whole = MOST_PAIRS + 1, np.int64
    places, members, stack = np.empty(size, whole), np.empty(size, whole), np.empty(size, whole)
    return Desk(places, members, stack, np.empty(size), np.empty(size), np.empty(size, np.uint64))


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


@njit(cache=True, forceinline=True)
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


@njit(cache=True, forceinline=True)
def value_of(pairs, person, mask, scale, members):  # type: ignore[no-untyped-def]
    """Worth × scale, with bonus, less tolls: needs met, and of each outcome the weighted share that is avoided."""
    first, held, net = pairs.start[person], 0, 0.0
    for place in range(pairs.start[person + 1] - first):
        if has(mask, place):
            members[held] = first + place
            held += 1
            net += pairs.net[first + place]
    return net + scale * avoided_by(pairs, person, members, held)


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
def look_at(pairs, person, must, never, places):  # type: ignore[no-untyped-def]
    """List the places worth looking at, the best alone first: those that gain, and what they require; how many."""
    first = pairs.start[person]
    count = pairs.start[person + 1] - first
    wanted, held = np.uint64(0), 0
    for place in range(count):
        if pairs.alone[first + place] > TINY:
            wanted |= bit(place) | pairs.needs_bits[first + place]
    wanted &= ~must & ~never
    for place in range(count):
        if has(wanted, place):
            at = held
            while at > 0 and pairs.alone[first + places[at - 1]] < pairs.alone[first + place]:
                places[at] = places[at - 1]
                at -= 1
            places[at] = place
            held += 1
    return held


@njit(cache=True, forceinline=True)
def best_of_sums(pairs, first, places, held, must, base, free):  # type: ignore[no-untyped-def]
    """The best package where values simply add up."""
    mask = must
    for at in range(min(held, free)):
        if pairs.alone[first + places[at]] > TINY:
            mask |= bit(places[at])
            base += pairs.alone[first + places[at]]
    return mask, base


@njit(cache=True, forceinline=True)
def reachable(pairs, first, places, at, last):  # type: ignore[no-untyped-def]
    """The most that the places from `at` up to `last` could add."""
    most = 0.0
    for ahead in range(at, last):
        most += max(pairs.alone[first + places[ahead]], 0.0)
    return most


@njit(cache=True, forceinline=True)
def lay_out(pairs, person, must, base, desk):  # type: ignore[no-untyped-def]
    """Begin with what is in every package; how many pairs that is."""
    first, kept, net = pairs.start[person], 0, 0.0
    for place in range(pairs.start[person + 1] - first):
        if has(must, place):
            desk.members[kept] = first + place
            kept += 1
            net += pairs.net[first + place]
    desk.value[0], desk.net[0], desk.needs[0] = base, net, gathered(pairs, person, must, pairs.needs_bits)
    return kept


@njit(cache=True, forceinline=True)
def take(pairs, person, at, desk, kept, depth, scale):  # type: ignore[no-untyped-def]
    """Go one deeper with one more pair: what the package is worth, and what it requires."""
    pair = pairs.start[person] + desk.places[at]
    desk.stack[depth], desk.members[kept + depth] = at, pair
    desk.net[depth + 1] = desk.net[depth] + pairs.net[pair]
    avoided = avoided_by(pairs, person, desk.members, kept + depth + 1)
    desk.value[depth + 1] = desk.net[depth + 1] + scale * avoided
    desk.needs[depth + 1] = desk.needs[depth] | pairs.needs_bits[pair]
    return depth + 1


@njit(cache=True, forceinline=True)
def best_by_branches(pairs, person, desk, held, must, base, free, scale, best_mask, best, keeps_room, room):  # type: ignore[no-untyped-def]
    """The best package by depth-first search with bounds; `room` is as it was when it is done."""
    first, places, value, enables = pairs.start[person], desk.places, desk.value, np.uint64(0)
    for at in range(held):
        enables |= pairs.needs_bits[first + places[at]]
    kept = lay_out(pairs, person, must, base, desk)
    depth, at, mask = 0, 0, must
    while depth > 0 or at < held:
        last = min(held, at + free - depth)
        if depth == free or at >= held or value[depth] + reachable(pairs, first, places, at, last) <= best + TINY:
            if depth == 0:
                break
            depth -= 1
            at = desk.stack[depth]
            mask &= ~bit(places[at])
            if keeps_room:
                use(pairs, first + places[at], room, -1)
        elif can_join(pairs, first + places[at], mask, keeps_room, room):
            mask |= bit(places[at])
            if keeps_room:
                use(pairs, first + places[at], room, 1)
            depth = take(pairs, person, at, desk, kept, depth, scale)
            if value[depth] > best + TINY and not desk.needs[depth] & ~mask:
                best, best_mask = value[depth], mask
            if value[depth] <= value[depth - 1] + TINY and not enables & bit(places[at]):
                at = held  # it adds nothing here, so nothing beside more
                continue
        at += 1
    return best_mask, best


@njit(cache=True, forceinline=True)
def can_join(pairs, pair, mask, keeps_room, room):  # type: ignore[no-untyped-def]
    """Whether a pair may be added to a package: nothing in it bars it, and there is room."""
    return not pairs.bars_bits[pair] & mask and (not keeps_room or has_room(pairs, pair, room))


@njit(cache=True, forceinline=True)
def trimmed(pairs, person, desk, held, mask, best, scale):  # type: ignore[no-untyped-def]
    """The package without what could go and leave as much, the least first."""
    for at in range(held - 1, -1, -1):
        less = mask & ~bit(desk.places[at])
        if less == mask:
            continue
        value = value_of(pairs, person, less, scale, desk.members)
        if value >= best - TINY and not gathered(pairs, person, less, pairs.needs_bits) & bit(desk.places[at]):
            mask, best = less, max(best, value)
    return mask, best


@njit(cache=True)
def best_for(pairs, person, scale, must, never, had, is_plain, keeps_room, room, desk):  # type: ignore[no-untyped-def]
    """The best package of one person: its bits, and its worth × scale + bonus less tolls.

    With `keeps_room`, always written out so that it is compiled twice, no package may use more than `room`. `must` and
    `never` are bits that are in every, and in no, package; `had`, one that may be, is left only for a better one.
    """
    held = look_at(pairs, person, must, never, desk.places)
    base, free = value_of(pairs, person, must, scale, desk.members), pairs.most_items
    for place in range(pairs.start[person + 1] - pairs.start[person]):
        if has(must, place):
            free -= 1
    if free <= 0 or held == 0:
        return must, base
    if is_plain and not keeps_room:
        return best_of_sums(pairs, pairs.start[person], desk.places, held, must, base, free)
    best = base if had == must else value_of(pairs, person, had, scale, desk.members)
    mask, best = best_by_branches(pairs, person, desk, held, must, base, free, scale, had, best, keeps_room, room)
    return trimmed(pairs, person, desk, held, mask, best, scale)


@njit(cache=True, nogil=True)
def best_of_each(pairs, scale, must, never, is_plain, had, first, last, masks, values):  # type: ignore[no-untyped-def]
    """For each person from `first` up to `last` the best package, and its value."""
    no_room, desk = np.zeros(0, np.int64), cleared()
    for person in range(first, last):
        masks[person], values[person] = best_for(
            pairs,
            person,
            scale[person],
            must[person],
            never[person],
            had[person],
            is_plain[person],
            False,
            no_room,
            desk,
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
    desk = cleared()
    for person in order:
        always, had = must[person], masks[person]
        use_package(pairs, person, had, always, room, -1)
        masks[person], _ = best_for(pairs, person, scale[person], always, never[person], had, False, True, room, desk)
        use_package(pairs, person, masks[person], always, room, 1)


@njit(cache=True)
def tolls_of(rows, amounts, is_fixed, prices):  # type: ignore[no-untyped-def]
    """What each pair uses of the shared limits at these prices; what is fixed costs nothing."""
    found = np.zeros(len(rows), np.float64)
    for pair in range(len(rows)):
        for way in range(rows.shape[1]):
            if rows[pair, way] >= 0 and not is_fixed[pair]:
                found[pair] += prices[rows[pair, way]] * amounts[pair, way]
    return found


@njit(cache=True)
def values_of(pairs, person, masks, scale):  # type: ignore[no-untyped-def]
    """The value of packages, the worth of each person's counting `scale` times."""
    found, members = np.empty(len(person), np.float64), np.empty(MOST_PAIRS, np.int64)
    for at in range(len(person)):
        found[at] = value_of(pairs, person[at], masks[at], scale[person[at]], members)
    return found


@njit(cache=True)
def gain_of(pairs, person, place, toll, scale, must, never, desk):  # type: ignore[no-untyped-def]
    """What a pair is worth to the person's package: the best with it, its own use free, less the best without."""
    with_it = must | bit(place) | pairs.needs_bits[pairs.start[person] + place]
    items = 0
    for other in range(pairs.start[person + 1] - pairs.start[person]):
        if has(with_it, other):
            items += 1
    if items > pairs.most_items or gathered(pairs, person, with_it, pairs.bars_bits) & with_it:
        return NO_PACKAGE
    pair, no_room = pairs.start[person] + place, np.zeros(0, np.int64)
    pairs.net[pair] += toll
    pairs.alone[pair] += toll
    _, value_with = best_for(pairs, person, scale, with_it, never & ~with_it, with_it, False, False, no_room, desk)
    pairs.net[pair] -= toll
    pairs.alone[pair] -= toll
    _, value_without = best_for(pairs, person, scale, must, never | bit(place), must, False, False, no_room, desk)
    return value_with - value_without


@njit(cache=True)
def gains_of(pairs, tolls, scale, must, never):  # type: ignore[no-untyped-def]
    """The same for every pair that is not fixed; tolls are set aside one by one while it runs."""
    found, desk = np.zeros(len(pairs.net), np.float64), cleared()
    for person in range(len(pairs.start) - 1):
        for place in range(pairs.start[person + 1] - pairs.start[person]):
            if not has(must[person], place):
                pair = pairs.start[person] + place
                found[pair] = gain_of(
                    pairs, person, place, tolls[pair], scale[person], must[person], never[person], desk
                )
    return found
