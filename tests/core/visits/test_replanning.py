"""Rounds that change no more than they must when something happens, and what happened before stays as it was."""

from dataclasses import replace

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from joinedup.core.visits import (
    Attendance,
    Carer,
    Problem,
    RoundsWrong,
    Stop,
    Task,
    Visit,
    Weights,
    changes,
    check,
    replan,
    solve,
    with_carer_away,
    with_pin,
    with_slower_ways,
    with_visit_longer,
    with_visits,
    with_way_closed,
    without_visits,
)
from tests.core.visits.made import a_day

PLACES = ("office", "near", "far")
MINUTES = np.array([[0.0, 10.0, 30.0], [10.0, 0.0, 25.0], [30.0, 25.0, 0.0]])
MOVES = Stop(None, 5_000)


def a_visit(name, place="near", minutes=30.0, earliest=480.0, due=540.0, **more):
    return Visit(name, place, (Task(minutes),) * more.pop("carers", 1), earliest=earliest, due=due, **more)


def a_problem(*visits, carers=("ann", "ben"), **more):
    staff = tuple(Carer(name, frozenset(), "office", "office", 420.0, 900.0) for name in carers)
    return Problem(visits, staff, PLACES, {"car": MINUTES}, **more)


def said(before, after):
    return [one.words for one in changes(before, after)]


ONE, TWO, THREE = a_visit("one", latest=490.0), a_visit("two", "far"), a_visit("three", earliest=600.0, due=660.0)
NOW = [Attendance("ann", "one", 0, 480.0), Attendance("ben", "two", 0, 480.0), Attendance("ann", "three", 0, 610.0)]


def test_nothing_happened_and_nothing_changes():
    """Ben at the near home would travel less, and three could begin ten minutes sooner: not worth telling anybody."""
    assert said(NOW, replan(a_problem(ONE, TWO, THREE), NOW, stop=MOVES)) == []


def test_a_carer_is_ill_and_only_their_visits_move():
    rounds = replan(with_carer_away(a_problem(ONE, TWO, THREE), "ben"), NOW, stop=MOVES)
    assert said(NOW, rounds) == ["two: ann instead of ben, at 08:55 instead of 08:00."]
    assert check(rounds.problem, rounds.attendances).broken == ()


def test_a_visit_that_was_only_with_one_not_wanted_any_more_is_planned_without_it():
    first, second = a_visit("first", only_with="second"), a_visit("second", only_with="first")
    left = without_visits(a_problem(first, second), ["second"])
    assert [one.only_with for one in left.visits] == [""]
    rounds = replan(left, NOW[:0], stop=MOVES)
    assert (rounds.unplanned, check(left, rounds.attendances).broken) == ({}, ())


def test_somebody_comes_home_and_the_rest_stays_as_it_is():
    home = a_visit("home", "far", earliest=480.0, due=560.0)
    rounds = replan(with_visits(a_problem(ONE, TWO, THREE), [home]), NOW, stop=MOVES)
    assert said(NOW, rounds) == ["home: ben at 08:30, not planned before."]


def test_a_visit_is_brought_forward_where_that_alone_makes_room():
    """Ann's visit at 11 is moved before or after the one that can only be at 11, though people were told 11."""
    flexible = a_visit("flexible", minutes=60.0, earliest=480.0, due=660.0, latest=660.0)
    fixed = a_visit("fixed", minutes=60.0, earliest=660.0, due=665.0, latest=665.0)
    present = [Attendance("ann", "flexible", 0, 660.0)]
    rounds = replan(a_problem(flexible, fixed, carers=("ann",)), present, stop=MOVES)
    assert not rounds.unplanned
    assert said(present, rounds)[0].startswith("flexible: at 10:00 instead of 11:00") or rounds.calls[0].start < 601


def test_what_has_started_stays_and_nothing_else_begins_before_now():
    problem = with_carer_away(a_problem(ONE, TWO, THREE), "ben")
    rounds = replan(problem, NOW, now=500.0, stop=MOVES)
    starts = {call.visit.id: (call.carer, call.start) for call in rounds.calls}
    assert starts["two"] == ("ben", 480.0)  # began before ben fell ill
    assert said(NOW, rounds) == []
    late = replan(with_visit_longer(a_problem(ONE, TWO, THREE), "one", 120.0), NOW, now=500.0, stop=MOVES)
    assert said(NOW, late)[0] in (
        "three: at 10:30 instead of 10:10.",
        "three: ben instead of ann, at 10:10 instead of 10:10.",
        "three: ben instead of ann.",
    )


def test_a_visit_whose_time_has_passed_is_left_out_with_the_reason():
    missed = a_visit("missed", latest=540.0)
    rounds = replan(a_problem(missed), [], now=600.0, stop=MOVES)
    assert rounds.unplanned == {"missed": "Its latest start has passed."}


def test_slower_ways_move_what_they_must():
    rounds = replan(with_slower_ways(a_problem(ONE, TWO, THREE), 3.0), NOW, stop=MOVES)
    found = check(rounds.problem, rounds.attendances)
    assert found.broken == ()
    assert said(NOW, rounds)[0].startswith("two: at 08:30 instead of 08:00")


def test_a_closed_way_is_gone_round():
    rounds = replan(with_way_closed(a_problem(ONE, TWO), "office", "far"), NOW[:2], stop=MOVES)
    found = check(rounds.problem, rounds.attendances)
    assert found.broken == ()
    assert np.isfinite(found.travel_minutes)
    assert {call.visit.id for call in rounds.calls} | set(rounds.unplanned) == {"one", "two"}


def test_what_is_pinned_stays():
    problem = with_pin(a_problem(ONE, TWO, THREE), "two", ["ann"], 540.0)
    rounds = solve(problem, MOVES)
    assert {(call.carer, call.start) for call in rounds.calls if call.visit.id == "two"} == {("ann", 540.0)}
    assert check(problem, rounds.attendances).broken == ()
    elsewhere = [Attendance("ben", "two", 0, 545.0)]
    assert set(check(problem, elsewhere).broken) == {
        "Visit two is pinned to ann, who does not come.",
        "Visit two begins at 545, not 540 as pinned.",
    }


def test_one_of_two_carers_may_be_pinned():
    pair = a_visit("pair", carers=2, pinned_carers=frozenset({"cat"}))
    rounds = solve(a_problem(pair, carers=("ann", "ben", "cat")), MOVES)
    assert "cat" in {call.carer for call in rounds.calls}
    assert len(rounds.calls) == 2


@pytest.mark.parametrize(
    ("visit", "words"),
    [
        (a_visit("v", pinned_carers=frozenset({"zed"})), "'zed', who is no carer"),
        (a_visit("v", pinned_carers=frozenset({"ann", "ben"})), "pinned to 2 carers"),
        (a_visit("v", pinned_start=float("nan")), "a time that never comes"),
        (a_visit("v", has_started=True), "has started, but not who began it when"),
    ],
)
def test_a_pin_that_cannot_be_is_refused_by_name(visit, words):
    with pytest.raises(RoundsWrong, match=words):
        a_problem(visit)


@pytest.mark.parametrize(
    ("change", "words"),
    [
        (lambda day: with_carer_away(day, "zed"), "There is no carer 'zed'"),
        (lambda day: with_visit_longer(day, "zed", 5.0), "There is no visit 'zed'"),
        (lambda day: with_visit_longer(day, "one", -60.0), "lasts less than nothing"),
        (lambda day: with_way_closed(day, "near", "moon"), "There is no place 'moon'"),
        (lambda day: with_slower_ways(day, 0.0), "0 times as long"),
        (lambda day: with_slower_ways(day, 2.0, "boat"), "Nobody travels by boat"),
        (lambda day: without_visits(day, ["zed"]), "There is no visit 'zed'"),
        (lambda day: with_pin(day, "one", ["zed"]), "'zed', who is no carer"),
    ],
)
def test_what_cannot_have_happened_is_refused_by_name(change, words):
    with pytest.raises(RoundsWrong, match=words):
        change(a_problem(ONE, TWO))


def test_a_visit_pinned_to_whom_it_cannot_be_is_left_out_and_says_so():
    skilled = replace(ONE, tasks=(Task(30.0, frozenset({"catheter"})),), pinned_carers=frozenset({"ann"}))
    assert solve(a_problem(skilled), MOVES).unplanned == {"one": "It is pinned to ann, who cannot do catheter."}


@settings(max_examples=40, deadline=None)
@given(seed=st.integers(0, 10_000), visits=st.integers(2, 12), ill=st.integers(0, 2), now=st.integers(0, 250))
def test_replanned_rounds_break_no_rule_and_cost_what_they_say(seed, visits, ill, now):
    """Whoever falls ill whenever: what began stays, the cost counts every change, and the checker agrees."""
    weights = Weights(unplanned=200.0, worst_late=1.0)
    day = a_day(seed, visits=visits, carers=3, weights=weights, is_shifted=True)
    before = solve(day, Stop(None, 1_000), seed)
    again = replan(
        with_carer_away(day, f"c{ill}"), before.attendances, now=float(now), stop=Stop(None, 1_000), seed=seed
    )
    found = check(again.problem, again.attendances)
    assert found.broken == ()
    assert found.cost == pytest.approx(again.cost, abs=1e-6)
    starts = {call.visit.id: call.start for call in again.calls}
    for call in before.calls:
        if call.start < now:
            assert starts[call.visit.id] == call.start
    told = {one.visit for one in before.attendances}
    assert {one.visit for one in changes(before.attendances, again)} >= (told - set(starts))
