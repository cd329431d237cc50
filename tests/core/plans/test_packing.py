"""The choice against every choice there is, on problems small enough to try them all."""

from itertools import product

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from joinedup.core.plans.bound import prove, relax
from joinedup.core.plans.fill import fill
from joinedup.core.plans.problem import Problem


@st.composite
def problems(draw):
    """Up to nine offers to people: places, money, room in packages, and pairs that are worth less together."""
    columns, rows = draw(st.integers(1, 9)), draw(st.integers(1, 4))
    numbers = np.random.default_rng(draw(st.integers(0, 2**32 - 1)))
    value = numbers.random(columns).round(3) + 0.001
    uses = numbers.integers(-1, rows, (columns, 2))
    uses[uses[:, 0] == uses[:, 1], 1] = -1
    amount = numbers.integers(1, 6, (columns, 2))
    room = numbers.integers(0, 12, rows)
    pairs = np.array([(i, i + 1) for i in range(0, columns - 1, 2)], np.int64).reshape(-1, 2)
    pairs = pairs[numbers.random(len(pairs)) < 0.6]
    left, right = pairs[:, 0], pairs[:, 1]
    loss = np.minimum(value[left], value[right]) * numbers.random(len(pairs))
    return Problem(value, uses, amount, room, left, right, loss)


def best_of_all(problem):
    choices = (np.array(choice, bool) for choice in product([False, True], repeat=len(problem.value)))
    return max(problem.worth(choice) for choice in choices if (problem.used(choice) <= problem.room).all())


@settings(max_examples=150, deadline=None)
@given(problems())
def test_no_choice_is_better_than_the_bound_and_every_limit_is_kept(problem):
    answer = relax(problem)
    chosen = fill(problem, answer)
    best = best_of_all(problem)
    assert (problem.used(chosen) <= problem.room).all()
    assert problem.worth(chosen) <= best + 1e-9
    assert best <= answer.bound + 1e-9  # so never better than ours by more than the gap


@settings(max_examples=60, deadline=None)
@given(problems(), st.integers(0, 2**32 - 1))
def test_any_prices_prove_a_bound(problem, seed):
    numbers = np.random.default_rng(seed)
    _, bound = prove(problem, numbers.random(len(problem.room)), numbers.random(len(problem.loss)))
    assert best_of_all(problem) <= bound + 1e-9


@settings(max_examples=60, deadline=None)
@given(problems())
def test_nothing_more_could_be_added(problem):
    chosen = fill(problem, relax(problem))
    used = problem.used(chosen)
    for column in np.flatnonzero(~chosen):
        more = chosen.copy()
        more[column] = True
        fits = (problem.used(more) <= problem.room).all()
        assert not fits or problem.worth(more) <= problem.worth(chosen) + 1e-12, used


def test_a_place_goes_to_the_person_who_gains_most():
    problem = Problem(np.array([0.1, 0.3, 0.2]), np.zeros((3, 1), np.int64), np.ones((3, 1), np.int64), np.array([2]))
    answer = relax(problem)
    assert fill(problem, answer).tolist() == [False, True, True]
    assert answer.price.tolist() == pytest.approx([0.1])  # what one more place would be worth


def test_money_buys_what_is_worth_most_together():
    # £6 for offers of £6 (0.50) and twice £3 (0.30 each): both small ones are better
    problem = Problem(
        np.array([0.5, 0.3, 0.3]), np.zeros((3, 1), np.int64), np.array([[600], [300], [300]]), np.array([600])
    )
    answer = relax(problem)
    assert fill(problem, answer).tolist() == [False, True, True]
    assert answer.bound == pytest.approx(0.6)


def test_a_pair_that_adds_nothing_together_is_not_chosen_twice():
    free = np.full((2, 1), -1)
    problem = Problem(
        np.array([0.4, 0.3]),
        free,
        np.ones((2, 1), np.int64),
        np.array([1]),
        np.array([0]),
        np.array([1]),
        np.array([0.3]),
    )
    answer = relax(problem)
    assert fill(problem, answer).tolist() == [True, False]
    assert answer.bound == pytest.approx(0.4)


@pytest.mark.parametrize("most_iterations", [0, 1, 5])
def test_the_bound_is_true_wherever_the_solver_stops(most_iterations):
    numbers = np.random.default_rng(1)
    uses = np.column_stack([numbers.integers(0, 10, 400), 10 + numbers.integers(0, 3, 400)])
    amounts = np.column_stack([np.ones(400, np.int64), numbers.integers(1, 300, 400)])
    room = np.concatenate([np.full(10, 12), np.full(3, 2500)])
    problem = Problem(numbers.random(400), uses, amounts, room)
    early, late = relax(problem, most_iterations=most_iterations), relax(problem)
    assert early.bound >= late.bound - 1e-9 >= problem.worth(fill(problem, late)) - 1e-9
    chosen = fill(problem, early)
    assert (problem.used(chosen) <= room).all()
    assert 0 < problem.worth(chosen) <= late.bound
