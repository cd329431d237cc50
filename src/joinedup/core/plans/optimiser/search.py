"""Which package is best for each person when every shared limit has its price?

Compiled, one person after the other. Worth is submodular (an offer never adds more beside others than alone), so a
branch is left as soon as what it has, with the best of what could follow counted in full, is no better than the best.
"""

from typing import Any

import numpy as np
from numba import njit

from joinedup.core.plans.optimiser.problem import Floats, Masks, Problem, Whole

TINY = 1e-12


@njit(cache=True)  # type: ignore[misc]
def package_worth(first, count, mask, worth, left, mechanism, stake, most_avoided):  # type: ignore[no-untyped-def]
    """The worth of the pairs of one person whose bits are set: needs, and the share of each chance avoided."""
    total = 0.0
    members = np.empty(64, np.int64)
    held = 0
    for place in range(count):
        if (mask >> np.uint64(place)) & np.uint64(1):
            members[held] = first + place
            held += 1
            total += worth[first + place]
    for outcome in range(left.shape[1]):
        if stake[outcome] == 0.0:
            continue
        together, strongest = 1.0, 1.0
        for one in range(held):
            share = left[members[one], outcome]
            if share >= 1.0:
                continue
            counts = True
            for other in range(held):  # through one mechanism only the best counts, the first of equals
                if other != one and mechanism[members[other]] == mechanism[members[one]]:
                    rival = left[members[other], outcome]
                    if rival < share or (rival == share and other < one):
                        counts = False
            if counts:
                together *= share
                strongest = min(strongest, share)
        total += stake[outcome] * (1.0 - max(together, min(1.0 - most_avoided, strongest)))
    return total


@njit(cache=True)  # type: ignore[misc]
def best_for(  # type: ignore[no-untyped-def]
    first, count, toll, scale, keeps_room, room, must, never,
    worth, bonus, left, mechanism, stake, rows, amounts, needs_bits, bars_bits, most_items, most_avoided, plain,
):  # fmt: skip
    """The best package of one person: its bits, and its worth × scale + bonus less tolls.

    `toll` is what each pair's use of shared limits costs; with `keeps_room` no package may use more than `room`. `must`
    and `never` are bits that are in every, and in no, package.
    """
    candidates = np.empty(count, np.int64)
    alone = np.empty(count, np.float64)
    wanted = np.uint64(0)
    for place in range(count):
        pair = first + place
        gain = scale * worth[pair] + bonus[pair] - toll[pair]
        for outcome in range(left.shape[1]):
            gain += scale * stake[outcome] * (1.0 - left[pair, outcome])
        alone[place] = gain
        if gain > TINY:
            wanted |= np.uint64(1) << np.uint64(place)
    for place in range(count):  # what a wanted pair requires is looked at too, whatever it costs
        if (wanted >> np.uint64(place)) & np.uint64(1):
            wanted |= needs_bits[first + place]
    held = 0
    for place in range(count):
        bit = np.uint64(1) << np.uint64(place)
        if (wanted & bit) and not (must & bit) and not (never & bit):
            candidates[held] = place
            held += 1
    order = np.argsort(-alone[candidates[:held]], kind="mergesort")
    candidates[:held] = candidates[:held][order]
    start_items, base = 0, 0.0
    for place in range(count):
        if (must >> np.uint64(place)) & np.uint64(1):
            start_items += 1
            base += bonus[first + place] - toll[first + place]
    base += scale * package_worth(first, count, must, worth, left, mechanism, stake, most_avoided)
    free = max(most_items - start_items, 0)
    best_mask, best = must, base
    if plain and not keeps_room:
        for at in range(min(held, free)):
            if alone[candidates[at]] > TINY:
                best_mask |= np.uint64(1) << np.uint64(candidates[at])
                best += alone[candidates[at]]
        return best_mask, best
    barred = np.uint64(0)
    for place in range(count):
        if (must >> np.uint64(place)) & np.uint64(1):
            barred |= bars_bits[first + place]
    enables = np.uint64(0)
    for at in range(held):
        enables |= needs_bits[first + candidates[at]]
    stack = np.empty(free + 1, np.int64)
    value = np.empty(free + 1, np.float64)
    bars = np.empty(free + 1, np.uint64)
    value[0], bars[0] = base, barred
    depth, at, mask = 0, 0, must
    while True:
        promising = depth < free and at < held
        if promising:
            limit = value[depth]
            for ahead in range(at, min(held, at + free - depth)):
                limit += max(alone[candidates[ahead]], 0.0)
            promising = limit > best + TINY
        if promising:
            place = candidates[at]
            pair, bit = first + place, np.uint64(1) << np.uint64(place)
            fits = not (bars[depth] & bit) and not (bars_bits[pair] & mask)
            if fits and keeps_room:
                for way in range(rows.shape[1]):
                    if rows[pair, way] >= 0 and room[rows[pair, way]] < amounts[pair, way]:
                        fits = False
            if fits:
                mask |= bit
                if keeps_room:
                    for way in range(rows.shape[1]):
                        if rows[pair, way] >= 0:
                            room[rows[pair, way]] -= amounts[pair, way]
                stack[depth] = at
                depth += 1
                bars[depth] = bars[depth - 1] | bars_bits[pair]
                total = scale * package_worth(first, count, mask, worth, left, mechanism, stake, most_avoided)
                complete = True
                for other in range(count):
                    if (mask >> np.uint64(other)) & np.uint64(1):
                        total += bonus[first + other] - toll[first + other]
                        if needs_bits[first + other] & ~mask:
                            complete = False
                value[depth] = total
                if complete and total > best + TINY:
                    best, best_mask = total, mask
                if total <= value[depth - 1] + TINY and not enables & bit:
                    at = held  # adds nothing here, so nothing beside more either: do not go on from it
                    continue
            at += 1
        else:
            if depth == 0:
                break
            depth -= 1
            at = stack[depth]
            place = candidates[at]
            mask &= ~(np.uint64(1) << np.uint64(place))
            if keeps_room:
                for way in range(rows.shape[1]):
                    if rows[first + place, way] >= 0:
                        room[rows[first + place, way]] += amounts[first + place, way]
            at += 1
    for at in range(held - 1, -1, -1):  # the least first: what could go and leave as much is not in the package
        pair, bit = first + candidates[at], np.uint64(1) << np.uint64(candidates[at])
        if not best_mask & bit:
            continue
        less, needed = best_mask & ~bit, False
        total = scale * package_worth(first, count, less, worth, left, mechanism, stake, most_avoided)
        for other in range(count):
            if (less >> np.uint64(other)) & np.uint64(1):
                total += bonus[first + other] - toll[first + other]
                if needs_bits[first + other] & bit:
                    needed = True
        if not needed and total >= best - TINY:
            best_mask, best = less, max(best, total)
    return best_mask, best


@njit(cache=True)  # type: ignore[misc]
def _search(  # type: ignore[no-untyped-def]
    start, toll, scale, must, never,
    worth, bonus, left, mechanism, stake, rows, amounts, needs_bits, bars_bits, most_items, most_avoided, plain,
):  # fmt: skip
    people = len(start) - 1
    masks, values = np.empty(people, np.uint64), np.empty(people, np.float64)
    no_room = np.zeros(1, np.int64)
    for person in range(people):
        masks[person], values[person] = best_for(
            start[person], start[person + 1] - start[person], toll, scale[person], False, no_room,
            must[person], never[person], worth, bonus, left, mechanism, stake[person], rows, amounts,
            needs_bits, bars_bits, most_items, most_avoided, plain[person],
        )  # fmt: skip
    return masks, values


@njit(cache=True)  # type: ignore[misc]
def _fill(  # type: ignore[no-untyped-def]
    order, masks, room, start, toll, scale, must, never,
    worth, bonus, left, mechanism, stake, rows, amounts, needs_bits, bars_bits, most_items, most_avoided,
):  # fmt: skip
    for person in order:
        first, count = start[person], start[person + 1] - start[person]
        had, mask = 0.0, masks[person]
        for place in range(count):
            if (mask >> np.uint64(place)) & np.uint64(1):
                had += bonus[first + place] - toll[first + place]
                if not (must[person] >> np.uint64(place)) & np.uint64(1):
                    for way in range(rows.shape[1]):
                        if rows[first + place, way] >= 0:
                            room[rows[first + place, way]] += amounts[first + place, way]
        had += scale[person] * package_worth(first, count, mask, worth, left, mechanism, stake[person], most_avoided)
        found, value = best_for(
            first, count, toll, scale[person], True, room, must[person], never[person], worth, bonus, left, mechanism,
            stake[person], rows, amounts, needs_bits, bars_bits, most_items, most_avoided, False,
        )  # fmt: skip
        chosen = found if value > had + TINY else mask
        masks[person] = chosen
        for place in range(count):
            bit = np.uint64(1) << np.uint64(place)
            if chosen & bit and not must[person] & bit:
                for way in range(rows.shape[1]):
                    if rows[first + place, way] >= 0:
                        room[rows[first + place, way]] -= amounts[first + place, way]


@njit(cache=True)  # type: ignore[misc]
def _worths(person, masks, start, worth, left, mechanism, stake, most_avoided):  # type: ignore[no-untyped-def]
    found = np.empty(len(person), np.float64)
    for at in range(len(person)):
        first = start[person[at]]
        count = start[person[at] + 1] - first
        found[at] = package_worth(
            first, count, masks[at], worth, left, mechanism, stake[person[at]], most_avoided
        )
    return found


class Searcher:
    """Finds packages for the people of one problem.

    Parameters
    ----------
    problem : what is chosen from.
    never : bits of each person's pairs that no package may hold; those that use more than there is are added.
    """

    def __init__(self, problem: Problem, never: Masks | None = None) -> None:
        self.problem = problem
        self.must = bits_of(problem, problem.is_fixed)
        too_much = (problem.rows >= 0) & (problem.amounts > np.append(self.room_for_free(), 0)[problem.rows])
        self.never = bits_of(problem, too_much.any(axis=1) & ~problem.is_fixed)
        if never is not None:
            self.never = self.never | never
        self.values: tuple[Any, ...] = (
            problem.worth, problem.bonus, problem.left, problem.mechanism, problem.stake, problem.rows, problem.amounts,
            problem.needs_bits, problem.bars_bits, problem.most_items, problem.most_avoided,
        )  # fmt: skip

    def room_for_free(self) -> Whole:
        """Room of each limit once what is fixed has been taken off; never below nothing."""
        return np.maximum(self.problem.room - self.problem.used(self.must), 0)

    def tolls(self, prices: Floats) -> Floats:
        """What each pair's use of the shared limits costs at these prices; what is fixed has its own room."""
        at = np.append(prices, 0.0)[self.problem.rows]
        found: Floats = np.where(self.problem.is_fixed, 0.0, (at * self.problem.amounts).sum(axis=1))
        return found

    def scales(self, floor_prices: Floats) -> Floats:
        """How much each person's worth counts once groups below their floor have a price."""
        found: Floats = 1.0 + np.append(floor_prices, 0.0)[self.problem.groups].sum(axis=1)
        return found

    def best(self, prices: Floats, floor_prices: Floats) -> tuple[Masks, Floats]:
        """For each person the best package at these prices, and its value less what it uses."""
        return _search(  # type: ignore[no-any-return]
            self.problem.start, self.tolls(prices), self.scales(floor_prices), self.must, self.never,
            *self.values, self.problem.is_plain,
        )  # fmt: skip

    def fill(self, order: Whole, masks: Masks, room: Whole, scales: Floats, prices: Floats) -> None:
        """Give each person in `order` the best package that fits beside everybody else's; `masks`, `room` change."""
        _fill(
            order, masks, room, self.problem.start, self.tolls(prices), scales, self.must, self.never, *self.values
        )

    def worths(self, person: Whole, masks: Masks) -> Floats:
        """The worth of packages, one per entry of `person` and `masks`."""
        p = self.problem
        return _worths(  # type: ignore[no-any-return]
            person, masks, p.start, p.worth, p.left, p.mechanism, p.stake, p.most_avoided
        )


def bits_of(problem: Problem, chosen: np.typing.NDArray[np.bool_]) -> Masks:
    """Flags of pairs as one package a person."""
    masks = np.zeros(problem.people, np.uint64)
    person = problem.person
    place = (np.arange(len(person)) - problem.start[person]).astype(np.uint64)
    np.bitwise_or.at(masks, person[chosen], np.uint64(1) << place[chosen])
    return masks
