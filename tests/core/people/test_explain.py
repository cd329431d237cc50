"""Why two records are one person, what would join them, and what is never said."""

from datetime import UTC, date, datetime

import pyarrow as pa
import pytest

from joinedup.core.engine import Engine
from joinedup.core.people import LinkParameters, link
from joinedup.core.people.explain import NoSuchRecord, explain
from joinedup.core.people.identity.decisions import SCHEMA
from joinedup.core.people.identity.index import opened
from joinedup.job.explaining import in_words


@pytest.fixture
def explained(tmp_path, registers_of, starting_weights):
    """Link records, then ask about two of them."""

    def ask(left: str, right: str, *records: dict, other="gp", decisions: list[dict] | None = None, **parameters):
        made = None if decisions is None else pa.Table.from_pylist(decisions, schema=SCHEMA)
        with Engine(threads=1) as engine, opened(engine, tmp_path / "people.duckdb") as index:
            sent = registers_of(*records)
            settings = LinkParameters(**parameters)
            link(sent, engine=engine, seed=1, model=starting_weights, index=index, decisions=made, parameters=settings)
            return explain(("gp", left), (other, right), engine=engine, index=index)

    return ask


def test_the_way_from_one_record_to_the_other_is_shown_with_its_evidence(explained, record, numbers):
    records = [record("gp", "a", nhs_number=numbers[0]), record("gp", "b", nhs_number=numbers[0], postcode=None)]
    found = explained("b", "c", *records, record("gp", "c", address="12 Harbour Rd"))
    assert found.are_one and {link.how for link in found.links} == {"nhs_number", "demographics"}
    assert found.links[0].since == 1 and found.held_apart == ()
    assert found.weight == pytest.approx(found.prior + sum(level.weight for level in found.levels))


def test_strangers_are_said_to_fall_short_and_by_how_much(explained, record):
    other = {"given_name": "Olu", "family_name": "Ade", "birth_date": date(2001, 1, 9), "postcode": "BH15 2CD"}
    found = explained("a", "b", record("gp", "a"), record("gp", "b", **other))
    assert not found.are_one and found.links == () and found.shortfall > 0
    levels = {level.comparison: level.words for level in found.levels}
    assert levels["given_name"] == levels["family_name"] == "different"
    assert any("short" in line for line in in_words(found))


def test_twins_are_held_apart_by_their_names_and_two_numbers_by_themselves(explained, record, numbers):
    twin = explained("a", "b", record("gp", "a"), record("gp", "b", given_name="Dorothy"))
    assert "names, dates of birth or sex differ as those of relatives do" in twin.held_apart
    both = [record(source, at, nhs_number=numbers[at == "b"]) for source in ("gp", "trust") for at in "ab"]
    assert "each has a confirmed NHS number of its own" in explained("a", "b", *both).held_apart


def test_what_kept_nobody_apart_is_not_named_where_registers_list_people_once(explained, record):
    """There another date of birth is no bar, if not as far as a parent's: these two are merely not alike enough."""
    everybody = [
        record(source, f"{source}{at}", given_name=f"Given{at}", family_name=f"Family{at}")
        for source in ("gp", "trust")
        for at in range(20)
    ]
    pair = [record("gp", "a"), record("trust", "b", birth_date=date(1947, 11, 23), address=None, postcode=None)]
    asked = {"least_records_of_register": 20, "least_weight": 9}
    found = explained("a", "b", *everybody, *pair, other="trust", **asked)
    assert found.shortfall > 0 and found.held_apart == ()


def test_a_changed_identity_is_only_called_a_decision(explained, record, numbers):
    row = {"decision_id": "d", "left_source": "gp", "left_record_id": "a", "right_source": "gp", "right_record_id": "b"}
    row |= {"verdict": "different", "purpose": "changed_identity", "needs_two": False, "decided_by": "ann"}
    row |= {"decided_at": datetime(2026, 4, 1, tzinfo=UTC), "undoes": None, "reason": "adopted"}
    found = explained("a", "b", *(record("gp", at, nhs_number=numbers[0]) for at in "ab"), decisions=[row])
    said = "\n".join(in_words(found))
    assert found.held_apart[0] == "a decision keeps them apart"
    assert "identity" not in said and "adopt" not in said


def test_nothing_of_what_the_records_say_is_in_the_words(explained, record):
    said = "\n".join(in_words(explained("a", "b", record("gp", "a"), record("gp", "b"))))
    assert not any(value in said for value in ("Margaret", "Lane", "1941", "Harbour", "BH19"))


def test_a_record_that_is_not_there_is_refused_by_name(explained, record):
    with pytest.raises(NoSuchRecord, match="gp:z"):
        explained("a", "z", record("gp", "a"))
