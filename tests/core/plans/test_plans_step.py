"""The step of the job: what it reads, what it writes, and that it is the same every time."""

from datetime import date

import numpy as np
import pyarrow as pa
import pyarrow.parquet as pq
import pytest

from joinedup import definitions
from joinedup.core.engine import Engine
from joinedup.core.interop import Capacity, Cost, Organisation, Place, read_place
from joinedup.core.interop.place_file import PlaceFileWrong
from joinedup.core.plans import library
from joinedup.core.plans.evidence import SCORED
from joinedup.job import plans
from joinedup.job.received import NAMES, find_received
from joinedup.job.work import Work

TYPES = {
    "text": pa.string(),
    "number": pa.float64(),
    "integer": pa.int64(),
    "boolean": pa.bool_(),
    "texts": pa.list_(pa.string()),
}


@pytest.fixture
def place(small_place):
    """The small place with a commissioner, a charity, and room for some of every offer in one neighbourhood."""
    more = (
        Organisation(code="icb", name="NHS Smallshire", kind="commissioner"),
        Organisation(code="walkers", name="Hill Walkers", kind="charity"),
    )
    rooms = tuple(Capacity(offer=each.code, neighbourhood="hill", places_per_year=40) for each in library().offers)
    costs = (
        Cost(offer="reablement", pounds=1800, source="council"),
        Cost(offer="telehealth", pounds=500, source="board"),
    )
    budgets = (
        *small_place.budgets,
        small_place.budgets[0].model_copy(update={"funder": "icb", "annual_pounds": 20000}),
    )
    given = {name: getattr(small_place, name) for name in Place.model_fields}
    return Place(
        **given
        | {
            "organisations": (*small_place.organisations, *more),
            "capacities": rooms,
            "costs": costs,
            "budgets": budgets,
        }
    )


@pytest.fixture
def finished(tmp_path, make_people):
    """Folders of the steps before, as those steps write them."""
    people = make_people(400, seed=3)
    done = tmp_path / "done"
    for folder in ("link/events", "risk"):
        (done / folder).mkdir(parents=True)
    ids, hood = people["person_id"].to_pylist(), ["hill", "vale"]
    person = {
        "person_id": ids,
        "given_name": ["Invented"] * 400,
        "neighbourhood": [hood[i % 2] for i in range(400)],
        "local_authority": ["Smallshire"] * 400,
    }
    pq.write_table(pa.table(person), done / "link" / "person.parquet")
    not_features = ["neighbourhood", "local_authority", *NAMES, *(f"probability_{outcome}" for outcome in SCORED)]
    pq.write_table(people.drop_columns(not_features), done / "risk" / "feature.parquet")
    scores = [
        {"person_id": who, "outcome": outcome, "probability": chance, "is_above_threshold": chance >= 0.25}
        for outcome in SCORED
        for who, chance in zip(ids, people[f"probability_{outcome}"].to_pylist(), strict=True)
        if chance is not None
    ]
    pq.write_table(pa.Table.from_pylist(scores), done / "risk" / "score.parquet")
    referral = pa.table({"person_id": ids, "service": ["handyperson"] * 400, "referred_on": [date(2026, 3, 1)] * 400})
    pq.write_table(referral, done / "link" / "events" / "referral.parquet")
    return done


def run(place, finished, into):
    into.mkdir()
    with Engine(memory_gigabytes=1, threads=2) as engine:
        return plans.run(Work(place, finished, into, engine, seed=7))


def test_the_step_writes_the_tables_as_described(place, finished, tmp_path):
    counts = run(place, finished, tmp_path / "plans")
    tables = {
        name.removeprefix("plans/"): entry
        for name, entry in definitions.read("tables.yaml").items()
        if name.startswith("plans/")
    }
    assert {path.stem for path in (tmp_path / "plans").glob("*.parquet")} == set(tables)
    for name, entry in tables.items():
        schema = pq.read_schema(tmp_path / "plans" / f"{name}.parquet")
        assert dict(zip(schema.names, schema.types, strict=True)) == {
            column: TYPES[kind] for column, kind in entry["columns"].items()
        }, name
    package = pq.read_table(tmp_path / "plans" / "package.parquet")
    assert counts["packages"] == package.num_rows > 20
    assert counts["cost_pence"] == sum(package["cost_pence"].to_pylist()) > 0
    assert set(package["neighbourhood"].to_pylist()) == {"hill"}  # the vale has nothing to give
    assert counts["gap"] <= 0.01


def test_two_runs_write_the_same_bytes(place, finished, tmp_path):
    for folder in ("one", "other"):
        run(place, finished, tmp_path / folder)
    for path in (tmp_path / "one").iterdir():
        assert path.read_bytes() == (tmp_path / "other" / path.name).read_bytes(), path.name


def test_every_package_names_local_help_or_says_there_is_none(place, finished, tmp_path):
    run(place, finished, tmp_path / "plans")
    packages = set(pq.read_table(tmp_path / "plans" / "package.parquet")["person_id"].to_pylist())
    help_near = pq.read_table(tmp_path / "plans" / "package_service.parquet").to_pylist()
    assert {row["person_id"] for row in help_near} == packages
    assert {row["name"] for row in help_near} == {"Hill Walkers"}
    moved = place.model_copy(
        update={"capacities": tuple(c.model_copy(update={"neighbourhood": "vale"}) for c in place.capacities)}
    )
    run(moved, finished, tmp_path / "moved")
    none = pq.read_table(tmp_path / "moved" / "package_service.parquet").to_pylist()
    assert none
    assert {(row["service"], row["name"]) for row in none} == {
        (None, "No voluntary-sector help is listed for this neighbourhood")
    }


def test_what_was_received_is_found_in_what_agencies_sent(place, finished, tmp_path):
    run(place, finished, tmp_path / "plans")
    items = pq.read_table(tmp_path / "plans" / "package_item.parquet")
    assert "handyperson" not in items["offer"].to_pylist()
    left_out = pq.read_table(tmp_path / "plans" / "left_out.parquet").to_pylist()
    said = {row["reason"] for row in left_out if row["offer"] == "handyperson"}
    assert said == {"Not proposed again: was referred to one in the last year."}


def test_only_the_twelve_months_before_the_date_count(tmp_path):
    days = [date(2025, 3, 31), date(2025, 4, 1), date(2026, 3, 31), date(2026, 4, 1)]
    calls = {"person_id": list("abcd"), "happened_on": days, "reason": ["fall"] * 4, "outcome": ["see_and_treat"] * 4}
    pq.write_table(pa.table(calls), tmp_path / "ambulance_incident.parquet")
    carers = {"person_id": ["c"], "cared_for_person_id": ["d"], "assessed_on": [date(2026, 1, 1)]}
    pq.write_table(pa.table(carers), tmp_path / "unpaid_carer.parquet")
    with Engine(memory_gigabytes=1, threads=1) as engine:
        find_received(engine, tmp_path, date(2026, 4, 1))
        found = engine.table("from received order by person_id").to_pylist()
    assert [row["person_id"] for row in found] == ["b", "c", "d"]
    assert [row["fall_not_conveyed_12m"] for row in found] == [True, True, False]
    assert [row["carer_assessed_12m"] for row in found] == [False, True, True]
    assert all(set(row) == {"person_id", *NAMES} for row in found)


def test_a_council_that_assessed_a_carer_is_believed(tmp_path):
    day = date(2026, 1, 1)
    events = {
        "person_id": list("abc"),
        "client_type": ["carer", "service_user", "carer"],
        "event_type": ["assessment", "assessment", "review"],
        "starts_on": [day] * 3,
    }
    pq.write_table(pa.table(events), tmp_path / "social_care_event.parquet")
    with Engine(memory_gigabytes=1, threads=1) as engine:
        find_received(engine, tmp_path, date(2026, 4, 1))
        found = engine.table("select person_id, carer_assessed_12m from received").to_pylist()
    assert found == [{"person_id": "a", "carer_assessed_12m": True}]


def test_leaving_hospital_is_the_end_of_a_stay_with_a_night_in_the_last_30_days(tmp_path):
    stays = {
        "person_id": list("abcdef"),
        "admitted_on": [date(2026, 1, 1), date(2026, 1, 1), date(2026, 3, 1), *[date(2026, 3, 20)] * 3],
        "discharged_on": [
            date(2026, 3, 1),
            date(2026, 3, 2),
            date(2026, 3, 31),
            None,
            date(2026, 4, 1),
            date(2026, 3, 20),
        ],
    }
    pq.write_table(pa.table(stays), tmp_path / "hospital_spell.parquet")
    with Engine(memory_gigabytes=1, threads=1) as engine:
        find_received(engine, tmp_path, date(2026, 4, 1))
        found = engine.table("select person_id from received where left_hospital_30d order by person_id").to_pylist()
    assert [row["person_id"] for row in found] == ["b", "c"]


def test_calls_that_ended_in_hospital_are_not_falls_left_at_home(tmp_path):
    calls = {"person_id": ["a"], "happened_on": [date(2026, 1, 1)], "reason": ["fall"], "outcome": ["conveyed"]}
    pq.write_table(pa.table(calls), tmp_path / "ambulance_incident.parquet")
    with Engine(memory_gigabytes=1, threads=1) as engine:
        find_received(engine, tmp_path, date(2026, 4, 1))
        assert engine.value("select count(*) from received") == 0


def test_councils_pay_for_the_authority_they_are_called_after(place):
    assert plans.payers(place) == {("council", "Smallshire"): "smallshire", ("commissioner", ""): "icb"}
    assert plans.deliverers(place) == {("falls_exercise", "hill"): "walkers"}


@pytest.mark.parametrize("section", ["capacities", "costs"])
def test_a_place_that_names_an_unknown_offer_is_told_before_any_work(small_place_file, section):
    entry = {
        "capacities": 'offer = "massage"\nneighbourhood = "hill"\nplaces_per_year = 1',
        "costs": 'offer = "massage"\npounds = 1\nsource = "me"',
    }
    with small_place_file.open("a", encoding="utf-8") as file:
        file.write(f"\n[[{section}]]\n{entry[section]}\n")
    with pytest.raises(PlaceFileWrong, match=rf"{section}.*massage.*befriending"):
        read_place(small_place_file)


def test_packages_hold_no_names(place, finished, tmp_path):
    run(place, finished, tmp_path / "plans")
    for path in (tmp_path / "plans").glob("*.parquet"):
        columns = pq.read_table(path).to_pydict()
        assert not [
            column for column, values in columns.items() if "Invented" in map(str, np.unique(np.array(values, str)))
        ]
