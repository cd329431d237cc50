"""What people decide about pairs of records holds, whatever the numbers and the likeness say."""

from datetime import UTC, date, datetime, timedelta

import pyarrow as pa
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from joinedup.core.people.identity import decisions as decided
from joinedup.core.people.identity import exchange
from joinedup.core.people.identity.decisions import SCHEMA, NotDecisions, standing

START = datetime(2026, 4, 1, 9, tzinfo=UTC)


def decision(at: int, left: str, right: str, verdict: str | None = "different", **values) -> dict:
    """What Ann decided `at` minutes past nine about two records of the practice."""
    row = {"decision_id": f"d{at}", "left_source": "gp", "left_record_id": left, "right_source": "gp"}
    row |= {"right_record_id": right, "verdict": verdict, "purpose": "review", "needs_two": False, "decided_by": "ann"}
    return row | {"decided_at": START + timedelta(minutes=at), "undoes": None, "reason": ""} | values


def table(*rows: dict) -> pa.Table:
    return pa.Table.from_pylist(list(rows), schema=SCHEMA)


def held(*rows: dict) -> tuple[list[str], list[str]]:
    """Pairs that must, and that cannot, be one person, as 'left-right'."""
    found = standing(table(*rows))
    return tuple(
        ["-".join(record for _, record in pair) for pair in each] for each in (found.must_link, found.cannot_link)
    )


def test_the_latest_verdict_holds_whichever_way_round_the_pair_is_named():
    assert held(decision(1, "a", "b", "same"), decision(2, "b", "a")) == ([], ["a-b"])
    assert held(decision(1, "a", "b"), decision(2, "b", "a", "same", decided_by="ben")) == (["a-b"], [])


def test_who_cannot_tell_takes_back_what_was_told():
    assert held(decision(1, "a", "b", "same"), decision(2, "a", "b", "cannot_tell")) == ([], [])


def test_a_withdrawn_decision_counts_for_nothing_until_the_withdrawal_is_withdrawn():
    rows = [decision(1, "a", "b"), decision(2, "a", "b", None, undoes="d1")]
    assert held(*rows) == ([], [])
    assert held(*rows, decision(3, "a", "b", None, undoes="d2")) == ([], ["a-b"])


def test_only_what_came_later_can_withdraw():
    assert held(decision(1, "a", "b", None, undoes="d2"), decision(2, "a", "b")) == ([], ["a-b"])


def test_what_needs_two_waits_for_a_second_person():
    one = decision(1, "a", "b", "same", needs_two=True)
    assert held(one) == held(one, decision(2, "a", "b", "same", needs_two=True)) == ([], [])
    assert standing(table(one)).waiting == [(("gp", "a"), ("gp", "b"))]
    assert held(one, decision(2, "a", "b", "same", needs_two=True, decided_by="ben")) == (["a-b"], [])
    assert held(one, decision(2, "a", "b", "different", needs_two=True, decided_by="ben")) == ([], [])


@pytest.mark.parametrize(("first", "then"), [("same", "different"), ("different", "same")])
def test_two_against_two_leave_what_held_until_a_further_person_says(first, then):
    said = enumerate([("ann", first), ("ben", first), ("cat", then), ("dan", then), ("eve", then)])
    rows = [decision(at, "a", "b", verdict, needs_two=True, decided_by=who) for at, (who, verdict) in said]
    settled = {"same": (["a-b"], []), "different": ([], ["a-b"])}
    assert held(*rows[:2]) == held(*rows[:4]) == settled[first]
    assert held(*rows) == settled[then]


def test_who_changes_their_mind_no_longer_counts_for_the_first():
    rows = [decision(1, "a", "b", "same", needs_two=True), decision(2, "a", "b", needs_two=True)]
    assert held(*rows, decision(3, "a", "b", "same", needs_two=True, decided_by="ben")) == ([], [])
    assert held(*rows, decision(3, "a", "b", needs_two=True, decided_by="ben")) == ([], ["a-b"])


def test_a_changed_identity_outweighs_every_later_verdict_but_not_its_own_withdrawal():
    rows = [decision(1, "a", "b", purpose="changed_identity"), decision(2, "a", "b", "same", decided_by="ben")]
    assert held(*rows) == ([], ["a-b"])
    assert held(*rows, decision(3, "a", "b", None, undoes="d1")) == (["a-b"], [])


def test_a_table_without_its_columns_is_refused_by_name():
    with pytest.raises(NotDecisions, match="without undoes"):
        standing(table(decision(1, "a", "b")).drop_columns(["undoes"]))


def test_what_was_decided_to_be_two_people_holds_against_one_number_and_one_description(
    linked, record, numbers, people_of
):
    records = [record("gp", each, nhs_number=numbers[0]) for each in "abc"]
    apart = linked(*records, decisions=table(decision(1, "a", "b", purpose="unlink")))
    assert {frozenset({"gp:a", "gp:b"})} & people_of(apart) == set()
    assert all(not {"gp:a", "gp:b"} <= people for people in people_of(apart))
    assert len(people_of(apart)) == 2, "the third record stays with one of them"


def test_a_changed_identity_is_not_joined_by_its_superseded_number_or_by_must_links(linked, record, numbers, people_of):
    old = [record("gp", "old", nhs_number=numbers[0]), record("trust", "old", nhs_number=numbers[0])]
    new = [
        record("gp", "new", nhs_number=numbers[1], superseded_nhs_number=numbers[0]),
        record("trust", "new", nhs_number=numbers[1]),
    ]
    assert len(people_of(linked(*old, *new))) == 1
    rows = [decision(1, "old", "new", purpose="changed_identity"), decision(2, "old", "new", "same", decided_by="ben")]
    found = people_of(linked(*old, *new, decisions=table(*rows)))
    assert not any({"gp:old", "gp:new"} <= people for people in found)


def test_a_group_is_divided_along_its_weakest_link(linked, record, numbers, people_of):
    mover = {"nhs_number": numbers[0], "address": "3 Mill Lane, Poole", "postcode": "BH15 2CD", "given_name": "Marge"}
    records = [record("gp", "a1", nhs_number=numbers[0]), record("gp", "a2", nhs_number=numbers[0])]
    records += [record("gp", "b1", **mover), record("gp", "b2", **mover)]
    assert len(people_of(linked(*records))) == 1
    found = people_of(linked(*records, decisions=table(decision(1, "a1", "b1"))))
    assert found == {frozenset({"gp:a1", "gp:a2"}), frozenset({"gp:b1", "gp:b2"})}


def test_likeness_does_not_join_what_was_decided_to_be_two_even_through_others(linked, record, people_of):
    records = [record("gp", "a"), record("gp", "b", given_name="Margret"), record("gp", "c", address="12 Harbour Rd")]
    assert people_of(linked(*records)) == {frozenset({"gp:a", "gp:b", "gp:c"})}
    found = people_of(linked(*records, decisions=table(decision(1, "b", "c"))))
    assert not any({"gp:b", "gp:c"} <= people for people in found)


def test_what_was_decided_to_be_one_person_is_one_without_any_likeness(linked, record, numbers, people_of):
    other = {"given_name": "Olu", "family_name": "Ade", "birth_date": date(2001, 1, 9), "sex": "male", "postcode": None}
    records = [record("gp", "a", nhs_number=numbers[0]), record("gp", "b", nhs_number=numbers[1], **other)]
    linkage = linked(*records, decisions=table(decision(1, "a", "b", "same")))
    assert people_of(linkage) == {frozenset({"gp:a", "gp:b"})}
    assert linkage.edge["how"].to_pylist() == ["decision"]
    assert set(linkage.person_record["how"].to_pylist()) == {"decision"}


def test_of_decisions_that_cannot_all_hold_people_stay_apart_and_it_is_said(linked, record, people_of):
    other = {"address": None, "postcode": None, "birth_date": None}
    records = [
        record("gp", "a"),
        record("gp", "b", given_name="Olu", **other),
        record("gp", "c", given_name="Ade", **other),
    ]
    rows = [decision(1, "a", "b", "same"), decision(2, "b", "c", "same"), decision(3, "a", "c")]
    linkage = linked(*records, decisions=table(*rows))
    assert not any({"gp:a", "gp:c"} <= people for people in people_of(linkage))
    assert linkage.counts["decisions_contradicted"] == 1
    assert linkage.contradiction["left_record_id"].to_pylist() == ["a"], "the later of the two holds"


def test_decisions_about_records_that_are_gone_are_borne(linked, record, people_of):
    rows = [decision(1, "a", "gone", "same"), decision(2, "lost", "a"), decision(3, "lost", "gone")]
    assert people_of(linked(record("gp", "a"), decisions=table(*rows))) == {frozenset({"gp:a"})}


NAMES = "abcdef"
SOME = st.lists(
    st.tuples(st.sampled_from(NAMES), st.sampled_from(NAMES), st.sampled_from(["same", "different"])).filter(
        lambda each: each[0] != each[1]
    ),
    max_size=6,
)


@given(made=SOME, shares=st.lists(st.integers(0, 2), min_size=6, max_size=6))
@settings(max_examples=5, deadline=None, derandomize=True, suppress_health_check=[HealthCheck.function_scoped_fixture])
def test_no_person_holds_a_pair_kept_apart_and_undoing_brings_the_people_back(
    made, shares, linked, record, numbers, people_of
):
    records = [
        record(
            "gp", name, nhs_number=numbers[share], given_name="Margaret" if share else "Peg", address=f"{at} High St"
        )
        for at, (name, share) in enumerate(zip(NAMES, shares, strict=True))
    ]
    rows = [decision(at, *each) for at, each in enumerate(made)]
    before, after = people_of(linked(*records)), linked(*records, decisions=table(*rows))
    group = {name: people for people in people_of(after) for name in people}
    found = standing(table(*rows))
    assert all(group[f"gp:{left[1]}"] != group[f"gp:{right[1]}"] for left, right in found.cannot_link)
    broken = {
        ((row["left_source"], row["left_record_id"]), (row["right_source"], row["right_record_id"]))
        for row in after.contradiction.to_pylist()
    }
    assert all(
        group[f"gp:{left[1]}"] == group[f"gp:{right[1]}"] or (left, right) in broken for left, right in found.must_link
    )
    assert not broken or found.cannot_link
    undone = [decision(100 + at, *each[:2], None, undoes=f"d{at}") for at, each in enumerate(made)]
    assert people_of(linked(*records, decisions=table(*rows, *undone))) == before


def test_pairs_travel_as_a_table():
    pair = (("gp", "a"), ("trust", "b"))
    assert decided.as_table([pair]).to_pylist() == [
        {"left_source": "gp", "left_record_id": "a", "right_source": "trust", "right_record_id": "b"}
    ]


def sent(**values) -> dict:
    row = {"decision_id": "1", "left_source": "gp", "left_record_id": "a", "right_source": "gp", "right_record_id": "b"}
    row |= {"verdict": "same", "purpose": "review", "needs_two": "no", "decided_by": "ann"}
    return row | {"decided_at": "2026-04-01T10:00:00+01:00", "undoes": "", "reason": ""} | values


def rules(*rows: dict, **values) -> list[str]:
    return exchange.checked(pa.Table.from_pylist(list(rows)), **values)[1]["rule"].to_pylist()


def test_a_decision_from_a_file_is_read_as_it_was_meant():
    [row] = exchange.checked(pa.Table.from_pylist([sent(needs_two="Yes")]))[0].to_pylist()
    assert row["decided_at"] == datetime(2026, 4, 1, 9) and row["needs_two"] is True  # noqa: DTZ001  (kept as UTC)
    assert row["undoes"] is None


@pytest.mark.parametrize(
    ("rule", "values"),
    [
        ("unknown_verdict", {"verdict": "maybe"}),
        ("unknown_verdict", {"verdict": ""}),
        ("unknown_purpose", {"purpose": "fun"}),
        ("not_a_date", {"decided_at": "yesterday"}),
        ("not_yes_or_no", {"needs_two": "perhaps"}),
        ("empty", {"decided_by": " "}),
        ("same_record", {"right_record_id": "a"}),
        ("unknown_decision", {"undoes": "nothing"}),
        ("unknown_record", {"right_record_id": "z"}),
    ],
)
def test_a_decision_that_breaks_a_rule_is_rejected_by_name(rule, values):
    assert rules(sent(**values), is_known=lambda record: record[1] in "ab") == [rule]


def test_nobody_says_the_same_twice_without_withdrawing_the_first():
    again = sent(decision_id="2", left_record_id="b", right_record_id="a")
    assert rules(sent(), again) == ["decided_twice"]
    assert rules(sent(), again | {"decided_by": "ben"}) == rules(sent(), again | {"verdict": "different"}) == []
    assert rules(sent(), again | {"undoes": "1", "decided_at": "2026-04-02T10:00:00Z"}) == []


def test_the_same_file_twice_adds_nothing_and_an_id_with_another_meaning_is_rejected():
    first, _ = exchange.checked(pa.Table.from_pylist([sent()]))
    again, rejects = exchange.checked(pa.Table.from_pylist([sent()]), known=first)
    assert again.num_rows == rejects.num_rows == 0
    assert rules(sent(verdict="different"), known=first) == ["id_used_twice"]
