"""The test of SI 2015/313, held against what the regulations say and against a slow twin written from them."""

from itertools import combinations

import pytest
from hypothesis import given
from hypothesis import strategies as some

from joinedup.core.care.eligibility import (
    Answer,
    AnswerRefused,
    check_answer,
    from_kept,
    read_tests,
    standing,
    to_kept,
)

ADULT, CARER = read_tests()["adult"], read_tests()["carer"]
REST = {"arises": Answer("yes", "stroke"), "wellbeing": Answer("yes", "cannot go out", ("participation",))}


def achievable(test):
    return {outcome.code: Answer("achievable", "manages") for outcome in test.outcomes}


def test_adult_has_ten_outcomes_and_a_carer_eight_with_the_letters_of_the_regulations():
    assert [outcome.letter for outcome in ADULT.outcomes] == list("abcdefghij")
    assert [outcome.letter for outcome in CARER.outcomes] == ["i", "ii", "iii", "iv", "v", "vi", "vii", "viii"]
    assert len(ADULT.domains) == 9


def test_taking_much_longer_counts_for_adults_only():
    assert set(ADULT.limbs) - set(CARER.limbs) == {"longer"}
    with pytest.raises(AnswerRefused):
        check_answer(CARER, "nutrition", Answer("longer", "an hour a meal"))


@pytest.mark.parametrize("limb", ADULT.limbs)
def test_every_two_outcomes_meet_the_adult_test_by_every_limb_and_no_one_does(limb):
    for pair in combinations([outcome.code for outcome in ADULT.outcomes], 2):
        one = {**REST, **achievable(ADULT), pair[0]: Answer(limb, "so it is")}
        assert standing(ADULT, one).is_met is False
        assert standing(ADULT, {**one, pair[1]: Answer(limb, "so it is")}).is_met is True


@pytest.mark.parametrize("outcome", [outcome.code for outcome in CARER.outcomes])
def test_any_one_outcome_meets_the_carer_test(outcome):
    said = {**REST, **achievable(CARER), "health": Answer("no", "is well")}
    assert standing(CARER, said).is_met is False
    assert standing(CARER, {**said, outcome: Answer("unable", "no time")}).is_met is True


def test_carers_health_alone_is_enough():
    said = {**REST, **achievable(CARER), "health": Answer("yes", "back pain")}
    assert standing(CARER, said).is_met is True


@pytest.mark.parametrize("part", ["arises", "wellbeing"])
@pytest.mark.parametrize("test", [ADULT, CARER], ids=["adult", "carer"])
def test_each_part_must_hold(test, part):
    failing = {outcome.code: Answer("unable", "so it is") for outcome in test.outcomes}
    said = {**REST, **failing, "health": Answer("yes", "worn out")}
    assert standing(test, said).is_met is True
    assert standing(test, {**said, part: Answer("no", "it is not")}).is_met is False
    assert standing(test, {code: answer for code, answer in said.items() if code != part}).is_met is None


def test_count_is_visible_on_the_way():
    said = {
        "hygiene": Answer("unable", "bath"),
        "toilet": Answer("danger", "fell"),
        "clothing": Answer("achievable", "x"),
    }
    words = standing(ADULT, said).count_words
    assert words == "2 of 10 outcomes not achievable so far; the test asks for 2 or more"
    assert standing(ADULT, said).words == "The answers do not settle the test yet."


def ways_to_go_on(test, answers):
    """Slow twin: every way the open questions could still be answered."""
    grown = [dict(answers)]
    for code in test.questions:
        if code not in answers:
            both = [("yes", "no"), ("unable", "achievable")][code not in ("arises", "health", "wellbeing")]
            grown = [{**one, code: Answer(answer, "x")} for one in grown for answer in both]
    return grown


def met_by_the_letter(test, whole):
    """Slow twin: the regulation, read aloud, of a test with every question answered."""
    failing = sum(whole[outcome.code].answer in test.limbs for outcome in test.outcomes)
    middle = failing >= 2 if test is ADULT else whole["health"].answer == "yes" or failing >= 1
    return whole["arises"].answer == "yes" and middle and whole["wellbeing"].answer == "yes"


@some.composite
def answers_of(draw, test, at_least):
    asked = draw(some.sets(some.sampled_from(test.questions), min_size=at_least))
    return {code: Answer(draw(some.sampled_from(test.may_answer(code))), "x") for code in asked}


@pytest.mark.parametrize("test", [ADULT, CARER], ids=["adult", "carer"])
def test_standing_says_what_every_way_to_go_on_would_say(test):
    @given(answers_of(test, len(test.questions) - 6))
    def holds(answers):
        ends = {met_by_the_letter(test, whole) for whole in ways_to_go_on(test, answers)}
        assert standing(test, answers).is_met == (ends.pop() if len(ends) == 1 else None)

    holds()


@pytest.mark.parametrize(
    ("code", "answer", "words"),
    [
        ("hygiene", Answer("unable", " "), "Say why"),
        ("hygiene", Answer("yes", "x"), "from the list"),
        ("swimming", Answer("unable", "x"), "asks nothing"),
        ("wellbeing", Answer("yes", "x"), "at least one area"),
        ("wellbeing", Answer("yes", "x", ("luck",)), "from the list"),
        ("hygiene", Answer("unable", "x\x00"), "cannot be shown"),
        ("hygiene", Answer("", "x" * 100_000), "2,000 characters or fewer"),
        ("hygiene", Answer("unable", "x" * 100_000), "2,000 characters or fewer; it is 100,000"),
    ],
)
def test_answer_without_reason_or_off_the_list_is_refused(code, answer, words):
    with pytest.raises(AnswerRefused, match=words):
        check_answer(ADULT, code, answer)


def test_answers_are_kept_whole():
    assert from_kept(to_kept({**REST, "toilet": Answer()})) == REST
