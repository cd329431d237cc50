"""The index keeps who was who, run after run, whatever happens to a run."""

import signal
import subprocess
import sys
from datetime import UTC, date, datetime
from pathlib import Path

import pyarrow as pa
import pytest

from joinedup.core.engine import Engine, FileInUse, NotADatabase
from joinedup.core.people import link
from joinedup.core.people.identity.decisions import SCHEMA
from joinedup.core.people.identity.index import OtherIndex, opened


@pytest.fixture
def run(tmp_path, registers_of, starting_weights):
    """Link records with the index of this test; returns the linkage."""

    def once(*records: dict, decisions: list[dict] | None = None):
        made = None if decisions is None else pa.Table.from_pylist(decisions, schema=SCHEMA)
        with Engine(threads=1) as engine, opened(engine, tmp_path / "people.duckdb") as index:
            return link(
                registers_of(*records), engine=engine, seed=1, model=starting_weights, index=index, decisions=made
            )

    return once


@pytest.fixture
def asked(tmp_path):
    """Ask the index of this test."""

    def ask(sql: str) -> list[dict]:
        with Engine(threads=1) as engine:
            engine.attach("people", tmp_path / "people.duckdb")
            return engine.table(sql).to_pylist()

    return ask


def ids(linkage) -> dict[str, str]:
    return {row["record_id"]: row["person_id"] for row in linkage.person_record.to_pylist()}


def unlinked(left: str, right: str, at: int = 1, **values) -> dict:
    row = {"decision_id": f"d{at}", "left_source": "gp", "left_record_id": left, "right_source": "gp"}
    row |= {"right_record_id": right, "verdict": "different", "purpose": "unlink", "needs_two": False}
    return row | {"decided_by": "ann", "decided_at": datetime(2026, 4, at, tzinfo=UTC), "undoes": None} | values


def test_ids_survive_and_nothing_is_added_where_nothing_changed(run, asked, record, numbers):
    records = [record("gp", each, nhs_number=numbers[0]) for each in "ab"]
    first, again = run(*records), run(*records)
    assert ids(first) == ids(again)
    assert asked("select count(*) as n, max(run) as run from people.membership") == [{"n": 2, "run": 1}]
    assert [row["until"] for row in asked("from people.edge_history")] == [None]
    assert asked("select count(*) as n from people.run") == [{"n": 2}]


def test_an_edge_says_since_when_and_until_when(run, asked, record, numbers):
    one, other = record("gp", "a", nhs_number=numbers[0]), record("gp", "b", nhs_number=numbers[0])
    stranger = {"given_name": "Olu", "family_name": "Ade", "birth_date": date(2001, 1, 9), "nhs_number": numbers[1]}
    run(one, other)
    run(one, other | stranger)
    [edge] = asked("from people.edge_history")
    assert (edge["how"], edge["since"], edge["until"]) == ("nhs_number", 1, 2)
    assert asked("from people.edge") == []


def test_no_id_is_used_twice_however_often_people_are_joined_and_parted(run, record, numbers):
    one = record("gp", "a", nhs_number=numbers[0])
    other = record("gp", "b", nhs_number=numbers[1], given_name="Olu", birth_date=date(2001, 1, 9), postcode=None)
    retired, seen = set(), set(ids(run(one, other)).values())
    for _ in range(3):
        together = set(ids(run(one, one | {"record_id": "b"})).values())
        assert len(together) == 1 and together <= seen
        retired |= seen - together
        now = set(ids(run(one, other)).values())
        assert len(now) == 2 and not now & retired
        seen |= now
    assert len(seen) == 5


def test_who_is_missing_for_one_run_comes_back_with_the_same_id(run, record, numbers):
    one = record("gp", "a", nhs_number=numbers[0])
    other = record("gp", "b", nhs_number=numbers[1], given_name="Olu", birth_date=date(2001, 1, 9), postcode=None)
    first = run(one, other)
    run(one)
    assert ids(run(one, other)) == ids(first)


def test_unlinking_lasts_until_it_is_undone(run, asked, record, numbers):
    records = [record("gp", each, nhs_number=numbers[0]) for each in "ab"]
    together = ids(run(*records))
    parted = run(*records, decisions=[unlinked("a", "b")])
    assert len(set(ids(parted).values())) == 2
    assert [row["reason"] for row in parted.lineage.to_pylist()] == ["decision"]
    assert ids(run(*records)) == ids(parted)
    undone = unlinked("a", "b", 2, verdict=None, undoes="d1")
    assert set(ids(run(*records, decisions=[undone])).values()) == set(together.values())
    assert [row["how"] for row in asked("from people.lineage order by run")] == ["split", "merged"]


def test_a_changed_identity_stays_apart_when_the_record_that_said_so_is_gone(run, record, numbers):
    old = [record("gp", "old", nhs_number=numbers[0]), record("trust", "old2", nhs_number=numbers[0])]
    new = record("gp", "new", nhs_number=numbers[1], superseded_nhs_number=numbers[0])
    other = {"given_name": "Olu", "family_name": "Ade"}
    run(*old, new | other, decisions=[unlinked("old", "new", purpose="changed_identity")])
    left = ids(run(old[1], new))
    assert left["old2"] != left["new"]


def test_a_second_run_at_once_stops_with_a_sentence(tmp_path, run, record):
    run(record("gp", "a"))
    code = (
        "import sys; from pathlib import Path; from joinedup.core.engine import Engine\n"
        "engine = Engine(); engine.attach('people', Path(sys.argv[1])); print('open', flush=True); sys.stdin.read()"
    )
    path = str(tmp_path / "people.duckdb")
    with subprocess.Popen(
        [sys.executable, "-c", code, path], stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True
    ) as other:
        assert other.stdout.readline().strip() == "open"
        with pytest.raises(FileInUse, match=r"in use by another run\. Expected: that it ends first"):
            run(record("gp", "a"))
        other.stdin.close()
    assert run(record("gp", "a")).counts["records"] == 1


KILLED = """
import os, signal, sys
from pathlib import Path
import pyarrow.parquet as pq
from joinedup.core.engine import Engine
from joinedup.core.people import link
from joinedup.core.people.identity import index as room
written = room.PersonIndex.add_run
def cut_off(self, **values):
    written(self, **values)
    os.kill(os.getpid(), signal.SIGKILL)
room.PersonIndex.add_run = cut_off
with Engine() as engine, room.opened(engine, Path(sys.argv[1])) as index:
    link(pq.read_table(sys.argv[2]), engine=engine, seed=1, index=index)
"""


def test_a_run_that_is_killed_leaves_the_index_as_it_was(tmp_path, run, asked, registers_of, record, numbers):
    import pyarrow.parquet as pq

    records = [record("gp", each, nhs_number=numbers[0]) for each in "ab"]
    first = run(*records)
    before = asked("from people.person_record order by all")
    pq.write_table(registers_of(*records, record("gp", "c")), tmp_path / "more.parquet")
    done = subprocess.run(
        [sys.executable, "-c", KILLED, str(tmp_path / "people.duckdb"), str(tmp_path / "more.parquet")], timeout=120
    )
    assert done.returncode == -signal.SIGKILL
    assert asked("from people.person_record order by all") == before
    assert asked("select count(*) as n from people.run") == [{"n": 1}]
    assert ids(run(*records)) == ids(first)


def test_what_is_no_index_is_refused_by_name(tmp_path, run, record):
    (tmp_path / "people.duckdb").write_bytes(b"something else" * 1000)
    with pytest.raises(NotADatabase, match=r"people\.duckdb"):
        run(record("gp", "a"))


def test_an_index_of_another_form_is_refused_by_name(tmp_path: Path, run, record):
    run(record("gp", "a"))
    with Engine(threads=1) as engine:
        engine.attach("people", tmp_path / "people.duckdb")
        engine.execute("update people.setting set value = '999' where name = 'format'")
    with pytest.raises(OtherIndex, match="form 999"):
        run(record("gp", "a"))


def old_and_new(record, numbers) -> tuple[dict, dict]:
    """An identity, and the one it was changed to, which says what number it had and kept a given name."""
    old = record("gp", "old", nhs_number=numbers[0])
    other = {"family_name": "Ade", "address": "3 Mill Lane, Poole", "postcode": "BH15 2CD"}
    return old, record("gp", "new", nhs_number=numbers[1], superseded_nhs_number=numbers[0], **other)


def test_a_changed_identity_that_was_decided_holds_when_the_old_record_is_keyed_anew(run, record, numbers):
    old, new = old_and_new(record, numbers)
    run(old, new, decisions=[unlinked("old", "new", purpose="changed_identity")])
    for records in ([old | {"record_id": "old2"}, new], [old | {"record_id": "old3"}, new | {"record_id": "new2"}]):
        again = run(*records)
        assert len(set(ids(again).values())) == 2
        assert again.superseded_number.num_rows == 0  # nor is it told what number the new identity had
        assert again.number_check.num_rows == 0
    assert run(new).superseded_number.num_rows == 0


def test_a_changed_identity_that_was_decided_in_error_is_undone_with_its_numbers(run, record, numbers):
    old, new = old_and_new(record, numbers)
    run(old, new, decisions=[unlinked("old", "new", purpose="changed_identity")])
    undone = unlinked("old", "new", 2, verdict=None, undoes="d1")
    assert len(set(ids(run(old | {"record_id": "old2"}, new, decisions=[undone])).values())) == 1


def test_a_changed_identity_is_decided_of_records_that_were_keyed_anew_already(run, record, numbers):
    old, new = old_and_new(record, numbers)
    run(old, new)
    again = run(old | {"record_id": "old2"}, new, decisions=[unlinked("old", "new", purpose="changed_identity")])
    assert len(set(ids(again).values())) == 2 and again.superseded_number.num_rows == 0
