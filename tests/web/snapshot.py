"""Tables as they were once something was written into them, put back in one go for every further test.

What a fixture writes the same way for hundreds of tests is written once in a session, by the code it would be written
by in use, and copied after that. Where the tables are not as they were before it was first written, it is written anew.
"""

from collections.abc import Callable
from typing import Any

_kept: dict[str, tuple[dict[str, Any], dict[str, Any]]] = {}


def write_once(name: str, write: Callable[[], Any]) -> None:
    """Write something into the tables, or put back what it wrote the first time.

    Parameters
    ----------
    name : of what is written; the same name always writes the same.
    write : writes it.
    """
    from django.db import connection, transaction

    before = contents(connection)
    if name in _kept and _kept[name][0] == before:
        with transaction.atomic():
            put_back(connection, _kept[name][1])
        return
    write()
    after = contents(connection)
    if before.items() <= after.items():
        added = {table: rows for table, rows in after.items() if table not in before}
        _kept.setdefault(name, (before, added))


def contents(connection: Any) -> dict[str, Any]:
    """Every table that holds rows, as the database writes them out."""
    tables = sorted(connection.introspection.django_table_names(only_existing=False, include_views=False))
    is_filled = " union all ".join(f"select '{table}' where exists (select 1 from \"{table}\")" for table in tables)
    with connection.cursor() as cursor:
        cursor.execute(is_filled)
        return {table: rows_of(connection, cursor, table) for (table,) in cursor.fetchall()}


def rows_of(connection: Any, cursor: Any, table: str) -> Any:
    if connection.vendor == "postgresql":
        with cursor.copy(f'COPY "{table}" TO STDOUT') as copy:
            return b"".join(bytes(part) for part in copy)
    return tuple(connection.connection.execute(f'select * from "{table}"'))


def put_back(connection: Any, added: dict[str, Any]) -> None:
    """Fill tables that are empty with what was written into them."""
    with connection.cursor() as cursor:
        for table, rows in added.items():
            copy_in(connection, cursor, table, rows)


def copy_in(connection: Any, cursor: Any, table: str, rows: Any) -> None:
    if connection.vendor == "postgresql":
        with cursor.copy(f'COPY "{table}" FROM STDIN') as copy:
            copy.write(rows)
    else:
        places = ", ".join("?" * len(rows[0]))
        connection.connection.executemany(f'insert into "{table}" values ({places})', rows)
