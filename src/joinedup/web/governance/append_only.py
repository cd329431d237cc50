"""How does the database itself keep the audit, and other tables of what people did, from being changed? By triggers."""

from typing import Any

from django.db.backends.base.base import BaseDatabaseWrapper
from django.db.migrations import RunPython

TABLE = "governance_auditentry"


def protecting(table: str) -> dict[str, list[str]]:
    """The statements that refuse changes to a table, in each database's own dialect."""
    words = "the audit can only be added to" if table == TABLE else f"{table} can only be added to"
    return {
        "sqlite": [
            f"""create trigger {table}_no_{what} before {what} on {table}
                begin select raise(abort, '{words}'); end"""
            for what in ("update", "delete")
        ],
        "postgresql": [
            f"""create or replace function {table}_refuse() returns trigger language plpgsql as
                $$ begin raise exception '{words}'; end $$""",
            f"""create trigger {table}_no_change before update or delete or truncate on {table}
                for each statement execute function {table}_refuse()""",
        ],
    }


def releasing(table: str) -> dict[str, list[str]]:
    """The statements that allow them again."""
    return {
        "sqlite": [f"drop trigger if exists {table}_no_{what}" for what in ("update", "delete")],
        "postgresql": [
            f"drop trigger if exists {table}_no_change on {table}",
            f"drop function if exists {table}_refuse()",
        ],
    }


def protect(connection: BaseDatabaseWrapper, table: str = TABLE) -> None:
    """Refuse changes to a table from now on; the audit if none is named."""
    _run(connection, releasing(table)[connection.vendor] + protecting(table)[connection.vendor])


def unprotect(connection: BaseDatabaseWrapper, table: str = TABLE) -> None:
    """Allow changes again: for reversing a migration, and for emptying a test database."""
    _run(connection, releasing(table)[connection.vendor])


def keeping(*tables: str) -> RunPython:
    """The step of a migration from which on tables refuse changes; no later step may alter one before it lets go."""

    def keep(apps: Any, schema_editor: Any) -> None:
        for table in tables:
            protect(schema_editor.connection, table)

    def let_go(apps: Any, schema_editor: Any) -> None:
        for table in tables:
            unprotect(schema_editor.connection, table)

    return RunPython(keep, let_go)


def protected(connection: BaseDatabaseWrapper) -> list[str]:
    """The tables that refuse changes now, as the database says."""
    if connection.vendor == "sqlite":
        asked = r"select tbl_name from sqlite_master where type = 'trigger' and name like '%\_no\_delete' escape '\'"
    else:
        asked = r"select tgrelid::regclass::text from pg_trigger where tgname like '%\_no\_change'"
    with connection.cursor() as cursor:
        cursor.execute(asked)
        return sorted(row[0] for row in cursor.fetchall())


def _run(connection: BaseDatabaseWrapper, statements: list[str]) -> None:
    with connection.cursor() as cursor:
        for statement in statements:
            cursor.execute(statement)
