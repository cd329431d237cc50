"""Danger always brings its number, mistyped, in slang, among other words, and whatever the filters."""

import csv

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from bench.searching.judging import HERE
from joinedup import definitions
from joinedup.core.directory.search import Filters
from joinedup.core.directory.search.crisis import crises, numbers, numbers_of
from joinedup.core.directory.search.danger import DangerModel, SoundsLike, Word, danger_model
from joinedup.core.directory.search.words import stem

with (HERE / "crisis.csv").open(encoding="utf-8", newline="") as file:
    PHRASES = list(csv.DictReader(file))
with (HERE / "near_misses.csv").open(encoding="utf-8", newline="") as file:
    NEAR = list(csv.DictReader(file))


def shown(question) -> list[str]:
    return [one.number for one in numbers_of(question.crises)]


@pytest.mark.parametrize("row", PHRASES, ids=[row["query"] for row in PHRASES])
def test_phrase_brings_every_number_it_must(row, hear):
    wanted = set(row["number"].split("|"))
    found = shown(hear(row["query"]))
    assert wanted <= set(found)
    assert found[0] in wanted | {"999"}


def is_aloud(question):
    return any(one.is_sure for one in question.crises)


QUIET = {  # known: one line of numbers above the services
    "this queue is killing me",
    "my husbands snoring is killing me",
    "my back is killing me",
    "shooting pains in my leg",
    "exercise after my heart attack",
    "hit hard by the cost of living",
    "jump start my car",
    "abuse of power by my landlord",
    "fell out with my neighbour",
}


def test_near_misses_are_not_said_aloud_but_for_suicide_bereavement_and_few_quietly(hear):
    """That one is let through knowingly: a listening line does no harm to the bereaved."""
    heard = {row["query"]: hear(row["query"]) for row in NEAR}
    assert [words for words, found in heard.items() if is_aloud(found)] == ["suicide bereavement group"]
    assert {words for words, found in heard.items() if shown(found) and not is_aloud(found)} <= QUIET


@pytest.mark.parametrize(
    "words", ["stroke club", "killing time", "first aid course for burns", "lunch club", "chiropody"]
)
def test_words_near_danger_bring_no_number(words, hear):
    assert shown(hear(words)) == []


@pytest.mark.parametrize("words", ["stroke", "suicide", "domestic abuse", "self harm", "overdose", "modern slavery"])
def test_name_of_a_danger_alone_is_said_aloud(words, hear):
    assert is_aloud(hear(words))


@pytest.mark.parametrize("words", ["nappies", "head lice", "back pain", "men in sheds", "sacked", "cough", "ex raf"])
def test_everyday_phrase_that_only_sounds_like_danger_is_not_said_aloud(words, hear):
    assert not is_aloud(hear(words))


@pytest.mark.parametrize("words", ["hits me", "in crisis", "nowhere to sleep", "head injury", "cough and blue lips"])
def test_phrase_of_a_need_that_may_be_danger_is_said_aloud(words, hear):
    assert is_aloud(hear(words))


@pytest.mark.parametrize(
    ("words", "number"),
    [
        *[(words, "999") for words in ("ambulance", "emergency", "my house is flooding", "neutropenic")],
        *[(words, "116 123") for words in ("samaritans", "hopeless")],
        *[(words, "116 123") for words in ("ich will sterben", "je veux mourir", "dwi eisiau marw")],
        *[(words, "116 123") for words in ("хочу умереть", "我想死")],
        *[(words, "0808 2000 247") for words in ("mąż mnie bije", "чоловік мене б'є", "mi marido me pega")],
    ],
)  # fmt: skip
def test_danger_in_one_word_or_another_language_is_said_aloud(words, number, hear):
    assert number in shown(hear(words))
    assert is_aloud(hear(words))


@pytest.mark.parametrize("words", ["emergency dentist", "good samaritans lunch", "hopeless at maths"])
def test_words_of_emergencies_in_names_of_other_things_bring_no_such_number(words, hear):
    assert {"emergency", "suicidal_feelings"}.isdisjoint(one.code for one in hear(words).crises)


MORE = (HERE / "more_danger.txt").read_text(encoding="utf-8").splitlines()


@pytest.mark.parametrize("phrase", MORE)
def test_phrase_found_while_mending_the_rules_still_brings_a_number(phrase, hear):
    """Written after the rules, so no evidence of how many others are missed."""
    assert shown(hear(phrase))


def words(text):
    return [Word(one, stem(one)) for one in text.split()]


def small_model(**thresholds):
    told = {"wander": 2.0, "dad": 0.0, "club": -3.0, "<person> wander": 2.0, "dad wander": 0.0}
    kinds = {"missing": (0.0, {"wander": 1.0}, {}), "fire": (0.0, {}, {})}
    return DangerModel(frozenset({"dad"}), bias=-1.0, weights=told, pieces={" wan": 2.0}, kinds=kinds, **thresholds)


def test_model_is_the_mean_of_what_words_and_pieces_of_words_say():
    model = small_model(sure=1.0, perhaps=0.0)
    assert model.score(words("dad wander")) == pytest.approx(-1.0 + (4.0 / 4**0.5 + 2.0) / 2)
    assert model.score(words("dad wandr")) == pytest.approx(-1.0 + (0.0 + 2.0) / 2)  # mistyped: heard by its beginning


def test_model_that_is_not_sure_tells_no_kind_it_would_have_to_guess():
    heard = small_model(sure=0.8, perhaps=0.0).hear
    assert heard(words("dad wander")) == SoundsLike(("missing", "fire"), is_sure=True)  # a second kind is likely too
    assert heard(words("dad wandr")) == SoundsLike(("unclear",), is_sure=False)
    assert heard(words("club")) == SoundsLike()
    assert heard([]) == SoundsLike()


def test_words_that_mostly_mean_danger_are_said_quietly_where_little_else_does(hear):
    quiet, aloud = hear("rat poison council pest control"), hear("toddler ate rat poison")
    assert shown(quiet)[0] == "999" and not is_aloud(quiet)
    assert is_aloud(aloud) and is_aloud(hear("poison"))


def test_where_it_is_not_clear_what_it_may_be_nothing_is_guessed(hear):
    assert shown(hear("my back is killing me")) == ["999", "111", "116 123"]


def test_every_danger_the_model_knows_has_its_numbers():
    assert set(danger_model().kinds) <= set(crises())


@pytest.mark.parametrize(
    "words",
    [
        "asthma attack inhaler not working",
        "homeless tonight with 2 kids",
        "someone outside my house every night watching",
        "being burgled right now",
        "dad with dementia has wandered off",
    ],
)
def test_danger_no_rule_names_is_heard(words, hear):
    assert shown(hear(words))


LONG = [row["query"] for row in PHRASES if len(row["query"].split()) >= 2]


@settings(max_examples=60, deadline=None)
@given(phrase=st.sampled_from(LONG), before=st.sampled_from(["please help ", "hi, ", "my neighbour rang and said "]))
def test_danger_is_heard_after_other_words_and_in_capitals(hear, phrase, before):
    assert shown(hear((before + phrase).upper()))


def test_danger_is_heard_at_the_end_of_a_long_text(hear):
    story = "It has been a very hard year for all of us here and nobody seems to listen to what we say. " * 60
    assert shown(hear(story)) == ["999", "111", "116 123"] and not is_aloud(hear(story))
    assert "116 123" in shown(hear(f"{story} I want to kill myself"))
    assert is_aloud(hear(f"{story} I want to kill myself"))


def test_no_filter_hides_a_number(find):
    strict = Filters(free=True, wheelchair=True, for_carers=True, online=True, topic="active")
    answer = find("i want to kill myself", filters=strict)
    assert shown(answer.question)[0] == "999"


def test_every_number_has_a_source_and_every_rule_a_number():
    assert all(one.source for one in numbers().values())
    assert all(rule.numbers and rule.advice for rule in crises().values())


def test_no_rule_that_can_be_taken_back_is_without_words_that_take_it_back():
    rules = definitions.read("directory/crisis.yaml")["rules"]
    assert [rule["code"] for rule in rules if rule.get("unless") and not rule.get("mostly")] == []


def test_words_that_cannot_be_taken_back_are_not(hear):
    assert "999" in shown(hear("chest pain in my exercise class"))
    assert shown(hear("exercise class after my heart attack")) == []
