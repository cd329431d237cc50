"""What `link` is given: registers of any kind, an engine or its name, and values that cannot be."""

from datetime import UTC, date, datetime
from pathlib import Path

import pyarrow as pa
import pytest

from joinedup.core.engine import Engine, NoSuchEngine
from joinedup.core.people import link
from joinedup.core.people.identity.index import opened
from joinedup.core.people.linking.registers import NotARegister


@pytest.fixture(params=["without an index", "with an index"])
def sent(request, tmp_path, starting_weights):
    """Link what was sent, without an index and with one."""

    def run(registers, **values):
        values |= {"model": starting_weights, "is_reviewed": False}
        if request.param == "without an index":
            return link(registers, **values)
        with Engine(threads=1) as engine, opened(engine, tmp_path / "people.duckdb") as index:
            return link(registers, index=index, **values)

    return run


def with_column(registers: pa.Table, name: str, values: list) -> pa.Table:
    kept = registers.drop_columns([name]) if name in registers.column_names else registers
    return kept.append_column(name, pa.array(values))


@pytest.fixture
def two(record, registers_of, numbers) -> pa.Table:
    """Two records of one person."""
    return registers_of(record("gp", "1", nhs_number=numbers[0]), record("trust", "2", nhs_number=numbers[0]))


@pytest.mark.parametrize("chosen", [{}, {"engine": "duckdb"}, {"engine": "duckdb", "seed": 2}])
def test_an_engine_may_be_called_by_name_or_left_out(two, starting_weights, chosen):
    linkage = link(two, model=starting_weights, **chosen)
    assert linkage.person_record.num_rows == 2 and linkage.edge.num_rows == 1
    assert linkage.review_pair.num_rows == 1 and linkage.quality["accuracy"]


def test_an_engine_of_another_name_is_refused_with_those_there_are(two):
    with pytest.raises(NoSuchEngine, match=r"There is no engine 'sqlite'.*Available: duckdb, spark"):
        link(two, engine="sqlite")


@pytest.mark.parametrize("registers", [Path("/nowhere/people.parquet"), Path(__file__), "no_such_table"])
def test_registers_that_cannot_be_read_are_named(sent, registers):
    with pytest.raises(NotARegister, match=f"{registers} cannot be read as registers"):
        sent(registers)


@pytest.mark.parametrize(
    ("column", "values", "found"),
    [
        ("updated_on", ["2026-01-31", "last week"], "last week"),
        ("is_sensitive", ["true", "maybe"], "maybe"),
        ("is_sensitive", [0, 2], "2"),
    ],
)
def test_a_flag_or_a_date_of_change_that_cannot_be_read_stops_the_run(sent, two, column, values, found):
    with pytest.raises(NotARegister, match=f"Column {column} holds '{found}'. Expected:"):
        sent(with_column(two, column, values))


@pytest.mark.parametrize("values", [["2026-01-31", ""], ["2026-01-31", None]])
def test_a_date_of_change_may_be_left_out(sent, two, values):
    assert sent(with_column(two, "updated_on", values)).counts["people"] == 1


def test_a_day_of_birth_that_no_calendar_has_is_borne_with_and_without_an_index(sent, two):
    assert sent(with_column(two, "birth_date", ["1941-02-30", "1941-02-03"])).counts["people"] == 1


@pytest.mark.parametrize(
    ("day", "at"), [(date(2999, 1, 1), None), (date(2026, 4, 2), datetime(2026, 4, 1, tzinfo=UTC))]
)
def test_a_birth_date_that_has_not_come_parts_nobody_and_is_counted(sent, record, registers_of, numbers, day, at):
    moved = {"address": "3 Mill Lane", "postcode": "DT1 1AA", "birth_date": day}
    records = record("gp", "1", nhs_number=numbers[0]), record("trust", "2", nhs_number=numbers[0], **moved)
    linkage = sent(registers_of(*records), at=at)
    assert linkage.counts["people"] == 1 and linkage.counts["birth_dates_later"] == 1
    assert sent(registers_of(records[0]), at=at).counts["birth_dates_later"] == 0
