"""Hours of rounds: rests, limits, aims, waiting and overtime; the search and the checker agree on all of it."""

from itertools import pairwise

import numpy as np
import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from joinedup.core.visits import Attendance, Carer, Problem, Rest, Stop, Task, Visit, Weights, check, hours_of, solve
from tests.core.visits.made import a_day, with_hours

MOVES = Stop(None, 4_000)
PLACES = ("office", "near", "far")
MINUTES = np.array([[0.0, 10.0, 30.0], [10.0, 0.0, 25.0], [30.0, 25.0, 0.0]])


@settings(max_examples=60, deadline=None)
@given(
    seed=st.integers(0, 10_000),
    visits=st.integers(1, 14),
    carers=st.integers(1, 4),
    waiting=st.sampled_from([0.0, 3.0]),
    overtime=st.sampled_from([None, 5.0]),
    missed_rest=st.sampled_from([None, 40.0]),
    late=st.sampled_from([None, 2.0]),
)
@example(seed=3784, visits=8, carers=1, waiting=3.0, overtime=None, missed_rest=None, late=None)
def test_rounds_with_hours_break_no_rule_and_cost_what_they_say(
    seed, visits, carers, waiting, overtime, missed_rest, late
):
    weights = Weights(
        late=late, unplanned=3000.0, worst_late=1.0, waiting=waiting, idle=0.5, overtime=overtime,
        missed_rest=missed_rest, off_target=0.3, torn=20_000.0, unfamiliar=15.0,
    )  # fmt: skip
    problem = with_hours(a_day(seed, visits=visits, carers=carers, weights=weights, is_shifted=True), seed)
    rounds = solve(problem, Stop(None, 3_000), seed)
    found = check(problem, rounds.attendances)
    assert found.broken == ()
    assert found.cost == pytest.approx(rounds.cost, abs=1e-6)
    assert sum(rounds.costs.values()) == pytest.approx(rounds.cost, abs=1e-6)


def a_visit(name, place="near", minutes=30.0, earliest=480.0, due=540.0, **more):
    return Visit(name, place, (Task(minutes),), earliest=earliest, due=due, **more)


def a_carer(name="ann", starts=420.0, ends=1200.0, **more):
    return Carer(name, frozenset(), "office", "office", starts, ends, **more)


def solved(visits, carers, weights=None, **more):
    problem = Problem(tuple(visits), tuple(carers), PLACES, {"car": MINUTES}, weights or Weights(), **more)
    rounds = solve(problem, MOVES)
    assert check(problem, rounds.attendances).broken == ()
    return rounds


def test_somebody_who_works_more_than_six_hours_rests():
    """Eight visits back to back leave no twenty minutes; one of them has to wait for the rest."""
    visits = [a_visit(f"v{n}", earliest=480.0, due=1000.0, minutes=60.0) for n in range(8)]
    rounds = solved(visits, [a_carer(rest=Rest(20.0, 600.0, 840.0, after_minutes=360.0))])
    assert not rounds.unplanned
    starts = sorted(call.start for call in rounds.calls)
    assert sum(after - before >= 80.0 for before, after in pairwise(starts)) == 1
    assert starts[-1] + 60.0 - starts[0] == 8 * 60.0 + 20.0


@pytest.mark.parametrize(
    ("earliest", "latest", "rest"),
    [
        pytest.param(600.0, 622.0, (600.0, 620.0), id="before the way of 25 minutes: there it would be too late"),
        pytest.param(620.0, 700.0, (625.0, 645.0), id="after it: before it the next visit would be late"),
        pytest.param(640.0, 655.0, None, id="no time for it"),
    ],
)
def test_a_rest_is_where_somebody_comes_from_or_where_they_go_next(earliest, latest, rest):
    """From 10:00 until 10:55 at the next visit."""
    visits = (a_visit("one", earliest=570.0), a_visit("two", "far", earliest=655.0, due=655.0))
    ann = a_carer(rest=Rest(20.0, earliest, latest))
    problem = Problem(visits, (ann,), PLACES, {"car": MINUTES})
    calls = [Attendance("ann", "one", 0, 570.0), Attendance("ann", "two", 0, 655.0)]
    assert hours_of(problem, ann, calls).rest == rest
    assert bool(check(problem, calls).broken) == (rest is None)


@pytest.mark.parametrize(("after", "paid", "rest"), [(360.0, 85.0, None), (60.0, 65.0, (630.0, 650.0))])
def test_a_short_wait_is_paid_where_no_rest_is_due(after, paid, rest):
    """From 10:00 to 11:25: two visits of half an hour, a wait of 25 minutes between them at the same place."""
    visits = (a_visit("one", earliest=600.0, latest=600.0), a_visit("two", earliest=655.0, latest=655.0))
    ann = a_carer(starts=420.0, ends=1000.0, rest=Rest(20.0, 510.0, 970.0, after), target_minutes=0.0)
    problem = Problem(visits, (ann,), PLACES, {"car": MINUTES}, Weights(off_target=1.0))
    rounds = solve(problem, MOVES)
    found = hours_of(problem, ann, rounds.attendances)
    assert (found.paid_minutes, found.rest) == (paid, rest)
    assert check(problem, rounds.attendances).cost == pytest.approx(rounds.cost, abs=1e-6)


def test_where_nobody_may_be_late_a_visit_is_left_out_instead():
    visits = [a_visit(f"v{n}", earliest=480.0, due=485.0) for n in range(2)]
    assert len(solved(visits, [a_carer()], Weights(late=None)).unplanned) == 1
    assert not solved(visits, [a_carer()]).unplanned


def test_who_has_no_time_to_rest_is_given_less():
    visits = [a_visit(f"v{n}", earliest=480.0 + 60.0 * n, due=485.0 + 60.0 * n, latest=485.0 + 60.0 * n, minutes=55.0)
              for n in range(8)]  # fmt: skip
    rounds = solved(visits, [a_carer(rest=Rest(20.0, 600.0, 840.0, after_minutes=360.0))])
    assert len(rounds.unplanned) == 1


def test_nobody_has_more_paid_minutes_than_may_be():
    rounds = solved([a_visit("one"), a_visit("two", earliest=600.0, due=700.0)], [a_carer(most_minutes=45.0)])
    assert len(rounds.unplanned) == 1


def test_work_is_shared_as_it_is_aimed_at():
    visits = [a_visit(f"v{n}", earliest=480.0, due=900.0, minutes=60.0) for n in range(4)]
    alone = solved(visits, [a_carer("ann"), a_carer("ben")])
    assert {len(alone.round_of(name)) for name in ("ann", "ben")} == {0, 4}
    fair = solved(visits, [a_carer(name, target_minutes=120.0) for name in ("ann", "ben")], Weights(off_target=2.0))
    assert [len(fair.round_of(name)) for name in ("ann", "ben")] == [2, 2]


def test_who_must_wait_sets_out_later():
    """The second visit cannot begin before 10:00; the first may begin as late as 9:00, and then does."""
    rounds = solved([a_visit("one"), a_visit("two", earliest=600.0, due=700.0)], [a_carer()], Weights(waiting=1.0))
    assert {call.visit.id: call.start for call in rounds.calls} == {"one": 540.0, "two": 600.0}


def test_a_second_window_is_waited_for_where_lateness_costs_more():
    late = a_visit("late", earliest=300.0, due=310.0, next_window=(500.0, 510.0))
    rounds = solved([late], [a_carer()])
    assert rounds.calls[0].start == 500.0
    assert check(rounds.problem, [Attendance("ann", "late", 0, 505.0)]).late_minutes == 0.0


def test_visits_of_use_only_together_are_planned_together_or_not_at_all():
    pair = [
        a_visit("one", only_with="two", latest=540.0),
        a_visit("two", only_with="one", earliest=100.0, latest=110.0),
    ]
    rounds = solved(pair, [a_carer()], Weights(torn=1000.0))
    assert set(rounds.unplanned) == {"one", "two"}


def test_a_known_face_comes_where_one_is_free():
    visits = [a_visit("v", person="p")]
    rounds = solved(visits, [a_carer("ann"), a_carer("ben")], Weights(unfamiliar=10.0), familiar={"p": {"ben": 1.0}})
    assert rounds.calls[0].carer == "ben"
