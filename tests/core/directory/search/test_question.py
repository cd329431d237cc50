"""What is made out of somebody's words: needs, place, age, mistakes; and of words that mean harm to the service."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st


def needs(question) -> list[str]:
    return [one.need.code for one in question.needs]


@pytest.mark.parametrize(
    ("text", "need"),
    [
        ("my dad keeps falling and mum can't cope", "falls"),
        ("my dad keeps falling and mum can’t cope", "carer_strain"),
        ("i am at the end of my tether looking after him", "carer_strain"),
        ("demetia cafe", "dementia"),
        ("run out of leccy", "cold_home"),
        ("bailiffs coming", "debt"),
    ],
)
def test_need_is_heard(hear, text, need):
    assert need in needs(hear(text))


def test_longer_phrase_takes_the_meaning_of_its_words(hear):
    assert needs(hear("chair exercise"))[0] == "gentle_exercise"
    assert "scams" not in needs(hear("food bank"))


def test_mistyped_word_is_named_and_a_right_one_is_not(hear):
    assert hear("axiety help").meant == {"axiety": "anxiety"}
    assert hear("anxiety help").meant == {}


@pytest.mark.parametrize(
    ("text", "age"),
    [("my 12 year old", 12), ("im 84 and lonely", 84), ("classes for over 65s", 65), ("group for under 5s", 4),
     ("the food bank is 5 miles away", None), ("rent is 95 a week", None), ("she is 90 percent deaf", None),
     ("my dad is 84 and lonely", 84), ("he is 84 a bit deaf", 84),
     ("he fell 3 times", None), ("section 21", None), ("teenage son", 15), ("type 2 diabetes", None)],
)  # fmt: skip
def test_age_is_made_out(hear, text, age):
    assert hear(text).seeker.age == age


def test_postcode_and_place_are_taken_from_the_words_or_the_box(hear):
    assert hear("lunch club dt4 8").where.said == "DT4 8"
    assert hear("lunch club in wareham").where.spot.name == "Wareham"
    assert hear("lunch club in wareham", where="Poole").where.spot.name == "Poole"


def test_gas_is_no_postcode(hear):
    assert hear("co2 alarm").where.said == ""
    assert hear("advice", where="CO2").where.said == "CO2"


@pytest.mark.parametrize(
    ("written", "said"),
    [("bournmouth", "Bournemouth"), ("Weymoth", "Weymouth"), ("near Swange", "Swanage"), ("pool", "Poole")],
)
def test_mistyped_place_in_the_box_is_taken_for_what_it_nearly_is_and_said_so(hear, written, said):
    where = hear("food bank", where=written).where
    assert where.spot.name == said
    assert where.note == f"We took “{written}” to be {said}."


def test_place_that_is_nearly_two_of_one_name_is_asked_about(hear):
    assert {one.near for one in hear("food", where="charmnster").where.choices} == {"Bournemouth", "Dorchester"}


def test_place_that_is_like_none_is_not_guessed_at(hear):
    assert "We do not know the place “Yeovil”" in hear("food", where="Yeovil").where.note


def test_two_places_with_one_name_are_asked_about_and_told_apart(hear):
    assert {one.near for one in hear("food in charminster").where.choices} == {"Bournemouth", "Dorchester"}
    assert hear("food in charminster near dorchester").where.spot.name == "Charminster, near Dorchester"
    assert hear("food", where="Charminster, near Bournemouth").where.spot.name == "Charminster, near Bournemouth"


def test_where_somebody_comes_from_counts_not_where_they_go(hear):
    assert hear("get to dorchester hospital from beaminster").where.spot.name == "Beaminster"


def test_word_that_is_also_a_place_needs_in_or_near(hear):
    assert hear("knitting wool").where.spot is None
    assert hear("knitting in wool").where.spot.name == "Wool, near Wareham"


def test_long_text_is_cut_and_said_to_be(hear):
    question = hear("help " * 2000)
    assert question.is_cut
    assert len(question.words) <= 80


def test_other_alphabets_are_read_as_words(hear):
    assert needs(hear("мені потрібна допомога українська родина")) == ["refugees"]
    assert hear("我需要帮助").words == ("我需要帮助",)


@pytest.mark.parametrize("text", ["", "lunch club", "hopeless about work", "gas boiler"])
def test_danger_in_the_box_for_the_place_is_heard_whatever_stands_in_the_other(hear, text):
    found = hear(text, where="I want to die").crises
    assert found[0].code == "suicide_plan" and found[0].is_sure


def test_danger_that_is_only_perhaps_does_not_quieten_what_is_sure(hear):
    assert [one.code for one in hear("I want to die", where="gas").crises] == [
        one.code for one in hear("I want to die").crises
    ]


@settings(max_examples=150, deadline=None)
@given(text=st.text(max_size=600), where=st.text(max_size=100))
def test_no_text_is_a_fault(find, text, where):
    find(text, where)


@pytest.mark.parametrize(
    "text",
    ["' OR 1=1 --", '"; drop table directory_words; --', "name:x AND y", "NEAR(a b, 2)", "a* ^b -c", "{a b}: c",
     "<script>alert(1)</script>", "%s %(x)s {0}", "\x00\x01food"],
)  # fmt: skip
def test_what_means_something_to_a_database_is_only_words(find, text):
    find(text)
    assert find("food bank").total
