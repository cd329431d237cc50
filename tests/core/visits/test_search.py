"""Rounds that break no rule, cost what they say, and are as good as any plan there is."""

from dataclasses import replace

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from joinedup.core.visits import Carer, Follows, Problem, Stop, Task, Visit, Weights, check, solve
from joinedup.core.visits.building import built, cost_of
from joinedup.core.visits.modelling import day_of
from joinedup.core.visits.search.lifting import begin, take_back
from joinedup.core.visits.search.moves import move
from joinedup.core.visits.search.timing import settle
from joinedup.core.visits.start import first_rounds
from tests.core.visits.made import a_day, best_of_all

MOVES = Stop(None, 20_000)
ANY = frozenset()


@settings(max_examples=60, deadline=None)
@given(
    seed=st.integers(0, 10_000),
    visits=st.integers(1, 14),
    carers=st.integers(1, 4),
    is_shifted=st.booleans(),
    is_choosy=st.booleans(),
)
def test_rounds_break_no_rule_and_cost_what_they_say(seed, visits, carers, is_shifted, is_choosy):
    weights = Weights(unplanned=200.0, worst_late=1.0)
    problem = a_day(seed, visits=visits, carers=carers, weights=weights, is_shifted=is_shifted, is_choosy=is_choosy)
    rounds = solve(problem, Stop(None, 2_000), seed)
    found = check(problem, rounds.attendances)
    assert found.broken == ()
    assert found.cost == pytest.approx(rounds.cost, abs=1e-6)
    assert set(found.unplanned) == set(rounds.unplanned)
    assert sum(rounds.costs.values()) == pytest.approx(rounds.cost, abs=1e-6)


@pytest.mark.parametrize("seed", range(12))
def test_nothing_is_better_among_all_plans_there_are(seed):
    problem = a_day(seed, visits=4, carers=2)
    best = best_of_all(problem)
    rounds = solve(problem, MOVES, seed)
    if np.isfinite(best):
        assert not rounds.unplanned
        assert rounds.cost == pytest.approx(best, abs=1e-6)


@settings(max_examples=25, deadline=None)
@given(seed=st.integers(0, 10_000), visits=st.integers(2, 12), moves=st.integers(1, 60))
def test_a_change_taken_back_leaves_nothing_behind(seed, visits, moves):
    """Rounds, order, times and all that is counted are as before, whatever was tried."""
    problem = a_day(seed, visits=visits, carers=3, weights=Weights(unplanned=100.0), is_choosy=True)
    day = built(day_of(problem), *first_rounds(day_of(problem)))
    before = [each.copy() for each in (day.units, day.tasks, day.carers, day.order)]
    cost = cost_of(day)
    for _ in range(moves):
        was = [day.book[0][name] for name in ("travel", "late", "broken", "moved", "moved_starts", "other")]
        begin(day.order, day.book)
        if move(day.units, day.tasks, day.carers, day.may, day.dislike, day.travel, day.near, day.order, day.lifted,
                day.shifted, day.book):  # fmt: skip
            settle(day.units, day.tasks, day.carers, day.travel, day.order, day.undo, day.book, day.book[0]["lowest"])
        take_back(day.units, day.tasks, day.carers, day.travel, day.dislike, day.order, day.undo, day.lifted,
                  day.shifted, day.book)  # fmt: skip
        for name, value in zip(("travel", "late", "broken", "moved", "moved_starts", "other"), was, strict=True):
            day.book[name] = value
    kept = [name for name in day.units.dtype.names if name != "reset_at"]
    assert all((day.units[name] == before[0][name]).all() for name in kept)
    planned = day.tasks["carer"] < len(day.carers)
    assert (day.tasks[planned] == before[1][planned]).all()
    assert (day.carers == before[2]).all()
    assert (day.order == before[3]).all()
    assert cost_of(day) == pytest.approx(cost)


def a_problem(visits, carers, **weights):
    places = ("office", "near", "far")
    minutes = np.array([[0.0, 10.0, 30.0], [10.0, 0.0, 25.0], [30.0, 25.0, 0.0]])
    return Problem(tuple(visits), tuple(carers), places, {"car": minutes}, Weights(**weights))


def a_carer(name="c1", **features):
    return Carer(name, features.pop("skills", frozenset({"meals"})), "office", "office", **features)


def test_two_carers_begin_together_at_a_visit_for_two():
    lift = Visit("lift", "near", (Task(30.0), Task(30.0)), earliest=480.0, due=500.0)
    rounds = solve(a_problem([lift], [a_carer("c1"), a_carer("c2", shift_starts=485.0)]), MOVES)
    assert {call.carer for call in rounds.calls} == {"c1", "c2"}
    assert {call.start for call in rounds.calls} == {495.0}


def test_a_visit_waits_so_that_the_one_that_follows_is_not_too_late():
    """The second cannot begin before 600; at most 30 minutes may lie between, so the first waits until 570."""
    first = Visit("first", "near", (Task(20.0),), earliest=480.0)
    second = Visit("second", "near", (Task(20.0),), earliest=600.0, follows=Follows("first", 10.0, 30.0))
    rounds = solve(a_problem([first, second], [a_carer()]), MOVES)
    assert {call.visit.id: call.start for call in rounds.calls} == {"first": 570.0, "second": 600.0}


def test_a_preferred_carer_comes_if_that_is_worth_the_way():
    visit = Visit("v", "far", (Task(20.0),), earliest=480.0, due=600.0, preferred=frozenset({"c2"}))
    carers = [a_carer("c1"), a_carer("c2")]
    assert solve(a_problem([visit], carers), MOVES).calls[0].carer == "c2"


@pytest.mark.parametrize(
    ("visit", "carers", "why"),
    [
        ({"tasks": (Task(30.0, frozenset({"catheter"})),)}, [a_carer()], "Nobody can do all of catheter."),
        ({"refused": frozenset({"c1"})}, [a_carer()], "Everybody who could come is refused."),
        ({"earliest": 900.0}, [a_carer(shift_ends=800.0)], "Nobody's shift leaves time for it in its window."),
        ({"latest": 485.0, "earliest": 480.0}, [a_carer(shift_starts=480.0)], "Nobody's shift leaves time"),
        ({"tasks": (Task(30.0), Task(30.0))}, [a_carer()], "It takes 2 carers, and 1 could come in its window."),
    ],
)
def test_what_cannot_be_planned_is_left_out_with_the_reason(visit, carers, why):
    one = Visit("v", "near", **{"tasks": (Task(30.0),), "earliest": 480.0, "due": 500.0} | visit)
    rounds = solve(a_problem([one], carers), Stop(None, 2_000))
    assert rounds.unplanned["v"].startswith(why)
    assert rounds.calls == ()


def test_one_of_two_is_left_out_where_only_one_fits_and_the_more_urgent_is_kept():
    usual = Visit("usual", "near", (Task(60.0),), earliest=480.0, latest=490.0)
    urgent = Visit("urgent", "near", (Task(60.0),), earliest=480.0, latest=490.0, priority=3.0)
    rounds = solve(a_problem([usual, urgent], [a_carer()]), MOVES)
    assert [call.visit.id for call in rounds.calls] == ["urgent"]
    assert rounds.unplanned == {
        "usual": "Whoever could come does more elsewhere: another carer in its window would make room."
    }


def test_equal_input_gives_equal_rounds():
    problem = a_day(3, visits=12, carers=3)
    one, two = (solve(problem, Stop(None, 3_000), seed=5) for _ in range(2))
    assert one == two
    assert solve(problem, Stop(None, 3_000), seed=6).moves == one.moves


def test_whoever_asks_to_stop_gets_the_best_so_far():
    problem = a_day(1, visits=10, carers=3)
    rounds = solve(problem, Stop(3600.0, is_asked=lambda: True))
    assert rounds.moves == 0
    assert {call.visit.id for call in rounds.calls} | set(rounds.unplanned) == {visit.id for visit in problem.visits}
    assert check(problem, rounds.attendances).broken == ()


def test_a_search_may_be_given_so_much_computing():
    problem = a_day(1, visits=10, carers=3)
    little, more = (solve(problem, Stop(None, processor_seconds=seconds)) for seconds in (0.02, 0.2))
    assert 0 < little.moves < more.moves
    assert more.cost <= solve(problem, Stop(None, 0)).cost


def test_the_search_is_the_same_in_minutes_and_in_hundredths_of_minutes():
    """What is hot and what is cold follows from what things cost."""
    minutes = a_day(7, visits=12, carers=3, weights=Weights(travel=1.0, late=2.0, unplanned=500.0, broken=1000.0))
    hundredths = Weights(travel=100.0, late=200.0, unplanned=50_000.0, not_preferred=1_000.0, broken=100_000.0)
    one = solve(minutes, Stop(None, 3_000))
    same = solve(replace(minutes, weights=hundredths), Stop(None, 3_000))
    assert same.cost == pytest.approx(100 * one.cost)
    assert same.attendances == one.attendances


def test_a_day_without_visits_has_empty_rounds():
    assert solve(a_problem([], [a_carer()]), MOVES).calls == ()


def test_no_moves_at_all_give_the_first_rounds():
    rounds = solve(a_day(2, visits=6, carers=2), Stop(None, 0))
    assert rounds.moves == 0
    assert rounds.calls
