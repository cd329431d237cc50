"""What was known about each person as at a date, strictly from before it?"""

import re
from collections.abc import Collection, Mapping
from datetime import date
from importlib.resources import files
from types import MappingProxyType

from joinedup.core.engine import Engine
from joinedup.core.risk.features.catalogue import Feature, Records, catalogue

POPULATION_SQL = (files("joinedup.core.risk.features") / "population.sql").read_text(encoding="utf-8")
SQL_TYPES = {"integer": "bigint", "number": "double", "boolean": "boolean"}


def make_feature_table(
    engine: Engine,
    *,
    as_at: date,
    present: Collection[str],
    name: str,
    moved: Mapping[str, str] = MappingProxyType({}),
) -> int:
    """Make the table `name`: one row per living person not opted out, one column per feature.

    Every table of records is read once. A person without a record gets the feature's
    `when_none`; if no agency sent any of the kinds concerned, the feature is empty for all.

    Parameters
    ----------
    engine : with the tables of `open_sources`.
    as_at : only records dated before this day count.
    present : kinds of extract the place has.
    name : the table to make; a word of our own, never a user's.
    moved : tables to read in place of others, by name (core/risk/features/discharges.py).

    Returns
    -------
    Number of people.
    """
    people = reading(POPULATION_SQL, moved)
    engine.execute(f"create or replace temp table population_row as {people}", as_at=as_at)
    read = [records for records in catalogue() if records.kinds and was_sent(records, present)]
    for records in read:
        query = reading(aggregate_query(records), moved)
        engine.execute(f"create or replace temp table of_{records.records} as {query}", as_at=as_at)
    engine.execute(f"create or replace temp table {name} as {joining_query(present)}", as_at=as_at)
    for records in read:
        engine.execute(f"drop table of_{records.records}")
    return int(engine.value(f"select count(*) from {name}"))


def reading(sql: str, moved: Mapping[str, str]) -> str:
    """SQL that reads other tables in place of some, under their old names.

    Examples
    --------
    >>> reading("select fall.day from fall join person using (id)", {"fall": "moved_fall"})
    'select fall.day from moved_fall as fall join person using (id)'
    """
    for table, other in moved.items():
        sql = re.sub(rf"\b(from|join) {table}\b(?! as )", rf"\1 {other} as {table}", sql)
    return sql


def was_sent(records: Records, present: Collection[str]) -> bool:
    """Whether any agency sent what these records are made of."""
    return any(kind in present for kind in records.kinds)


def counts(feature: Feature, where: str | None = None) -> str:
    """SQL: does a record count for a feature? Refers to $as_at where the feature looks back so far and no further."""
    parts = [where or feature.where]
    if feature.look_back_months:
        parts.append(f"happened_on >= $as_at::date - interval {feature.look_back_months} month")
    return " and ".join(f"({part})" for part in parts)


def records_query(records: Records) -> str:
    """SQL: the records dated before $as_at, with `latest` to order them by, the same way at every run."""
    return f"select *, (happened_on, kind, file, line) as latest from ({records.sql}) where happened_on < $as_at"


def aggregate_query(records: Records) -> str:
    """SQL for all features of some records in one pass: one row per person with any record."""
    columns = ",\n    ".join(f"{value_sql(feature)} as {name}" for name, feature in records.features.items())
    return f"""
with record as ({records_query(records)})
select person_id,
    {columns}
from record
group by person_id"""


def value_sql(feature: Feature) -> str:
    """SQL of a feature's value, its condition put on the aggregate as a filter."""
    filtered = f"{feature.aggregate} filter (where {counts(feature)})"
    return f"({feature.value.replace('{aggregate}', filtered)})::{SQL_TYPES[feature.type]}"


def joining_query(present: Collection[str]) -> str:
    """SQL: one row per person of `population_row`, every feature in the order of the catalogue."""
    read = [records for records in catalogue() if records.kinds and was_sent(records, present)]
    joins = "\n".join(f"left join of_{records.records} using (person_id)" for records in read)
    names = [(name, records) for records in in_order() for name in records.features]
    columns = ",\n    ".join(f"{column_sql(name, records, present)} as {name}" for name, records in names)
    return f"select person_id,\n    {columns}\nfrom population_row\n{joins}"


def in_order() -> list[Records]:
    """The catalogue with what the index says first, and what rests on other features last."""
    return sorted(catalogue(), key=lambda records: (records.records == "combined", records.records != "person"))


def column_sql(name: str, records: Records, present: Collection[str]) -> str:
    """SQL of one column of the feature table."""
    feature = records.features[name]
    if not records.kinds:
        return f"({feature.value})::{SQL_TYPES[feature.type]}"
    if not was_sent(records, present):
        return f"null::{SQL_TYPES[feature.type]}"
    none = "null" if feature.when_none is None else f"{feature.when_none}"
    known = f"coalesce(of_{records.records}.{name}, {none}::{SQL_TYPES[feature.type]})"
    return known if feature.only_if == "true" else f"case when {feature.only_if} then {known} end"
