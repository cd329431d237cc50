"""Which values of an outcome count as having it, which as not, and which say nothing."""

import numpy as np
import pyarrow as pa
import pytest

from joinedup.core.risk.any_table.binary_outcome import read_outcome
from joinedup.core.risk.any_table.table import fit_table
from joinedup.core.risk.failures import OutcomeNotBinary

ROWS = 120


def given(outcome, event: str | None = None, **more):
    made = {"who": np.arange(ROWS), "age": np.random.default_rng(2).uniform(18, 99, ROWS), "state": outcome}
    return fit_table(pa.table(made | more), outcome="state", person="who", exclude=[], event=event)


def told(values, event: str | None = None):
    return read_outcome(pa.chunked_array([values]), event)


@pytest.mark.parametrize("nothing", ["?", "NA", " n/a ", "", "-", None])
def test_a_value_that_says_nothing_is_missing_also_where_the_event_is_named(nothing) -> None:
    found = given(["dead", "alive", nothing] * (ROWS // 3), "dead")
    assert (len(found.outcome), int(found.outcome.sum())) == (80, 40)
    assert found.notes[0] == "40 rows without outcome or person were left out"
    assert given(["yes", "no", nothing] * (ROWS // 3)).outcome.sum() == 40


def test_what_counts_as_not_having_the_outcome_is_named_commonest_first() -> None:
    states = ["dead", "Alive", "Alive", "unknown"] * (ROWS // 4)
    assert given(states, "dead").notes == ('counted as not having the outcome: "Alive", "unknown"',)
    assert given([0, 1, 2, 3] * (ROWS // 4), ">= 1").notes == ()
    many = [*"abcdefgh"] * (ROWS // 8)
    assert given(many, "b").notes == ('counted as not having the outcome: "a", "c", "d", "e", "f" and 2 other values',)


@pytest.mark.parametrize(
    ("values", "having_it", "why"),
    [
        (["dead", "alive", "alive"], "dead", 'the rarer of "alive" and "dead"'),
        (["Dead", "alive", "dead ", "alive", "alive"], "Dead", 'the rarer of "alive" and "Dead"'),
        (["alive", "dead", "dead"], "alive", 'the rarer of "alive" and "dead"'),
        (["alive", "dead"], "dead", 'the later by name of "alive" and "dead"'),
        (["1", "2", "2"], "2", 'the larger of "1" and "2"'),
        ([1, 2, 2], "2", 'the larger of "1" and "2"'),
        ([2.0, 1.0, np.nan], "2", 'the larger of "1" and "2"'),
        ([-1, 1, 1], "1", 'the larger of "-1" and "1"'),
        (["no", "relapse", "relapse"], "relapse", 'the likelier yes of "no" and "relapse"'),
        (["yes", "yes", "unsure"], "yes", 'the likelier yes of "unsure" and "yes"'),
    ],
)
def test_of_two_values_one_is_the_outcome_and_why_is_said(values, having_it, why) -> None:
    found = told(values)
    assert found.notes == (f'"{having_it}" is counted as the outcome, being {why}; give --event to choose',)
    expected = [None if value != value else str(value).strip().removesuffix(".0") for value in values]
    assert found.happened.tolist() == [None if v is None else v.lower() == having_it.lower() for v in expected]


@pytest.mark.parametrize(
    "column",
    [
        pa.array(["dead", "alive", None, "alive"]).dictionary_encode(),
        pa.array([2, 1, None, 1]).dictionary_encode(),
        pa.array(["dead", "alive", None, "alive"], pa.large_string()),
        pa.array([True, False, None, False]),
        pa.array([1.0, 0.0, None, 0.0]).cast(pa.decimal128(5, 2)),
    ],
)
def test_every_type_of_column_may_be_an_outcome(column) -> None:
    assert told(column).happened.tolist() == [True, False, None, False]


def test_yes_and_no_need_no_note() -> None:
    for values in (["yes", "no"], [1, 0], ["1.0", "0.00"], [True, False]):
        assert told(values).notes == ()


@pytest.mark.parametrize(("event", "true"), [("1", True), ("yes", True), ("TRUE", True), ("0", False), ("no", False)])
def test_one_and_yes_name_true_and_nought_and_no_name_false(event, true) -> None:
    assert told([True, False, None], event).happened.tolist() == [true, not true, None]


@pytest.mark.parametrize(("bound", "over"), [(">.5", 2), ("≥1", 2), (">= 1.", 2), ("≤0", 1), ("<-0.5", 1)])
def test_a_bound_may_be_written_in_any_usual_way(bound, over) -> None:
    assert told([-1, 1, 3], bound).happened.tolist().count(True) == over


def test_three_values_one_value_and_no_value_are_refused() -> None:
    with pytest.raises(OutcomeNotBinary, match=r"3 different values.*--event"):
        given([0, 1, 2] * (ROWS // 3))
    with pytest.raises(OutcomeNotBinary, match="same value in every row"):
        given(["dead"] * ROWS)
    with pytest.raises(OutcomeNotBinary, match="No row has both an outcome and a person"):
        given(["?"] * ROWS)
    with pytest.raises(OutcomeNotBinary, match=r"3 different values, of which 2 are no numbers"):
        given(["3", "dead", "live"] * (ROWS // 3), ">1")


@pytest.mark.parametrize("nothing", ["", "NA", " ? "])
def test_a_person_who_is_not_named_is_nobody(nothing) -> None:
    who = [nothing] * 20 + [f"person {at}" for at in range(20, ROWS)]
    found = given([0, 1] * (ROWS // 2), who=who)
    assert len(found.outcome) == ROWS - 20
    assert found.notes[0] == "20 rows without outcome or person were left out"


def test_spaces_around_an_id_make_no_other_person_and_ids_keep_their_order() -> None:
    found = given([0, 1] * (ROWS // 2), who=["b", "a", "a ", "b "] * (ROWS // 4))
    assert found.person.tolist() == [1, 0, 0, 1] * (ROWS // 4)
