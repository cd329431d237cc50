"""What is best for each of many people, at prices or within room, and what is each pair worth to them? Compiled."""

import numpy as np

from joinedup.core.plans.optimiser.branches import best_for
from joinedup.core.plans.optimiser.compiled import compiled
from joinedup.core.plans.optimiser.pairs import bit, cleared, gathered, has, use, value_of
from joinedup.core.plans.optimiser.problem import MOST_PAIRS

NO_PACKAGE = -1.0  # what a pair is worth that no package may hold


@compiled
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


@compiled
def use_package(pairs, person, mask, must, room, times):  # type: ignore[no-untyped-def]
    """Take a package's use from the room, or give it back; what is fixed has its own."""
    for place in range(pairs.start[person + 1] - pairs.start[person]):
        if has(mask & ~must, place):
            use(pairs, pairs.start[person] + place, room, times)


@compiled
def fill(pairs, order, masks, room, scale, must, never):  # type: ignore[no-untyped-def]
    """Give each person in turn the best package that fits beside everybody else's; `masks` and `room` change."""
    desk = cleared()
    for person in order:
        always, had = must[person], masks[person]
        use_package(pairs, person, had, always, room, -1)
        masks[person], _ = best_for(pairs, person, scale[person], always, never[person], had, False, True, room, desk)
        use_package(pairs, person, masks[person], always, room, 1)


@compiled
def tolls_of(rows, amounts, is_fixed, prices):  # type: ignore[no-untyped-def]
    """What each pair uses of the shared limits at these prices; what is fixed costs nothing."""
    found = np.zeros(len(rows), np.float64)
    for pair in range(len(rows)):
        for way in range(rows.shape[1]):
            if rows[pair, way] >= 0 and not is_fixed[pair]:
                found[pair] += prices[rows[pair, way]] * amounts[pair, way]
    return found


@compiled
def values_of(pairs, person, masks, scale):  # type: ignore[no-untyped-def]
    """The value of packages, the worth of each person's counting `scale` times."""
    found, members = np.empty(len(person), np.float64), np.empty(MOST_PAIRS, np.int64)
    for at in range(len(person)):
        found[at] = value_of(pairs, person[at], masks[at], scale[person[at]], members)
    return found


@compiled
def gain_of(pairs, person, place, toll, scale, must, never, desk):  # type: ignore[no-untyped-def]
    """What a pair is worth to the person's package: the best with it, its own use free, less the best without; and it.

    Of a pair that no package may hold the second is what is in every package.
    """
    with_it = must | bit(place) | pairs.needs_bits[pairs.start[person] + place]
    items = 0
    for other in range(pairs.start[person + 1] - pairs.start[person]):
        if has(with_it, other):
            items += 1
    if items > pairs.most_items or gathered(pairs, person, with_it, pairs.bars_bits) & with_it:
        return NO_PACKAGE, must
    pair, no_room = pairs.start[person] + place, np.zeros(0, np.int64)
    pairs.net[pair] += toll
    pairs.alone[pair] += toll
    held, value_with = best_for(pairs, person, scale, with_it, never & ~with_it, with_it, False, False, no_room, desk)
    pairs.net[pair] -= toll
    pairs.alone[pair] -= toll
    _, value_without = best_for(pairs, person, scale, must, never | bit(place), must, False, False, no_room, desk)
    return value_with - value_without, held


@compiled
def gains_of(pairs, tolls, scale, must, never):  # type: ignore[no-untyped-def]
    """The same for every pair that is not fixed; tolls are set aside one by one while it runs."""
    found, held, desk = np.zeros(len(pairs.net), np.float64), np.zeros(len(pairs.net), np.uint64), cleared()
    for person in range(len(pairs.start) - 1):
        for place in range(pairs.start[person + 1] - pairs.start[person]):
            if not has(must[person], place):
                pair = pairs.start[person] + place
                found[pair], held[pair] = gain_of(
                    pairs, person, place, tolls[pair], scale[person], must[person], never[person], desk
                )
    return found, held


@compiled
def more_used(pairs, person, row, held, had):  # type: ignore[no-untyped-def]
    """How much more of a limit one package uses than another."""
    more, first = 0, pairs.start[person]
    for place in range(pairs.start[person + 1] - first):
        for way in range(pairs.rows.shape[1]):
            if pairs.rows[first + place, way] == row and has(held ^ had, place):
                amount = pairs.amounts[first + place, way]
                more += amount if has(held, place) else -amount
    return more


@compiled
def short_of(pairs, masks, held, left):  # type: ignore[no-untyped-def]
    """For each pair left out the limits it uses whose room left is too small to change to the package with it."""
    found = np.zeros(pairs.rows.shape, np.bool_)
    for person in range(len(pairs.start) - 1):
        for place in range(pairs.start[person + 1] - pairs.start[person]):
            pair = pairs.start[person] + place
            for way in range(pairs.rows.shape[1]):
                row = pairs.rows[pair, way]
                if row >= 0 and not has(masks[person], place):
                    more = more_used(pairs, person, row, held[pair], masks[person])
                    found[pair, way] = more > max(left[row], 0)
    return found


@compiled
def holds_without(pairs, asked, gone, person, scale, must, never, masks, left):  # type: ignore[no-untyped-def]
    """Whether each pair asked about is in the best package that fits beside everybody else's, some bits being gone."""
    found, desk = np.zeros(len(asked), np.bool_), cleared()
    for at in range(len(asked)):
        who = person[asked[at]]
        always, had = must[who] & ~gone[at], masks[who]
        use_package(pairs, who, had, always, left, -1)
        best, _ = best_for(pairs, who, scale[who], always, never[who] | gone[at], always, False, True, left, desk)
        use_package(pairs, who, had, always, left, 1)
        found[at] = has(best, asked[at] - pairs.start[who])
    return found
