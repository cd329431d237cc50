"""A place of invented people and a real one, through the job: test numbers, masked locations, the report on quality."""

import json
from pathlib import Path

import pyarrow.parquet as pq
import pytest

from joinedup.job.pipeline import run_steps
from tests.core.conftest import PLACE, write_small_place

PEOPLE = """Person ID,given_name,family_name,Date of Birth,sex,postcode,nhs_number,address,is_sensitive,\
changed_identity_of
P1,Rose,Allen,03/02/1941,2,zz11aa,999 000 0018,1 Hill Street,yes,
P2,Jack,Brown,04/05/1938,1,ZZ1 1AB,9990000026,2 Hill Street,no,
P3,May,Brown,01/02/1939,2,ZZ1 1AB,,2 Hill Street,no,
P4,Mark,Dell,09/08/1990,1,ZZ1 2AA,9990000034,3 Vale Street,no,P5
P5,Mark,Dell,09/08/1990,1,ZZ1 2AA,9990000042,3 Vale Street,no,
"""


def linked(folder: Path, *, is_invented: bool) -> Path:
    place = PLACE if is_invented else PLACE.replace("is_invented = true", "")
    run_steps(
        write_small_place(folder / "place", **{"place.toml": place, "extracts/people.csv": PEOPLE}),
        folder / "run",
        steps=["link"],
    )
    return folder / "run" / "link"


@pytest.fixture(scope="module")
def invented(tmp_path_factory) -> Path:
    return linked(tmp_path_factory.mktemp("invented"), is_invented=True)


@pytest.fixture(scope="module")
def real(tmp_path_factory) -> Path:
    return linked(tmp_path_factory.mktemp("real"), is_invented=False)


def rows(folder: Path, name: str) -> list[dict]:
    return pq.read_table(folder / f"{name}.parquet").to_pylist()


def test_test_numbers_join_in_an_invented_place_and_in_no_other(invented, real):
    assert "nhs_number" in {row["how"] for row in rows(invented, "person_record")}
    assert "nhs_number" not in {row["how"] for row in rows(real, "person_record")}
    assert {row["why"] for row in rows(real, "number_check")} == {"test"}
    assert {row["nhs_number"] for row in rows(real, "person")} == {None}


def test_where_a_sensitive_person_lives_is_not_written(invented):
    (person,) = [row for row in rows(invented, "person") if row["is_sensitive"]]
    assert person["given_name"] == "Rose" and person["neighbourhood"] == "hill"
    hidden = ("address", "postcode", "lsoa", "gp_practice", "household_id")
    assert [person[name] for name in hidden] == [None] * len(hidden)


def test_a_changed_identity_stays_two_people_and_shows_nowhere(invented):
    person = {row["record_id"]: row["person_id"] for row in rows(invented, "person_record")}
    assert person["P4"] != person["P5"]
    both = {person["P4"], person["P5"]}
    assert not [row for row in rows(invented, "review_pair") if {row["left_person_id"], row["right_person_id"]} == both]
    assert {row["household_id"] for row in rows(invented, "person") if row["person_id"] in both} == {None}
    assert "identity" not in (invented / "quality.json").read_text(encoding="utf-8").lower()


def test_the_report_says_that_nobody_has_labelled_anything_yet(invented):
    report = json.loads((invented / "quality.json").read_text(encoding="utf-8"))
    assert report["accuracy"]["basis"] == "model" and report["accuracy"]["precision"]["low"] is None
    assert {row["source"] for row in report["linked_share"]} == {"smallshire", "old_town", "infirmary"}
    assert "Nobody has labelled" in (invented / "quality.md").read_text(encoding="utf-8")
