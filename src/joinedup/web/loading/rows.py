"""How do many rows get into a table quickly, on SQLite and on PostgreSQL?"""

import io
from collections.abc import Iterator
from typing import Any

import pyarrow as pa
from django.db import connection
from django.db.models import Model
from pyarrow import csv

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
    """By COPY, as CSV that Arrow writes: a tenth of the work of handing over one value after the other."""
    quote = connection.ops.quote_name
    statement = f"copy {quote(name)} ({', '.join(map(quote, columns))}) from stdin (format csv)"
    added = 0
    with connection.cursor() as cursor, cursor.copy(statement) as target:
        for batch in answer:
            target.write(as_csv(batch))
            added += len(batch)
    return added


# Every value that is there stands in quotation marks, so that an empty text is not taken for none.
CSV = csv.WriteOptions(include_header=False, quoting_style="all_valid")


def as_csv(batch: pa.RecordBatch) -> memoryview:
    r"""A batch as PostgreSQL reads CSV.

    >>> bytes(as_csv(pa.record_batch({"a": ["", None, "x, y"], "b": [0.1, None, 3.0], "c": [b"\0", None, b""]})))
    b'"","0.1","\\x00"\n,,\n"x, y","3","\\x"\n'
    """
    columns = [bytes_as_hex(column) for column in batch.columns]
    out = io.BytesIO()
    csv.write_csv(pa.record_batch(columns, names=batch.schema.names), out, CSV)
    return out.getbuffer()


def bytes_as_hex(column: pa.Array) -> pa.Array:
    if not pa.types.is_binary(column.type):
        return column
    return pa.array([None if one is None else f"\\x{one.hex()}" for one in column.to_pylist()], pa.string())


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
