"""Rounds worked out by hand, and each rule broken once."""

import numpy as np
import pytest

from joinedup.core.visits import Attendance, Carer, Follows, Problem, RoundsWrong, Task, Visit, Weights, check

PLACES = ("office", "a", "b")
MINUTES = np.array([[0.0, 10.0, 20.0], [10.0, 0.0, 15.0], [20.0, 15.0, 0.0]])
VISITS = (
    Visit("one", "a", (Task(30.0, frozenset({"meals"})),), earliest=480.0, due=490.0, latest=600.0),
    Visit("pair", "b", (Task(20.0), Task(20.0)), earliest=500.0, due=530.0),
    Visit("after", "a", (Task(10.0),), earliest=540.0, due=560.0, follows=Follows("one", 30.0, 90.0, by_another=True)),
)
CARERS = (
    Carer("ann", frozenset({"meals"}), "office", "office", shift_starts=460.0, shift_ends=700.0),
    Carer("ben", frozenset(), "office", "office", shift_starts=460.0, shift_ends=700.0),
)
PROBLEM = Problem(VISITS, CARERS, PLACES, {"car": MINUTES}, Weights(travel=1.0, late=2.0, worst_late=3.0))
GOOD = {
    "one": Attendance("ann", "one", 0, 480.0),
    "pair ann": Attendance("ann", "pair", 0, 540.0),
    "pair ben": Attendance("ben", "pair", 1, 540.0),
    "after": Attendance("ben", "after", 0, 575.0),
}


def checked(**changes):
    there = GOOD | {name.replace("_", " "): one for name, one in changes.items()}
    return check(PROBLEM, [one for one in there.values() if one is not None])


def test_rounds_cost_what_a_person_works_out():
    """Ann: 10 + 15 + 20; Ben: 20 + 15 + 10. Two are 10 late at the pair, one 15 at the last."""
    found = checked(after=Attendance("ben", "after", 0, 575.0), one=Attendance("ann", "one", 0, 485.0))
    assert found.broken == ()
    assert (found.travel_minutes, found.late_minutes, found.worst_late_minutes) == (90.0, 35.0, 15.0)
    assert found.cost == 90.0 + 2 * 35.0 + 3 * 15.0


@pytest.mark.parametrize(
    ("changes", "words"),
    [
        ({"one": Attendance("ben", "one", 0, 480.0)}, "ben at visit one lacks meals."),
        ({"one": Attendance("ann", "one", 0, 470.0)}, "Visit one begins at 470, before 480."),
        ({"one": Attendance("ann", "one", 0, 620.0)}, "Visit one begins at 620, after 600."),
        ({"pair_ben": None}, "Visit pair has 1 carers for 2 tasks."),
        ({"pair_ben": Attendance("ann", "pair", 1, 540.0)}, "Visit pair has one carer twice."),
        ({"pair_ben": Attendance("ben", "pair", 1, 545.0)}, "The carers of visit pair do not begin together."),
        ({"after": Attendance("ben", "after", 0, 571.0)}, "ben cannot be at visit after before 575."),
        ({"after": Attendance("ben", "after", 0, 585.0)}, "Visit after begins 105 minutes after one, not 30 to 90."),
        ({"after": Attendance("ann", "after", 0, 575.0)}, "Visits one and after have the same carer."),
        ({"after": Attendance("ben", "after", 0, 690.0)}, "ben is back 10 minutes after the end of the shift."),
        ({"after": Attendance("zed", "after", 0, 575.0)}, "zed at after: no such carer, visit or task."),
        ({"after": Attendance("ben", "after", 1, 575.0)}, "ben at after: no such carer, visit or task."),
    ],
)
def test_each_broken_rule_is_named(changes, words):
    assert words in checked(**changes).broken


def test_a_visit_nobody_comes_to_is_counted_and_no_rule_of_it_is_broken():
    found = checked(after=None)
    assert found.unplanned == ("after",)
    assert found.broken == ()
    assert found.cost == 45.0 + 40.0 + 2 * 20.0 + 3 * 10.0 + 500.0


@pytest.mark.parametrize(
    ("changes", "words"),
    [
        ({"visits": (VISITS[0], VISITS[0])}, "The visit 'one' is given twice"),
        ({"carers": (CARERS[0], CARERS[0])}, "The carer 'ann' is given twice"),
        ({"carers": ()}, "There is no carer"),
        ({"visits": (Visit("x", "moon", (Task(1.0),)),)}, "'moon', which is no place"),
        ({"visits": (Visit("x", "a", ()),)}, "takes 0 carers"),
        ({"visits": (Visit("x", "a", (Task(-5.0),)),)}, "lasts less than nothing"),
        ({"visits": (Visit("x", "a", (Task(5.0),), earliest=600.0, latest=500.0),)}, "may start from 600 to 500"),
        ({"visits": (Visit("x", "a", (Task(5.0),), follows=Follows("y")),)}, "'y', which is no other visit"),
        ({"visits": (VISITS[0], Visit("x", "a", (Task(5.0),), follows=Follows("one", 60.0, 30.0)))}, "60 to 30"),
        ({"carers": (Carer("c", frozenset(), "office", "moon"),)}, "begins or ends at 'moon'"),
        ({"carers": (Carer("c", frozenset(), "office", "office", travels_by="boat"),)}, "travels by boat"),
        ({"carers": (Carer("c", frozenset(), "office", "office", 600.0, 500.0),)}, "is from 600 to 500"),
        ({"travel_minutes": {"car": MINUTES[:2]}}, "given for 2 × 3 places"),
        ({"travel_minutes": {"car": -MINUTES}}, "less than nothing"),
    ],
)
def test_what_cannot_be_is_refused_by_name(changes, words):
    given = {"visits": VISITS, "carers": CARERS, "places": PLACES, "travel_minutes": {"car": MINUTES}} | changes
    with pytest.raises(RoundsWrong, match=words):
        Problem(**given)
