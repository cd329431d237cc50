"""How do the rows of one file become typed, each with what is wrong with it?"""

from datetime import date
from functools import partial
from pathlib import Path

from joinedup.core.engine import Engine, SqlError, lacks_room
from joinedup.core.engine.duck import quoted
from joinedup.core.interop import careful
from joinedup.core.interop.contract import SQL_TYPES, Contract
from joinedup.core.interop.relations import (
    Reading,
    Relation,
    damaged_parquet,
    parquet_relation,
    sound_relation,
    text_relation,
)
from joinedup.core.interop.typed import ROW_STAYS, Bindings, column_problems, problem, raw, typed

PROBLEMS = "struct(field varchar, value_class varchar, rule varchar)[]"


def make_table(engine: Engine, contract: Contract) -> None:
    """An empty table `rows` for one kind: the contract's columns, file_number, line, problems, is_dropped."""
    columns = ", ".join(f"{quoted(name)} {SQL_TYPES[column.type]}" for name, column in contract.columns.items())
    engine.execute(
        f"create or replace temp table rows "
        f"(file_number integer, line bigint, {columns}, problems {PROBLEMS}, is_dropped boolean)"
    )


def read_rows(engine: Engine, reading: Reading, *, as_at: date, scratch: Path, max_line_bytes: int) -> None:
    """Add a file's rows to the table `rows`.

    Parameters
    ----------
    engine : keeps the order of what it reads; the macros and the table `rows` are there.
    as_at : bound in the contract's rules.
    scratch : a folder for a copy, if the file has to be read with care.
    max_line_bytes : the longest line accepted.

    Raises
    ------
    UnreadableFile : a Parquet file that is damaged inside.
    """
    if reading.received.is_parquet:
        try:
            insert(engine, reading, parquet_relation, as_at)
        except SqlError as problem:
            if lacks_room(problem):
                raise
            raise damaged_parquet(reading.sent.path) from None  # the engine's words may quote values
    elif not read_fast(engine, reading, as_at):
        sound = scratch / "sound.csv"
        positions = list(reading.wanted.values())
        path, header = reading.received.path, reading.header
        longest = careful.rewrite(path, header, positions, sound, max_field_characters=max_line_bytes)
        insert(engine, reading, partial(sound_relation, path=sound, longest_row_characters=longest), as_at)


def read_fast(engine: Engine, reading: Reading, as_at: date) -> bool:
    """Let the engine read a text file by itself; False, and nothing added, unless every line is one sound row."""
    received = reading.received
    if received.has_nul or received.has_long_line or reading.header.lines != 1 or reading.header.above:
        return False
    try:
        added = insert(engine, reading, text_relation, as_at)
    except SqlError as problem:  # a row too short, a stray quote and so on
        if lacks_room(problem):
            raise
        return False
    if added != received.lines - 1:  # blank lines, or line breaks inside quotes: rows are not lines
        engine.execute("delete from rows where file_number = $number", number=reading.number)
        return False
    return True


def insert(engine: Engine, reading: Reading, relation: Relation, as_at: date) -> int:
    """Add the rows of a relation (line, fault, shape, raw columns) to `rows`, typed; returns how many."""
    bindings = Bindings()
    columns, wanted = reading.contract.columns, reading.wanted
    readable = [
        f"{typed(name, column, reading.sent, bindings) if name in wanted else f'null::{SQL_TYPES[column.type]}'} "
        f"as {quoted(name)}"
        for name, column in columns.items()
    ]
    faults = row_problems(reading)
    any_fault = " or ".join(f"({condition})" for condition, _, _ in faults)
    dropping = " or ".join(f"({condition})" for condition, _, drops in faults if drops)
    listed = ", ".join(f"case when {condition} then {entry} end" for condition, entry, _ in faults)
    sql = f"""
        insert into rows by name
        with sent as ({relation(reading, bindings)}),
        readable as (select *, {", ".join(readable)}, {bindings.bind(as_at)}::date as as_at from sent)
        select {bindings.bind(reading.number)} as file_number, line, {", ".join(map(quoted, columns))},
            case when fault is not null then [{{'field': null, 'value_class': shape, 'rule': fault}}]
                when {any_fault} then list_transform(
                    list_filter([{listed}], lambda entry: entry is not null), lambda entry: classed(entry)
                )
            end as problems,
            fault is not null or coalesce({dropping}, false) as is_dropped
        from readable
    """
    return int(engine.value(sql, **bindings.values))


def row_problems(reading: Reading) -> list[tuple[str, str, bool]]:
    """What can be wrong with a row, in SQL: condition, entry in the list of problems, whether the row is dropped."""
    contract, found = reading.contract, []
    for name, column in contract.columns.items():
        if name in reading.wanted:
            for condition, entry, rule in column_problems(name, column):
                found.append((condition, entry, rule not in ROW_STAYS))
    found += [
        (f"is_of_export({raw(name)})", problem(name, raw(name), "not_a_record"), True)
        for name in contract.record_columns
        if name in reading.wanted
    ]
    for rule, holds in contract.rules.items():
        name = contract.field_of(rule)
        entry = problem(name, raw(name) if name in reading.wanted else "null", rule)
        found.append((f"not ({holds})", entry, True))
    return found
