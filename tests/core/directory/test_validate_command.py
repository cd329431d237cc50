"""`joinedup directory validate`: 0 without errors, 1 with errors, 2 where it could not be judged, always in words."""

import json
import subprocess
import sys

import pytest

from joinedup.core.directory.standards import hsds_uk, oruk
from tests.core.directory.small import SMALL


def validate(*arguments):
    command = [sys.executable, "-m", "joinedup.cli", "directory", "validate", *map(str, arguments)]
    return subprocess.run(command, capture_output=True, text=True, timeout=120, check=False)


@pytest.fixture
def feed(tmp_path):
    path = tmp_path / "directory.json"
    path.write_text(json.dumps(hsds_uk.whole(SMALL)), encoding="utf-8")
    return path


def test_good_file_passes(feed):
    done = validate(feed)
    assert done.returncode == 0, done.stderr
    assert "0 errors, 0 warnings" in done.stdout
    assert "Level 2 (optional endpoints): pass" in done.stdout


def test_bad_file_fails_and_says_where(feed):
    document = json.loads(feed.read_text(encoding="utf-8"))
    del document["services"][0]["name"]
    feed.write_text(json.dumps(document), encoding="utf-8")
    done = validate(feed)
    assert done.returncode == 1
    assert "error: /services contents[].name is missing" in done.stdout


def test_everything_for_another_program(feed):
    found = json.loads(validate(feed, "--json").stdout)
    assert (found["standard"], found["level_1"], found["findings"]) == ("HSDS-UK 3.0", True, [])


def test_older_standard_in_a_file(tmp_path):
    path = tmp_path / "old.json"
    path.write_text(json.dumps({"content": [oruk.service(one, SMALL) for one in SMALL.services.values()]}))
    done = validate(path)
    assert "ORUK 1.0" in done.stdout
    assert "Level 1 (required endpoints): pass" in done.stdout


@pytest.mark.parametrize(
    ("content", "words"),
    [
        ("", "not JSON"),
        ("[]", "no object"),
        ("{}", "no list of services"),
        ("[" * 100_000, "not JSON"),
        ('{"a": NaN}', "NaN"),
    ],
)
def test_what_is_no_feed_is_said(tmp_path, content, words):
    path = tmp_path / "x.json"
    path.write_text(content, encoding="utf-8")
    done = validate(path)
    assert done.returncode == 2
    assert words in done.stderr or "nested" in done.stderr
    assert "Traceback" not in done.stderr


@pytest.mark.parametrize(
    ("arguments", "words"),
    [
        (["nowhere.json"], "cannot be used"),
        (["http://127.0.0.1:1/"], "does not answer"),
        (["ftp://x.example/"], "no address of a feed"),
        (["http://127.0.0.1:1/", "--standard", "2.0"], "No version 2.0"),
    ],
)
def test_what_cannot_be_judged_is_said(arguments, words):
    done = validate(*arguments)
    assert done.returncode == 2
    assert words in done.stderr
    assert "Traceback" not in done.stderr


def test_folder_without_schemas_is_said(feed, tmp_path):
    done = validate(feed, "--schemas", tmp_path)
    assert done.returncode == 2
    assert "cannot be read" in done.stderr
