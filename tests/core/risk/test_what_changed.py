"""What moved somebody's risk since a month before: sums exact, the largest first, in words."""

from dataclasses import replace

import numpy as np
import pytest

from joinedup.core.risk.models.additive import AdditiveModel, Axis, GroupSpread, Term
from joinedup.core.risk.use.change import MOST_TERMS, change_table, change_words

MODEL = AdditiveModel(
    "fall",
    (
        Term((Axis("falls_24m", edges=(0.5, 1.5)),), np.array([0.0, -0.1, 0.6, 1.4])),
        Term((Axis("age", edges=(80.0,)),), np.array([0.0, 0.0, 0.3])),
        Term((Axis("has_dementia", edges=(0.5,)),), np.array([0.0, 0.0, 0.2])),
        Term((Axis("medicine_count", edges=(4.5,)),), np.array([0.0, 0.0, 0.02])),
    ),
    intercept=-2.0,
    slope=1.1,
)
PEOPLE = np.array(["p1", "p2", "p3"], dtype=object)
BEFORE = {
    "falls_24m": np.array([1.0, 2.0, 0.0]),
    "age": np.array([79.0, 70.0, 70.0]),
    "has_dementia": np.array([0.0, 0.0, 0.0]),
    "medicine_count": np.array([1.0, 1.0, 1.0]),
}
NOW = BEFORE | {
    "falls_24m": np.array([2.0, 1.0, 0.0]),
    "age": np.array([80.0, 70.0, 70.0]),
    "has_dementia": np.array([1.0, 0.0, 0.0]),
    "medicine_count": np.array([5.0, 1.0, 5.0]),
}


@pytest.fixture(scope="module")
def told() -> list[dict]:
    return change_table(MODEL, PEOPLE, BEFORE, NOW).to_pylist()


def test_the_largest_change_comes_first_up_or_down(told) -> None:
    assert [(row["person_id"], row["position"], row["feature"], round(row["change"], 4)) for row in told] == [
        ("p1", 1, "falls_24m", 0.88),
        ("p1", 2, "age", 0.33),
        ("p1", 3, "has_dementia", 0.22),
        ("p2", 1, "falls_24m", -0.88),
    ]


def test_a_change_is_now_less_before_and_all_of_them_make_the_change_in_log_odds(told) -> None:
    assert all(row["change"] == row["contribution"] - row["earlier_contribution"] for row in told)
    moved = (MODEL.contributions(NOW) - MODEL.contributions(BEFORE)).sum(axis=1)
    assert moved == pytest.approx(MODEL.log_odds(NOW) - MODEL.log_odds(BEFORE), abs=1e-9)
    assert told[0]["probability"] == pytest.approx(MODEL.probability(NOW)[0], abs=1e-12)
    assert told[0]["earlier_probability"] == pytest.approx(MODEL.probability(BEFORE)[0], abs=1e-12)


def test_a_change_says_what_was_before(told) -> None:
    assert [row["words"] for row in told] == [
        "2 falls in the last 2 years (a month before: 1)",
        "Aged 80 (a month before: Aged 79)",
        "New: Dementia",
        "1 fall in the last 2 years (a month before: 2)",
    ]
    assert [row["is_changeable"] for row in told] == [True, False, False, True]


def test_nobody_for_whom_nothing_moved_has_a_row() -> None:
    assert change_table(MODEL, PEOPLE, NOW, NOW).num_rows == 0


def test_no_more_terms_are_told_than_a_person_can_read() -> None:
    names = ["has_copd", "has_dementia", "has_stroke", "has_ckd", "has_chd", "has_cancer", "has_diabetes"]
    terms = tuple(
        Term((Axis(name, edges=(0.5,)),), np.array([0.0, 0.0, 0.1 + at / 10])) for at, name in enumerate(names)
    )
    model = AdditiveModel("fall", terms, intercept=0.0)
    none, all_of_them = ({name: np.array([value]) for name in names} for value in (0.0, 1.0))
    found = change_table(model, PEOPLE[:1], none, all_of_them)
    assert found["feature"].to_pylist() == names[::-1][:MOST_TERMS]


def test_a_change_without_words_says_what_it_is_about() -> None:
    unknown, none = {"has_dementia": float("nan")}, {"has_dementia": 0.0}
    assert change_words(MODEL, 2, unknown, none) == "The GP record has at any time a code for dementia."


def test_what_counts_differently_only_because_of_the_age_band_says_so() -> None:
    spread = GroupSpread(Axis("age", edges=(80.0,)), np.array([1.0, 1.0, 0.8]), np.array([0.0, 0.0, 0.1]))
    model = replace(MODEL, by_group=(spread,))
    before = {name: values[:1] for name, values in BEFORE.items()}
    told = change_table(model, PEOPLE[:1], before, before | {"age": np.array([80.0])}).to_pylist()
    assert [(row["words"], round(row["change"], 3)) for row in told] == [
        ("Aged 80 (a month before: Aged 79)", 0.364),
        ("1 fall in the last 2 years (as a month before; counts differently at this age)", -0.132),
    ]
