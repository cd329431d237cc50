"""Who can take a package, at what cost to others, and why not the rest."""

import numpy as np
import pytest

from joinedup.core.visits import (
    Attendance,
    Carer,
    Follows,
    Problem,
    RoundsWrong,
    Stop,
    Task,
    Visit,
    Weights,
    check,
    replan,
    solve,
    who_can_take,
)
from tests.core.visits.made import a_day

PLACES = ("office", "near", "far")
MINUTES = np.array([[0.0, 10.0, 30.0], [10.0, 0.0, 25.0], [30.0, 25.0, 0.0]])
MEALS = frozenset({"meals"})


def a_carer(name, skills=MEALS, starts=420.0, ends=900.0, **more):
    return Carer(name, skills, "office", "office", starts, ends, **more)


def a_visit(name, place="near", minutes=30.0, earliest=480.0, due=540.0, carers=1, **more):
    return Visit(name, place, (Task(minutes, MEALS),) * carers, earliest=earliest, due=due, **more)


def a_problem(visits, carers):
    return Problem(tuple(visits), tuple(carers), PLACES, {"car": MINUTES})


BUSY = a_visit("busy", latest=490.0)
NEW = a_visit("new", "far", latest=480.0)
NOW = [Attendance("ann", "busy", 0, 480.0)]


def test_carers_are_ranked_by_what_it_costs_and_the_rest_hear_why_not():
    carers = [
        a_carer("ann"), a_carer("ben"), a_carer("cat", frozenset()), a_carer("dan", starts=700.0),
        a_carer("eve", is_away=True), a_carer("fay"),
    ]  # fmt: skip
    visit = a_visit("new", "far", latest=480.0, refused=frozenset({"fay"}))
    found = who_can_take(a_problem([BUSY, visit], carers), NOW, ["new"])
    assert found[0].carer == "ben"
    assert (found[0].takes[0].visit, found[0].takes[0].start) == ("new", 480.0)
    assert (found[0].cost, found[0].travel_minutes, found[0].changes) == (60.0, 60.0, ())
    assert {one.carer: one.why_not["new"] for one in found[1:]} == {
        "ann": "busy would begin 45 minutes after its latest start.",
        "cat": "cat cannot do meals.",
        "dan": "The shift of dan, 11:40 to 15:00, leaves no time for it, with the way there and back.",
        "eve": "eve is away.",
        "fay": "fay is refused.",
    }


def test_what_moves_for_others_is_said():
    easy = a_visit("easy", due=600.0)
    found = who_can_take(a_problem([easy, NEW], [a_carer("ann")]), [Attendance("ann", "easy", 0, 480.0)], ["new"])
    assert [change.words for change in found[0].changes] == ["easy: at 08:55 instead of 08:00."]
    assert found[0].travel_minutes == 45.0
    assert found[0].cost == 45.0 + 10.0 + 0.5 * 55.0


def test_a_package_is_taken_whole_where_that_can_be():
    package = [a_visit("breakfast", latest=490.0), a_visit("lunch", earliest=720.0, due=780.0)]
    carers = [a_carer("short", ends=600.0), a_carer("long")]
    found = who_can_take(a_problem(package, carers), [], ["breakfast", "lunch"])
    assert [(one.carer, len(one.takes)) for one in found] == [("long", 2), ("short", 1)]
    assert list(found[1].why_not) == ["lunch"]


def test_two_carers_are_found_for_a_visit_for_two():
    pair = a_visit("pair", carers=2, latest=500.0)
    found = who_can_take(a_problem([pair, BUSY], [a_carer("ann"), a_carer("ben"), a_carer("cat")]), NOW, ["pair"])
    assert {found[0].carer, *found[0].takes[0].others} == {"ben", "cat"}


def test_what_is_only_dear_rules_nobody_out():
    """With the visit Ann has more paid minutes than are aimed at, and waits: that costs, and breaks no rule."""
    aimed = a_carer("ann", target_minutes=10.0)
    weights = Weights(off_target=1.0, waiting=1.0, overtime=2.0)
    day = Problem((BUSY, a_visit("late", earliest=895.0, due=950.0)), (aimed,), PLACES, {"car": MINUTES}, weights)
    found = who_can_take(day, NOW, ["late"])
    assert [one.visit for one in found[0].takes] == ["late"]
    assert found[0].cost > 0


def test_what_is_asked_must_be_there():
    with pytest.raises(RoundsWrong, match="There is no visit 'moon'"):
        who_can_take(a_problem([BUSY], [a_carer("ann")]), NOW, ["moon"])


@pytest.mark.parametrize("seed", range(8))
def test_the_cost_is_what_the_checker_finds(seed):
    """A candidate's cost is the difference the independent checker makes between the rounds with and without."""
    day = a_day(seed, visits=8, carers=3, weights=a_problem([], [a_carer("ann")]).weights)
    rounds = solve(day, Stop(None, 2_000), seed)
    asked = next(call.visit.id for call in rounds.calls)
    before = [one for one in rounds.attendances if one.visit != asked]
    problem = Problem(day.visits, day.carers, day.places, day.travel_minutes, day.weights, present=tuple(before))
    for one in who_can_take(day, rounds.attendances, [asked]):
        if one.takes and not one.takes[0].others:
            moved = {change.visit: change.start for change in one.changes}
            after = [Attendance(a.carer, a.visit, a.side, moved.get(a.visit, a.start)) for a in before]
            after.append(Attendance(one.carer, asked, 0, one.takes[0].start))
            more = check(problem, after).cost - check(problem, before).cost
            assert one.cost == pytest.approx(more + day.weights.unplanned, abs=0.5)


def a_chain():
    """Shop and wash stand; pills, which nobody comes to, are due before the wash they follow."""
    pills = a_visit("pills", earliest=450.0, due=480.0, latest=510.0, follows=Follows("wash", 30.0, 60.0))
    shop, wash = a_visit("shop", minutes=60.0, earliest=510.0), a_visit("wash", earliest=600.0, due=630.0)
    lunch = a_visit("lunch", earliest=660.0, due=660.0, latest=675.0)
    present = [Attendance("ann", "shop", 0, 510.0), Attendance("ann", "wash", 0, 600.0)]
    return a_problem([shop, wash, pills, lunch], [a_carer("ann", ends=705.0)]), present


def test_a_visit_nobody_comes_to_draws_nothing_forward_that_it_follows():
    day, present = a_chain()
    found = who_can_take(day, present, ["lunch"])
    assert [(one.carer, one.takes[0].start, one.changes) for one in found] == [("ann", 660.0, ())]
    again = replan(day, present, stop=Stop(None, 0))
    assert [(one.visit, one.start) for one in again.attendances if one.visit != "lunch"] == [
        ("shop", 510.0),
        ("wash", 600.0),
    ]


def test_rounds_in_one_order_stand_though_a_visit_between_asks_for_the_other():
    """Nobody comes to the second of three that follow each other: the third may stand before the first."""
    first, third = a_visit("first", earliest=600.0), a_visit("third", follows=Follows("second", 0.0, 900.0))
    second = a_visit("second", earliest=500.0, due=840.0, follows=Follows("first", 0.0, 900.0))
    day = a_problem([first, second, third], [a_carer("ann"), a_carer("ben")])
    present = [Attendance("ann", "third", 0, 480.0), Attendance("ann", "first", 0, 600.0)]
    for seed in range(3):
        rounds = replan(day, present, stop=Stop(None, 2_000), seed=seed)
        assert check(rounds.problem, rounds.attendances).broken == ()
    assert all(not one.takes for one in who_can_take(day, present, ["second"]))
