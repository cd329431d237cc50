"""Lengths learned from visits seen: towards what they took, never rushed, hardly moved by a forgotten check-out."""

from math import pi
from statistics import median

import pytest
from hypothesis import given as supposing
from hypothesis import strategies as some

from joinedup.core.visits import RoundsWrong
from joinedup.core.visits.lengths import LengthParameters, learned_length

SEEN = [42.0, 45.0, 44.0, 47.0, 43.0, 46.0]


def test_the_formula_by_hand():
    found = learned_length(30, SEEN)
    spread = 1.4826 * 1.5  # the deviations from 44.5 are 2.5, .5, .5, 2.5, 1.5, 1.5
    weight = (0.25 * 30) ** 2 / ((0.25 * 30) ** 2 + pi / 2 * max(spread, 3.0) ** 2 / 6)
    assert found.weight == pytest.approx(weight)
    assert found.median_minutes == 44.5
    assert found.proposed_minutes == 45  # 30 + 0.96 × 14.5 = 43.9


def test_too_few_visits_propose_nothing():
    assert learned_length(30, SEEN[:4]) is None


def test_few_and_scattered_visits_move_a_length_less_than_many():
    few = learned_length(60, [20, 40, 60, 90, 100])
    many = learned_length(60, [20, 40, 60, 90, 100] * 20)
    assert few.weight < many.weight
    assert few.proposed_minutes <= 75


def test_a_forgotten_check_out_changes_nothing():
    assert learned_length(30, [*SEEN, 700.0]).proposed_minutes == learned_length(30, SEEN).proposed_minutes


def test_nothing_under_thirty_minutes_unless_agreed_or_planned_so():
    short = [14.0, 15.0, 16.0, 15.0, 15.0, 14.0]
    assert learned_length(45, short).proposed_minutes == 30
    assert learned_length(45, short, is_short_agreed=True).proposed_minutes < 30
    assert learned_length(20, short).proposed_minutes == 20  # planned so already: made no shorter


def test_impossible_minutes_are_refused():
    for planned, seen in ((0, SEEN), (30, [-1.0] * 6), (30, [float("nan")] * 6)):
        with pytest.raises(RoundsWrong):
            learned_length(planned, seen)


@supposing(planned=some.integers(5, 120), seen=some.lists(some.floats(0, 300), min_size=5, max_size=40))
def test_a_proposal_lies_between_what_was_planned_and_what_was_seen(planned, seen):
    found = learned_length(planned, seen)
    step, shortest = LengthParameters().step_minutes, min(30, planned)
    low, high = sorted((planned, median(seen)))
    assert max(low - step, shortest) <= found.proposed_minutes + step / 2
    assert found.proposed_minutes <= max(high + step, shortest)
    assert 0 < found.weight < 1
