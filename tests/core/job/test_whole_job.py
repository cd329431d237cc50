"""From agencies' files to packages: the real job on a small invented county."""

import json
from pathlib import Path

import pyarrow as pa
import pyarrow.compute as pc
import pyarrow.parquet as pq
import pytest

from joinedup import definitions
from joinedup.cli.summary import show
from joinedup.job.pipeline import run_steps
from tests import whole_job

TYPES = {
    "text": pa.string(),
    "date": pa.date32(),
    "integer": pa.int64(),
    "number": pa.float64(),
    "boolean": pa.bool_(),
    "texts": pa.list_(pa.string()),
}
TABLES = definitions.read("tables.yaml")


@pytest.fixture(scope="module")
def home(tmp_path_factory):
    return whole_job.done(tmp_path_factory)


def table(home, name):
    return pq.read_table(home / "run" / f"{name}.parquet")


@pytest.mark.parametrize("name", TABLES)
def test_every_table_has_the_columns_it_is_documented_to_have(home, name):
    documented = {column: TYPES[kind] for column, kind in TABLES[name]["columns"].items()}
    written = {field.name: field.type for field in table(home, name).schema}
    assert {column: written.get(column) for column in documented} == documented
    if "features" not in str(TABLES[name].get("notes")) and "other columns" not in str(TABLES[name].get("notes")):
        assert list(written) == list(documented)


def test_every_table_written_is_documented(home):
    extracts = set(definitions.names("extracts"))
    written = {f"{path.parent.name}/{path.stem}" for path in (home / "run").glob("*/*.parquet")}
    assert {name for name in written if name.split("/")[1] not in extracts} == set(TABLES)


def test_nobody_is_lost_between_the_steps(home):
    records, people = table(home, "link/person_record"), table(home, "link/person")
    assert records.num_rows == pq.read_metadata(home / "run/check/register.parquet").num_rows
    assert set(records["person_id"].to_pylist()) == set(people["person_id"].to_pylist())
    events = sum(pq.read_metadata(path).num_rows for path in (home / "run/link/events").glob("*.parquet"))
    assert table(home, "link/timeline").num_rows == events


def test_reasons_sum_to_the_score(home):
    terms, scores = table(home, "risk/contribution"), table(home, "risk/score")
    sums = {
        (row.pop("person_id"), row.pop("outcome")): sum(value for value in row.values() if value is not None)
        for row in terms.to_pylist()
    }
    assert len(sums) == scores.num_rows > 1500
    assert all(abs(sums[row["person_id"], row["outcome"]] - row["log_odds"]) < 1e-9 for row in scores.to_pylist())


def test_nobody_opted_out_or_dead_is_scored(home):
    people = table(home, "link/person")
    out = pc.or_(people["is_opted_out"], pc.is_valid(people["death_date"]))
    assert pc.sum(out).as_py() > 50
    left_out = set(people.filter(out)["person_id"].to_pylist())
    assert left_out.isdisjoint(table(home, "risk/score")["person_id"].to_pylist())


def test_the_scores_hold_no_name_and_no_number(home):
    personal = {"given_name", "family_name", "nhs_number", "address", "postcode", "birth_date"}
    for path in [*(home / "run/risk").glob("*.parquet"), *(home / "run/plans").glob("*.parquet")]:
        assert personal.isdisjoint(pq.read_schema(path).names)


def test_packages_go_to_people_above_a_threshold_and_stay_within_limits(home):
    above = table(home, "risk/score").filter(pc.field("is_above_threshold"))
    packages, limits = table(home, "plans/package"), table(home, "plans/limit")
    assert packages.num_rows > 0
    assert set(packages["person_id"].to_pylist()) <= set(above["person_id"].to_pylist())
    assert pc.all(pc.less_equal(limits["used"], pc.add(limits["available"], 1e-6))).as_py()


def test_every_package_names_voluntary_help(home):
    helped = set(table(home, "plans/package_service")["person_id"].to_pylist())
    assert helped == set(table(home, "plans/package")["person_id"].to_pylist())


def test_a_rerun_writes_nothing(home):
    before = {path: path.stat().st_mtime_ns for path in (home / "run").rglob("*.parquet")}
    record = run_steps(home / "county/place.toml", home / "run")
    assert {path: path.stat().st_mtime_ns for path in (home / "run").rglob("*.parquet")} == before
    assert list(record.steps) == ["check", "link", "risk", "plans"]


def test_the_summary_says_what_the_run_found(home, capsys):
    show(run_steps(home / "county/place.toml", home / "run"), Path("results"))
    said = capsys.readouterr().out
    counts = json.loads((home / "run/run.json").read_text())["steps"]
    for figure in (counts["link"]["counts"]["people"], counts["check"]["counts"]["rejected"]):
        assert f"{figure:,}" in said
    assert "These people are invented" in said
