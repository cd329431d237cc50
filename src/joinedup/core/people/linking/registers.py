"""What do the registers say, in columns that can be compared?"""

from collections.abc import Mapping
from pathlib import Path
from typing import TypeAlias

import pyarrow as pa

from joinedup.core.engine import Engine, SqlError
from joinedup.core.errors import CannotProceed
from joinedup.core.people.linking.nicknames import nicknames
from joinedup.core.people.linking.scripts import in_latin
from joinedup.core.people.statements import run

Registers: TypeAlias = pa.Table | Path | str
TEXT = (
    "nhs_number",
    "superseded_nhs_number",
    "given_name",
    "family_name",
    "sex",
    "address",
    "postcode",
    "birth_place",
    "occupation",
)
DATES = ("birth_date", "updated_on")
FLAGS = ("is_sensitive",)
IS_KIND = {"date": pa.types.is_temporal, "boolean": pa.types.is_boolean}
MUST_BE_READ = {
    "updated_on": ("date", "dates such as 2026-04-30, or nothing"),
    "is_sensitive": ("boolean", "true or false, or nothing"),
}


class NotARegister(CannotProceed):
    """What was given as registers cannot be read as such."""


def read(engine: Engine, registers: Registers) -> int:
    """Write `linkage.sent`, one row per record; returns how many rows repeated the key of another.

    Parameters
    ----------
    registers : one row per record of a register: an Arrow table, a Parquet file, or the name of a table of the engine.
        From a file or a table of the engine only what is compared is ever held in memory.

    Raises
    ------
    NotARegister
        source or record_id is missing, as a column or on some record; or a flag or a date of change cannot be read.
    """
    source = named(engine, registers)
    columns = engine.table(f"select * from {source} limit 0").column_names
    missing = {"source", "record_id"} - set(columns)
    if missing:
        raise NotARegister(
            f"No column {' or '.join(sorted(missing))}",
            expected="one row per record with source and record_id",
            available=columns,
        )
    check_values(engine, source)
    engine.execute(f"create or replace temp view linkage_register as {_completed(engine, source)}")
    _check_keys(engine)
    engine.register("linkage_nickname", nicknames())
    run(engine, "macros")
    run(engine, "checks/macros")
    run(engine, "linking/written")
    _read_scripts(engine)
    run(engine, "linking/clean")
    return _without_repeated_keys(engine)


def forget(engine: Engine) -> None:
    """Drop what `read` made outside the schema `linkage`."""
    engine.execute("drop view if exists linkage_register")
    engine.execute("drop view if exists linkage_register_file")
    for table in ("linkage_register_table", "linkage_nickname", "linkage_latin"):
        engine.forget(table)


def named(engine: Engine, registers: Registers) -> str:
    """The name under which the engine knows the registers.

    Raises
    ------
    NotARegister
        There is no such file or table, or it cannot be read.
    """
    name = "linkage_register_file" if isinstance(registers, Path) else "linkage_register_table"
    return known_as(engine, registers, registers if isinstance(registers, str) else name)


def known_as(engine: Engine, registers: Registers, name: str) -> str:
    """Let the engine know the registers by a name, if they are no table of its own."""
    try:
        if not isinstance(registers, str):
            engine.register(name, registers)
        engine.table(f"select * from {name} limit 0")
    except SqlError as problem:
        what = name if isinstance(registers, str) else str(registers)
        expected = "a Parquet file, an Arrow table, or the name of a table of the engine"
        raise NotARegister(f"{what} cannot be read as registers", expected=expected) from problem
    return name


def typed(engine: Engine, source: str, kinds: Mapping[str, str]) -> str:
    """A query of some columns of a table, each of its kind, and empty where the table has none.

    Parameters
    ----------
    kinds : the type of each column, as SQL names it; what cannot be read as such a type is empty.
    """
    return f"select {_columns(engine, source, kinds)} from {source}"


def check_values(engine: Engine, source: str) -> None:
    """Refuse dates of change and flags that cannot be read: to pass over one could show where a sensitive person lives.

    Raises
    ------
    NotARegister
        With the column, and the first such value.
    """
    sent = types_of(engine, source)
    for name, (kind, expected) in MUST_BE_READ.items():
        if name not in sent or IS_KIND[kind](sent[name]):
            continue
        written, read = f"cast({name} as varchar)", read_as(name, kind, sent[name])
        wrong = engine.value(f"select min({written}) from {source} where {read} is null and trim({written}) <> ''")
        if wrong is not None:
            raise NotARegister(f"Column {name} holds '{wrong[:40]}'", expected=expected)


def types_of(engine: Engine, source: str) -> dict[str, pa.DataType]:
    """The columns of a table, and of what type they are."""
    schema = engine.table(f"select * from {source} limit 0").schema
    return dict(zip(schema.names, schema.types, strict=True))


def _columns(engine: Engine, source: str, kinds: Mapping[str, str]) -> str:
    sent = types_of(engine, source)
    return ", ".join(f"{read_as(name, kind, sent.get(name))} as {name}" for name, kind in kinds.items())


def read_as(name: str, kind: str, sent: pa.DataType | None) -> str:
    """One column as its kind: what is of another type is read as it is written."""
    if sent is None or pa.types.is_null(sent):
        return f"cast(null as {kind})"
    if kind == "varchar":
        return f"cast({name} as varchar)"
    return f"try_cast({name if IS_KIND[kind](sent) else f'cast({name} as varchar)'} as {kind})"


def _completed(engine: Engine, source: str) -> str:
    """The columns that are compared, typed, empty where the registers have none; and birth dates of no calendar."""
    kinds = dict.fromkeys(("source", "record_id", *TEXT), "varchar") | dict.fromkeys(DATES, "date")
    columns = _columns(engine, source, kinds | dict.fromkeys(FLAGS, "boolean"))
    born, sent = "cast(birth_date as varchar)", types_of(engine, source).get("birth_date")
    is_read = sent is None or pa.types.is_null(sent) or IS_KIND["date"](sent)
    unread = "cast(null as varchar)" if is_read else f"case when try_cast({born} as date) is null then {born} end"
    return f"select {columns}, {unread} as birth_sent from {source}"


def _check_keys(engine: Engine) -> None:
    for column in ("source", "record_id"):
        if engine.value(f"select count(*) from linkage_register where {column} is null"):
            raise NotARegister(f"Records without {column}", expected=f"{column} on every record")


def _read_scripts(engine: Engine) -> None:
    """Register `linkage_latin`: the few names in other than plain Latin letters, and how they read in these."""
    written = engine.table("select written from linkage.written where regexp_matches(written, '[^\\x00-\\x7F]')")
    engine.register("linkage_latin", written.append_column("latin", in_latin(written["written"])))


def _without_repeated_keys(engine: Engine) -> int:
    repeated = int(engine.value("select count(*) - count(distinct record) from linkage.received"))
    if repeated:
        run(engine, "linking/repeated_keys")
        engine.execute("drop table linkage.received")
    else:
        engine.execute("alter table linkage.received rename to sent")
    return repeated
