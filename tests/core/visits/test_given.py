"""Given rounds, timed anew: nobody is sooner than they were told, and nothing moves that need not."""

from dataclasses import replace

import numpy as np
import pytest
from hypothesis import given as supposing
from hypothesis import settings
from hypothesis import strategies as some

from joinedup.core.visits import Attendance, Carer, Follows, Problem, Stop, Task, Visit, Weights, check, solve
from joinedup.core.visits.given import settled
from joinedup.core.visits.roads import with_places_cut_off
from tests.core.visits.made import a_day

WAYS = np.array([[0.0, 10.0, 20.0], [10.0, 0.0, 15.0], [20.0, 15.0, 0.0]])


def a_problem(*visits, carers=("ann", "ben"), **more):
    staff = tuple(Carer(one, frozenset(), "base", "base", 420.0, 900.0) for one in carers)
    return Problem(visits, staff, ("base", "mill", "ford"), {"car": WAYS}, **more)


def starts(problem, attendances):
    return {one.visit: one.start for one in settled(problem, attendances)}


def a_visit(name, place="mill", minutes=30.0, carers=1, **more):
    return Visit(name, place, (Task(minutes),) * carers, **{"earliest": 480.0, **more})


def test_calls_keep_their_times_where_they_can():
    problem = a_problem(a_visit("one"), a_visit("two", "ford"))
    told = [Attendance("ann", "one", 0, 500.0), Attendance("ann", "two", 0, 600.0)]
    assert starts(problem, told) == {"one": 500.0, "two": 600.0}


def test_a_call_moves_as_far_as_it_must_and_takes_later_ones_along():
    problem = a_problem(a_visit("one"), a_visit("two", "ford"), a_visit("three"))
    told = [Attendance("ann", visit, 0, start) for visit, start in (("one", 500.0), ("two", 510.0), ("three", 550.0))]
    assert starts(problem, told) == {"one": 500.0, "two": 545.0, "three": 590.0}


def test_two_carers_wait_for_each_other():
    problem = a_problem(a_visit("far", "ford", 60.0), a_visit("both", carers=2))
    told = [
        Attendance("ann", "far", 0, 480.0),
        Attendance("ann", "both", 0, 500.0),
        Attendance("ben", "both", 1, 500.0),
    ]
    assert starts(problem, told)["both"] == 555.0  # ann is free at 540 and 15 minutes away


def test_a_visit_comes_so_long_after_the_one_it_follows_and_holds_it_back():
    late = a_visit("second", earliest=700.0, follows=Follows("first", 100.0, 150.0))
    problem = a_problem(a_visit("first"), late)
    told = [Attendance("ann", "first", 0, 480.0), Attendance("ben", "second", 0, 500.0)]
    assert starts(problem, told) == {"first": 550.0, "second": 700.0}


def test_what_has_begun_began_when_it_did_and_nothing_else_begins_before_now():
    begun = a_visit("begun", pinned_carers=frozenset({"ann"}), pinned_start=470.0, has_started=True)
    problem = a_problem(begun, a_visit("next", "ford"), now=520.0)
    told = [Attendance("ann", "begun", 0, 480.0), Attendance("ann", "next", 0, 490.0)]
    assert starts(problem, told) == {"begun": 470.0, "next": 520.0}


def test_a_closed_road_makes_a_call_later():
    problem = a_problem(a_visit("one"), a_visit("two", "ford"))
    told = [Attendance("ann", "one", 0, 480.0), Attendance("ann", "two", 0, 525.0)]
    assert starts(with_places_cut_off(problem, ["ford"], 20.0), told)["two"] == 545.0


WINDOWED = Weights(travel=1.0, late=2.0, unplanned=500.0)


@pytest.mark.parametrize("seed", range(12))
def test_rounds_that_were_searched_for_are_as_they_are(seed):
    problem = a_day(seed, visits=7, carers=3, weights=WINDOWED, is_shifted=True)
    found = solve(problem, Stop(None, 2000), seed)
    again = settled(problem, found.attendances)
    assert {(one.carer, one.visit): round(one.start, 6) for one in again} == {
        (one.carer, one.visit): round(one.start, 6) for one in found.attendances
    }
    assert check(problem, again).cost == pytest.approx(check(problem, found.attendances).cost)


@settings(max_examples=40, deadline=None)
@supposing(seed=some.integers(0, 40), by=some.floats(0, 90), which=some.integers(0, 6))
def test_nobody_is_sooner_than_told_and_settling_twice_changes_nothing(seed, by, which):
    problem = a_day(seed, visits=7, carers=3, weights=WINDOWED)
    found = solve(problem, Stop(None, 200), seed).attendances
    if not found:
        return
    moved = found[which % len(found)].visit
    told = [replace(one, start=one.start + by) if one.visit == moved else one for one in found]
    once = settled(problem, told)
    before = {(one.carer, one.visit): one.start for one in told}
    assert all(one.start >= before[one.carer, one.visit] - 1e-9 for one in once)
    assert [(one.visit, round(one.start, 6)) for one in settled(problem, once)] == [
        (one.visit, round(one.start, 6)) for one in once
    ]
