"""`joinedup audit check` says whether the audit is as it was written, with an exit code that a nightly job can use."""

import os
import re
import shutil
import sqlite3
import subprocess
import sys
from pathlib import Path

import pytest

from tests.conftest import MIGRATED
from tests.once import shared_folder

pytestmark = pytest.mark.one_database  # the command is given a file of SQLite
MAKE = """
import sys
from pathlib import Path
from joinedup.web import setup
setup(Path(sys.argv[1]))
from django.utils import timezone
from joinedup.web.governance.actions import record
for n in range(5):
    record(by=None, at=timezone.now(), action="view_page", person_id=f"p{n}")
"""


@pytest.fixture(scope="module")
def written(django_db_setup, tmp_path_factory) -> Path:
    path = tmp_path_factory.mktemp("audit") / "some.sqlite3"
    shutil.copy(shared_folder(tmp_path_factory) / MIGRATED, path)
    subprocess.run([sys.executable, "-c", MAKE, path], check=True, env=environment())
    return path


def environment() -> dict[str, str]:
    left_out = ("DATABASE_URL", "DJANGO_SETTINGS_MODULE", "SECRET_KEY")
    return {name: value for name, value in os.environ.items() if name not in left_out}


def check(*arguments):
    command = [sys.executable, "-m", "joinedup.cli", "audit", "check", *map(str, arguments)]
    return subprocess.run(command, capture_output=True, text=True, env=environment())


def test_whole_audit_prints_its_head_and_a_changed_one_says_where(written):
    whole = check("--database", written)
    assert whole.returncode == 0, whole.stderr
    head = re.search(r"5 entries\. Keep this elsewhere: (5:[0-9a-f]{64})", whole.stdout)[1]
    assert check("--database", written, "--noted", head).returncode == 0
    with sqlite3.connect(written) as database:
        database.execute("drop trigger governance_auditentry_no_update")
        database.execute("update governance_auditentry set person_id = 'p9' where id = 3")
    broken = check("--database", written, "--noted", head)
    assert broken.returncode == 1
    assert "BROKEN at link 3, entry 3: its entry, or the link, was changed" in broken.stdout


@pytest.mark.parametrize(("arguments", "words"), [(["--noted", "five"], "no head of the audit")])
def test_what_cannot_be_checked_is_a_sentence(arguments, words):
    told = check(*arguments)
    assert told.returncode == 2
    assert words in told.stderr


def test_file_that_is_no_database_of_joinedup_is_a_sentence(tmp_path):
    (tmp_path / "empty.sqlite3").touch()
    told = check("--database", tmp_path / "empty.sqlite3")
    assert told.returncode == 2
    assert "cannot be read" in told.stderr
