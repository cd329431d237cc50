"""Which pairs people are asked about, and the sample they are asked to label."""

from collections import Counter
from datetime import UTC, date, datetime
from itertools import combinations

import pyarrow as pa
import pytest

from joinedup.core.engine import Engine
from joinedup.core.people import LinkParameters, link
from joinedup.core.people.identity.decisions import SCHEMA
from joinedup.core.people.linking.comparisons import COLUMNS, settings
from joinedup.core.people.review.finding import STRATA
from joinedup.core.people.statements import run

QUEUED = ("uncertain", "contested", "kept_apart", "number_disputed")


def queued(linkage) -> list[dict]:
    return [row for row in linkage.review_pair.to_pylist() if row["why"] in QUEUED]


def told(linkage) -> dict[frozenset[str], str]:
    return {frozenset((row["left_record_id"], row["right_record_id"])): row["why"] for row in queued(linkage)}


def crowd(record, count: int) -> list[dict]:
    """People nobody doubts, so that names and homes are not all alike."""
    names = ["Olu", "Wen", "Piotr", "Sadia", "Ines", "Hugh"]
    return [
        record(
            "gp",
            f"c{at}",
            given_name=names[at % 6] + "abcdefghij"[at % 10],
            family_name=f"Fam{'bcdfghjklm'[at % 10]}{at}",
            birth_date=date(1930 + at % 60, 1 + at % 12, 1 + at % 28),
            address=f"{at} Vale Road",
            postcode=f"DT1 {at % 9}AA",
        )
        for at in range(count)
    ]


def test_twins_at_one_address_are_asked_about_and_not_joined(linked, record):
    twins = [record("gp", "1"), record("trust", "2", given_name="Ruth")]
    found = linked(*crowd(record, 40), *twins)
    assert told(found)[frozenset(("1", "2"))] == "kept_apart"


def test_two_people_on_one_number_are_asked_about(linked, record, numbers):
    stranger = record("trust", "2", nhs_number=numbers[0], given_name="Tom", family_name="Reed", sex="male")
    found = linked(record("gp", "1", nhs_number=numbers[0]), stranger | {"birth_date": date(1988, 1, 2)})
    assert told(found) == {frozenset(("1", "2")): "number_disputed"}


def test_a_pair_just_below_the_threshold_is_asked_about_and_one_far_below_is_not(linked, record):
    alike = [record("gp", "1"), record("trust", "2", family_name="Layne", address=None, postcode=None)]
    weight = linked(*crowd(record, 40), *alike, least_weight=-20).edge.to_pylist()[0]["weight"]
    just_below = linked(*crowd(record, 40), *alike, least_weight=weight + 1, least_review_chance=1e-9)
    assert told(just_below)[frozenset(("1", "2"))] == "uncertain"
    far_below = linked(*crowd(record, 40), *alike, least_weight=weight + 17, least_review_chance=1e-9)
    assert frozenset(("1", "2")) not in told(far_below)


def test_a_match_with_two_rivals_is_contested(linked, record, numbers):
    rivals = [
        record(source, f"{name}{source}", nhs_number=numbers[at], given_name=name)
        for at, name in enumerate(("Margaret", "Margarete"))
        for source in ("gp", "trust")
    ]
    found = linked(*crowd(record, 40), *rivals, record("council", "x", family_name="Layne"), least_margin=50)
    assert "contested" in told(found).values()


def ask(*records, decisions=None, **parameters):
    registers = pa.Table.from_pylist(list(records))
    with Engine() as engine:
        return link(
            registers, engine=engine, seed=1, decisions=decisions, model=settings(set(COLUMNS), prior=1e-5),
            parameters=LinkParameters(**parameters),
        )  # fmt: skip


@pytest.mark.parametrize("purpose", ["review", "changed_identity"])
def test_nobody_is_asked_twice_about_a_pair_nor_ever_about_a_changed_identity(record, purpose):
    twins = [*crowd(record, 40), record("gp", "1"), record("trust", "2", given_name="Ruth")]
    assert frozenset(("1", "2")) in told(ask(*twins))
    said = {"decision_id": "d", "left_source": "gp", "left_record_id": "1", "right_source": "trust"}
    said |= {"right_record_id": "2", "verdict": "different", "purpose": purpose, "needs_two": False}
    said |= {"decided_by": "ann", "decided_at": datetime(2026, 4, 1, tzinfo=UTC), "undoes": None, "reason": None}
    found = ask(*twins, decisions=pa.Table.from_pylist([said], schema=SCHEMA))
    assert frozenset(("1", "2")) not in told(found)


def test_the_home_of_a_sensitive_person_raises_nobody(record):
    twins = [record("gp", "1"), record("trust", "2", given_name="Ruth")]
    crowded = [row | {"is_sensitive": False} for row in crowd(record, 40)]
    assert told(ask(*crowded, *(row | {"is_sensitive": False} for row in twins)))
    assert not told(ask(*crowded, twins[0] | {"is_sensitive": True}, twins[1] | {"is_sensitive": False}))


def many_twins(record, count: int) -> list[dict]:
    """Twins at homes of their own, a few hundred of them."""
    rows = []
    for at, row in enumerate(crowd(record, count)):
        rows += [row, row | {"source": "trust", "record_id": f"t{at}", "given_name": "Zo" + "aeiou"[at % 5] + "x"}]
    return rows


def test_at_most_a_share_of_all_records_is_sent_and_the_likeliest_first(linked, record, monkeypatch):
    monkeypatch.setattr("joinedup.core.people.review.finding.FEWEST_TO_REVIEW", 0)
    rows = many_twins(record, 300)
    everything = linked(*rows, most_review_share=1.0)
    some = linked(*rows, most_review_share=0.1)
    assert len(queued(everything)) > 30 == len(queued(some))
    records = {row[f"{side}_record_id"] for row in queued(some) for side in ("left", "right")}
    assert len(records) <= 0.1 * len(rows)
    chance = {row["pair_id"]: row["chance"] for row in everything.review.pair.to_pylist()}
    least = min(chance[row["pair_id"]] for row in queued(some))
    assert sum(each is not None and each > least for each in chance.values()) <= 30


def test_one_row_a_pair_of_people_whatever_the_order_of_rows(linked, record):
    rows = many_twins(record, 60)
    first, again = linked(*rows), linked(*rows[::-1])
    assert first.review_pair.equals(again.review_pair)
    people = Counter((row["left_person_id"], row["right_person_id"]) for row in queued(first))
    assert set(people.values()) == {1}
    keys = ("left_source", "left_record_id"), ("right_source", "right_record_id")
    for row in first.review_pair.to_pylist():
        assert tuple(row[name] for name in keys[0]) < tuple(row[name] for name in keys[1])


def test_strata_count_every_linked_pair_of_records_once(linked, record, numbers):
    """The slow twin: pairs of records of one person, counted one by one."""
    rows = many_twins(record, 30)
    rows += [
        record("gp", "a", nhs_number=numbers[0]),
        record("trust", "b", nhs_number=numbers[0], family_name="Ashdown"),
    ]
    rows += [record("council", "d", given_name="Peggy"), record("fire", "e", given_name="Margret")]
    rows += [row | {"source": "ambulance", "family_name": row["family_name"] + "e"} for row in crowd(record, 30)]
    found = linked(*rows)
    person = [row["person_id"] for row in found.person_record.to_pylist()]
    strata = found.review.stratum.to_pylist()
    linked_pairs = sum(one == other for one, other in combinations(person, 2))
    assert sum(row["pairs"] for row in strata if row["is_linked"]) == linked_pairs > 30
    assert {row["stratum"] for row in strata} <= set(STRATA) and {row["stratum"] for row in strata} >= {"number"}
    drawn = Counter(row["stratum"] for row in found.review_pair.to_pylist() if row["stratum"])
    assert drawn == {row["stratum"]: row["drawn"] for row in strata}
    assert all(row["drawn"] == row["pairs"] for row in strata if row["pairs"] <= 50)


def test_what_is_expected_of_a_stratum_is_the_mean_over_its_pairs_of_records():
    """Likeness made one pair of person 1, three of person 2; between 3 and 4 is one pair, between 5 and 6 are six."""
    with Engine() as engine:
        engine.execute(
            "create schema linkage;"
            "create table linkage.member as select unnest([1, 1, 2, 2, 2, 2]) as grown,"
            " unnest([1, 2, 3, 3, 3, 4]) as unit, null::varchar as number, null::bigint as number_unit;"
            "create table linkage.weakest as select unnest([1, 2]) as grown, unnest([3.0, 5.0]) as weight;"
            "create table linkage.size as select unnest([3, 4, 5, 6]) as grown, unnest([1, 1, 3, 2]) as records;"
            "create table linkage.chance as select 'apart_5' as stratum, unnest([3, 5]) as grown_l,"
            " unnest([4, 6]) as grown_r, unnest([0.2, 0.6]) as chance"
        )
        run(engine, "review/strata", joins_from=2.5)
        told = "select pairs, record_pairs, expected from linkage.stratum where stratum = $stratum"
        [likely] = engine.table(told, stratum="likeness_0").to_pylist()
        [apart] = engine.table(told, stratum="apart_5").to_pylist()
    assert likely == {"pairs": 4, "record_pairs": 4, "expected": pytest.approx((8 / 9 + 3 * 32 / 33) / 4)}
    assert apart == {"pairs": 2, "record_pairs": 7, "expected": pytest.approx((0.2 + 6 * 0.6) / 7)}


def test_every_drawn_pair_is_what_its_stratum_says(linked, record):
    found = linked(*many_twins(record, 60), sample_pairs=10)
    for row in found.review_pair.to_pylist():
        if row["stratum"]:
            assert row["is_linked"] == (row["left_person_id"] == row["right_person_id"])
            assert row["is_linked"] != row["stratum"].startswith("apart")
