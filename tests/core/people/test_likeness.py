"""Records without a shared number: who is joined, and who must stay apart."""

from datetime import date
from hashlib import md5
from itertools import product

import pyarrow as pa
import pytest

from joinedup.core.engine import Engine
from joinedup.core.people.linking.chance import exchanged
from joinedup.core.people.linking.comparisons import NAMES_EXCHANGED, settings
from joinedup.core.people.statements import run


@pytest.mark.parametrize(
    "differently",
    [
        {"given_name": "Peggy"},
        {"given_name": "Margret"},
        {"family_name": "Layne"},
        {"given_name": "Lane", "family_name": "Margaret"},
        {"birth_date": date(1941, 6, 5)},
        {"birth_date": date(1941, 5, 8)},
        {"postcode": None},
        {"postcode": "BH19 1AD"},
        {"address": "Harbour Rd 12"},
        {"address": "12 Seaview, Swanage"},
        {"given_name": "MARGARET ANN", "family_name": "LANE "},
    ],
    ids=str,
)
def test_one_person_written_differently_is_one(linked, record, people_of, numbers, differently):
    gp = record("gp", "1", nhs_number=numbers[0])
    assert len(people_of(linked(gp, record("trust", "2", **differently)))) == 1


@pytest.mark.parametrize(
    ("left", "right", "alike"),
    [
        ("copeplace strawberrmyfields dover", "cope place strawberry fields dover", True),
        ("audas pl clanville robina", "clanville audas pl robian", True),
        ("tollerford rd poole", "wimborne rd poole", False),
        ("st", "st", False),
        (None, "wimborne rd poole", None),
    ],
)
def test_streets_are_alike_by_their_letters_whatever_blanks_and_order(left, right, alike):
    letters = "people_letters(replace({}, ' ', ''))"
    with Engine() as engine:
        run(engine, "macros")
        sql = f"select people_letters_alike({letters.format('$left')}, {letters.format('$right')})"
        assert engine.value(sql, left=left, right=right) is alike


def test_given_names_alike_but_for_a_slip_are_alike_whatever_is_asked_first():
    """As the obvious way finds them, which asks about every pair what is dear to ask."""
    plainly = (
        "jaro_winkler_similarity(l, r) >= 0.8 or length(l) = 1 and l = r[1] or length(r) = 1 and r = l[1] or l = r"
    )
    slip = "least(length(l), length(r)) >= 2 and jaro_similarity(l, r) > 0.5 and damerau_levenshtein(l, r) <= 1"
    with Engine() as engine:
        run(engine, "macros")
        texts = pa.table({"name": [n for size in range(1, 5) for n in map("".join, product("abc", repeat=size))]})
        engine.register("name", texts)
        found = engine.table(
            f"select people_givens_alike(l, [l], null, r, [r], null) as is_alike, {plainly} or {slip} as is_expected"
            " from (select l.name as l, r.name as r from name l, name r)"
        )
    assert found["is_alike"].equals(found["is_expected"])
    assert {True, False} == set(found["is_alike"].to_pylist())


def test_a_record_is_known_by_half_of_a_number_that_md5_makes():
    with Engine() as engine:
        run(engine, "macros")
        for text in ("gp\x1f1", "", "Ł"):
            expected = int.from_bytes(md5(text.encode(), usedforsecurity=False).digest()[8:], "little") // 2
            assert engine.value("select half_md5($text)", text=text) == expected
            assert engine.value("select (md5_number_lower($text) // 2)::bigint", text=text) == expected


def test_a_name_in_the_other_names_place_is_seen_and_exchanged_names_are_another_thing():
    with Engine() as engine:
        run(engine, "macros")
        misplaced = "select people_name_misplaced($given, $family, 'margaret', 'lane')"
        assert engine.value(misplaced, given="lane", family="peters")
        assert engine.value(misplaced, given="ruth", family="margret")
        assert not engine.value(misplaced, given="lane", family="margaret")
        assert not engine.value(misplaced, given="ruth", family="lane")


def test_exchanged_names_weigh_what_the_same_names_weigh():
    model = exchanged(settings({"given_name", "family_name"}, prior=0.001))
    level = {
        (each["output_column_name"], level["label_for_charts"]): level
        for each in model["comparisons"]
        for level in each["comparison_levels"]
        if "m_probability" in level
    }
    chance = {key: level[key]["m_probability"] / level[key]["u_probability"] for key in level}
    by_chance = level["given_name", "same"]["u_probability"] * level["family_name", "same"]["u_probability"]
    assert chance["given_name", NAMES_EXCHANGED] == pytest.approx(1 / by_chance, rel=1e-4)
    assert chance["family_name", NAMES_EXCHANGED] == 1


def test_an_address_brings_records_together_whose_name_and_postcode_are_both_wrong(linked, record, people_of):
    """No date of birth on one, a slip in the family name, another postcode: given name and a word of the address do."""
    found = linked(
        record("gp", "1", given_name="Zarlia", birth_date=None, family_name="Trevelyan"),
        record("trust", "2", given_name="Zarlia", family_name="Trevelynan", postcode="SP8 4QS"),
        least_weight=0,
    )
    assert len(people_of(found)) == 1


def test_diacritics_and_other_scripts_are_names_too(linked, record, people_of):
    found = linked(
        record("gp", "1", given_name="Zoë", family_name="O’Núñez"),
        record("trust", "2", given_name="Zoe", family_name="O'Nunez"),
        record("gp", "3", given_name="Юрий", family_name="Бойко", birth_date=date(1990, 2, 3)),
        record("trust", "4", given_name="Юрий", family_name="Бойко", birth_date=date(1990, 2, 3)),
    )
    assert people_of(found) == {frozenset({"gp:1", "trust:2"}), frozenset({"gp:3", "trust:4"})}


@pytest.mark.parametrize("with_numbers", [True, False])
def test_twins_stay_two_people(linked, record, people_of, numbers, with_numbers):
    jane = {"given_name": "Jane", "nhs_number": numbers[0] if with_numbers else None}
    ruth = {"given_name": "Ruth", "nhs_number": numbers[1] if with_numbers else None}
    found = linked(
        record("gp", "1", **jane), record("trust", "2", **jane), record("gp", "3", **ruth), record("trust", "4", **ruth)
    )
    assert people_of(found) == {frozenset({"gp:1", "trust:2"}), frozenset({"gp:3", "trust:4"})}


@pytest.mark.parametrize("with_numbers", [True, False])
def test_father_and_son_of_one_name_stay_two_people(linked, record, people_of, numbers, with_numbers):
    father = {"given_name": "John", "sex": "male", "nhs_number": numbers[0] if with_numbers else None}
    son = father | {"birth_date": date(1969, 11, 23), "nhs_number": numbers[1] if with_numbers else None}
    found = linked(
        record("gp", "1", **father), record("fire", "2", **father), record("gp", "3", **son), record("fire", "4", **son)
    )
    assert people_of(found) == {frozenset({"gp:1", "fire:2"}), frozenset({"gp:3", "fire:4"})}


def test_a_couple_stays_two_people(linked, record, people_of):
    husband = record("trust", "2", given_name="Michael", sex="male", birth_date=date(1940, 5, 6))
    assert len(people_of(linked(record("gp", "1"), husband))) == 2


def test_a_record_that_fits_father_and_son_alike_joins_neither(linked, record, people_of, numbers):
    father = {"given_name": "John", "sex": "male", "nhs_number": numbers[0]}
    son = father | {"birth_date": date(1969, 11, 23), "nhs_number": numbers[1]}
    found = linked(
        record("gp", "1", **father),
        record("trust", "2", **father),
        record("gp", "3", **son),
        record("trust", "4", **son),
        record("fire", "5", given_name="John", sex="male", birth_date=None),
        least_weight=-3,  # in so small a register the name is everybody's and weighs nothing
    )
    assert frozenset({"fire:5"}) in people_of(found)
    assert found.counts["pairs_contested"] >= 2


def test_two_people_with_confirmed_numbers_are_never_joined_by_a_record_between_them(
    linked, record, people_of, numbers
):
    found = linked(
        record("gp", "1", nhs_number=numbers[0]),
        record("trust", "2", nhs_number=numbers[0]),
        record("gp", "3", nhs_number=numbers[1], given_name="Margarete"),
        record("trust", "4", nhs_number=numbers[1], given_name="Margarete"),
        record("fire", "5"),
    )
    assert not any({"gp:1", "gp:3"} <= group for group in people_of(found))


def test_an_initial_and_an_address_are_not_enough(linked, record, people_of):
    found = linked(record("gp", "1"), record("fire", "2", given_name="M", birth_date=None, postcode=None))
    assert len(people_of(found)) == 2


def test_two_namesakes_without_anything_else_stay_two(linked, record, people_of):
    bare = {"birth_date": None, "sex": None, "address": None, "postcode": None}
    assert len(people_of(linked(record("gp", "1", **bare), record("trust", "2", **bare)))) == 2


def test_every_link_is_an_edge_with_its_evidence(linked, record, numbers):
    found = linked(
        record("gp", "1", nhs_number=numbers[0]),
        record("trust", "2", nhs_number=numbers[0]),
        record("council", "3"),
        record("fire", "4", given_name="Peggy"),
    )
    assert found.person_record["how"].to_pylist() == ["demographics", "splink", "nhs_number", "nhs_number"]
    assert found.edge.num_rows == found.counts["records"] - found.counts["people"]
    likely = [row for row in found.edge.to_pylist() if row["how"] == "splink"]
    assert all(row["weight"] >= 6 and 0.98 < row["probability"] < 1 for row in likely)
    assert all(row["weight"] is None for row in found.edge.to_pylist() if row["how"] != "splink")


@pytest.mark.parametrize(
    ("day", "is_birth"),
    [("1741-05-06", True), ("1934-02-28", True), ("1900-01-01", False), ("1899-12-30", False), ("0001-01-01", False)],
)
def test_days_that_stand_for_not_known_are_no_dates_of_birth_and_days_of_long_ago_are(day, is_birth):
    with Engine() as engine:
        run(engine, "macros")
        assert engine.value("select people_is_birth($day::date)", day=day) is is_birth
