"""Where a visit fits best in a round: as if every position had been tried."""

from dataclasses import replace

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from joinedup.core.visits import Weights
from joinedup.core.visits.building import built, cost_of
from joinedup.core.visits.fitting import searched
from joinedup.core.visits.modelling import day_of
from joinedup.core.visits.search.day import NONE
from joinedup.core.visits.search.insertion import cheapest, tried
from joinedup.core.visits.search.moves import can_have, within
from joinedup.core.visits.solve import begun
from joinedup.core.visits.start import tasks_of
from tests.core.visits.made import a_day


def without(day, unit):
    """The rounds with nobody for a unit."""
    carer = day.tasks["carer"].copy()
    carer[tasks_of(day, unit)] = len(day.carers)
    return built(day, day.order, carer)


def at_every_position(day, task, carer):
    """The least cost with a task in a carer's round, all positions tried."""
    unit = int(day.tasks["unit"][task])
    positions = {within(day.units, day.order, day.book, unit, position) for position in range(len(day.order))}
    return min(tried(*searched(day), task, carer, NONE, position, False) for position in positions)


@settings(max_examples=60, deadline=None)
@given(seed=st.integers(0, 10_000), minutes_to_spare=st.sampled_from((0.0, 30.0, 90.0)))
def test_nothing_is_passed_over_that_costs_less(seed, minutes_to_spare):
    made = a_day(seed, visits=10, carers=3, weights=Weights(unplanned=500.0), is_shifted=True)
    visits = tuple(replace(one, latest=max(one.earliest, one.due) + minutes_to_spare) for one in made.visits)
    problem = replace(made, visits=visits)
    day = begun(problem, day_of(problem))
    singles = np.flatnonzero(day.units["two"] == NONE).tolist()
    for unit in singles[:4]:
        rest, task = without(day, unit), int(day.units["one"][unit])
        cost = cost_of(rest)
        for carer in range(len(rest.carers)):
            if can_have(rest.units, rest.tasks, rest.may, task, carer):
                found, _, _ = cheapest(*searched(rest), task, carer, NONE, cost)
                best = at_every_position(rest, task, carer)
                assert found == pytest.approx(best if best < cost else np.inf, abs=1e-6)
        assert cost_of(rest) == pytest.approx(cost, abs=1e-6)
