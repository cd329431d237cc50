"""Why nobody comes, and why not this carer: what is said is what keeps them, and was not so before."""

from dataclasses import replace
from datetime import date, timedelta

import numpy as np
import pytest

from joinedup.core.visits import (
    Attendance,
    Carer,
    Follows,
    Period,
    Problem,
    Rest,
    Stop,
    Task,
    Visit,
    Weights,
    plan_period,
    replan,
    solve,
    still_broken,
    who_can_take,
    with_visit_longer,
)

MOVES = Stop(None, 1_500)
PLACES, WAYS = ("home", "island"), np.array([[0.0, np.inf], [np.inf, 0.0]])
BREAK = Rest(20.0, 500.0, 900.0, 360.0)


def a_visit(name, start, latest=None, minutes=30.0, carers=1, **more):
    latest = start if latest is None else latest
    return Visit(name, more.pop("place", "home"), (Task(minutes),) * carers, start, latest, latest, **more)


def a_carer(name, ends=960.0, **more):
    return Carer(name, frozenset(), "home", "home", 480.0, ends, **more)


def a_problem(visits, carers, **weights):
    return Problem(tuple(visits), tuple(carers), PLACES, {"car": WAYS}, Weights(**weights))


def why(visits, carers, **weights):
    return solve(a_problem(visits, carers, **weights), MOVES).unplanned["v"]


FIRST, ANN = a_visit("first", 480.0, 540.0, priority=9.0), a_carer("ann")
LONG = a_visit("long", 480.0, minutes=240.0, priority=9.0)


@pytest.mark.parametrize(
    ("visits", "carers", "words"),
    [
        (
            [FIRST, a_visit("v", 600.0, 660.0, follows=Follows("first", 300.0, 400.0))],
            [ANN],
            "It must come 300 to 400 minutes after first, and their windows do not allow that.",
        ),
        (
            [replace(FIRST, latest=490.0), a_visit("v", 500.0, 900.0, place="island")],
            [ANN],
            "There is no way there and back for anybody who could come.",
        ),
        (
            [a_visit("v", 500.0, only_with="w"), a_visit("w", 500.0, place="island", only_with="v")],
            [ANN],
            "It is of no use without w. Of w: There is no way there and back for anybody who could come.",
        ),
        (
            [a_visit("v", 500.0, minutes=60.0)],
            [replace(ANN, most_minutes=40.0)],
            "Whoever could come would have more paid minutes than may be.",
        ),
        (
            [FIRST, a_visit("v", 600.0)],
            [replace(ANN, most_minutes=40.0)],
            "ann has time for it at 10:00, but would have 60 paid minutes, and may have 40.",
        ),
        (
            [LONG, a_visit("v", 720.0, minutes=240.0)],
            [replace(ANN, rest=BREAK)],
            "ann has time for it at 12:00, but would have no break of 20 minutes.",
        ),
        (
            [a_visit("v", 480.0, minutes=400.0)],
            [replace(ANN, rest=BREAK)],
            "Whoever could come would have no time for a break.",
        ),
        (
            [a_visit("v", 500.0, place="island", pinned_carers=frozenset({"ann"}))],
            [ANN],
            "It is pinned to ann, who has no way there and back.",
        ),
    ],
)
def test_what_keeps_everybody_from_a_visit_is_said(visits, carers, words):
    assert why(visits, carers) == words


def test_overtime_that_may_be_keeps_nobody():
    """Only what overtime costs is against it."""
    said = why([a_visit("v", 960.0, priority=0.01)], [ANN], overtime=1.0)
    assert said.startswith("ann has time for it at 16:00: that costs more than leaving it out")


def test_rest_between_days_is_said():
    """Late at ten in the evening and early at six: eleven hours are not between, though the shift has time."""
    staff = (Carer("ann", frozenset(), "home", "home", 300.0, 1380.0),)
    day = Problem((a_visit("late", 1320.0), a_visit("early", 360.0)), staff, PLACES, {"car": WAYS})
    monday = date(2026, 12, 7)
    found = plan_period(Period({monday + timedelta(days=n): day for n in range(2)}), MOVES)
    said = {words for rounds in found.days.values() for words in rounds.unplanned.values()}
    assert "Whoever could come must rest then, between days or for a day off." in said
    assert "Nobody's shift leaves time for it in its window." not in said


def not_taken(visits, carers, present, **weights):
    found = who_can_take(a_problem(visits, carers, **weights), present, ["v"])
    return {one.carer: one.why_not.get("v", "") for one in found}


def test_why_not_this_carer_names_paid_minutes_and_the_break():
    now = [Attendance("ann", "first", 0, 480.0)]
    capped = replace(ANN, most_minutes=40.0)
    assert not_taken([FIRST, a_visit("v", 600.0)], [capped], now) == {
        "ann": "ann would have 60 paid minutes, and may have 40."
    }
    resting = [replace(ANN, rest=BREAK)]
    assert not_taken([LONG, a_visit("v", 720.0, minutes=240.0)], resting, [Attendance("ann", "long", 0, 480.0)]) == {
        "ann": "ann would have no break of 20 minutes."
    }


def test_a_visit_whose_time_has_passed_is_not_put_down_to_a_shift():
    day = replace(a_problem([a_visit("v", 500.0, 540.0)], [ANN]), now=600.0)
    [ann] = who_can_take(day, [], ["v"])
    assert ann.why_not == {"v": "Its latest start has passed."}


def test_what_was_broken_before_keeps_nobody_from_a_visit():
    late = a_visit("late", 690.0, minutes=60.0)
    now = [Attendance("ann", "first", 0, 480.0), Attendance("ben", "late", 0, 690.0)]
    carers = [a_carer("ann", ends=510.0), a_carer("ben", ends=720.0)]
    said = not_taken([FIRST, late, a_visit("v", 480.0, 485.0)], carers, now)
    assert said["ann"] == "ann would be back 30 minutes after the end of the shift."


def test_what_facts_break_is_said_after_planning_again():
    day = a_problem([a_visit("v", 540.0)], [a_carer("ann", ends=570.0)])
    later = with_visit_longer(day, "v", 45.0)
    again = replan(later, [Attendance("ann", "v", 0, 540.0)], now=550.0, stop=Stop(None, 0))
    assert still_broken(again) == ("ann is back 45 minutes after the end of the shift.",)
