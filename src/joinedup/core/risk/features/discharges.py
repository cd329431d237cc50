"""What was known about each person on the day they left hospital?

A stay's chances count from the day it ends, and every stay ends on a day of its own. So that the one definition of each
feature serves here too, the records of each stay's person are moved along the calendar until the day of leaving falls
on one common day; then the features are worked out as at that day, strictly from before it, as they are for everybody.
"""

from collections.abc import Collection, Iterator
from contextlib import contextmanager
from datetime import date
from importlib.resources import files

from joinedup import definitions
from joinedup.core.engine import Engine
from joinedup.core.risk.features.feature_table import make_feature_table

LEAVING_SQL = (files("joinedup.core.risk.features") / "leaving.sql").read_text(encoding="utf-8")
IN_HOSPITAL_SQL = (files("joinedup.core.risk.features") / "in_hospital.sql").read_text(encoding="utf-8")
MOST_STAYS = 60_000  # of a year; as many settle a model of 60 features, and more would only take longer
SCORED_DAYS = 30  # people who left so many days ago or fewer still have a score


def stays_of_year(engine: Engine, *, since: date, until: date, name: str) -> int:
    """Make the table `name` of stays that ended in a year: row_id, person_id, counted_from (the day they ended).

    Of more than 60,000 a sample is taken, always the same one.

    Parameters
    ----------
    since, until : first day, and the day after the last.

    Returns
    -------
    Number of stays.
    """
    engine.execute(f"create or replace temp table {name} as {LEAVING_SQL}", since=since, until=until, most=MOST_STAYS)
    return int(engine.value(f"select count(*) from {name}"))


def stays_now(engine: Engine, *, as_at: date, name: str) -> int:
    """Make the table `name` of people in hospital or lately out of it: row_id (the person), person_id, counted_from.

    Each person once, at the latest stay: counted from the day it ended in the 30 days before `as_at`, or from `as_at`
    for those still in.
    """
    engine.execute(f"create or replace temp table {name} as {IN_HOSPITAL_SQL}", as_at=as_at, days=SCORED_DAYS)
    return int(engine.value(f"select count(*) from {name}"))


@contextmanager
def moved_records(engine: Engine, *, index: str, as_at: date, present: Collection[str]) -> Iterator[dict[str, str]]:
    """The records of the people of an index, moved so that each row counts from `as_at`: table to read, by name.

    Parameters
    ----------
    index : name of a table of `stays_of_year` or `stays_now`. The person_id of each record becomes its row_id.
    as_at : the common day the records are moved to; the features do not depend on it but for the lengths of months.
    present : kinds of extract the place has.
    """
    moved = {kind: f"moved_{kind}" for kind in [*sorted(present), "person"] if kind != "register"}
    for kind, table in moved.items():
        engine.execute(f"create or replace temp table {table} as {moving_query(kind, index)}", as_at=as_at)
    yield moved
    for table in moved.values():
        engine.execute(f"drop table {table}")


def make_features_at_discharge(engine: Engine, *, index: str, as_at: date, present: Collection[str], name: str) -> int:
    """Make the table `name`: one row per row of `index`, its features as at the day it counts from.

    Returns
    -------
    Number of rows; the person_id of each is the row_id of the index.
    """
    with moved_records(engine, index=index, as_at=as_at, present=present) as moved:
        return make_feature_table(engine, as_at=as_at, present=present, name=name, moved=moved)


def moving_query(kind: str, index: str) -> str:
    """SQL: the rows of a table that concern the people of an index, their dates moved so that all count from $as_at."""
    if kind == "person":
        days = ["birth_date", "death_date"]
        # who shares an address on another day is not known
        return moved_rows(kind, index, days, "person_id", {"household_id": "null::varchar"})
    columns = definitions.read(f"extracts/{kind}.yaml")["columns"]
    days = [name for name, column in columns.items() if column["type"] == "date"]
    if kind != "unpaid_carer":
        return moved_rows(kind, index, days, "person_id", {})
    # wanted for the carer and for the person cared for, each on a calendar of their own: two rows, one id each
    carer = moved_rows(kind, index, days, "person_id", {"cared_for_person_id": "null::varchar"})
    cared_for = moved_rows(kind, index, days, "cared_for_person_id", {"person_id": "null::varchar"})
    return f"{carer} union all {cared_for}"


def moved_rows(kind: str, index: str, days: list[str], whose: str, blank: dict[str, str]) -> str:
    """SQL: rows of a table, `whose` now the row of the index, each day moved, some columns left blank."""
    moving = {day: f"({day} + ($as_at::date - counted_from)::integer)::date" for day in days}
    changed = {whose: "row_id"} | moving | blank
    said = ", ".join(f"{sql} as {column}" for column, sql in changed.items())
    return (
        f"select source_row.* replace ({said}) from {kind} as source_row"
        f" join {index} as counted on counted.person_id = source_row.{whose}"
    )
