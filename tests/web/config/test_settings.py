"""The environment configures the web, and a dangerous lack is refused at the start."""

import os
import subprocess
import sys

import pytest

from joinedup.core.errors import CannotProceed
from joinedup.web.config.database import database
from joinedup.web.config.environment import VARIABLES

pytestmark = pytest.mark.one_database


def started(code: str, **environment: str) -> subprocess.CompletedProcess[str]:
    """A fresh process with just these variables of ours."""
    ours = {variable.name for variable in VARIABLES} | {"DJANGO_SETTINGS_MODULE", "DJANGO_ALLOW_ASYNC_UNSAFE"}
    kept = {name: value for name, value in os.environ.items() if name not in ours}
    given = kept | {"DJANGO_SETTINGS_MODULE": "joinedup.web.config.settings"} | environment
    return subprocess.run([sys.executable, "-c", code], env=given, capture_output=True, text=True)


def shown(name: str, **environment: str) -> str:
    done = started(f"from django.conf import settings; print(settings.{name})", **environment)
    assert done.returncode == 0, done.stderr
    return done.stdout.strip()


def test_without_a_secret_key_nothing_starts_and_a_sentence_says_why():
    done = subprocess.run(
        [sys.executable, "-m", "joinedup.web.manage", "check"],
        env={name: value for name, value in os.environ.items() if name not in {"SECRET_KEY", "JOINEDUP_DEMO"}},
        capture_output=True,
        text=True,
    )
    assert done.returncode == 1
    assert done.stderr.startswith("joinedup cannot proceed: SECRET_KEY is not set")
    assert "Traceback" not in done.stderr


def test_demo_is_off_unless_asked_for_and_its_key_differs_each_time():
    assert shown("DEMO", SECRET_KEY="k") == "False"
    assert shown("SECRET_KEY", JOINEDUP_DEMO="yes") != shown("SECRET_KEY", JOINEDUP_DEMO="yes")


def test_debug_is_off_unless_asked_for():
    assert shown("DEBUG", SECRET_KEY="k", JOINEDUP_DEMO="yes") == "False"


def test_https_makes_cookies_secure():
    code = (
        "from django.conf import settings as s;"
        "print(s.SESSION_COOKIE_SECURE, s.CSRF_COOKIE_SECURE, s.SECURE_SSL_REDIRECT, s.SECURE_HSTS_SECONDS > 0,"
        "'care.example' in s.ALLOWED_HOSTS, s.CSRF_TRUSTED_ORIGINS)"
    )
    done = started(code, SECRET_KEY="k", PUBLIC_URL="https://care.example")
    assert done.stdout.strip() == "True True True True True ['https://care.example']"
    assert shown("SESSION_COOKIE_SECURE", SECRET_KEY="k") == "False"


def test_djangos_own_deployment_check_finds_nothing():
    code = (
        "import django; django.setup(); from django.core.management import call_command;"
        "call_command('check', deploy=True, fail_level='WARNING')"
    )
    key = "".join(chr(33 + n) for n in range(60))
    done = started(code, SECRET_KEY=key, PUBLIC_URL="https://care.example")
    assert done.returncode == 0, done.stderr


def test_migrations_are_up_to_date(db):
    from django.core.management import call_command

    call_command("makemigrations", check=True, dry_run=True, verbosity=0)


@pytest.mark.parametrize("url", ["mysql://host/name", "nothing", ""])
def test_unknown_kind_of_database_is_a_sentence(url):
    with pytest.raises(Exception, match="DATABASE_URL speaks of"):
        database(url)


@pytest.mark.parametrize(
    ("query", "threshold", "binding"),
    [
        ("", 3, True),
        ("?prepare_threshold=none&server_side_binding=no", None, False),
        ("?prepare_threshold=&server_side_binding=YES", None, True),
        ("?prepare_threshold=0&server_side_binding=false", 0, False),
        ("?prepare_threshold=12&sslmode=require&options=", 12, True),
    ],
)
def test_an_address_says_whether_queries_are_planned_once(query, threshold, binding):
    options = database(f"postgresql://nurse@db/county{query}")["OPTIONS"]
    assert (options["prepare_threshold"], options["server_side_binding"]) == (threshold, binding)
    assert options.get("sslmode") == ("require" if "sslmode" in query else None)
    assert "jit=off" in options["options"], "an empty word of another kind says nothing"


@pytest.mark.parametrize("query", ["prepare_threshold=-1", "prepare_threshold=2.5", "server_side_binding=perhaps"])
def test_what_a_database_cannot_be_asked_for_is_a_sentence(query):
    with pytest.raises(CannotProceed, match=f"DATABASE_URL says {query}"):
        database(f"postgresql://nurse@db/county?{query}")
