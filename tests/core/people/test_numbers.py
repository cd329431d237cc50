"""NHS numbers: which are numbers at all, and when one is believed."""

from datetime import date

import nhs_number
import numpy as np
import pyarrow as pa
import pytest

from joinedup.core.engine import Engine
from joinedup.core.interop.preparation import MACROS as EXTRACT_MACROS
from joinedup.core.people.linking.decided import NUMBERS, PAIR
from joinedup.core.people.linking.first_pass import follow_replaced
from joinedup.core.people.statements import run


def as_numbers(values):
    with Engine() as engine:
        run(engine, "macros")
        engine.register("sent", pa.table({"value": pa.array(values, pa.string())}))
        return engine.table("select people_number(value) as number from sent")["number"].to_pylist()


def test_numbers_are_those_the_nhs_number_package_calls_valid():
    random = np.random.default_rng(20261)
    values = [f"{value:010d}" for value in random.integers(4_000_000_000, 7_999_999_999, 3000)]
    expected = [value if nhs_number.is_valid(value) else None for value in values]
    assert sum(value is not None for value in expected) > 200
    assert as_numbers(values) == expected


def test_the_index_and_the_checks_of_extracts_know_the_same_numbers():
    """Two macros, because neither word of the core may need the other's session; one rule."""
    random = np.random.default_rng(20262)
    values = [f"{value:010d}" for value in random.integers(0, 10_000_000_000, 3000)]
    values += [digit * 10 for digit in "0123456789"] + ["943 476 5919", "943-476-591", "x", "", None]
    with Engine() as engine:
        engine.execute(EXTRACT_MACROS.read_text(encoding="utf-8"))
        engine.register("sent", pa.table({"value": pa.array(values, pa.string())}))
        checked = engine.table("select as_nhs_number(value) as number from sent")["number"].to_pylist()
    assert as_numbers(values) == checked


def test_blanks_and_hyphens_do_not_matter_and_anything_else_is_no_number():
    assert as_numbers(["943 476 5919", "943-476-5919"]) == ["9434765919"] * 2
    assert as_numbers(["9434765918", "943476591", "x434765919", "", None, "4444444444", "0000000000"]) == [None] * 7


def test_one_number_and_one_person_is_one(linked, record, people_of, numbers):
    found = linked(
        record("gp", "1", nhs_number=numbers[0]),
        record("trust", "2", nhs_number=numbers[0], given_name="Peggy", address=None, postcode=None),
    )
    assert people_of(found) == {frozenset({"gp:1", "trust:2"})}
    assert found.person_record["how"].to_pylist() == ["nhs_number"] * 2


def test_a_married_name_does_not_part_what_the_number_joins(linked, record, people_of, numbers):
    found = linked(
        record("gp", "1", nhs_number=numbers[0]),
        record("trust", "2", nhs_number=numbers[0], family_name="Ashdown", address="3 Hill View", postcode="DT1 1AA"),
    )
    assert len(people_of(found)) == 1


def test_a_number_keyed_on_somebody_else_joins_nobody(linked, record, people_of, numbers):
    stranger = record("trust", "2", nhs_number=numbers[0], given_name="Tom", family_name="Reed", sex="male")
    found = linked(record("gp", "1", nhs_number=numbers[0]), stranger | {"birth_date": date(1988, 1, 2)})
    assert len(people_of(found)) == 2
    assert found.counts["numbers_disputed"] == 1


def test_the_number_stays_with_those_who_agree_over_it(linked, record, people_of, numbers):
    found = linked(
        record("gp", "1", nhs_number=numbers[0]),
        record("trust", "2", nhs_number=numbers[0]),
        record("fire", "3", nhs_number=numbers[0], given_name="Tom", sex="male", birth_date=date(1970, 1, 2)),
    )
    assert people_of(found) == {frozenset({"gp:1", "trust:2"}), frozenset({"fire:3"})}


def test_parent_and_child_of_one_name_sharing_a_number_by_mistake_stay_two(linked, record, people_of, numbers):
    father = record("gp", "1", nhs_number=numbers[0], given_name="John", sex="male", birth_date=date(1950, 3, 4))
    son = record("trust", "2", nhs_number=numbers[0], given_name="John", sex="male", birth_date=date(1979, 8, 17))
    assert len(people_of(linked(father, son))) == 2


@pytest.mark.parametrize(
    ("one", "other", "between"),
    [
        ({"given_name": "Amy"}, {"given_name": "Ben", "sex": "male"}, {"given_name": "Baby", "sex": None}),
        ({}, {"birth_date": date(1975, 7, 9)}, {"birth_date": None}),
        ({"given_name": "Mary"}, {"birth_date": date(1975, 7, 9)}, {"given_name": "M", "birth_date": None}),
    ],
    ids=["twins and a baby", "parent, child and no date", "parent, child and an initial"],
)
def test_two_people_of_one_number_are_not_joined_by_a_record_that_says_too_little(
    linked, record, people_of, numbers, one, other, between
):
    found = linked(
        record("gp", "1", nhs_number=numbers[0], **one),
        record("council", "2", nhs_number=numbers[0], **other),
        record("trust", "3", nhs_number=numbers[0], **between),
    )
    assert people_of(found) == {frozenset({"gp:1"}), frozenset({"council:2"}), frozenset({"trust:3"})}
    asked = [{row["left_record_id"], row["right_record_id"]} for row in found.review_pair.to_pylist()]
    assert {"1", "3"} in asked and {"2", "3"} in asked


def test_slips_that_a_full_record_stands_between_are_one_person(linked, record, people_of, numbers):
    called = ("Peggy", "Margaret", "Margarer")
    found = linked(*(record(name, "1", nhs_number=numbers[0], given_name=name) for name in called))
    assert len(people_of(found)) == 1


def test_a_superseded_number_leads_to_the_one_that_replaced_it(linked, record, people_of, numbers):
    old, newer, newest = numbers[:3]
    found = linked(
        record("gp", "1", nhs_number=newest, superseded_nhs_number=newer),
        record("trust", "2", nhs_number=newer, superseded_nhs_number=old, address=None, postcode=None),
        record("council", "3", nhs_number=old, address=None, postcode=None),
    )
    assert len(people_of(found)) == 1
    assert found.counts["numbers_superseded"] == 2


def test_numbers_that_supersede_each_other_in_a_circle_are_survived(linked, record, people_of, numbers):
    found = linked(
        record("gp", "1", nhs_number=numbers[0], superseded_nhs_number=numbers[1]),
        record("trust", "2", nhs_number=numbers[1], superseded_nhs_number=numbers[0]),
        record("council", "3", nhs_number=numbers[2]),
    )
    assert found.counts["records"] == 3
    assert {row["current_number"] for row in found.superseded_number.to_pylist()} == {None}


def resolved(pairs: list[tuple[int, int]]) -> dict[int, int]:
    """Which number stands for each of some that were replaced, numbers being short here."""
    sent = {"number": [str(number) for _, number in pairs], "old_number": [str(old) for old, _ in pairs]}
    nobody = pa.table({name: pa.array([], pa.string()) for name in (*PAIR.names, *NUMBERS.names)})
    with Engine(threads=1) as engine:
        run(engine, "macros")
        engine.register("linkage_cannot_link", nobody)
        engine.register("linkage_changed_number", nobody)
        engine.register("sent", pa.table(sent | {"record": list(range(len(pairs)))}))
        engine.execute(
            "create schema linkage; create table linkage.sent as select *, null::date as updated_on from sent"
        )
        follow_replaced(engine)
        found = engine.table("select old_number, number from linkage.superseded").to_pylist()
    return {int(row["old_number"]): int(row["number"]) for row in found}


def test_however_often_a_number_was_replaced_the_last_one_stands_for_it():
    assert resolved([(at, at + 1) for at in range(60)]) == dict.fromkeys(range(60), 60)


@pytest.mark.parametrize("circle", range(2, 9))
def test_numbers_that_lead_round_in_a_circle_are_believed_by_nobody(circle):
    """Nor is one that leads into it; others are as before."""
    round_about = [(at, (at + 1) % circle) for at in range(circle)]
    assert resolved([*round_about, (100, 0), (200, 201), (201, 202)]) == {200: 202, 201: 202}


def test_a_number_on_three_hundred_people_is_quarantined(linked, record, people_of, numbers):
    shared = [
        record("gp", str(i), nhs_number=numbers[0], given_name=f"Name{i:03d}x", family_name=f"F{i:03d}", postcode=None)
        | {"birth_date": date(1950, 1, 1 + i % 28), "address": None}
        for i in range(300)
    ]
    found = linked(*shared)
    assert (found.counts["numbers_quarantined"], found.counts["records_of_quarantined_numbers"]) == (1, 300)
    assert found.counts["joined_by_nhs_number"] == 0


def test_a_number_on_records_that_say_nothing_else_is_quarantined(linked, record, numbers):
    nothing = dict.fromkeys(("given_name", "family_name", "birth_date", "sex", "address"))
    found = linked(
        *(record("gp", str(i), nhs_number=numbers[0], **nothing | {"postcode": f"DT{i}"}) for i in range(60))
    )
    assert (found.counts["numbers_quarantined"], found.counts["records_of_quarantined_numbers"]) == (1, 60)
    assert found.counts["candidate_pairs"] == 0 and found.counts["people"] == 60


def test_a_number_on_more_differing_records_than_can_be_judged_pair_by_pair_is_quarantined(linked, record, numbers):
    """Two spellings of one name, so that no glance tells them one person; of one spelling they are joined at once."""

    def at_many_homes(count, *names):
        return linked(
            *(
                record("gp", str(i), nhs_number=numbers[0], given_name=names[i % len(names)], address=f"{i} Mill Road")
                for i in range(count)
            )
        ).counts

    many = at_many_homes(300, "Margaret", "Margret")
    assert (many["numbers_quarantined"], many["records_of_quarantined_numbers"]) == (1, 300)
    assert at_many_homes(300, "Margaret")["people"] == at_many_homes(60, "Margaret", "Margret")["people"] == 1
