"""The best value of each field, and who lives with whom."""

from datetime import date

import pyarrow as pa
import pytest

from joinedup.core.engine import Engine
from joinedup.core.people.persons import describe

TEXT = ("ethnicity", "gp_practice")


@pytest.fixture
def described():
    def run(*rows: dict, **limits):
        usual = {
            "source": "gp", "how": "nhs_number", "nhs_number": None, "given_name": "Ann", "family_name": "Lane",
            "birth_date": date(1950, 1, 2), "death_date": None, "sex": "female", "address": "1 Mill Lane",
            "postcode": "DT1 1AA", "is_sensitive": None, "is_opted_out": None, "superseded_nhs_number": None,
            "updated_on": date(2020, 1, 1),
        }  # fmt: skip
        records = [usual | {"record_id": str(at)} | row for at, row in enumerate(rows)]
        schema = pa.Table.from_pylist(records).schema
        types = {
            "nhs_number": pa.string(),
            "superseded_nhs_number": pa.string(),
            "death_date": pa.date32(),
            "is_sensitive": pa.bool_(),
            "is_opted_out": pa.bool_(),
        }
        fields = [pa.field(each.name, types.get(each.name, each.type)) for each in schema]
        table = pa.Table.from_pylist(records, schema=pa.schema(fields))
        for name in TEXT:
            if name not in table.column_names:
                table = table.append_column(name, pa.nulls(len(records), pa.string()))
        with Engine() as engine:
            engine.register("sent", table.drop_columns(["person_id", "how"]))
            describe(engine, registers="sent", person_record=table, **limits)
            people = engine.table("from best_value left join household using (person_id) order by person_id")
            return people.to_pylist()

    return run


def test_the_surest_and_latest_record_is_believed(described):
    (person,) = described(
        {"person_id": "p1", "family_name": "Lane", "updated_on": date(2019, 1, 1)},
        {"person_id": "p1", "family_name": "Ashdown", "updated_on": date(2023, 1, 1)},
        {"person_id": "p1", "family_name": "Asdown", "updated_on": date(2025, 1, 1), "how": "splink"},
    )
    assert (person["family_name"], person["record_count"]) == ("Ashdown", 3)


@pytest.mark.parametrize(
    ("sent", "shown"),
    [
        (("Marshall", "Marshall", "Marhsall"), "Marshall"),  # two letters exchanged in the latest
        (("Lee", "Lee", "Lea"), "Lea"),  # so short, and it may well be another name
        (("Lane", "Lane", "Ashdown"), "Ashdown"),  # another name: married since
        (("Marshall", "Marhsall"), "Marhsall"),  # one against one: the latest is believed
        (("MARSHALL", "Marshall", "Marshall", "Marshalll"), "Marshall"),
    ],
)
def test_a_name_is_spelled_as_most_records_spell_it(described, sent, shown):
    records = [
        {"person_id": "p1", "family_name": name, "given_name": name, "updated_on": date(2019 + at, 1, 1)}
        for at, name in enumerate(sent)
    ]
    (person,) = described(*records)
    assert (person["family_name"], person["given_name"]) == (shown, shown)


def test_address_and_postcode_come_from_one_record_the_latest(described):
    (person,) = described(
        {"person_id": "p1", "address": "1 Mill Lane", "postcode": "DT1 1AA"},
        {"person_id": "p1", "address": None, "postcode": "DT2 2BB", "updated_on": date(2024, 5, 1), "how": "splink"},
    )
    assert (person["address"], person["postcode"], person["household_id"]) == (None, "DT2 2BB", None)


def test_dates_of_birth_are_decided_by_majority(described):
    rows = [{"person_id": "p1"}, {"person_id": "p1"}, {"person_id": "p1", "birth_date": date(1950, 2, 1)}]
    rows[2] |= {"updated_on": date(2025, 1, 1)}
    assert described(*rows)[0]["birth_date"] == date(1950, 1, 2)


def test_a_replaced_number_gives_way_to_the_one_that_replaced_it(described):
    rows = [{"person_id": "p1", "nhs_number": "9990000018"}] * 2
    newer = {"person_id": "p1", "nhs_number": "9990000026", "superseded_nhs_number": "9990000018"}
    assert described(*rows, newer)[0]["nhs_number"] == "9990000026"


def test_sensitive_or_opted_out_anywhere_is_so_everywhere(described):
    (person,) = described(
        {"person_id": "p1", "is_sensitive": True}, {"person_id": "p1", "is_opted_out": True, "is_sensitive": False}
    )
    assert person["is_sensitive"] and person["is_opted_out"]


def test_living_people_of_one_home_share_a_household(described):
    people = described(
        {"person_id": "p1"},
        {"person_id": "p2", "address": "1, MILL LANE"},
        {"person_id": "p3", "death_date": date(2024, 1, 1)},
        {"person_id": "p4", "address": "2 Mill Lane"},
    )
    household = {person["person_id"]: person["household_id"] for person in people}
    assert household["p1"] == household["p2"] != household["p4"]
    assert household["p3"] is None and household["p4"] is not None


@pytest.mark.parametrize("written", ["Flat 2, 14 High Street, Poole", "14 High St Flat 2", "14 HIGH STREET (FLAT 2)"])
def test_one_home_is_written_in_many_ways(described, written):
    people = described(
        {"person_id": "p1", "address": "Flat 2, 14 High Street"},
        {"person_id": "p2", "address": written},
        {"person_id": "p3", "address": "Flat 3, 14 High Street"},
    )
    household = {person["person_id"]: person["household_id"] for person in people}
    assert household["p1"] == household["p2"] != household["p3"]


def test_an_address_that_says_nothing_makes_no_household(described):
    people = described({"person_id": "p1", "address": "??"}, {"person_id": "p2", "address": "-"})
    assert {person["household_id"] for person in people} == {None}


def test_an_institution_is_no_household(described):
    people = described(*({"person_id": f"p{at}"} for at in range(9)))
    assert {person["household_id"] for person in people} == {None}
    assert len({person["household_id"] for person in described(*({"person_id": f"p{at}"} for at in range(8)))}) == 1
