"""Small problems drawn at random, and the slow, obvious way to say what a package is worth."""

from itertools import product

import numpy as np
import pytest
from hypothesis import strategies as st

from joinedup.core.plans.optimiser.problem import Problem

OUTCOMES = 2


def random_problem(numbers, people, offers, most_items=3):
    """People with some of the offers, a capacity for each offer, two budgets, requirements, exclusions and groups."""
    fits = numbers.random((people, offers)) < 0.7
    person, offer = np.nonzero(fits)
    start = np.concatenate([[0], np.cumsum(fits.sum(axis=1))])
    place = np.arange(len(person)) - start[person]
    mechanism = numbers.integers(0, max(offers - 1, 1), offers)
    left = np.where(numbers.random((len(person), OUTCOMES)) < 0.5, numbers.uniform(0.2, 1, (len(person), OUTCOMES)), 1)
    cost = numbers.integers(0, 5, offers)
    at = {(int(i), int(o)): int(p) for i, o, p in zip(person, offer, place, strict=True)}
    needs, bars = np.zeros(len(person), np.uint64), np.zeros(len(person), np.uint64)
    required, excluded = numbers.integers(0, offers, 2), numbers.integers(0, offers, 2)
    for pair, (i, o) in enumerate(zip(person.tolist(), offer.tolist(), strict=True)):
        if o == required[0] and required[0] != required[1] and (i, int(required[1])) in at:
            needs[pair] = np.uint64(1) << np.uint64(at[i, int(required[1])])
        for one, other in (excluded, excluded[::-1]):
            if o == one and one != other and set(excluded.tolist()) != set(required.tolist()) and (i, int(other)) in at:
                bars[pair] |= np.uint64(1) << np.uint64(at[i, int(other)])
    return Problem(
        start=start.astype(np.int64),
        worth=(numbers.random(len(person)) * (numbers.random(len(person)) < 0.6)).round(3),
        bonus=(numbers.random(len(person)) * 0.1 * (numbers.random(len(person)) < 0.3)).round(3),
        left=left,
        mechanism=mechanism[offer],
        stake=numbers.random((people, OUTCOMES)),
        rows=np.column_stack([offer, np.where(cost[offer] > 0, offers + offer % 2, -1)]).astype(np.int64),
        amounts=np.column_stack([np.ones(len(person)), cost[offer]]).astype(np.int64),
        room=np.concatenate([numbers.integers(0, people + 1, offers), numbers.integers(0, 8, 2)]).astype(np.int64),
        needs_bits=needs,
        bars_bits=bars,
        is_fixed=np.zeros(len(person), bool),
        groups=np.column_stack([np.arange(people) % 2, np.full(people, -1)]).astype(np.int64),
        floors=numbers.random(2) * (numbers.random(2) < 0.5),
        most_items=most_items,
        most_avoided=float(numbers.choice([0.3, 0.5, 1.0])),
        floor_price=2.0,
    )


@st.composite
def problems(draw, people=3, offers=4):
    numbers = np.random.default_rng(draw(st.integers(0, 2**32 - 1)))
    return random_problem(numbers, draw(st.integers(1, people)), draw(st.integers(1, offers)))


def worth_of(problem, pairs, person):
    """What the manual says: the best of each mechanism counts, mechanisms multiply, up to the cap."""
    total = sum(problem.worth[pair] for pair in pairs)
    for outcome in range(problem.left.shape[1]):
        best = {}
        for pair in pairs:
            mechanism = problem.mechanism[pair]
            best[mechanism] = min(best.get(mechanism, 1.0), problem.left[pair, outcome])
        left = max(np.prod(list(best.values())), min(1 - problem.most_avoided, min(best.values(), default=1.0)))
        total += problem.stake[person, outcome] * (1 - left)
    return float(total)


def packages_of(problem, person):
    """Every package that may be: pairs, worth and objective."""
    first, last = problem.start[person], problem.start[person + 1]
    found = []
    for bits in product([0, 1], repeat=int(last - first)):
        pairs = [int(first) + place for place, bit in enumerate(bits) if bit]
        mask = sum(1 << place for place, bit in enumerate(bits) if bit)
        is_allowed = len(pairs) <= problem.most_items and all(
            not int(problem.needs_bits[pair]) & ~mask and not int(problem.bars_bits[pair]) & mask for pair in pairs
        )
        if is_allowed and all(problem.is_fixed[pair] <= (pair in pairs) for pair in range(first, last)):
            worth = worth_of(problem, pairs, person)
            found.append((mask, pairs, worth, worth + sum(problem.bonus[pair] for pair in pairs)))
    return found


def objective_of(problem, packages):
    """The objective of one package a person, or None where a limit is passed."""
    masks = np.array([package[0] for package in packages], np.uint64)
    if (problem.used(masks) > problem.room).any():
        return None
    reached = problem.by_group(np.array([package[2] for package in packages]))
    missed = np.maximum(problem.floors - reached, 0).sum() * problem.floor_price
    return sum(package[3] for package in packages) - missed


def best_of_all(problem):
    """The objective of the best of all plans there are."""
    every = product(*(packages_of(problem, person) for person in range(problem.people)))
    return max(value for value in (objective_of(problem, packages) for packages in every) if value is not None)


@pytest.fixture
def make_problem():
    return random_problem
