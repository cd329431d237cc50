"""What do the registers say, in columns that can be compared?"""

from collections.abc import Mapping
from pathlib import Path
from typing import TypeAlias

import pyarrow as pa

from joinedup.core.engine import Engine
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


class NotARegister(CannotProceed):
    """A table of registers lacks what tells records apart."""


def read(engine: Engine, registers: Registers) -> int:
    """Write `linkage.sent`, one row per record; returns how many rows repeated the key of another.

    Parameters
    ----------
    registers : one row per record of a register: an Arrow table, a Parquet file, or the name of a table of the engine.
        From a file or a table of the engine only what is compared is ever held in memory.

    Raises
    ------
    NotARegister
        source or record_id is missing, as a column or on some record.
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
    engine.execute(f"create or replace temp view linkage_register as {_completed(source, columns)}")
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
    """The name under which the engine knows the registers."""
    if isinstance(registers, str):
        return registers
    name = "linkage_register_file" if isinstance(registers, Path) else "linkage_register_table"
    engine.register(name, registers)
    return name


def typed(engine: Engine, source: str, kinds: Mapping[str, str]) -> str:
    """A query of some columns of a table, each of its kind, and empty where the table has none.

    Parameters
    ----------
    kinds : the type of each column, as SQL names it; what cannot be read as such a type is empty.
    """
    there = engine.table(f"select * from {source} limit 0").column_names
    columns = (
        f"{'cast' if kind == 'varchar' else 'try_cast'}({name if name in there else 'null'} as {kind}) as {name}"
        for name, kind in kinds.items()
    )
    return f"select {', '.join(columns)} from {source}"


def _completed(source: str, columns: list[str]) -> str:
    """The columns that are compared, typed, empty where the registers have none."""
    kinds = dict.fromkeys(("source", "record_id", *TEXT), "varchar") | dict.fromkeys(DATES, "date")
    kinds |= dict.fromkeys(FLAGS, "boolean")
    typed = ", ".join(
        f"{'try_cast' if name == 'birth_date' else 'cast'}({name if name in columns else 'null'} as {kind}) as {name}"
        for name, kind in kinds.items()
    )
    as_sent = "case when try_cast(birth_date as date) is null then cast(birth_date as varchar) end"
    return (
        f"select {typed}, {as_sent if 'birth_date' in columns else 'cast(null as varchar)'} as birth_sent from {source}"
    )


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
