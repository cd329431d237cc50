"""How do many rows get into a table quickly, on SQLite and on PostgreSQL?"""

from collections.abc import Iterator
from typing import Any

import pyarrow as pa
from django.db import connection
from django.db.models import Model

ROWS_AT_ONCE = 50_000


def insert(model: type[Model], table: pa.Table) -> int:
    """Add the rows of an Arrow table whose columns are named as the model's own; returns how many.

    The ORM would build an object for each row, which takes ten times as long.
    """
    columns = [model._meta.get_field(name).column for name in table.column_names]
    if connection.vendor == "postgresql":
        copy(model._meta.db_table, columns, table)
    else:
        insert_many(model._meta.db_table, columns, table)
    return table.num_rows


def copy(name: str, columns: list[str], table: pa.Table) -> None:
    quote = connection.ops.quote_name
    statement = f"copy {quote(name)} ({', '.join(map(quote, columns))}) from stdin"
    with connection.cursor() as cursor, cursor.copy(statement) as target:
        for row in rows(table):
            target.write_row(row)


def insert_many(name: str, columns: list[str], table: pa.Table) -> None:
    quote = connection.ops.quote_name
    places = ", ".join(["%s"] * len(columns))
    statement = f"insert into {quote(name)} ({', '.join(map(quote, columns))}) values ({places})"
    with connection.cursor() as cursor:
        cursor.executemany(statement, rows(table))


def rows(table: pa.Table) -> Iterator[tuple[Any, ...]]:
    """Rows as Python values, dates as ISO text, which both databases take."""
    dates_as_text = [pa.field(f.name, pa.string() if pa.types.is_date(f.type) else f.type) for f in table.schema]
    for batch in table.cast(pa.schema(dates_as_text)).to_batches(max_chunksize=ROWS_AT_ONCE):
        yield from zip(*(column.to_pylist() for column in batch.columns), strict=True)


def empty(models: list[type[Model]]) -> None:
    """Remove every row of tables that belong together, children first."""
    quote = connection.ops.quote_name
    names = [quote(model._meta.db_table) for model in models]
    with connection.cursor() as cursor:
        if connection.vendor == "postgresql":
            cursor.execute("set constraints all immediate")  # rows whose checks are still due cannot be truncated
            cursor.execute(f"truncate {', '.join(names)}")
        else:
            for name in names:
                cursor.execute(f"delete from {name}")
