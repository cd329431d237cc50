"""The choice against every choice there is, on problems small enough to try them all."""

import dataclasses

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from joinedup.core.plans.optimiser.problem import Problem, ProblemWrong
from joinedup.core.plans.optimiser.searcher import Searcher
from joinedup.core.plans.optimiser.solve import Stop, solve
from tests.core.plans.optimiser.conftest import best_of_all, objective_of, packages_of, problems


def plan_of(problem, answer):
    return [
        next(package for package in packages_of(problem, person) if package[0] == int(answer.masks[person]))
        for person in range(problem.people)
    ]


@settings(max_examples=40, deadline=None)
@given(problems())
def test_no_plan_is_better_than_ours_by_more_than_the_gap(problem):
    answer = solve(problem)
    chosen = plan_of(problem, answer)  # every package is one that may be: requirements, exclusions, size
    ours = objective_of(problem, chosen)
    assert ours is not None  # every limit is kept
    assert ours == pytest.approx(answer.objective)
    best = best_of_all(problem)
    assert ours <= best + 1e-9
    assert best <= answer.bound + 1e-7


@settings(max_examples=40, deadline=None)
@given(problems(people=1, offers=6), st.integers(0, 2**32 - 1))
def test_at_any_prices_the_search_finds_the_best_package_of_each_person(problem, seed):
    numbers = np.random.default_rng(seed)
    prices, floor_prices = numbers.random(len(problem.room)) * 0.3, numbers.random(2)
    plenty = dataclasses.replace(problem, room=np.full(len(problem.room), 1000))
    searcher = Searcher(plenty)
    masks, values = searcher.best(prices, floor_prices)
    scale = 1 + floor_prices[0]  # the one person is of the first group
    tolls = searcher.tolls(prices)
    worth = {
        mask: value + (scale - 1) * own - sum(tolls[pair] for pair in pairs)
        for mask, pairs, own, value in packages_of(plenty, 0)
    }
    assert values[0] == pytest.approx(max(worth.values()))
    assert worth[int(masks[0])] == pytest.approx(values[0])


@settings(max_examples=40, deadline=None)
@given(problems(), st.integers(0, 2**32 - 1))
def test_any_prices_prove_a_bound(problem, seed):
    numbers = np.random.default_rng(seed)
    prices, floor_prices = numbers.random(len(problem.room)), numbers.random(2) * problem.floor_price
    _, values = Searcher(problem).best(prices, floor_prices)
    bound = values.sum() + prices @ problem.room - floor_prices @ problem.floors
    assert best_of_all(problem) <= bound + 1e-9


@settings(max_examples=20, deadline=None)
@given(problems(people=3, offers=3), st.integers(0, 2**32 - 1))
def test_what_is_fixed_is_in_every_plan(problem, seed):
    numbers = np.random.default_rng(seed)
    fixed = (numbers.random(len(problem.worth)) < 0.3) & (problem.needs_bits == 0) & (problem.bars_bits == 0)
    room = problem.room + problem.used(np.array([], np.uint64) if not problem.people else masks_of(problem, fixed))
    problem = dataclasses.replace(problem, is_fixed=fixed, room=room)
    answer = solve(problem)
    assert problem.bits(answer.masks)[fixed].all()
    assert (problem.used(answer.masks) <= room).all()
    assert best_of_all(problem) <= answer.bound + 1e-7


def masks_of(problem, chosen):
    masks = [0] * problem.people
    for pair in np.flatnonzero(chosen):
        person = int(problem.person[pair])
        masks[person] |= 1 << int(pair - problem.start[person])
    return np.array(masks, np.uint64)


def test_nothing_useful_is_left_over(make_problem):
    problem = make_problem(np.random.default_rng(3), 60, 6)
    problem = dataclasses.replace(problem, floors=np.zeros(2))
    answer = solve(problem)
    left, now = problem.room - problem.used(answer.masks), answer.masks
    for person in range(problem.people):
        own = np.zeros_like(now)
        own[person] = now[person]
        room = left + problem.used(own)
        had = next(package for package in packages_of(problem, person) if package[0] == int(now[person]))
        for mask, _, _, value in packages_of(problem, person):
            other = np.zeros_like(now)
            other[person] = mask
            assert value <= had[3] + 1e-9 or (problem.used(other) > room).any()


def test_a_middling_problem_is_solved_within_a_thousandth(make_problem):
    problem = make_problem(np.random.default_rng(5), 3000, 8)
    problem = dataclasses.replace(
        problem,
        room=np.concatenate([np.full(8, 500), [3000, 3000]]).astype(np.int64),
        floors=np.zeros(2),
    )
    answer = solve(problem)
    assert (problem.used(answer.masks) <= problem.room).all()
    assert answer.gap <= 0.001
    again = solve(problem, start=answer.prices)
    assert again.gap <= 0.001


def test_equal_input_gives_equal_packages(make_problem):
    one, other = (solve(make_problem(np.random.default_rng(8), 400, 6)) for _ in range(2))
    assert (one.masks == other.masks).all()
    assert (one.bound, one.objective) == (other.bound, other.objective)


def test_the_bound_is_true_wherever_the_search_stops(make_problem):
    problem = make_problem(np.random.default_rng(9), 400, 6)
    early, late = solve(problem, stop=Stop(rounds=1)), solve(problem)
    assert early.bound >= late.objective - 1e-9
    assert (problem.used(early.masks) <= problem.room).all()


def test_a_group_below_its_floor_goes_first_up_to_the_price_of_the_promise():
    # one place, two people in two groups; the second gains less and its group is promised 0.3
    def problem(worth, price):
        none = np.zeros(2, np.uint64)
        return Problem(
            start=np.array([0, 1, 2]), worth=np.array(worth), bonus=np.zeros(2), left=np.ones((2, 1)),
            mechanism=np.zeros(2, np.int64), stake=np.zeros((2, 1)), rows=np.zeros((2, 1), np.int64),
            amounts=np.ones((2, 1), np.int64), room=np.array([1]), needs_bits=none, bars_bits=none,
            is_fixed=np.zeros(2, bool), groups=np.array([[0, -1], [1, -1]]), floors=np.array([0.0, 0.3]),
            floor_price=price,
        )  # fmt: skip

    assert solve(problem([0.5, 0.3], 2.0)).masks.tolist() == [0, 1]
    assert solve(problem([0.5, 0.3], 0.5)).masks.tolist() == [1, 0]
    assert solve(problem([0.95, 0.3], 2.0)).masks.tolist() == [1, 0]


@pytest.mark.parametrize("change", [{"worth": -1.0}, {"left": 1.5}, {"amounts": -1}])
def test_numbers_that_make_no_sense_are_refused(make_problem, change):
    problem = make_problem(np.random.default_rng(1), 3, 3)
    (name, value), *_ = change.items()
    with pytest.raises(ProblemWrong):
        dataclasses.replace(problem, **{name: np.full_like(getattr(problem, name), value)})
