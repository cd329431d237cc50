"""An increment finds what a run over everybody with the same model finds, and touches no more ids."""

import random
import shutil
from datetime import UTC, date, datetime

import pyarrow as pa
import pytest

from joinedup.core.engine import Engine
from joinedup.core.people import LinkParameters, link
from joinedup.core.people.identity.decisions import SCHEMA
from joinedup.core.people.identity.index import opened
from joinedup.core.people.increment import NoIndexYet, OtherParameters, WholeOnly, update

GIVEN = ["Margaret", "Peggy", "Tom", "Thomas", "Olu", "Ada", "Jack", "John", "Rose", "Rosie", "May", "Ann"]
FAMILY = ["Lane", "Ade", "Allen", "Brown", "Carter", "Archer", "Smith", "Hill"]
STREETS = ["Harbour Road", "Mill Lane", "High Street", "Quarry Close"]


class County:
    """A few hundred records of people who move, marry and are mistyped, from a seed."""

    def __init__(self, seed: int, record, numbers: list[str], people: int = 60) -> None:
        self.random, self.record = random.Random(seed), record
        self.people = [self.invent(numbers[at % len(numbers)] if at < len(numbers) else None) for at in range(people)]
        self.rows = {
            (source, str(at)): self.sent(source, str(at), person)
            for at, person in enumerate(self.people)
            for source in self.random.sample(["gp", "trust", "council", "fire"], self.random.randint(1, 3))
        }

    def invent(self, number: str | None) -> dict:
        pick = self.random.choice
        street = pick(STREETS)
        return {
            "nhs_number": number,
            "given_name": pick(GIVEN),
            "family_name": pick(FAMILY),
            "birth_date": date(pick([1939, 1941, 1970]), pick([1, 5, 9]), pick([3, 6, 17])),
            "sex": pick(["female", "male"]),
            "address": f"{self.random.randint(1, 40)} {street}, Swanage",
            "postcode": f"BH19 {STREETS.index(street) + 1}AB",
        }

    def sent(self, source: str, record_id: str, person: dict) -> dict:
        row, pick = self.record(source, record_id, **person), self.random.choice
        change = pick(["none", "none", "no number", "slip", "moved", "no birth"])
        row |= {"no number": {"nhs_number": None}, "no birth": {"birth_date": None}}.get(change, {})
        if change == "slip":
            row["family_name"] = row["family_name"][:-1] + "x"
        if change == "moved":
            row |= {"address": f"{self.random.randint(41, 80)} {pick(STREETS)}", "postcode": "BH19 9ZZ"}
        return row

    def day(self) -> tuple[list[dict], list[tuple[str, str]]]:
        """A day's changes: rows that are new or changed, and keys that are gone."""
        keys = sorted(self.rows)
        gone = self.random.sample(keys, 3)
        changed = [key for key in self.random.sample(keys, 6) if key not in gone]
        for key in gone:
            del self.rows[key]
        rows = [self.sent(*key, self.random.choice([self.people[int(key[1])], self.invent(None)])) for key in changed]
        rows += [
            self.sent("new", str(self.random.randint(0, 10**6)), self.random.choice(self.people)) for _ in range(4)
        ]
        self.rows |= {(row["source"], row["record_id"]): row for row in rows}
        return rows, gone


def partition(table: pa.Table) -> set[frozenset]:
    people: dict[str, set] = {}
    for row in table.to_pylist():
        people.setdefault(row["person_id"], set()).add((row["source"], row["record_id"]))
    return {frozenset(records) for records in people.values()}


def gone_table(keys: list[tuple[str, str]]) -> pa.Table:
    return pa.table(
        {name: pa.array([key[at] for key in keys], pa.string()) for at, name in enumerate(["source", "record_id"])}
    )


def ids_of(table: pa.Table) -> dict[tuple[str, str], str]:
    return {(row["source"], row["record_id"]): row["person_id"] for row in table.to_pylist()}


def numbers_of(count: int) -> list[str]:
    """NHS numbers of the test range with right check digits."""
    found = []
    for stem in range(999_000_000, 999_000_000 + 2 * count):
        check = (11 - sum(int(digit) * (10 - at) for at, digit in enumerate(str(stem))) % 11) % 11
        found += [f"{stem}{check}"] if check < 10 else []
    return found[:count]


class Index:
    """An index in a file, opened for each run as commands do."""

    def __init__(self, path, registers_of, model) -> None:
        self.path, self.registers_of, self.model = path, registers_of, model

    def link(self, rows, **values):
        with Engine(threads=1) as engine, opened(engine, self.path) as index:
            return link(self.registers_of(*rows), engine=engine, seed=1, model=self.model, index=index, **values)

    def update(self, rows, gone=(), **values):
        with Engine(threads=1) as engine, opened(engine, self.path) as index:
            return update(self.registers_of(*rows), engine=engine, index=index, removed=gone_table(gone), **values)

    def people(self) -> pa.Table:
        with Engine(threads=1) as engine:
            engine.attach("people", self.path)
            return engine.table("select source, record_id, person_id from people.person_record")

    def kept(self) -> dict[str, list]:
        """What is kept for the next increment, by table, whatever the circles and faces are called."""
        with Engine(threads=1) as engine:
            engine.attach("people", self.path)
            return {
                "record": engine.table("select record, content from people.record order by all").to_pylist(),
                "keys": engine.table(
                    "select key, count(*) as n from people.block_key group by key order by all"
                ).to_pylist(),
                "circles": engine.table(
                    "select list(record order by record) as records from people.record group by circle order by all"
                ).to_pylist(),
                "sharing": engine.table("select key from people.sharing_key order by all").to_pylist(),
            }

    def copied(self, path) -> "Index":
        shutil.copy(self.path, path)
        return Index(path, self.registers_of, self.model)


@pytest.fixture
def index(tmp_path, registers_of, starting_weights) -> Index:
    return Index(tmp_path / "people.duckdb", registers_of, starting_weights)


@pytest.mark.parametrize("seed", [0, *(pytest.param(seed, marks=pytest.mark.slow) for seed in (1, 2))])
def test_increments_find_what_a_run_over_everybody_finds(seed, tmp_path, index, record):
    county = County(seed, record, numbers_of(25))
    index.link(county.rows.values())
    for day in range(3):
        before = ids_of(index.people())
        rows, gone = county.day()
        step = index.update(rows, gone)
        now = ids_of(index.people())
        touched = {row["person_id"] for row in step.lineage.to_pylist()}
        assert now.keys() == county.rows.keys()
        assert step.counts["records"] < len(county.rows)
        sent = {(row["source"], row["record_id"]) for row in rows}
        assert all(
            now[key] == person for key, person in before.items() if key in now.keys() - sent and person not in touched
        )
        rebuilt = index.copied(tmp_path / f"rebuilt {day}.duckdb")
        whole = rebuilt.link(county.rows.values())
        assert partition(index.people()) == partition(whole.person_record)
        assert index.kept() == rebuilt.kept()


def test_rows_that_say_nothing_new_touch_nobody(index, record):
    rows = [record("gp", "a"), record("gp", "b", given_name="Olu", birth_date=date(1950, 1, 2))]
    index.link(rows)
    step = index.update(rows)
    assert step.counts["records_changed"] == step.counts["records"] == 0


def test_a_new_decision_alone_is_an_increment(index, record, numbers):
    rows = [record("gp", each, nhs_number=numbers[0]) for each in "ab"]
    index.link(rows)
    row = {"decision_id": "d", "left_source": "gp", "left_record_id": "a", "right_source": "gp", "right_record_id": "b"}
    row |= {"verdict": "different", "purpose": "unlink", "needs_two": False, "decided_by": "ann", "reason": ""}
    row |= {"decided_at": datetime(2026, 4, 1, tzinfo=UTC), "undoes": None}
    step = index.update([], decisions=pa.Table.from_pylist([row], schema=SCHEMA))
    assert len(set(ids_of(index.people()).values())) == 2
    assert step.lineage["reason"].to_pylist() == ["decision"]


def test_what_was_linked_otherwise_is_not_brought_up_to_date(index, record, monkeypatch):
    index.link([record("gp", "a")], parameters=LinkParameters(least_weight=3))
    assert index.update([record("gp", "b")]).parameters.least_weight == 3
    with pytest.raises(OtherParameters, match="other parameters"):
        index.update([record("gp", "c")], parameters=LinkParameters(least_weight=4))
    monkeypatch.setattr("joinedup.core.people.identity.index.made_with", lambda: "another version")
    with pytest.raises(NoIndexYet, match="another version"):
        index.update([record("gp", "c")])


def test_people_who_grow_by_the_mean_are_always_linked_whole(index, record):
    index.link([record("gp", "a")], parameters=LinkParameters(grows_by_mean=True))
    with pytest.raises(WholeOnly, match="whole registers"):
        index.update([record("gp", "b")])


def test_there_is_nothing_to_bring_up_to_date_without_a_run_over_everybody(index, record):
    with pytest.raises(NoIndexYet, match="link of whole registers first"):
        index.update([record("gp", "a")])


@pytest.fixture
def telling(tmp_path, registers_of, starting_weights) -> Index:
    """An index of registers that tell of changed identities where any of their rows does."""

    def told(*rows: dict) -> pa.Table:
        former = pa.array([row.get("changed_identity_of") for row in rows], pa.string())
        plain = registers_of(*rows)
        return plain.append_column("changed_identity_of", former) if former.null_count < len(rows) else plain

    return Index(tmp_path / "telling.duckdb", told, starting_weights)


@pytest.mark.parametrize("is_told_at_first", [True, False])
def test_a_changed_identity_told_earlier_holds_for_records_that_come_later(
    is_told_at_first, telling, tmp_path, record, numbers
):
    new = record("gp", "new", nhs_number=numbers[1], superseded_nhs_number=numbers[0])
    told, late = new | {"changed_identity_of": numbers[0]}, record("trust", "late", nhs_number=numbers[0])
    telling.link([told if is_told_at_first else new])
    if not is_told_at_first:
        assert telling.update([told]).counts["records_changed"] == 1
    telling.update([record("gp", "else", given_name="Olu", family_name="Ade", birth_date=date(1990, 1, 2))])
    telling.update([late])
    telling.update([record("fire", "later", nhs_number=numbers[0])])
    now = ids_of(telling.people())
    assert now["gp", "new"] != now["trust", "late"] == now["fire", "later"]


@pytest.mark.parametrize("is_late", [False, True])
def test_a_changed_identity_that_was_decided_holds_for_records_that_come_later(is_late, index, record, numbers):
    old, new = record("gp", "old", nhs_number=numbers[0]), record("trust", "new", nhs_number=numbers[1])
    new |= {"superseded_nhs_number": numbers[0], "family_name": "Ade", "postcode": "BH15 2CD"}
    decision = dict.fromkeys(SCHEMA.names) | {"decision_id": "1", "left_source": "gp", "left_record_id": "old"}
    decision |= {"right_source": "trust", "right_record_id": "new", "verdict": "different", "needs_two": False}
    decision |= {"purpose": "changed_identity", "decided_by": "ann", "decided_at": datetime(2026, 4, 1, tzinfo=UTC)}
    index.link([old, new], decisions=None if is_late else pa.Table.from_pylist([decision], schema=SCHEMA))
    if is_late:
        index.update([], decisions=pa.Table.from_pylist([decision], schema=SCHEMA))
    index.update([old | {"record_id": "old2"}], gone=[("gp", "old")])
    index.update([record("fire", "later", nhs_number=numbers[0])])
    now = ids_of(index.people())
    assert now["trust", "new"] != now["gp", "old2"] == now["fire", "later"]
    undo = decision | {
        "decision_id": "2",
        "verdict": None,
        "undoes": "1",
        "decided_at": datetime(2026, 4, 2, tzinfo=UTC),
    }
    index.update([], decisions=pa.Table.from_pylist([undo], schema=SCHEMA))
    assert len(set(ids_of(index.people()).values())) == 1


def test_an_index_without_room_for_changed_identities_is_linked_whole_once_and_keeps_its_ids(index, record, numbers):
    rows = [record("gp", "a", nhs_number=numbers[0])]
    index.link(rows)
    before = ids_of(index.people())
    with Engine(threads=1) as engine:
        engine.attach("people", index.path)
        engine.execute("alter table people.record drop column changed_identity_of")
        engine.execute("update people.setting set value = left(value, length(value) - 2) where name = 'made_with'")
    with pytest.raises(NoIndexYet, match="link of whole registers first"):
        index.update(rows)
    index.link(rows)
    assert index.update(rows).counts["records_changed"] == 0
    assert ids_of(index.people()) == before
