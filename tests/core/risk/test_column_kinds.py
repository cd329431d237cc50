"""What each column of a table is taken for, and which tables and choices are refused."""

import numpy as np
import pyarrow as pa
import pytest

from joinedup.core.risk.any_table.binary_outcome import outcome_values
from joinedup.core.risk.any_table.kinds import feature_values, identifies
from joinedup.core.risk.any_table.leaks import suspected_leaks
from joinedup.core.risk.any_table.table import fit_table, score_columns
from joinedup.core.risk.evaluation.groupings import groupings
from joinedup.core.risk.failures import (
    ColumnMissing,
    ColumnNotWords,
    ColumnsInConflict,
    OutcomeNotBinary,
    TooManyGroups,
)
from joinedup.core.risk.models.additive import AdditiveModel, Axis, Term

ROWS = 120


def table(**more) -> pa.Table:
    rng = np.random.default_rng(2)
    made = {"who": np.arange(ROWS) // 2, "ill": rng.integers(0, 2, ROWS), "age": rng.uniform(18, 99, ROWS)}
    return pa.table(made | more)


def given(found: pa.Table, **more):
    return fit_table(found, **({"outcome": "ill", "person": "who", "exclude": []} | more))


@pytest.mark.parametrize(
    ("name", "values", "why"),
    [
        ("rownames", np.arange(1, ROWS + 1), "it numbers the rows"),
        ("stay_id", np.random.default_rng(1).permutation(ROWS) * 7, "it numbers the rows"),
        ("other_id", 1000 - np.arange(ROWS) // 2, "it says which person it is"),
        ("name", [f"somebody {at}" for at in range(ROWS)], "almost every row has a value of its own"),
        ("seen", ["2024-05-06"] * ROWS, "dates as text"),
        ("born", ["6/5/1950", None] * (ROWS // 2), "dates as text"),
        ("at", pa.array([0] * ROWS, pa.timestamp("s")), "dates or times"),
        ("list", [["a"]] * ROWS, "lists"),
    ],
)
def test_what_only_says_who_or_when_is_left_out_by_name(name, values, why) -> None:
    found = given(table(**{name: values}))
    assert list(found.columns) == ["age"]
    assert found.notes[0].startswith(f"{name} was left out")
    assert why in found.notes[0]


@pytest.mark.parametrize(
    "values",
    [
        np.random.default_rng(1).normal(size=ROWS),  # all different, but a measurement
        np.random.default_rng(1).integers(0, 20, ROWS),
        np.where(np.arange(ROWS) % 3, "M", "F"),
        [f"ward {at % 30}" for at in range(ROWS)],
        np.repeat(np.random.default_rng(1).normal(size=ROWS // 2), 2),  # one for each person, but a measurement
    ],
)
def test_what_may_tell_something_is_kept(values) -> None:
    assert list(given(table(thing=values)).columns) == ["age", "thing"]


def test_words_for_missing_are_missing_and_numbers_as_text_are_numbers() -> None:
    values = feature_values(pa.chunked_array([["1", " 2.5 ", "?", "NA", None, "inf", "-"]]))
    assert np.array_equal(values, [1, 2.5, np.nan, np.nan, np.nan, np.nan, np.nan], equal_nan=True)
    assert feature_values(pa.chunked_array([["1", "2", "V27"]])).tolist() == ["1", "2", "V27"]
    assert feature_values(pa.chunked_array([pa.array(["b", None, "b"]).dictionary_encode()])).tolist() == [
        "b",
        None,
        "b",
    ]
    assert np.isnan(feature_values(pa.chunked_array([["?", None]]))).all()


def test_infinite_numbers_are_missing_and_said() -> None:
    rates = np.full(ROWS, 1.5)
    rates[:3] = [np.inf, -np.inf, np.nan]
    found = given(table(rate=rates))
    assert np.isnan(found.columns["rate"]).sum() == 3
    assert "rate: 2 infinite values are taken as missing" in found.notes


@pytest.mark.parametrize("words", [[1, 0], [1.0, 0.0], [True, False], ["Yes", "no"], ["TRUE", "False"], ["1", "0"]])
def test_every_way_to_say_yes_or_no_is_an_outcome(words) -> None:
    assert outcome_values(pa.chunked_array([[*words, None]])).tolist() == [True, False, None]


def test_an_event_may_be_named_and_the_rest_are_not_it() -> None:
    assert outcome_values(pa.chunked_array([["<30", ">30", "NO", None]]), "<30").tolist() == [True, False, False, None]
    assert outcome_values(pa.chunked_array([[1.0, 2.0, np.nan]]), "2").tolist() == [False, True, None]


def test_an_outcome_of_three_values_is_refused_and_the_way_out_named() -> None:
    with pytest.raises(OutcomeNotBinary, match=r"3 different values.*--event"):
        given(table(stage=np.arange(ROWS) % 3), outcome="stage")


@pytest.mark.parametrize(
    ("choice", "words"),
    [
        ({"exclude": ["ill"]}, "ill is the outcome"),
        ({"exclude": ["who"]}, "who is the person"),
        ({"outcome": "who"}, "both as outcome and as person"),
    ],
)
def test_a_column_named_for_two_purposes_is_refused(choice, words) -> None:
    with pytest.raises(ColumnsInConflict, match=words):
        given(table(), **choice)


def test_two_columns_of_one_name_are_refused() -> None:
    twice = pa.table([table()[name] for name in ("who", "ill", "age", "age")], names=["who", "ill", "age", "age"])
    with pytest.raises(ColumnsInConflict, match="two columns named age"):
        given(twice)


def test_a_person_column_that_is_not_there_is_named() -> None:
    with pytest.raises(ColumnMissing, match=r"no column patient.*Available: who, ill, age"):
        given(table(), person="patient")


@pytest.mark.parametrize(
    ("written", "header"), [("Age", "age"), ("patient id", "Patient.ID"), ("ward", " ward "), ("tenur", "tenure")]
)
def test_a_column_almost_named_is_guessed(written, header) -> None:
    found = table(**{header: np.arange(ROWS)})
    with pytest.raises(ColumnMissing, match=f'no column {written}. .*did you mean "{header}"'):
        given(found, exclude=[written])


def test_rows_whose_person_is_not_a_number_are_left_out() -> None:
    who = np.where(np.arange(ROWS) < 4, np.nan, np.arange(ROWS))
    found = given(table(who=who))
    assert len(found.outcome) == ROWS - 4 == found.used.sum()
    assert found.notes[0] == "4 rows without outcome or person were left out"


def test_a_column_that_gives_the_outcome_away_is_suspected_by_name() -> None:
    rng = np.random.default_rng(4)
    died = rng.random(2000) < 0.1
    columns = {
        "year_of_death": np.where(died, rng.integers(1990, 2000, 2000), np.nan),
        "stage": np.where(died, "last", "first").astype(object),
        "u_shaped": np.where(died, rng.choice([-9.0, 9.0], 2000), rng.normal(size=2000)),
        "age": rng.normal(60, 10, 2000) + 15 * died,
    }
    assert list(suspected_leaks(columns, died, np.arange(2000), seed=1)) == ["year_of_death", "stage", "u_shaped"]


def test_few_rows_are_not_taken_for_identifiers() -> None:
    assert identifies("age", np.arange(20.0), np.arange(20)) == ""


@pytest.mark.parametrize("choice", [{"outcome": "list"}, {"person": "list"}])
def test_lists_are_neither_outcome_nor_person(choice) -> None:
    with pytest.raises(ColumnNotWords, match="list is a column of lists"):
        given(table(list=[["a"]] * ROWS), **choice)


def test_a_grouping_is_by_value_or_by_fifths_and_an_identifier_is_none() -> None:
    found = table(sex=["F", None] * (ROWS // 2), born=pa.array([0, 365] * (ROWS // 2), pa.date32()))
    used = np.arange(ROWS) < 100
    groups = groupings(found, ["sex", "age", "born"], used)
    assert set(groups["sex"]) == {"F", ""}
    assert sorted(np.unique(groups["age"], return_counts=True)[1]) == [20] * 5
    assert set(groups["born"]) == {"1970-01-01", "1971-01-01"}
    with pytest.raises(TooManyGroups, match="name has 250 groups"):
        groupings(pa.table({"name": [f"n{at}" for at in range(250)]}), ["name"], np.ones(250, dtype=bool))


def test_groups_of_long_numbers_stay_apart() -> None:
    used = np.ones(ROWS, dtype=bool)
    for first in (1_234_567, 10**15, 2**60):
        areas = [first, first + 1, None] * (ROWS // 3)
        assert set(groupings(table(area=areas), ["area"], used)["area"]) == {str(first), str(first + 1), ""}
    doses = np.where(np.arange(ROWS) % 2, 2.00000001, 2.00000002)
    assert set(groupings(table(dose=doses), ["dose"], used)["dose"]) == {"2.00000001", "2.00000002"}
    long = groupings(table(area=np.arange(ROWS) + 1_234_567.0), ["area"], used)["area"]
    assert sorted(set(long))[:2] == ["1: 1234567 to 1234590", "2: 1234591 to 1234614"]
    assert groupings(table(part=np.where(np.arange(ROWS) % 2, 0.5, 1 / 3)), ["part"], used)["part"][0] == "0.333333"


def test_steps_of_long_numbers_have_names_of_their_own() -> None:
    assert Axis("area", edges=(1234567.5, 1234568.5)).labels == [
        "not known", "under 1234567.5", "1234567.5 to under 1234568.5", "1234568.5 or more",
    ]  # fmt: skip
    assert Axis("share", edges=(1 / 3, 1000.0)).labels[1:] == [
        "under 0.333333",
        "0.333333 to under 1000",
        "1000 or more",
    ]


@pytest.mark.parametrize(
    ("values", "held"),
    [
        ([["a"]] * ROWS, "lists"),
        ([{"a": 1}] * ROWS, "lists"),
        (pa.array([b"\xff\x00"] * ROWS, pa.binary()), "no text but binary"),
    ],
)
def test_lists_and_bytes_are_no_groups_no_people_and_no_categories_and_are_named(values, held) -> None:
    found = table(thing=values)
    with pytest.raises(ColumnNotWords, match=f"thing is a column of {held}"):
        groupings(found, ["thing"], np.ones(ROWS, dtype=bool))
    for choice in ({"outcome": "thing"}, {"person": "thing"}):
        with pytest.raises(ColumnNotWords, match=f"thing is a column of {held}"):
            given(found, **choice)
    category = AdditiveModel("fall", (Term((Axis("thing", categories=("a",)),), np.zeros(3)),), intercept=-1.0)
    with pytest.raises(ColumnNotWords, match=f"thing is a column of {held}"):
        score_columns(found, category)
