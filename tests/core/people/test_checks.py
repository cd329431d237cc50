"""Identity checks: which NHS numbers join records, and what becomes of those that do not."""

from datetime import date

import nhs_number
import numpy as np
import pyarrow as pa
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from joinedup.core.engine import Engine
from joinedup.core.people import LinkParameters, link
from joinedup.core.people.checks import ranges
from joinedup.core.people.checks.numbers import accepts_test, ranges_are_doubted
from joinedup.core.people.identity import changed as identities


def with_check_digit(stem: int) -> str:
    """The number of a stem, or that of the next stem that has one."""
    while True:
        digits = f"{stem:09d}"
        rest = (11 - sum(int(digit) * (10 - place) for place, digit in enumerate(digits)) % 11) % 11
        if rest < 10:
            return f"{digits}{rest}"
        stem += 1


ISSUED = [with_check_digit(stem) for stem in (400_000_000, 499_000_000, 600_000_000)]
NEVER_ISSUED = with_check_digit(500_000_000)


def test_numbers_used_here_are_what_they_are_said_to_be():
    assert all(nhs_number.is_valid(number) for number in [*ISSUED, NEVER_ISSUED])
    assert [ranges.standing(number) for number in ISSUED] == ["issued"] * 3
    assert ranges.standing(NEVER_ISSUED) == "not_issued"


def test_the_ranges_are_those_the_nhs_number_package_knows():
    """It counts a day of birth of 01 and a month of 00 as Scottish; we do not."""
    issued = [nhs_number.REGION_SCOTLAND, nhs_number.REGION_NORTHERN_IRELAND, nhs_number.REGION_ENGLAND_WALES_IOM]
    random = np.random.default_rng(20263)
    for value in random.integers(0, 10_000_000_000, 3000).tolist():
        number = f"{value:010d}"
        expected = "not_issued"
        if any(region.contains_number(number) for region in issued):
            expected = "issued"
        elif nhs_number.REGION_SYNTHETIC.contains_number(number):
            expected = "test"
        if not 100_000_000 <= value < 101_000_000:
            assert ranges.standing(number) == expected, number


@given(stem=st.integers(0, 999_999_999))
@settings(max_examples=200, deadline=None, derandomize=True)
def test_the_table_for_the_engine_says_what_the_plain_function_says(stem):
    number = f"{stem:09d}0"
    rows = ranges.as_table().to_pylist()
    found = [row["standing"] for row in rows if row["prefix"] == number[:4] and row["first"] <= number <= row["last"]]
    assert found == [standing for standing in [ranges.standing(number)] if standing != "not_issued"]


@pytest.mark.parametrize(
    "wrong",
    [{"first": "123"}, {"last": "0000000000"}, {"standing": "lost"}, {"source": ""}, {"first": "4000000x00"}],
    ids=str,
)
def test_a_range_that_is_not_right_is_refused(wrong):
    good = {"name": "x", "first": "1000000000", "last": "1999999999", "standing": "issued", "source": "a page"}
    ranges.Range(**good)
    with pytest.raises(ranges.RangesWrong):
        ranges.Range(**(good | wrong))


def test_ranges_that_overlap_are_refused():
    one = ranges.Range("one", "1000000000", "1999999999", "issued", "a page")
    other = ranges.Range("other", "1999999999", "2999999999", "test", "a page")
    with pytest.raises(ranges.RangesWrong, match="overlap"):
        ranges.apart([other, one])


def two_records(record, number, **values):
    """Two records that only a number can join."""
    return [
        record("gp", "1", nhs_number=number, address=None, postcode=None),
        record("trust", "2", nhs_number=number, address=None, postcode=None, family_name="Ashdown", **values),
    ]


def test_a_test_number_joins_invented_people_and_nobody_real(linked, record, people_of, numbers):
    pair = two_records(record, numbers[0])
    assert len(people_of(linked(*pair, accepts_test_numbers=True))) == 1
    refused = linked(*pair, accepts_test_numbers=False)
    assert len(people_of(refused)) == 2
    assert refused.counts["number_records_test"] == refused.counts["records_of_refused_numbers"] == 2


def test_where_nobody_says_the_registers_tell_whether_people_are_invented(linked, record, people_of, numbers):
    pair = two_records(record, numbers[0])
    real = [
        record("gp", f"r{at}", nhs_number=ISSUED[at], given_name=name, family_name=name)
        for at, name in enumerate(["Olu", "Piotr", "Wen"])
    ]
    assert len(people_of(linked(*pair))) == 1
    assert len(people_of(linked(*pair, *real))) == 2 + 3


def test_a_number_never_issued_joins_nobody(linked, record, people_of):
    found = linked(*two_records(record, NEVER_ISSUED))
    assert len(people_of(found)) == 2
    assert found.counts["number_records_not_issued"] == 2


@pytest.mark.parametrize(
    ("records", "wanted", "accepts"),
    [
        ({}, None, False),
        ({"test": 1}, None, True),
        ({"test": 5, "issued": 5}, None, False),
        ({"test": 9}, False, False),
    ],
)
def test_test_numbers_are_accepted_if_wanted_or_if_most_are(records, wanted, accepts):
    assert accepts_test(records, wanted) is accepts


def test_many_numbers_outside_every_range_put_the_ranges_in_doubt_not_the_people():
    assert not ranges_are_doubted({"issued": 960, "not_issued": 40})
    assert ranges_are_doubted({"issued": 940, "not_issued": 60})
    assert not ranges_are_doubted({"issued": 94, "not_issued": 6})


def test_a_number_that_is_not_used_as_sent_is_told_with_what_was_received_and_why(linked, record, numbers):
    sent = ["4444444444", "943476591", numbers[0][:9] + "9", NEVER_ISSUED, numbers[1], "999 000 0034"]
    records = [
        record("gp", str(at), nhs_number=number, given_name=f"Ann{at}", birth_date=date(1950, 1, 1 + at))
        for at, number in enumerate(sent)
    ]
    newer = record("gp", "new", nhs_number=numbers[2], superseded_nhs_number=numbers[1], given_name="Ann4")
    found = linked(*records, newer | {"birth_date": date(1950, 1, 5)}).number_check.to_pylist()
    assert [(row["record_id"], row["received"], row["why"], row["current_number"]) for row in found] == [
        ("0", "4444444444", "repeated_digit", None),
        ("1", "943476591", "not_ten_digits", None),
        ("2", sent[2], "wrong_check_digit", None),
        ("3", NEVER_ISSUED, "not_issued", None),
        ("4", numbers[1], "superseded", numbers[2]),
    ]


def test_the_history_of_replaced_numbers_is_kept_with_its_dates(linked, record, numbers):
    found = linked(
        record("gp", "1", nhs_number=numbers[1], superseded_nhs_number=numbers[0], updated_on=date(2021, 5, 1)),
        record("trust", "2", nhs_number=numbers[1], superseded_nhs_number=numbers[0], updated_on=date(2024, 5, 1)),
        record("gp", "3", nhs_number=numbers[3], superseded_nhs_number=numbers[2], given_name="Tom"),
        record("gp", "4", nhs_number=numbers[4], superseded_nhs_number=numbers[2], given_name="Tim"),
    ).superseded_number.to_pylist()
    told = {"records": 2, "first_said_on": date(2021, 5, 1), "last_said_on": date(2024, 5, 1)}
    assert found[0] == {"old_number": numbers[0], "replaced_by": numbers[1], "current_number": numbers[1]} | told
    assert [(row["replaced_by"], row["current_number"]) for row in found[1:]] == [
        (numbers[3], None),
        (numbers[4], None),
    ]


def changed(record, numbers, **values):
    """Somebody before and after a change of identity: all the same but for the number and the given name."""
    return [
        record("gp", "old", nhs_number=numbers[0]),
        record("trust", "old2", nhs_number=numbers[0]),
        record("gp", "new", nhs_number=numbers[1], given_name="Martin", sex="male", **values),
        record("trust", "new2", nhs_number=numbers[1], given_name="Martin", sex="male"),
    ]


def registers_of(records, said) -> pa.Table:
    kinds = {"birth_date": pa.date32()}
    names = dict.fromkeys(name for row in records for name in row)
    columns = {name: pa.array([row.get(name) for row in records], kinds.get(name, pa.string())) for name in names}
    return pa.table(columns | {"changed_identity_of": pa.array(said, pa.string())})


@pytest.mark.parametrize("former", ["old", "999 000 0018"])
def test_a_changed_identity_is_told_by_a_register_of_every_record_under_both_numbers(record, numbers, former):
    records = changed(record, numbers)
    with Engine() as engine:
        found = identities.changed(engine, registers_of(records, [None, None, former, None]), LinkParameters())
    rows = found.to_pylist()
    pairs = {(row["left_record_id"], row["right_record_id"]) for row in rows}
    assert pairs == {(new, old) for new in ("new", "new2") for old in ("old", "old2")}
    assert {row["purpose"] for row in rows} == {"changed_identity"} and {row["reason"] for row in rows} == {None}


def test_a_new_identity_is_never_joined_to_the_old_even_if_its_number_is_said_to_replace_it(record, numbers):
    records = changed(record, numbers, superseded_nhs_number=numbers[0])
    records[2] |= {"given_name": "Margaret", "sex": "female"}
    records[3] |= {"given_name": "Margaret", "sex": "female"}
    with Engine() as engine:
        found = link(registers_of(records, [None, None, "old", None]), engine=engine, seed=1)
    person = {row["record_id"]: row["person_id"] for row in found.person_record.to_pylist()}
    assert person["old"] == person["old2"] != person["new"] == person["new2"]
    shown = found.review_pair.to_pylist()
    assert not [row for row in shown if row["left_person_id"] != row["right_person_id"]]


def test_a_register_that_says_nothing_of_changed_identities_says_nothing(record, numbers):
    with Engine() as engine:
        assert not identities.changed(
            engine, registers_of(changed(record, numbers), [None] * 4), LinkParameters()
        ).num_rows
