"""Which doubtful joins matter most: care on both sides, care in place, and how doubtful they are."""

from datetime import date
from types import SimpleNamespace

import pyarrow as pa
import pyarrow.parquet as pq
import pytest

from joinedup.core.engine import Engine
from joinedup.job import review

AS_AT = date(2026, 4, 1)
PERSON = pa.schema([("person_id", pa.string()), ("neighbourhood", pa.string()), ("is_sensitive", pa.bool_())])
TIMELINE = pa.schema(
    [
        *((name, pa.string()) for name in ("person_id", "kind", "source", "file")),
        *((name, pa.date32()) for name in ("starts_on", "ends_on")),
        ("line", pa.int64()),
    ]
)
REGISTER = pa.schema([(name, pa.string()) for name in ("source", "record_id", "organisation")])
EVENT = pa.schema([*((n, pa.string()) for n in ("person_id", "source", "record_id", "file")), ("line", pa.int64())])


def pair(pair_id: str, left: str, right: str, **values) -> dict:
    """A pair of gp record `left` and council record `right`, of the people of those names unless told otherwise."""
    usual = {
        "left_source": "gp", "left_record_id": left, "left_person_id": f"p{left}",
        "right_source": "council", "right_record_id": right, "right_person_id": f"p{right}",
        "weight": 1.0, "probability": 0.5, "chance": 0.5, "why": "uncertain", "is_linked": False, "stratum": "",
    }  # fmt: skip
    return {"pair_id": pair_id, **usual, **values}


def entry(person: str, line: int, *, kind: str = "gp_event", on: date = date(2025, 1, 1), source: str = "gp") -> dict:
    return {"person_id": f"p{person}", "starts_on": on, "kind": kind, "source": source, "file": source, "line": line}


@pytest.fixture
def judged(tmp_path):
    """The pairs written, by id."""

    def write(pairs: list[dict], timeline: list[dict], people: dict[str, dict], events: list[dict] = ()) -> dict:
        into, check = tmp_path / "link", tmp_path / "check"
        for folder in (into / "events", check):
            folder.mkdir(parents=True)
        rows = [{"person_id": f"p{name}", **facts} for name, facts in people.items()]
        pq.write_table(pa.Table.from_pylist(rows, schema=PERSON), into / "person.parquet")
        pq.write_table(pa.Table.from_pylist(timeline, schema=TIMELINE), into / "timeline.parquet")
        pq.write_table(pa.Table.from_pylist(list(events), schema=EVENT), into / "events" / "gp_event.parquet")
        sent = [{"source": s, "record_id": n, "organisation": f"the_{s}"} for s in ("gp", "council") for n in people]
        pq.write_table(pa.Table.from_pylist(sent, schema=REGISTER), check / "register.parquet")
        found = SimpleNamespace(pair=pa.Table.from_pylist(pairs, schema=review.PAIR))
        with Engine() as engine:
            engine.register("event_gp_event", into / "events" / "gp_event.parquet")
            work = SimpleNamespace(engine=engine, into=into, finished=tmp_path, place=SimpleNamespace(as_at=AS_AT))
            review.write(work, SimpleNamespace(review=found, review_evidence=None))
        return {row["pair_id"]: row for row in pq.read_table(into / "review_pair.parquet").to_pylist()}

    return write


HOODS = {"1": {"neighbourhood": "swanage"}, "2": {"neighbourhood": "wareham"}, "3": {"neighbourhood": "blandford"}}


def test_care_on_both_sides_needs_two_people_and_comes_first(judged):
    timeline = [entry("1", 1), entry("1", 2), entry("1", 3), entry("2", 4, source="council")]
    found = judged([pair("both", "1", "2"), pair("one", "1", "3")], timeline, HOODS)
    assert (found["both"]["needs_two"], found["one"]["needs_two"]) == (True, False)
    assert found["both"]["priority"] == pytest.approx(0.5 * (1 + 1))  # log2(1 + the one entry of the lesser side)
    assert found["one"]["priority"] == pytest.approx(0.5)


@pytest.mark.parametrize(
    ("kind", "on", "ends_on", "adds"),
    [
        ("social_care_event", date(2020, 1, 1), None, 2),
        ("social_care_event", date(2020, 1, 1), date(2026, 3, 1), 0),
        ("referral", date(2026, 1, 1), date(2026, 5, 1), 2),
        ("community_contact", date(2026, 3, 1), None, 2),
        ("community_contact", date(2025, 3, 1), None, 0),
        ("gp_event", date(2026, 3, 30), None, 0),
    ],
)
def test_care_in_place_weighs(judged, kind, on, ends_on, adds):
    timeline = [entry("1", 1, kind=kind, on=on) | {"ends_on": ends_on}]
    assert judged([pair("a", "1", "2")], timeline, HOODS)["a"]["priority"] == pytest.approx(0.5 * (1 + adds))


@pytest.mark.parametrize(
    ("values", "doubt"),
    [
        ({"chance": 0.9}, 0.9),
        ({"chance": 0.999}, 0.95),
        ({"chance": 0.0001}, 0.05),
        ({"chance": None, "probability": 0.3}, 0.3),
        ({"chance": None, "probability": None}, 0.5),
        ({"chance": None, "probability": 0.8, "is_linked": True}, 0.2),
        ({"chance": None, "probability": None, "is_linked": True}, 0.05),
    ],
)
def test_doubt_is_the_chance_that_the_index_is_wrong(judged, values, doubt):
    assert judged([pair("a", "1", "2", **values)], [], HOODS)["a"]["priority"] == pytest.approx(doubt)


def test_of_two_records_of_one_person_each_counts_what_came_under_it(judged):
    timeline = [entry("1", line) for line in (1, 2)]
    events = [
        {"person_id": "p1", "source": "gp", "record_id": "1", "file": "gp", "line": 1},
        {"person_id": "p1", "source": "gp", "record_id": "9", "file": "gp", "line": 2},
    ]
    joined = pair("joined", "1", "2", right_person_id="p1", is_linked=True)
    found = judged([joined], timeline, HOODS, events)["joined"]
    assert found["needs_two"] is False  # nothing came under the council's record


def test_pair_belongs_where_most_care_is(judged):
    timeline = [entry("2", line, source="council") for line in (1, 2)] + [entry("1", 3)]
    found = judged([pair("a", "1", "2"), pair("b", "3", "2")], timeline, HOODS)
    assert (found["a"]["neighbourhood"], found["b"]["neighbourhood"]) == ("wareham", "wareham")
    assert found["a"]["organisations"] == ["the_council", "the_gp"]


def test_pair_with_a_sensitive_person_belongs_to_no_neighbourhood(judged):
    people = {**HOODS, "2": {"neighbourhood": "wareham", "is_sensitive": True}}
    found = judged([pair("a", "1", "2"), pair("b", "2", "1"), pair("c", "1", "3")], [], people)
    assert [found[name]["neighbourhood"] for name in "abc"] == [None, None, "swanage"]


def test_linkage_without_a_review_leaves_empty_tables(judged, tmp_path):
    assert judged([], [], HOODS) == {}
    assert pq.read_schema(tmp_path / "link" / "review_evidence.parquet").names == review.EVIDENCE.names
