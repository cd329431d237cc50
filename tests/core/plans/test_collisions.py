"""A plan that is not feasible says why, and for whom, whatever the reason is."""

import pytest

from joinedup.cli.plans import collision_words
from joinedup.core.plans import choose
from tests.core.plans.few_offers import AT_RISK, catalogue, limits, offer, people

RIGHT = {"is_statutory": True}


@pytest.fixture
def collision_for(engine):
    def answer(who, offers, within):
        plan = choose(who, offers, within, AT_RISK, engine=engine)
        assert not plan.is_feasible
        (row,) = plan.collision.to_pylist()
        return row

    return answer


def test_a_right_that_nobody_pays_for_is_named(collision_for):
    offers = catalogue(offer("review", "company", **RIGHT))
    row = collision_for(people({"local_authority": None}, {}), offers, limits({"review": 5}, 100, {"review": 1}))
    assert (row["limit"], row["offer"], row["person_ids"]) == ("right", "review", ["p0"])
    assert row["reason"] == "It is not known which organisation pays for this here."
    assert collision_words(row) == "review, not met for 1: It is not known which organisation pays for this here."


def test_a_right_that_something_else_bars_is_named(collision_for):
    free = limits({"review": 5, "classes": 5}, costs={"review": 0, "classes": 0})
    two = catalogue(offer("classes", "exercise", **RIGHT), offer("review", "company", excludes=("classes",), **RIGHT))
    row = collision_for(people({}), two, free)
    assert (row["limit"], row["person_ids"]) == ("right", ["p0"])
    assert row["reason"].startswith("It may not go together with")
    one = catalogue(offer("classes", ratio=0.5), offer("review", "company", excludes=("classes",), **RIGHT))
    row = collision_for(people({"receives": ["classes"]}), one, free)
    assert (row["offer"], row["person_ids"]) == ("review", ["p0"])
    assert row["reason"] == "It may not go together with Classes, which is in the package."


def test_a_right_that_comes_only_with_what_was_refused_is_named(collision_for):
    offers = catalogue(offer("classes", ratio=0.5), offer("review", "company", requires=("classes",), **RIGHT))
    free = limits({"review": 5, "classes": 5}, costs={"review": 0, "classes": 0})
    row = collision_for(people({"refused": ["classes"]}), offers, free)
    assert row["reason"] == "It comes only with Classes, which this person cannot have."


def test_who_receives_what_passes_a_limit_is_named(collision_for):
    offers = catalogue(offer("classes", ratio=0.5))
    who = people(*[{"receives": ["classes"]}] * 2)
    row = collision_for(who, offers, limits({"classes": 1}, costs={"classes": 0}))
    assert (row["limit"], row["person_ids"], row["receiving_ids"]) == ("capacity", [], ["p0", "p1"])
    assert collision_words(row) == "classes in hill: 2 needed, 1 there; not met for 0, 2 receive it already"


def test_a_budget_that_is_passed_is_said_in_pounds():
    of_money = {"limit": "budget", "offer": None, "neighbourhood": None, "funder": "north"}
    row = of_money | {"needed": 123_400.0, "available": 100_000.0, "person_ids": ["p0"], "receiving_ids": []}
    words = "the budget of north: £1,234 needed, £1,000 there; not met for 1, 0 receive it already"
    assert collision_words(row) == words
