"""What may a plan hold, how does it nest, and how is it kept?"""

from dataclasses import fields
from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as some

from joinedup.core.care import (
    ABOUT_ME,
    KINDS,
    AboutMe,
    Action,
    Arrangements,
    Contingency,
    Goal,
    Item,
    ItemRefused,
    Need,
    Outcome,
    Plan,
    PlanRefused,
    StageGoal,
    Strength,
    asked_of,
    from_list,
    to_list,
)

NEED = Need(id="n", words="Falls on the stairs")
GOAL = Goal(id="g", parent_id="n", words="Get to the shop alone", importance=9)
ACTION = Action(id="a", parent_id="g", what="Strength class", who_staff="nurse", due_on=date(2026, 5, 1), confidence=7)
STEP = StageGoal(id="s", parent_id="a", words="Stand up without hands")
OUTCOME = Outcome(id="o", parent_id="g", words="Walked there on Monday", seen_on=date(2026, 6, 1))
PLAN = Plan({item.id: item for item in (NEED, GOAL, ACTION, STEP, OUTCOME)})


def names(refused) -> list[tuple[str, str]]:
    return [(problem.name, problem.field) for problem in refused.value.problems]


def test_plan_nests_as_the_standard_does():
    assert {kind.KIND: kind.UNDER for kind in KINDS.values() if kind.UNDER} == {
        "goal": ("need",),
        "action": ("goal", "need"),
        "stage_goal": ("action",),
        "outcome": ("goal",),
    }
    assert PLAN.under("n", Goal) == [GOAL]
    assert PLAN.under("g", Action) == [ACTION]
    assert PLAN.below("n") == {"n", "g", "a", "s", "o"}


def test_about_me_has_the_eight_headings_of_the_standard():
    assert len(ABOUT_ME) == 8
    assert Plan({"about-people": AboutMe(id="about-people", words="My sister")}).of(AboutMe)
    with pytest.raises(PlanRefused, match="no heading"):
        Plan({"about-sport": AboutMe(id="about-sport", words="Football")})


@pytest.mark.parametrize("wrong", [0, 11, -3, 5.5, "7"])
def test_importance_and_confidence_are_whole_numbers_from_1_to_10(wrong):
    with pytest.raises(ItemRefused) as refused:
        Goal(id="g", words="Walk", importance=wrong)
    assert names(refused) == [("not_on_the_scale", "importance")]


def test_contingency_plan_needs_something_that_sets_it_off():
    with pytest.raises(ItemRefused) as refused:
        Contingency(id="c", title="If I fall")
    assert names(refused) == [("missing", "triggers")]
    assert Contingency(id="c", triggers=("I cannot get up",)).name == "I cannot get up"


def test_action_due_before_it_starts_is_refused_with_both_dates():
    with pytest.raises(ItemRefused, match="on or after 2 May 2026") as refused:
        Action(id="a", what="Visit", starts_on=date(2026, 5, 2), due_on=date(2026, 5, 1))
    assert names(refused) == [("dates_out_of_order", "due_on")]


def test_text_of_100_kilobytes_is_refused_with_its_length():
    with pytest.raises(ItemRefused, match="4,000 characters or fewer; it is 100,000"):
        Strength(id="s", words="x" * 100_000)


def test_several_problems_are_told_at_once():
    with pytest.raises(ItemRefused) as refused:
        Goal(id="g", words="", importance=12, status="won")
    assert {field for _, field in names(refused)} == {"words", "importance", "status"}


@pytest.mark.parametrize(
    "words", ["😀 tea with Ann 🎂", "أحب المشي مع ابنتي", "שלום", "line one\nline two\ttab", "Zoë ‍👩‍👧"]
)
def test_emoji_and_right_to_left_writing_stay_as_written(words):
    plan = Plan({"s": Strength(id="s", words=words)})
    assert from_list(to_list(plan)) == plan


def test_characters_nobody_can_see_are_refused():
    with pytest.raises(ItemRefused, match="cannot be shown"):
        Strength(id="s", words="tea\x00")


@pytest.mark.parametrize(
    "items",
    [
        [Goal(id="g", parent_id="gone", words="Walk")],
        [NEED, StageGoal(id="s", parent_id="n", words="Step")],
        [StageGoal(id="s", words="Step")],
        [NEED, Strength(id="s", parent_id="n", words="Humour")],
        [Strength(id="arrangements", words="Humour")],
        [Arrangements(id="mine")],
    ],
)
def test_item_that_stands_where_it_may_not_is_refused(items):
    with pytest.raises(PlanRefused):
        Plan({item.id: item for item in items})


def test_plan_that_is_too_long_altogether_is_refused():
    with pytest.raises(PlanRefused, match="400,000 or fewer"):
        to_list(Plan({f"s{n}": Strength(id=f"s{n}", words="x" * 4000) for n in range(101)}))
    with pytest.raises(PlanRefused, match="500 or fewer"):
        Plan({f"s{n}": Strength(id=f"s{n}", words="x") for n in range(501)})


def test_taking_a_need_out_takes_what_stands_under_it():
    assert Plan({**PLAN.items}).with_items((), without=["n"]).items == {}
    with pytest.raises(PlanRefused):
        Plan({key: item for key, item in PLAN.items.items() if key != "g"})


def written(asked):
    words = some.text(some.characters(exclude_categories=["Cs", "Cc"]), min_size=1, max_size=20)
    return {
        "line": words,
        "text": words,
        "staff": words,
        "lines": some.lists(words, min_size=1, max_size=3).map(tuple),
        "day": some.dates(date(1950, 1, 1), date(2100, 1, 1)),
        "scale": some.integers(1, 10),
        "choice": some.sampled_from([value for value, _ in asked.choices] or [""]),
    }[asked.sort]


@some.composite
def items(draw) -> Item:
    kind = draw(some.sampled_from([one for one in KINDS.values() if one.KIND not in ("about_me", "arrangements")]))
    said = {name: draw(written(asked)) for name, asked in asked_of(kind).items()}
    for earlier, later in zip(kind.IN_ORDER, kind.IN_ORDER[1:], strict=False):
        said[later] = max(said[earlier], said[later])
    return kind(id="x", **said)


@given(items())
def test_every_item_is_kept_whole(item):
    from joinedup.core.care.keeping import from_dict, to_dict

    assert from_dict(to_dict(item)) == item
    assert {one.name for one in fields(item)} >= set(asked_of(type(item)))
