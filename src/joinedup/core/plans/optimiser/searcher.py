"""Which package is best for each person, at prices or within room? The compiled search, for everybody of a problem."""

from concurrent.futures import ThreadPoolExecutor
from functools import partial

import numpy as np

from joinedup.core.plans.optimiser.everybody import best_of_each, fill, tolls_of, values_of
from joinedup.core.plans.optimiser.pairs import Pairs
from joinedup.core.plans.optimiser.problem import Flags, Floats, Masks, Problem, Whole

THREADS = 2
"""How many share the search; what it finds is the same with any number."""


class Searcher:
    """Finds packages for the people of one problem.

    Parameters
    ----------
    problem : what is chosen from; pairs that use more than there is are in no package.
    """

    def __init__(self, problem: Problem) -> None:
        self.problem = problem
        self.must = bits_of(problem, problem.is_fixed)
        too_much = (problem.rows >= 0) & (problem.amounts > np.append(self.room_for_free(), 0)[problem.rows])
        self.never = bits_of(problem, too_much.any(axis=1) & ~problem.is_fixed)

    def room_for_free(self) -> Whole:
        """Room of each limit once what is fixed has been taken off; never below nothing."""
        left: Whole = np.maximum(self.problem.room - self.problem.used(self.must), 0)
        return left

    def tolls(self, prices: Floats) -> Floats:
        """What each pair's use of the shared limits costs at these prices; what is fixed has its own room."""
        problem = self.problem
        found: Floats = tolls_of(problem.rows, problem.amounts, problem.is_fixed, prices)
        return found

    def scales(self, floor_prices: Floats) -> Floats:
        """How much each person's worth counts once groups below their floor have a price."""
        found: Floats = 1.0 + np.append(floor_prices, 0.0)[self.problem.groups].sum(axis=1)
        return found

    def best(
        self, prices: Floats, floor_prices: Floats, *, had: Masks | None = None, never: Masks | None = None
    ) -> tuple[Masks, Floats]:
        """For each person the best package at these prices, and its value less what it uses.

        Parameters
        ----------
        had : packages that may be near the best, such as those at other prices: the search is over sooner.
        never : pairs in no package; those that use more than there is if nothing else is said.
        """
        people, scales = self.problem.people, self.scales(floor_prices)
        had, never = self.must if had is None else had, self.never if never is None else never
        pairs = Pairs.of(self.problem, self.tolls(prices), scales)
        masks, values = np.empty(people, np.uint64), np.empty(people)
        search = partial(best_of_each, pairs, scales, self.must, never, self.problem.is_plain, had)
        ends = np.linspace(0, people, THREADS + 1).astype(np.int64)
        with ThreadPoolExecutor(THREADS) as pool:
            for part in [pool.submit(search, *ends[at : at + 2], masks, values) for at in range(THREADS)]:
                part.result()
        return masks, values

    def fill(self, order: Whole, masks: Masks, room: Whole, scales: Floats, prices: Floats) -> None:
        """Give each person in `order` the best package that fits beside everybody else's; `masks`, `room` change."""
        fill(Pairs.of(self.problem, self.tolls(prices), scales), order, masks, room, scales, self.must, self.never)

    def worths(self, person: Whole, masks: Masks) -> Floats:
        """The worth of packages, one per entry of `person` and `masks`."""
        ones, bonus = np.ones(self.problem.people), self.problem.bonus  # a toll as large as the bonus leaves the worth
        found: Floats = values_of(Pairs.of(self.problem, bonus, ones), person, masks, ones)
        return found

    def values(self, masks: Masks, scales: Floats) -> Floats:
        """The value of one package a person, whatever it uses."""
        free = np.zeros(len(self.problem.person))
        everybody = np.arange(self.problem.people)
        found: Floats = values_of(Pairs.of(self.problem, free, scales), everybody, masks, scales)
        return found


def bits_of(problem: Problem, chosen: Flags) -> Masks:
    """Flags of pairs as one package a person."""
    masks = np.zeros(problem.people, np.uint64)
    person = problem.person
    place = (np.arange(len(person)) - problem.start[person]).astype(np.uint64)
    np.bitwise_or.at(masks, person[chosen], np.uint64(1) << place[chosen])
    return masks
