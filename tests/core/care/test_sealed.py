"""Whoever does not see all of a plan sees nothing of the rest, and saves without losing any of it."""

from dataclasses import replace

import pytest
from hypothesis import given, settings
from hypothesis import strategies as some

from joinedup.core.care import (
    AboutMe,
    Action,
    Arrangements,
    Contingency,
    Goal,
    Need,
    Plan,
    PlanRefused,
    StageGoal,
    may_be_sealed,
    sealed_items,
    with_sealed,
    without_sealed,
)
from joinedup.core.care.about_me import own_id

UNDER = {Goal: (Need,), Action: (Need, Goal), StageGoal: (Action,)}


@some.composite
def plans(draw):
    """A plan of up to eight items, each under one that was drawn before it, or under none."""
    made = {}
    for number in range(draw(some.integers(0, 8))):
        kind = draw(some.sampled_from([Need, Goal, Action, StageGoal]))
        above = [key for key, item in made.items() if type(item) in UNDER.get(kind, ())]
        if kind is StageGoal and not above:
            continue
        parent = draw(some.sampled_from(above if kind is StageGoal else ["", *above]))
        said = {"what": f"do {number}"} if kind is Action else {"words": f"say {number}"}
        made[f"i{number}"] = kind(id=f"i{number}", parent_id=parent, **said)
    return Plan(made)


def stands_under(plan, key, others) -> bool:
    """The slow way up."""
    while key in plan.items:
        if key in others:
            return True
        key = plan.items[key].parent_id
    return False


@some.composite
def sealed_plans(draw):
    plan = draw(plans())
    may_be = [key for key, item in plan.items.items() if may_be_sealed(item)]
    return plan, draw(some.sets(some.sampled_from(may_be))) if may_be else set()


@given(sealed_plans())
@settings(deadline=None)  # a busy machine is not slow code
def test_hidden_is_what_is_sealed_and_all_that_stands_under_it(drawn):
    plan, sealed = drawn
    hidden = sealed_items([plan], sealed)
    assert hidden == {key for key in plan.items if stands_under(plan, key, sealed)}
    assert set(without_sealed(plan, hidden).items) == set(plan.items) - hidden


@given(sealed_plans(), some.data())
@settings(deadline=None)
def test_whatever_somebody_removes_and_changes_nothing_they_do_not_see_is_lost(drawn, data):
    plan, sealed = drawn
    hidden = sealed_items([plan], sealed)
    seen = without_sealed(plan, hidden)
    gone = data.draw(some.sets(some.sampled_from(sorted(seen.items)))) if seen.items else set()
    changed = [replace(one, words="new") for one in seen.items.values() if isinstance(one, Need)]
    mine = seen.with_items(changed, without=gone)
    mine = mine.with_items((), without=gone)
    saved = with_sealed(mine.items, plan, hidden)
    assert {key: saved.items[key] for key in mine.items} == mine.items
    assert set(saved.items) == set(mine.items) | hidden
    for key in hidden:
        assert saved.items[key] in (plan.items[key], replace(plan.items[key], parent_id=""))
        assert set(without_sealed(saved, hidden).items) == set(mine.items)


@given(sealed_plans())
@settings(deadline=None)
def test_nobody_writes_over_what_they_do_not_see(drawn):
    plan, sealed = drawn
    for key in sealed_items([plan], sealed):
        with pytest.raises(PlanRefused, match="not in the plan"):
            with_sealed({key: Need(id=key, words="mine")}, plan, sealed)


def test_whoever_an_action_names_sees_what_it_stands_under_and_no_other_seal():
    action = Action(id="a", parent_id="n", what="Find a refuge", who_staff="gita")
    plan = Plan({"n": Need(id="n", words="Not safe"), "a": action, "m": Need(id="m", words="Money")})
    assert sealed_items([plan], {"n", "m"}, username="gita") == {"m"}
    assert sealed_items([plan], {"n", "m"}, username="nora") == {"n", "a", "m"}
    assert sealed_items([Plan({}), plan], {"n"}, username="gita") == set()


def test_a_seal_outlives_its_item_so_that_earlier_versions_keep_it():
    assert sealed_items([Plan({})], {"gone"}) == {"gone"}
    assert without_sealed(Plan({"gone": Need(id="gone", words="Not safe")}), {"gone"}).items == {}


def test_what_everybody_must_know_and_what_goes_with_its_parent_cannot_be_sealed():
    assert may_be_sealed(Contingency(id="c", triggers=("A fall",)))
    assert may_be_sealed(AboutMe(id="about-wellness", words="Tea"))
    assert not may_be_sealed(Arrangements(id="arrangements"))
    assert not may_be_sealed(StageGoal(id="s", parent_id="a", words="First"))


def test_heading_somebody_does_not_see_is_written_under_the_next_number():
    assert own_id("about-wellness", {"about-wellness", "about-wellness-2"}) == "about-wellness-3"
    plan = Plan({key: AboutMe(id=key, words="x") for key in ("about-wellness", "about-wellness-2")})
    assert len(plan.of(AboutMe)) == 2
    with pytest.raises(PlanRefused, match="no heading"):
        Plan({"about-nothing-2": AboutMe(id="about-nothing-2", words="x")})
