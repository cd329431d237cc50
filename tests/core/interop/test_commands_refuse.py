"""A command given something wrong ends with one sentence and exit code 2, and leaves what was there as it was."""

import os
import signal
import subprocess
import sys
from pathlib import Path

import pytest

from joinedup.cli import NO_ROOM, NOT_ALLOWED, as_known
from joinedup.core.engine import Engine, SqlError

CANARY = "Canarydaughter"
REGISTER = f"id,first,last,dob\n1,{CANARY},Allen,1950-01-01\n2,Rose,{CANARY},1951-01-01\n"
MAP = '[columns]\nrecord_id = "id"\ngiven_name = "first"\nfamily_name = "last"\nbirth_date = "dob"\n'


@pytest.fixture
def home(tmp_path: Path) -> Path:
    """A folder with a register, its map, a file and a folder with something in it."""
    (tmp_path / "register.csv").write_text(REGISTER)
    (tmp_path / "map.toml").write_text(MAP)
    (tmp_path / "file").write_text("kept")
    (tmp_path / "full").mkdir()
    (tmp_path / "full" / "letter.txt").write_text("kept")
    return tmp_path


def refusal(home: Path, *arguments: str) -> str:
    """What a command says when it refuses; neither a traceback nor a value, and nothing lost."""
    command = [sys.executable, "-m", "joinedup.cli", *arguments]
    done = subprocess.run(command, cwd=home, capture_output=True, text=True, timeout=60)
    assert done.returncode == 2, done.stderr
    assert "Traceback" not in done.stderr
    assert CANARY not in done.stderr + done.stdout
    assert (home / "file").read_text() == (home / "full" / "letter.txt").read_text() == "kept"
    return done.stderr


LINK = ("link", "--register", "register.csv", "--map", "map.toml", "--out")
REFUSED = {
    "a folder that holds something else": ((*LINK, "full"), "full exists and holds no earlier link"),
    "a file where a folder is needed": ((*LINK, "file/below"), "cannot be used"),
    "odds that are no number": ((*LINK, "new", "--least-weight", "nan"), "nan is no number"),
    "a map for each register": (
        ("link", "--register", "a", "--register", "b", "--map", "c", "--out", "d"),
        "one --map",
    ),
    "a county over something else": (("county", "--people", "600", "--out", "full"), "is not an invented county"),
    "ten people": (("county", "--people", "10", "--out", "new"), "or equal to 500"),
    "two million people": (("demo", "--people", "2000000"), "or equal to 900000"),
    "a day that is too early": (
        ("county", "--people", "600", "--as-at", "1500-01-01", "--out", "new"),
        "a day from 2000-01-01 to 2049-12-31",
    ),
    "a step nobody knows": (("run", "place.toml", "--out", "new", "--until", "score"), "'risk'"),
    "a folder for a place file": (("run", "full", "--out", "new"), "The place file full cannot be opened"),
    "a model that is none": (
        ("risk", "score", "register.csv", "--model", "file", "--out", "new.csv"),
        "not a risk model",
    ),
}


@pytest.mark.parametrize("name", REFUSED)
def test_a_command_refuses(name: str, home: Path) -> None:
    arguments, says = REFUSED[name]
    assert says in " ".join(refusal(home, *arguments).split())


MAPS = {
    "columns that are no section": ('columns = "x"', "'columns' is no section"),
    "an empty list": (MAP + "address = []\n", "puts 'address' together from 0 columns"),
    "a list for a column nobody knows": (MAP + 'shoe = ["first"]\n', "puts 'shoe' together from 1 columns"),
    "a date format that is none": ('date_format = "yyyy-mm-dd"\n' + MAP, "which cannot be understood"),
    "another kind of file": ("\x00\x01", "is not TOML"),
}


@pytest.mark.parametrize("name", MAPS)
def test_link_refuses_a_map(name: str, home: Path) -> None:
    written, says = MAPS[name]
    (home / "map.toml").write_text(written)
    assert says in refusal(home, *LINK, "new")


def test_link_refuses_a_register_without_anybody(home: Path) -> None:
    (home / "register.csv").write_text(REGISTER.splitlines()[0] + "\n")
    assert "register.csv has no row with a record_id" in refusal(home, *LINK, "new")


def test_two_registers_of_one_name_are_told_apart_or_refused(home: Path) -> None:
    (home / "full" / "register.csv").write_text(REGISTER)
    both = (*LINK[:-1], "--register", "full/register.csv", "--map", "map.toml", "--out", "new")
    assert "Two registers are both called 'register'" in refusal(home, *both)


def test_an_earlier_link_that_is_damaged_is_not_overwritten(home: Path) -> None:
    (home / "new").mkdir()
    (home / "new" / "person_record.parquet").write_text("kept")
    assert "cannot be read" in refusal(home, *LINK, "new")
    assert (home / "new" / "person_record.parquet").read_text() == "kept"


@pytest.mark.parametrize("number", sorted(NO_ROOM | NOT_ALLOWED))
def test_what_the_operating_system_refuses_is_a_sentence(number: int) -> None:
    known = as_known(OSError(number, os.strerror(number), "results/table.parquet"))
    assert known is not None and known.exit_code == 2


def test_a_fault_of_our_own_is_none_that_was_anticipated() -> None:
    assert as_known(ValueError("a fault")) is None
    assert as_known(OSError(4, "interrupted")) is None
    with Engine() as engine, pytest.raises(SqlError) as caught:
        engine.value("select 1 +")
    assert as_known(caught.value) is None


def test_a_memory_limit_that_is_too_small_is_a_sentence(tmp_path: Path) -> None:
    with Engine(memory_gigabytes=0.01) as engine, pytest.raises(SqlError) as caught:
        engine.execute("set temp_directory = ''")
        engine.value("select count(distinct hash(range)) from range(10_000_000)")
    assert "larger --memory-gigabytes" in str(as_known(caught.value))


@pytest.mark.parametrize("kind", [signal.SIGINT, signal.SIGTERM])
def test_a_stopped_command_says_so_and_leaves_nothing_half_made(kind: signal.Signals, home: Path) -> None:
    command = [sys.executable, "-m", "joinedup.cli", "county", "--people", "20000", "--out", "county"]
    with subprocess.Popen(command, cwd=home, stderr=subprocess.PIPE, text=True) as running:
        assert running.stderr is not None
        running.stderr.readline()  # it has begun
        running.send_signal(kind)
        said = running.stderr.read()
    assert running.returncode == 130
    assert "joinedup stopped" in said
    assert "Traceback" not in said
    assert {path.name for path in home.iterdir()} == {"register.csv", "map.toml", "file", "full"}


def test_help_is_given_without_loading_what_computes() -> None:
    code = (
        "import sys; from joinedup.cli import check, county, demo, link, plans, reference, risk, run, screenshots; "
        "print({'duckdb', 'pyarrow', 'numpy', 'splink', 'interpret', 'django'} & set(sys.modules))"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stdout.strip() == "set()"
