"""Tables as they were once something was written into them, put back in one go for every further test.

What a fixture writes the same way for hundreds of tests is written once in a session, by the code it would be written
by in use, and copied after that. Where the tables are not as they were before it was written, it is written anew.
"""

from collections.abc import Callable
from typing import Any

UNMANAGED = ("directory_words",)  # tables Django knows nothing of
_kept: dict[str, list[tuple[dict[str, Any], dict[str, Any]]]] = {}


def write_once(name: str, write: Callable[[], Any]) -> None:
    """Write something into the tables, or put back what it wrote the first time.

    Parameters
    ----------
    name : of what is written; the same name always writes the same.
    write : writes it.
    """
    from django.db import connection, transaction

    before = contents(connection)
    for known, after in _kept.setdefault(name, []):
        if known == before:
            with transaction.atomic():
                put_back(connection, before, after)
            return
    write()
    _kept[name].append((before, contents(connection)))


def contents(connection: Any) -> dict[str, Any]:
    """Every table that holds rows, as the database writes them out."""
    tables = sorted(connection.introspection.django_table_names(only_existing=False, include_views=False))
    filled = (f"select '{table}' where exists (select 1 from \"{table}\")" for table in (*tables, *UNMANAGED))
    with connection.cursor() as cursor:
        cursor.execute(" union all ".join(filled))
        return {table: rows_of(connection, cursor, table) for (table,) in cursor.fetchall()}


def rows_of(connection: Any, cursor: Any, table: str) -> Any:
    if connection.vendor == "postgresql":
        # in one order, wherever they lie: the room of what was rolled back is used again
        with cursor.copy(f'COPY (select * from "{table}" as row order by 1, row::text) TO STDOUT') as copy:
            return b"".join(bytes(part) for part in copy)
    execute = connection.connection.execute
    columns = [f'"{column[1]}"' for column in execute(f'pragma table_info("{table}")')]
    columns += ["rowid"] if table in UNMANAGED else []
    as_stored = ", ".join(f"+{column}" for column in columns)  # a bare column is turned into dates and the like
    return columns, tuple(execute(f'select {as_stored} from "{table}"'))


def put_back(connection: Any, before: dict[str, Any], after: dict[str, Any]) -> None:
    """Make the tables what they were after the writing."""
    with connection.cursor() as cursor:
        for table in sorted({*before, *after}):
            if before.get(table) == after.get(table):
                continue
            if table in before:
                cursor.execute(f'delete from "{table}"')
            if table in after:
                copy_in(connection, cursor, table, after[table])


def copy_in(connection: Any, cursor: Any, table: str, rows: Any) -> None:
    if connection.vendor == "postgresql":
        with cursor.copy(f'COPY "{table}" FROM STDIN') as copy:
            copy.write(rows)
        return
    columns, values = rows
    places = ", ".join("?" * len(columns))
    connection.connection.executemany(f'insert into "{table}" ({", ".join(columns)}) values ({places})', values)
