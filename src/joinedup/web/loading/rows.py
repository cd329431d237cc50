"""How do many rows get into a table quickly, on SQLite and on PostgreSQL?"""

from collections.abc import Iterator
from itertools import chain
from typing import Any

import pyarrow as pa
from django.db import connection
from django.db.models import Model

ROWS_AT_ONCE = 20_000


def insert(model: type[Model], answer: pa.RecordBatchReader) -> int:
    """Add rows that come in batches, with columns named as the model's own; returns how many.

    The ORM would build an object for each row, which takes ten times as long; all the rows at once
    would take ten times the memory.
    """
    column_of = {field.name: field.column for field in model._meta.concrete_fields}
    columns = [column_of[name] for name in answer.schema.names]
    add = copy if connection.vendor == "postgresql" else insert_many
    return add(model._meta.db_table, columns, answer)


def copy(name: str, columns: list[str], answer: pa.RecordBatchReader) -> int:
    quote = connection.ops.quote_name
    statement = f"copy {quote(name)} ({', '.join(map(quote, columns))}) from stdin"
    added = 0
    with connection.cursor() as cursor, cursor.copy(statement) as target:
        for added, row in enumerate(rows(answer), start=1):  # noqa: B007  (the count is what is left of it)
            target.write_row(row)
    return added


def insert_many(name: str, columns: list[str], answer: pa.RecordBatchReader) -> int:
    quote = connection.ops.quote_name
    places = ", ".join(["%s"] * len(columns))
    statement = f"insert into {quote(name)} ({', '.join(map(quote, columns))}) values ({places})"
    added = 0
    with connection.cursor() as cursor:
        for batch in batched(answer):
            cursor.executemany(statement, batch)
            added += len(batch)
    return added


def batched(answer: pa.RecordBatchReader) -> Iterator[list[tuple[Any, ...]]]:
    """Rows as Python values, dates as ISO text, which both databases take; so many at once as one batch holds."""
    for batch in answer:
        columns = [dates_as_text(column).to_pylist() for column in batch.columns]
        yield list(zip(*columns, strict=True))


def rows(answer: pa.RecordBatchReader) -> Iterator[tuple[Any, ...]]:
    """The rows of `batched`, one by one."""
    return chain.from_iterable(batched(answer))


def dates_as_text(column: pa.Array) -> pa.Array:
    return column.cast(pa.string()) if pa.types.is_date(column.type) else column


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
