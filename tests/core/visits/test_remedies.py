"""What would let somebody come to a visit: each thing that is said is enough, and what is not enough is not said."""

from dataclasses import replace

import numpy as np
import pytest

from joinedup.core.visits import Attendance, Carer, Follows, Problem, Stop, Task, Visit, Weights, solve, what_would_help
from joinedup.core.visits.rounds import given_rounds

PLACES = ("office", "near", "far", "island")
MINUTES = np.array([[0, 10, 30, np.inf], [10, 0, 25, np.inf], [30, 25, 0, np.inf], [np.inf, np.inf, np.inf, 0]])
MEALS = frozenset({"meals"})
MOVES = Stop(None, 2_000)


def a_carer(name, skills=MEALS, starts=420.0, ends=900.0, **more):
    return Carer(name, skills, "office", "office", starts, ends, **more)


def a_visit(name, place="near", earliest=480.0, due=540.0, carers=1, **more):
    return Visit(name, place, (Task(30.0, MEALS),) * carers, earliest=earliest, due=due, **more)


def a_problem(visits, carers, **weights):
    return Problem(tuple(visits), tuple(carers), PLACES, {"car": MINUTES}, Weights(**weights))


def remedies(problem):
    found = what_would_help(solve(problem, MOVES))
    return {visit: {way.kind: way.words for way in reversed(ways)} for visit, ways in found.items()}


def exactly_at(start, **more):
    return a_visit("v", earliest=start, due=start, latest=start, **more)


UNSKILLED = [a_carer("ann", frozenset()), a_carer("ben", frozenset())]
EARLY = [a_carer("ann", ends=720.0), a_carer("ben", ends=720.0)]
PAIR_AT_NOON, ALONE_AT_NOON = exactly_at(720.0, carers=2), exactly_at(720.0, pinned_carers=frozenset({"ann"}))
BUSY_AT_NOON = replace(ALONE_AT_NOON, id="w", priority=5.0)
FIRST = a_visit("first", latest=540.0, priority=5.0)
AFTER = exactly_at(600.0, follows=Follows("first", 300.0, 400.0))


@pytest.mark.parametrize(
    ("problem", "kind", "words", "after"),
    [
        (
            a_problem([a_visit("v")], UNSKILLED[:1]),
            *("skill", "ann learns meals."),
            a_problem([a_visit("v")], [a_carer("ann")]),
        ),
        (
            a_problem([a_visit("v", carers=2)], UNSKILLED),
            *("skill", "ann learns meals and ben learns meals."),
            a_problem([a_visit("v", carers=2)], [a_carer("ann"), a_carer("ben")]),
        ),
        (
            a_problem([a_visit("v", carers=2)], [a_carer("ann"), *UNSKILLED[1:]]),
            *("skill", "ben learns meals."),
            a_problem([a_visit("v", carers=2)], [a_carer("ann"), a_carer("ben")]),
        ),
        (
            a_problem([PAIR_AT_NOON], EARLY),
            *("shift", "ann works until 12:40, 40 minutes longer, and ben works until 12:40, 40 minutes longer."),
            a_problem([PAIR_AT_NOON], [a_carer("ann", ends=760.0), a_carer("ben", ends=760.0)]),
        ),
        (
            a_problem([exactly_at(400.0)], [a_carer("ann")]),
            *("shift", "ann works from 06:30, 30 minutes longer."),
            a_problem([exactly_at(400.0)], [a_carer("ann", starts=390.0)]),
        ),
        (
            a_problem([PAIR_AT_NOON], EARLY),
            *("carer", "Two more carers with meals on shift from 11:50 to 12:40."),
            a_problem(
                [PAIR_AT_NOON], [*EARLY, a_carer("x", starts=710.0, ends=760.0), a_carer("y", starts=710.0, ends=760.0)]
            ),
        ),
        (
            a_problem([PAIR_AT_NOON], [a_carer("ann")]),
            *("carer", "One more carer with meals on shift from 11:50 to 12:40."),
            a_problem([PAIR_AT_NOON], [a_carer("ann"), a_carer("x", starts=710.0, ends=760.0)]),
        ),
        (
            a_problem([exactly_at(880.0)], [a_carer("ann")]),
            *("window", "It begins at 14:20, 20 minutes outside its window, with ann."),
            a_problem([a_visit("v", earliest=860.0, due=880.0)], [a_carer("ann")]),
        ),
        (
            a_problem([FIRST, AFTER], [a_carer("ann")]),
            *("gap", "It need not come after first as asked: ann at 10:00."),
            a_problem([FIRST, replace(AFTER, follows=None)], [a_carer("ann")]),
        ),
        (
            a_problem([BUSY_AT_NOON, ALONE_AT_NOON], [a_carer("ann"), a_carer("ben")]),
            *("pin", "It is not pinned: ben at 12:00."),
            a_problem([BUSY_AT_NOON, exactly_at(720.0)], [a_carer("ann"), a_carer("ben")]),
        ),
        (
            a_problem([a_visit("v", "island")], [a_carer("ann")]),
            *("way", "There is a short way to it, where there is none now: ann at 08:00."),
            a_problem([a_visit("v")], [a_carer("ann")]),
        ),
        (
            a_problem([a_visit("v", "far", priority=0.01)], [a_carer("ann")]),
            *("priority", "A priority of 0.13: leaving it out costs 5, and ann at 08:00 would cost 60."),
            a_problem([a_visit("v", "far", priority=0.13)], [a_carer("ann")]),
        ),
    ],
)
def test_what_is_said_to_help_is_enough(problem, kind, words, after):
    assert remedies(problem)["v"][kind] == words
    assert "v" not in solve(after, MOVES).unplanned


@pytest.mark.parametrize(
    ("problem", "kinds"),
    [
        (a_problem([FIRST, AFTER], [a_carer("ann")]), {"gap", "window"}),
        (a_problem([BUSY_AT_NOON, ALONE_AT_NOON], [a_carer("ann"), a_carer("ben")]), {"pin", "window"}),
        (a_problem([a_visit("v", "island")], [a_carer("ann")]), {"way"}),
        (a_problem([a_visit("v", "far", priority=0.01)], [a_carer("ann")]), {"priority"}),
        (a_problem([replace(exactly_at(480.0), pinned_start=890.0)], [a_carer("ann")]), {"pin"}),
        (a_problem([exactly_at(1200.0)], [a_carer("ann")]), {"carer"}),
    ],
)
def test_what_would_not_be_enough_is_not_said(problem, kinds):
    """A carer more cannot be where there is no way, a wider window does not undo a pin, five hours are no overtime."""
    assert set(remedies(problem)["v"]) == kinds


def test_what_helps_one_of_two_that_are_of_no_use_alone_is_enough_for_both():
    skilled = Visit("w", "near", (Task(30.0, frozenset({"wounds"})),), earliest=480.0, due=540.0, only_with="v")
    found = remedies(a_problem([a_visit("v", only_with="w"), skilled], [a_carer("ann")]))
    assert found["v"] == {"partner": "What would help w: it is of no use without."}
    assert found["w"]["skill"] == "ann learns wounds."


def test_where_nothing_is_against_a_visit_that_is_said():
    day = a_problem([a_visit("v")], [a_carer("ann")])
    rounds = given_rounds(day, [], {"v": "Nobody was asked."})
    assert what_would_help(rounds)["v"][0].words == "Nothing has to change: it would be ann at 08:00."


def test_nobody_else_works_longer_for_what_only_some_are_asked():
    """Ann could come if Ben, who waits for her at the next visit, also worked longer: that is not said of her alone."""
    last = a_visit("last", earliest=830.0, due=860.0, latest=900.0, carers=2, priority=9.0)
    present = [Attendance("ann", "last", 0, 830.0), Attendance("ben", "last", 1, 830.0)]
    visit = a_visit("v", earliest=815.0, due=815.0, latest=815.0)
    day = a_problem([last, visit], [a_carer("ann", ends=880.0), a_carer("ben", ends=870.0)])
    ways = what_would_help(given_rounds(day, present, {"v": ""}))["v"]
    assert not [way for way in ways if way.kind == "shift" and "ann" in way.words]


def test_what_is_planned_needs_no_help():
    assert remedies(a_problem([a_visit("v")], [a_carer("ann")])) == {}
