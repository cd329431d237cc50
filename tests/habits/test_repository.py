"""What the repository promises about itself: no addresses, no drawers, no machine's paths, no real NHS numbers."""

import re
import subprocess
import tomllib
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]
TRACKED = [
    ROOT / name
    for name in subprocess.run(["git", "ls-files"], cwd=ROOT, capture_output=True, text=True, check=True).stdout.split(
        "\n"
    )
    if name and (ROOT / name).is_file()
]
TEXT = [
    path
    for path in TRACKED
    if path.suffix in {".py", ".md", ".yaml", ".toml", ".csv", ".sql", ".jinja", ".html", ".sh"}
]
OWN = [path for path in TEXT if "static" not in path.parts]


@pytest.mark.parametrize("name", ["requirements.lock", "requirements-spark.lock"])
def test_the_lock_pins_versions_and_hashes_and_no_addresses(name):
    lock = (ROOT / name).read_text(encoding="utf-8")
    assert "://" not in lock
    pinned = re.findall(r"^([\w.-]+(?:\[[\w,-]+\])?)==\S+", lock, re.MULTILINE)
    assert len(pinned) > 50
    assert lock.count("--hash=sha256:") >= len(pinned)


def test_every_dependency_is_in_the_lock():
    project = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]
    lock = (ROOT / "requirements.lock").read_text(encoding="utf-8").lower()
    wanted = [*project["dependencies"], *project["optional-dependencies"]["dev"]]
    names = [re.match(r"[\w-]+", requirement).group().lower() for requirement in wanted]
    assert [name for name in names if not re.search(rf"^{re.escape(name)}(\[[\w,-]+\])?==", lock, re.MULTILINE)] == []


def test_no_lock_that_records_addresses_is_kept():
    assert not {path.name for path in TRACKED} & {"uv.lock", "pylock.toml", "poetry.lock", "package-lock.json"}


def test_no_module_is_a_drawer():
    drawers = {"utils", "util", "helpers", "helper", "common", "misc", "base", "manager"}
    assert [path for path in TRACKED if path.suffix == ".py" and path.stem in drawers] == []


def test_no_path_of_a_machine_and_no_registry_is_written_down():
    unwanted = ["/wo" + "rk/", "/ro" + "ot/", "py" + "pi.org", "files.python" + "hosted", "registry.npm" + "js"]
    found = [
        f"{path.relative_to(ROOT)}: {word}"
        for path in OWN
        for word in unwanted
        if word in path.read_text(encoding="utf-8", errors="replace")
    ]
    assert found == []


def test_no_committed_number_is_one_that_somebody_could_have():
    shape = re.compile(r"(?<![\d.\-/])(\d{3}) ?(\d{3}) ?(\d{4})(?![\d.])")
    found = {
        "".join(match)
        for path in OWN
        if path.suffix in {".md", ".py", ".toml"}
        for match in shape.findall(path.read_text(encoding="utf-8"))
    }
    issued = {number for number in found if _is_valid(number) and number[0] in "467"}  # the ranges in use
    assert issued <= {"4444444444"}  # a placeholder the checks refuse


def _is_valid(number):
    total = sum(int(digit) * weight for digit, weight in zip(number, range(10, 1, -1), strict=False))
    return (11 - total % 11) % 11 == int(number[9])
