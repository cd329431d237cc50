"""Which database does an address speak of?"""

from typing import Any
from urllib.parse import parse_qsl, unquote, urlsplit

from joinedup.core.errors import CannotProceed

# WAL lets pages read while one writes; IMMEDIATE takes the write lock at the start of a
# transaction, so that two writers wait for one another instead of failing half-way.
SQLITE_OPTIONS = {
    "transaction_mode": "IMMEDIATE",
    "timeout": 20,
    "init_command": "PRAGMA journal_mode=WAL; PRAGMA synchronous=NORMAL;",
}

# Where many work at once, starting processes for one query, or compiling it, costs more than it saves; and a page
# found by an index costs little more than the next one, as on any disk without moving parts.
MANY_SHORT_QUERIES = "-c max_parallel_workers_per_gather=0 -c jit=off -c random_page_cost=1.1"

# A page asks some twenty to forty queries, the same ones every time: PostgreSQL reads and plans each of them once for a
# connection, which halves its work. An address can say otherwise, as it must behind PgBouncer in transaction mode:
# the next transaction may be of another connection.
PLANNED_ONCE = {"server_side_binding": True, "prepare_threshold": 3}


def database(url: str) -> dict[str, Any]:
    """Django's description of the database at `url`.

    Examples
    --------
    >>> database("sqlite:///var/joinedup.sqlite3")["NAME"]
    'var/joinedup.sqlite3'
    >>> database("sqlite:////srv/joinedup.sqlite3")["NAME"]
    '/srv/joinedup.sqlite3'
    >>> database("postgresql://nurse:p%40ss@db:5433/county")["PASSWORD"]
    'p@ss'

    Raises
    ------
    CannotProceed
        It is of a kind this service cannot use, or asks for what cannot be.
    """
    parts = urlsplit(url)
    if parts.scheme == "sqlite":
        name = unquote(parts.path[1:])
        # kept open: opening the file and asking for WAL again costs as much as a short answer
        return {"ENGINE": "django.db.backends.sqlite3", "NAME": name, "OPTIONS": SQLITE_OPTIONS, "CONN_MAX_AGE": 60}
    if parts.scheme in {"postgresql", "postgres"}:
        return {
            "ENGINE": "django.db.backends.postgresql",
            "NAME": unquote(parts.path[1:]),
            "USER": unquote(parts.username or ""),
            "PASSWORD": unquote(parts.password or ""),
            "HOST": unquote(parts.hostname or ""),
            "PORT": str(parts.port or ""),
            "OPTIONS": {"options": MANY_SHORT_QUERIES, **PLANNED_ONCE, **_asked(parts.query)},
            "CONN_MAX_AGE": 60,
            "CONN_HEALTH_CHECKS": True,
        }
    raise CannotProceed(
        f"DATABASE_URL speaks of a database of kind {parts.scheme or 'none'!r}",
        expected="an address this service can use",
        available=["sqlite:///PATH", "postgresql://USER:PASSWORD@HOST:PORT/NAME"],
    )


def _asked(query: str) -> dict[str, Any]:
    """What an address asks of the driver; all else goes to the database as text."""
    read = {"prepare_threshold": _threshold, "server_side_binding": _yes_or_no}
    said = {name: value for name, value in parse_qsl(query, keep_blank_values=True) if value or name in read}
    return {name: read[name](value) if name in read else value for name, value in said.items()}


def _threshold(value: str) -> int | None:
    """How often a query is asked before it is planned for good; None if never."""
    if value.lower() in {"", "none"}:
        return None
    if not (value.isascii() and value.isdigit()):
        raise CannotProceed(
            f"DATABASE_URL says prepare_threshold={value}",
            expected="a whole number, or none to plan nothing once",
        )
    return int(value)


def _yes_or_no(value: str) -> bool:
    known = {"yes": True, "true": True, "1": True, "on": True, "no": False, "false": False, "0": False, "off": False}
    if value.lower() not in known:
        raise CannotProceed(f"DATABASE_URL says server_side_binding={value}", expected="yes or no")
    return known[value.lower()]
