"""Which database do the web's tests run on, and what could not be run at all?

`pytest --database postgresql` runs them on a throwaway PostgreSQL; SQLite is the default. Django is
set up only if tests of the web are asked for: tests of the core alone never load it.
"""

import contextlib
import gc
import os
import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests import services
from tests.once import shared_folder
from tests.order import stage

TESTS = Path(__file__).parent
NEEDS_DJANGO = [TESTS / "web", TESTS / "journeys", TESTS / "habits"]
MIGRATED = "migrated.sqlite3"
OPTIONAL = "optional data"  # a skip for this reason is loud, and yet no failure in CI


def pytest_addoption(parser: pytest.Parser) -> None:
    parser.addoption("--database", choices=["sqlite", "postgresql"], default="sqlite", help="what the web runs on")


def pytest_configure(config: pytest.Config) -> None:
    if not web_is_asked_for(config):
        return
    if config.getoption("--database") == "postgresql" and not hasattr(config, "workerinput"):
        with_postgresql(config)
    configure_web(config)


def web_is_asked_for(config: pytest.Config) -> bool:
    """Whether any path named on the command line holds, or lies in, tests of the web."""
    asked = [(config.invocation_params.dir / argument.split("::")[0]).resolve() for argument in config.args]
    return any(path in (folder, *folder.parents) or folder in path.parents for path in asked for folder in NEEDS_DJANGO)


def with_postgresql(config: pytest.Config) -> None:
    """Start the cluster once, in the controlling process; workers find its address in the environment."""
    if services.initdb() is None and not os.environ.get("DATABASE_URL_TEST_POSTGRES"):
        words = "!!! NOT RUN: the web's tests on PostgreSQL, which is not installed (python tests/services.py)"
        pytest.exit(words, returncode=1 if os.environ.get("CI") else 0)
    stack = contextlib.ExitStack()
    os.environ["TEST_DATABASE_URL"] = stack.enter_context(services.throwaway_postgresql())
    config.add_cleanup(stack.close)


def configure_web(config: pytest.Config) -> None:
    """Settings for the tests, whatever the environment of whoever runs them says."""
    from joinedup.web.config.environment import VARIABLES

    for variable in VARIABLES:
        os.environ.pop(variable.name, None)
    on_postgresql = config.getoption("--database") == "postgresql"
    os.environ |= {
        "DJANGO_SETTINGS_MODULE": "joinedup.web.config.settings",
        "DATABASE_URL": os.environ["TEST_DATABASE_URL"] if on_postgresql else "sqlite:///never-made.sqlite3",
        "SECRET_KEY": "only for the tests",
        "JOINEDUP_DEMO": "yes",
        "ALLOWED_HOSTS": "localhost,127.0.0.1,testserver",
        "DJANGO_ALLOW_ASYNC_UNSAFE": "true",  # Playwright's sync API runs an event loop in this thread
    }
    import django

    django.setup()  # pytest-django takes it from here: it comes after this hook


@pytest.fixture(scope="session")
def django_db_modify_db_settings(django_db_modify_db_settings, tmp_path_factory) -> None:
    """SQLite in a file, as in real use: in memory, threads of the live server would share one connection."""
    from django.db import connections

    described = connections["default"].settings_dict
    if described["ENGINE"].endswith("sqlite3"):
        own = tmp_path_factory.mktemp("database") / "test.sqlite3"
        described["TEST"]["NAME"] = str(own)
        if (migrated := shared_folder(tmp_path_factory) / MIGRATED).exists():
            shutil.copy(migrated, own)


@pytest.fixture(scope="session")
def django_db_keepdb(django_db_modify_db_settings) -> bool:
    """Whether the database is a copy of what another worker migrated."""
    from django.db import connections

    return Path(connections["default"].settings_dict["TEST"]["NAME"] or "").is_file()


def let_others_copy(connection, migrated: Path) -> None:
    """Once a worker has migrated its SQLite database, the others copy it."""
    if connection.vendor == "sqlite" and not migrated.exists():
        whole = migrated.with_suffix(f".{os.getpid()}")
        with connection.cursor() as cursor:
            cursor.execute("vacuum into %s", [str(whole)])
        whole.rename(migrated)


@pytest.fixture(scope="session")
def django_db_setup(django_db_setup, django_db_blocker, tmp_path_factory) -> None:
    """Let the tests, and only them, empty the audit and other kept tables between browser journeys."""
    from django.db import connection

    from joinedup.web.governance import append_only

    with django_db_blocker.unblock():
        let_others_copy(connection, shared_folder(tmp_path_factory) / MIGRATED)

    operations = type(connection.ops)  # the class: Playwright's event loop gets a connection of its own
    empty = operations.execute_sql_flush

    def empty_with_audit(self, statements: list[str]) -> None:
        tables = append_only.protected(self.connection)
        for table in tables:
            append_only.unprotect(self.connection, table)
        empty(self, statements)
        for table in tables:
            append_only.protect(self.connection, table)

    operations.execute_sql_flush = empty_with_audit


@pytest.hookimpl(wrapper=True)
def pytest_collection() -> Iterator[None]:
    """What is collected stays to the end: collecting garbage, Python need not look through it again and again."""
    gc.disable()
    try:
        return (yield)
    finally:
        gc.freeze()
        gc.set_threshold(10_000, 20, 20)  # of what a test makes most is gone without it
        gc.enable()


def pytest_unconfigure() -> None:
    """Some libraries complain of what is still there when Python ends."""
    gc.unfreeze()


@pytest.hookimpl(trylast=True)
def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    items.sort(key=stage)
    if services.chromium() or os.environ.get("CI"):
        return
    for item in items:
        if TESTS / "journeys" in item.path.parents:
            item.add_marker(pytest.mark.skip(reason="chromium is not installed (python tests/services.py)"))


def not_run(reporter) -> list[str]:
    """Why tests were skipped, each reason once."""
    reports = reporter.stats.get("skipped", [])
    reasons = [report.longrepr[2] if isinstance(report.longrepr, tuple) else str(report.longrepr) for report in reports]
    return sorted({reason.removeprefix("Skipped: ") for reason in reasons})


@pytest.hookimpl(trylast=True)
def pytest_sessionfinish(session: pytest.Session) -> None:
    reporter = session.config.pluginmanager.get_plugin("terminalreporter")
    if not reporter or hasattr(session.config, "workerinput") or not os.environ.get("CI"):
        return
    if session.exitstatus == 0 and any(OPTIONAL not in reason for reason in not_run(reporter)):
        session.exitstatus = pytest.ExitCode.TESTS_FAILED


def pytest_terminal_summary(terminalreporter, config: pytest.Config) -> None:
    if web_is_asked_for(config):
        terminalreporter.write_line(f"The web's tests ran on {config.getoption('--database')}.")
    for reason in not_run(terminalreporter):
        terminalreporter.write_line(f"!!! NOT RUN: {reason}", red=True, bold=True)


@pytest.fixture
def as_staff(db) -> Iterator:
    """Make a member of staff: `as_staff("gp", neighbourhood="purbeck")`."""
    from joinedup.web.accounts.models import User

    def make(role: str, *, neighbourhood: str = "", organisation: str = "invented_trust", username: str = "") -> User:
        username = username or f"{role}.{neighbourhood or 'everywhere'}"
        scope = {"role": role, "organisation": organisation, "neighbourhood": neighbourhood}
        return User.objects.create(username=username, name=f"Invented {role}", **scope)

    return make
