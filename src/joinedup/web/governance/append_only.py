"""How does the database itself keep the audit from being changed? By triggers, in its own dialect."""

from django.db.backends.base.base import BaseDatabaseWrapper

TABLE = "governance_auditentry"

_PROTECT = {
    "sqlite": [
        f"""create trigger {TABLE}_no_{what} before {what} on {TABLE}
            begin select raise(abort, 'the audit can only be added to'); end"""
        for what in ("update", "delete")
    ],
    "postgresql": [
        f"""create or replace function {TABLE}_refuse() returns trigger language plpgsql as
            $$ begin raise exception 'the audit can only be added to'; end $$""",
        f"""create trigger {TABLE}_no_change before update or delete or truncate on {TABLE}
            for each statement execute function {TABLE}_refuse()""",
    ],
}
_UNPROTECT = {
    "sqlite": [f"drop trigger if exists {TABLE}_no_{what}" for what in ("update", "delete")],
    "postgresql": [
        f"drop trigger if exists {TABLE}_no_change on {TABLE}",
        f"drop function if exists {TABLE}_refuse()",
    ],
}


def protect(connection: BaseDatabaseWrapper) -> None:
    """Refuse changes to the audit from now on."""
    _run(connection, _UNPROTECT[connection.vendor] + _PROTECT[connection.vendor])


def unprotect(connection: BaseDatabaseWrapper) -> None:
    """Allow changes again: for reversing the migration, and for emptying a test database."""
    _run(connection, _UNPROTECT[connection.vendor])


def _run(connection: BaseDatabaseWrapper, statements: list[str]) -> None:
    with connection.cursor() as cursor:
        for statement in statements:
            cursor.execute(statement)
