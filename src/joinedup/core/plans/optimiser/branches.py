"""Which package is best for one person when every shared limit has its price? Compiled.

Worth is submodular: an offer never adds more beside others than alone. So a branch is left as soon as what it has, with
the best of what could follow counted in full, is no better than the best; and an offer that adds nothing beside some
adds nothing beside more.
"""

import numpy as np

from joinedup.core.plans.optimiser.compiled import compiled, inlined
from joinedup.core.plans.optimiser.pairs import avoided_by, bit, gathered, has, has_room, use, value_of

TINY = 1e-12


@inlined
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


@inlined
def best_of_sums(pairs, first, places, held, must, base, free):  # type: ignore[no-untyped-def]
    """The best package where values simply add up."""
    mask = must
    for at in range(min(held, free)):
        if pairs.alone[first + places[at]] > TINY:
            mask |= bit(places[at])
            base += pairs.alone[first + places[at]]
    return mask, base


@inlined
def reachable(pairs, first, places, at, last):  # type: ignore[no-untyped-def]
    """The most that the places from `at` up to `last` could add."""
    most = 0.0
    for ahead in range(at, last):
        most += max(pairs.alone[first + places[ahead]], 0.0)
    return most


@inlined
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


@inlined
def take(pairs, person, at, desk, kept, depth, scale):  # type: ignore[no-untyped-def]
    """Go one deeper with one more pair: what the package is worth, and what it requires."""
    pair = pairs.start[person] + desk.places[at]
    desk.stack[depth], desk.members[kept + depth] = at, pair
    desk.net[depth + 1] = desk.net[depth] + pairs.net[pair]
    avoided = avoided_by(pairs, person, desk.members, kept + depth + 1)
    desk.value[depth + 1] = desk.net[depth + 1] + scale * avoided
    desk.needs[depth + 1] = desk.needs[depth] | pairs.needs_bits[pair]
    return depth + 1


@inlined
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


@inlined
def can_join(pairs, pair, mask, keeps_room, room):  # type: ignore[no-untyped-def]
    """Whether a pair may be added to a package: nothing in it bars it, and there is room."""
    return not pairs.bars_bits[pair] & mask and (not keeps_room or has_room(pairs, pair, room))


@inlined
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


@compiled
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
