"""Two people write at once: what either wrote is in the result, or is put before them."""

from hypothesis import given
from hypothesis import strategies as some

from joinedup.core.care import Action, Goal, Need, differences, merge

CONTENT = some.dictionaries(some.sampled_from("abcde"), some.integers(0, 3))


@given(CONTENT, CONTENT, CONTENT)
def test_no_change_of_either_is_lost(base, standing, mine):
    merged = merge(base, standing, mine)
    clashing = {clash.key for clash in merged.clashes}
    for side in (standing, mine):
        for key in {*base, *side}:
            changed = side.get(key) != base.get(key)
            assert not changed or key in clashing or merged.content.get(key) == side.get(key)


@given(CONTENT, CONTENT, CONTENT)
def test_nothing_is_made_up_and_nothing_clashes_without_cause(base, standing, mine):
    merged = merge(base, standing, mine)
    for key, value in merged.content.items():
        assert value in [side[key] for side in (base, standing, mine) if key in side]
    for clash in merged.clashes:
        assert clash.standing != clash.base and clash.mine != clash.base and clash.standing != clash.mine


@given(CONTENT, CONTENT)
def test_who_alone_changed_something_is_followed(base, new):
    for merged in (merge(base, base, new), merge(base, new, base), merge(base, new, new)):
        assert merged.content == new
        assert merged.clashes == ()


@given(CONTENT, CONTENT, CONTENT)
def test_it_does_not_matter_who_saves_first_but_for_clashes(base, one, other):
    there, back = merge(base, one, other), merge(base, other, one)
    clashing = {clash.key for clash in there.clashes}
    assert clashing == {clash.key for clash in back.clashes}
    assert {k: v for k, v in there.content.items() if k not in clashing} == {
        k: v for k, v in back.content.items() if k not in clashing
    }


# Trees: each item's value is (parent, words).
KEYS = "abcdef"


@some.composite
def trees(draw):
    keys = draw(some.lists(some.sampled_from(KEYS), unique=True))
    made = {}
    for key in keys:
        made[key] = (draw(some.sampled_from(["", *made])), draw(some.integers(0, 2)))
    return made


@given(trees(), trees(), trees())
def test_nothing_stands_under_something_that_is_gone(base, standing, mine):
    merged = merge(base, standing, mine, parent_of=lambda item: item[0])
    assert {parent for parent, _ in merged.content.values()} <= {"", *merged.content}


def test_goal_somebody_removed_stays_while_another_put_an_action_under_it():
    goal, action = Goal(id="g", words="Walk"), Action(id="a", parent_id="g", what="Class")
    merged = merge({"g": goal}, {"g": goal, "a": action}, {}, parent_of=lambda item: item.parent_id)
    assert merged.content == {"g": goal, "a": action}
    assert [(clash.key, clash.mine) for clash in merged.clashes] == [("g", None)]


def test_difference_is_said_field_by_field_in_words():
    before = {"n": Need(id="n", words="Falls"), "g": Goal(id="g", words="Walk", importance=3)}
    after = {"g": Goal(id="g", words="Walk", importance=8), "h": Goal(id="h", words="Swim")}
    said = differences(before, after)
    assert [(one.how, one.kind, one.name) for one in said] == [
        ("removed", "Need, concern or problem", "Falls"),
        ("changed", "Goal or hope", "Walk"),
        ("added", "Goal or hope", "Swim"),
    ]
    assert [(field.heading, field.before, field.after) for field in said[1].fields] == [
        ("Importance to the person", "3 out of 10", "8 out of 10")
    ]
