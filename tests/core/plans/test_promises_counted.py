"""Where a promise is missed, prices and the nearness to the best say what they count."""

import dataclasses

import pytest

from joinedup.cli.plans import how_good
from joinedup.core.plans import choose
from tests.core.plans.few_offers import AT_RISK, catalogue, limits, offer, people

OFFERS = catalogue(offer("classes", ratio=0.5))
FEW_WITH_MUCH = [{"neighbourhood": "hill", "probability_fall": 0.9}] * 2
MANY_WITH_LITTLE = [{"neighbourhood": "dale", "probability_fall": 0.4}] * 6


@pytest.fixture
def plan_with(engine):
    """A plan with one class in Dale at most, whatever is promised to it."""

    def answer(share, in_dale=1):
        within = limits({}, 1000, {"classes": 100})
        within = dataclasses.replace(within, capacities={("classes", "hill"): 5, ("classes", "dale"): in_dale})
        given = dataclasses.replace(AT_RISK, least_share_of_need=share)
        return choose(people(*FEW_WITH_MUCH, *MANY_WITH_LITTLE), OFFERS, within, given, engine=engine)

    return answer


def row_of_dale(plan):
    return next(row for row in plan.limit.to_pylist() if row["neighbourhood"] == "dale")


def test_a_price_says_that_it_counts_more_than_events(plan_with):
    missed, next_place = plan_with(1.0), plan_with(1.0, in_dale=2)
    row = row_of_dale(missed)
    assert row["price"] > 2 * (next_place.worth - missed.worth)
    assert row["price_words"].endswith("where a promise is not kept an event avoided counts up to 3.0 times.")


def test_a_price_is_in_events_where_every_promise_is_kept(plan_with):
    row = row_of_dale(plan_with(0.0))
    assert row["price_words"] == "One more place on 'Classes' in dale would be worth 0.200 events avoided a year."


def test_what_is_bounded_is_said_beside_its_bound(plan_with):
    missed = plan_with(1.0)
    assert missed.bound < missed.worth
    assert how_good(missed).startswith(
        f"worth {missed.worth:.3f}; with missed promises and packages that stay counted {missed.objective:.3f}, "
        f"at most {missed.bound:.3f}"
    )
    assert how_good(plan_with(0.0)).startswith("worth 1.0")


def test_a_gap_below_zero_is_a_gap(plan_with):
    plan = dataclasses.replace(plan_with(0.0), objective=-0.5, bound=-0.4)
    assert plan.gap == pytest.approx(0.2)
