"""How do millions of rows get in without each being put into every index, and looked up in every other table?

PostgreSQL builds an index from a full table, and checks a foreign key for all rows at once, many times faster than row
by row. All of it is in the transaction of the load: pages wait, as they do for the emptying of the tables, and see the
old run or the new. SQLite keeps its indexes: it can neither drop a foreign key nor gain as much.
"""

from collections.abc import Iterator
from contextlib import contextmanager

from django.db import connection
from django.db.models import Model

# Indexes that no constraint rests on, and foreign keys, of some tables: name, table, definition.
INDEXES = """
select i.relname, t.relname, pg_get_indexdef(i.oid)
from pg_index x join pg_class i on i.oid = x.indexrelid join pg_class t on t.oid = x.indrelid
where t.relname = any(%s) and not x.indisunique order by 2, 1"""
FOREIGN_KEYS = """
select c.conname, t.relname, pg_get_constraintdef(c.oid)
from pg_constraint c join pg_class t on t.oid = c.conrelid
where t.relname = any(%s) and c.contype = 'f' order by 2, 1"""
MEMORY = "256MB"  # for building one index


@contextmanager
def rebuilt(models: list[type[Model]]) -> Iterator[None]:
    """Take the indexes and foreign keys off some tables, which are empty, and put them back afterwards."""
    if connection.vendor != "postgresql":
        yield
        return
    quote, tables = connection.ops.quote_name, [model._meta.db_table for model in models]
    with connection.cursor() as cursor:
        cursor.execute(INDEXES, [tables])
        indexes = cursor.fetchall()
        cursor.execute(FOREIGN_KEYS, [tables])
        keys = cursor.fetchall()
        for name, table, _ in keys:
            cursor.execute(f"alter table {quote(table)} drop constraint {quote(name)}")
        for name, _, _ in indexes:
            cursor.execute(f"drop index {quote(name)}")
    yield
    with connection.cursor() as cursor:
        cursor.execute(f"set local maintenance_work_mem = '{MEMORY}'")
        for _, _, definition in indexes:
            cursor.execute(definition)
        for name, table, definition in keys:
            cursor.execute(f"alter table {quote(table)} add constraint {quote(name)} {definition}")
