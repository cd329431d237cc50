"""What a visit costs in a gap of a round: what the rounds cost more once it is really there."""

from dataclasses import replace

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from joinedup.core.visits import Carer, Follows, Problem, Stop, Task, Visit, Weights, check, solve
from joinedup.core.visits.beginning import begun
from joinedup.core.visits.building import built, cost_of
from joinedup.core.visits.fitting import fit_of, put_in_place
from joinedup.core.visits.modelling import day_of
from joinedup.core.visits.search.allowed import can_have
from joinedup.core.visits.search.day import NONE
from joinedup.core.visits.search.gaps import added, look
from joinedup.core.visits.start import tasks_of
from tests.core.visits.made import a_day, with_hours

WEIGHTS = Weights(unplanned=500.0, worst_late=3.0, overtime=1.5, waiting=0.0, missed_rest=40.0, off_target=0.3)


def a_gap(day, task, random):
    """A carer who may have a task, drawn by lot, and the task of their round after which it might come."""
    carers = [carer for carer in range(len(day.carers)) if can_have(day.units, day.tasks, day.may, task, carer)]
    if not carers:
        return NONE, NONE
    carer, befores = int(random.choice(carers)), [NONE]
    after = int(day.carers["first"][carer])
    while after != NONE:
        befores.append(after)
        after = int(day.tasks["following"][after])
    return carer, int(random.choice(befores))


def really_there(day, unit, gaps):
    """What rounds cost with a unit in its gaps, all worked out anew; None where no order lets it stand there."""
    units, tasks = day.units, day.tasks
    least, most = -1, len(day.order)
    for carer, before in gaps:
        after = int(day.carers["first"][carer] if before == NONE else tasks["following"][before])
        least = max(least, -1 if before == NONE else int(units["position"][tasks["unit"][before]]))
        most = min(most, len(day.order) if after == NONE else int(units["position"][tasks["unit"][after]]))
    for other, is_before in ((units["before"][unit], True), (units["after"][unit], False)):
        if other != NONE:
            at = int(units["position"][other])
            least, most = (max(least, at), most) if is_before else (least, min(most, at))
    if least >= most:
        return None
    order = [*(one for one in day.order[: least + 1] if one != unit), unit]
    order += [one for one in day.order[least + 1 :] if one != unit]
    carer = tasks["carer"].copy()
    carer[tasks_of(day, unit)] = [each for each, _ in gaps]
    return built(day, np.array(order), carer)


def without(day, unit):
    """The rounds with nobody for a unit."""
    carer = day.tasks["carer"].copy()
    carer[tasks_of(day, unit)] = len(day.carers)
    return built(day, day.order, carer)


def left_out(day):
    """Tasks that nobody does."""
    return int((day.tasks["carer"] == len(day.carers)).sum())


@settings(max_examples=80, deadline=None)
@given(seed=st.integers(0, 100_000), is_shifted=st.booleans(), has_pay=st.booleans())
def test_a_gap_costs_what_the_rounds_cost_more_with_the_visit_there(seed, is_shifted, has_pay):
    weights = WEIGHTS if has_pay else Weights(unplanned=500.0, worst_late=2.0)
    problem = a_day(seed, visits=10, carers=4, weights=weights, is_shifted=is_shifted, is_choosy=True)
    problem, random = with_hours(problem, seed) if has_pay else problem, np.random.default_rng(seed)
    day = begun(problem, day_of(problem))
    for unit in range(len(day.units)):
        rest = without(day, unit)
        gaps = [a_gap(rest, task, random) for task in tasks_of(rest, unit)]
        if any(whose == NONE for whose, _ in gaps) or len({whose for whose, _ in gaps}) < len(gaps):
            continue
        there = really_there(rest, unit, gaps)
        if there is None or left_out(rest) - left_out(there) != len(gaps):
            continue
        look(rest.units, rest.tasks, rest.carers, rest.travel, rest.book)
        tasks = tasks_of(rest, unit)
        other = (tasks[1], *gaps[1]) if len(tasks) == 2 else (NONE, NONE, NONE)
        before = [rest.units["start"].copy(), rest.tasks.copy(), rest.carers[["first", "last"]].copy()]
        found, _ = added(rest.units, rest.tasks, rest.carers, rest.dislike, rest.travel, rest.undo, rest.book,
                             tasks[0], *gaps[0], *other, 1e12)  # fmt: skip
        planned = (
            cost_of(there)
            + (rest.book[0]["other"] - there.book[0]["other"])
            + sum(rest.dislike[task, whose] for task, (whose, _) in zip(tasks, gaps, strict=True))
        )
        assert found == pytest.approx(planned - cost_of(rest), abs=1e-6)
        assert (before[0] == rest.units["start"]).all()
        planned_tasks = rest.tasks["carer"] < len(rest.carers)
        assert (before[1][planned_tasks] == rest.tasks[planned_tasks]).all()
        assert (before[2] == rest.carers[["first", "last"]]).all()


def all_gaps(day, carer):
    """The tasks of a round after which another may come."""
    befores, after = [NONE], int(day.carers["first"][carer])
    while after != NONE:
        befores.append(after)
        after = int(day.tasks["following"][after])
    return befores


@settings(max_examples=40, deadline=None)
@given(seed=st.integers(0, 10_000), minutes_to_spare=st.sampled_from((0.0, 30.0, 90.0)))
def test_no_gap_is_passed_over_that_costs_less(seed, minutes_to_spare):
    made = a_day(seed, visits=10, carers=3, weights=Weights(unplanned=500.0), is_shifted=True)
    visits = tuple(replace(one, latest=max(one.earliest, one.due) + minutes_to_spare) for one in made.visits)
    problem = replace(made, visits=visits)
    day = begun(problem, day_of(problem))
    for unit in np.flatnonzero(day.units["two"] == NONE).tolist()[:4]:
        rest, task = without(day, unit), int(day.units["one"][unit])
        for carer in range(len(rest.carers)):
            if not can_have(rest.units, rest.tasks, rest.may, task, carer):
                continue
            there = [really_there(rest, unit, [(carer, before)]) for before in all_gaps(rest, carer)]
            costs = [cost_of(one) for one in there if one is not None and left_out(one) == left_out(rest) - 1]
            fit = fit_of(rest, task, carer, NONE)
            assert fit.cost == pytest.approx(min(costs, default=np.inf), abs=1e-6)
            if costs:
                assert put_in_place(rest.copy(), fit) == pytest.approx(fit.cost, abs=1e-6)


def test_a_visit_nobody_may_come_to_keeps_none_in_turn():
    """The third follows the second, and that the first: nobody can do the second, and the third may come first."""
    first = Visit("first", "home", (Task(30.0),), earliest=600.0, latest=600.0)
    skilled = (Task(30.0, frozenset({"wounds"})),)
    second = Visit("second", "home", skilled, earliest=480.0, latest=900.0, follows=Follows("first", 0.0, 900.0))
    third = Visit("third", "home", (Task(30.0),), earliest=480.0, latest=500.0, follows=Follows("second", 0.0, 900.0))
    staff = (Carer("ann", frozenset(), "home", "home", 420.0, 700.0),)
    day = Problem((first, second, third), staff, ("home",), {"car": np.zeros((1, 1))})
    rounds = solve(day, Stop(None, 500))
    assert {call.visit.id: call.start for call in rounds.calls} == {"third": 480.0, "first": 600.0}
    assert check(day, rounds.attendances).broken == ()
