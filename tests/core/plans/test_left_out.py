"""Is the reason why an offer was left out true: would the change that is named bring it in?"""

import dataclasses

import pytest

from joinedup.core.plans import choose
from tests.core.plans.few_offers import AT_RISK, catalogue, limits, offer, people

LIKELY, LESS_LIKELY = {"probability_fall": 0.9}, {"probability_fall": 0.5}


@pytest.fixture
def plan_for(engine):
    def answer(who, offers, within, given=AT_RISK):
        return choose(who, offers, within, given, engine=engine)

    return answer


def free(**places):
    return limits(places, costs=dict.fromkeys([name for name in places if name != "hall"], 0))


def left_out(plan, person, code):
    return next(row for row in plan.left_out.to_pylist() if (row["person_id"], row["offer"]) == (person, code))


def test_a_full_offer_is_full_also_for_who_has_a_weaker_one_of_its_kind(plan_for):
    offers = catalogue(offer("strong", ratio=0.5), offer("weak", ratio=0.8))
    plan = plan_for(people(LIKELY, LESS_LIKELY), offers, free(strong=1, weak=5))
    row = left_out(plan, "p1", "strong")
    assert row["reason"] == "No capacity left in hill."
    assert row["would_change"].startswith("Number 1 in line for the next place in hill.")
    assert left_out(plan, "p0", "weak")["would_change"] == "The package without Strong."


def test_what_is_barred_and_full_is_full(plan_for):
    offers = catalogue(offer("strong", ratio=0.5, excludes=("weak",)), offer("weak", "safer_home", 0.8))
    plan = plan_for(people(LIKELY, LESS_LIKELY), offers, free(strong=1, weak=5))
    assert left_out(plan, "p1", "strong")["reason"] == "No capacity left in hill."
    assert left_out(plan, "p0", "weak")["would_change"] == "The package without Strong."


def test_where_the_other_offer_is_not_all_that_is_in_the_way_that_is_said(plan_for):
    offers = catalogue(offer("strong", ratio=0.5, excludes=("weak",)), offer("weak", "safer_home", 0.8))
    plan = plan_for(people({}), offers, free(strong=1, weak=0))
    assert left_out(plan, "p0", "weak")["would_change"] == (
        "The package without Strong, and a place and the money for this."
    )


def test_what_waits_for_an_offer_that_is_full_says_so(plan_for):
    offers = catalogue(offer("first", ratio=0.5), offer("then", "safer_home", 0.6, requires=("first",)))
    plan = plan_for(people(LIKELY, LESS_LIKELY), offers, free(first=1, then=5))
    row = left_out(plan, "p1", "then")
    assert row["reason"] == "It comes only with First, which is not in the package: No capacity left in hill."
    assert row["would_change"].startswith("First in the package. Number 1 in line")


def test_places_that_are_too_few_for_one_person_are_counted(plan_for):
    offers = catalogue(
        offer("long", ratio=0.5, capacity="hall", uses=3), offer("short", "safer_home", 0.7, capacity="hall")
    )
    within = dataclasses.replace(free(long=0, short=0), capacities={("hall", "hill"): 2})
    plan = plan_for(people(LIKELY), offers, within)
    assert left_out(plan, "p0", "long")["reason"] == "For one person this takes 3 of what there is in hill, 2."


@pytest.mark.parametrize("given", [AT_RISK, dataclasses.replace(AT_RISK, most_items=1)])
def test_nobody_is_told_that_what_is_worth_enough_goes_elsewhere(plan_for, given):
    offers = catalogue(offer("classes", ratio=0.5), offer("alarm", "safer_home", 0.9))
    plan = plan_for(people(*[LESS_LIKELY] * 3), offers, free(classes=2, alarm=3), given)
    for row in plan.left_out.to_pylist():
        if row["worth"] and round(row["worth"], 3) >= round(row["price"], 3):
            assert "It goes where" not in row["would_change"]


def test_the_line_is_by_what_each_unit_would_do_and_a_person_stands_in_it_once(plan_for):
    offers = catalogue(
        offer("long", ratio=0.5, capacity="hall", uses=3), offer("short", "safer_home", 0.7, capacity="hall")
    )
    within = dataclasses.replace(free(long=0, short=0), capacities={("hall", "hill"): 2})
    who = people(LIKELY, {"probability_fall": 0.89}, LESS_LIKELY)
    one = dataclasses.replace(AT_RISK, most_items=1)
    plan = plan_for(who, offers, within, one)
    assert left_out(plan, "p2", "short")["queue"] == 1
    assert left_out(plan, "p2", "long")["queue"] is None
    more = plan_for(who, offers, dataclasses.replace(within, capacities={("hall", "hill"): 3}), one)
    assert ("p2", "short") in {(row["person_id"], row["offer"]) for row in more.item.to_pylist()}
