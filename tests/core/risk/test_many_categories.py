"""Features of many categories: put in order of risk by other people's outcomes, shrunken, and few groups in the end."""

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from joinedup.core.risk.models import glassbox
from joinedup.core.risk.models.additive import Axis
from joinedup.core.risk.models.levels import OTHER, common, in_order, shrinkage_rows, shrunken
from joinedup.core.risk.models.parameters import FitParameters

ROWS = 6000


@pytest.fixture(scope="module")
def coded_stays() -> tuple[np.ndarray, np.ndarray, np.ndarray]:
    """A diagnosis of 60 codes in 6 families, whose risk goes by family; two stays for each person."""
    rng = np.random.default_rng(8)
    family, member = rng.integers(0, 6, ROWS), rng.integers(0, 10, ROWS)
    codes = np.array([f"{'ABCDEF'[f]}0{m}" for f, m in zip(family, member, strict=True)], dtype=object)
    outcome = rng.random(ROWS) < 0.05 + 0.06 * family
    return codes, outcome, np.arange(ROWS) // 2


def slow_shrunken(rows, events, names):
    """The same, category by category and letter by letter."""
    overall = (sum(events) + 0.5) / (sum(rows) + 1)
    shrinkage = shrinkage_rows(np.array(rows), np.array(events), overall)
    found = []
    for name in names:
        rate, before = overall, None
        for length in range(1, len(name) + 1):
            alike = [at for at, other in enumerate(names) if other[:length] == name[:length]]
            size, happened = sum(rows[at] for at in alike), sum(events[at] for at in alike)
            if size != before:
                rate, before = (happened + shrinkage * rate) / (size + shrinkage), size
        found.append(np.log(rate / (1 - rate)))
    return found


def test_shrinking_family_by_family_is_what_the_slow_way_finds() -> None:
    from joinedup.core.risk.models.levels import families_of

    names = ["I10", "I11", "I50", "N18", "N17", "Z00"]
    rows, events = [100, 40, 300, 80, 20, 500], [10.0, 3.0, 90.0, 30.0, 9.0, 20.0]
    fast = shrunken(np.array(rows), np.array(events), families_of(names))
    assert fast == pytest.approx(slow_shrunken(rows, events, names), abs=1e-12)


def test_a_rows_own_fold_says_nothing_of_its_number(coded_stays) -> None:
    codes, outcome, person = coded_stays
    fold = (person % 5).astype(np.int8)
    first, _ = in_order(codes, outcome, fold)
    turned = np.where(fold == 2, ~outcome, outcome)
    second, _ = in_order(codes, turned, fold)
    assert (first[fold == 2] == second[fold == 2]).all()
    assert (first[fold != 2] != second[fold != 2]).all()


def test_a_fold_left_out_says_nothing_at_all(coded_stays) -> None:
    codes, outcome, person = coded_stays
    fold = (person % 5).astype(np.int8)
    turned = np.where(fold == 2, ~outcome, outcome)
    first, levels = in_order(codes, outcome, fold, left_out=2)
    second, same = in_order(codes, turned, fold, left_out=2)
    assert (first == second).all()
    assert levels == same


def test_categories_that_differ_only_by_chance_are_shrunken_to_one_rate() -> None:
    rng = np.random.default_rng(3)
    rows = np.full(200, 30)
    chance = shrunken(rows, rng.binomial(30, 0.2, 200).astype(float), [np.arange(200)])
    true = shrunken(rows, rng.binomial(30, rng.uniform(0.05, 0.6, 200)).astype(float), [np.arange(200)])
    assert chance.std() < 0.1 < 0.5 < true.std()


def test_rare_categories_go_together_and_missing_stays_missing() -> None:
    values = np.array(["a"] * 5 + ["b"] * 2 + [None], dtype=object)
    assert common(values, 3).tolist() == ["a"] * 5 + [OTHER] * 2 + [None]


def test_a_model_groups_the_categories_by_risk_and_places_one_never_met(coded_stays) -> None:
    codes, outcome, person = coded_stays
    noise = np.random.default_rng(1).random(ROWS)
    columns = {"diagnosis": codes, "noise": noise}
    model = glassbox.fit("stay", columns, outcome, person, FitParameters(bags=2), pairs=1, seed=1)
    term = next(term for term in model.terms if term.name == "diagnosis")
    axis = term.axes[0]
    assert len(axis.categories) == 60
    assert axis.size == len(term.scores) <= 66
    score = dict(zip(axis.categories, term.scores[np.array(axis.groups)], strict=True))
    assert np.mean([score[f"F0{m}"] for m in range(10)]) > np.mean([score[f"A0{m}"] for m in range(10)]) + 1
    unknown = model.log_odds({"diagnosis": np.array(["Q99"], dtype=object), "noise": np.array([0.5])})
    assert model.log_odds(columns).min() < unknown[0] < model.log_odds(columns).max()


def test_labels_name_every_position() -> None:
    axis = Axis("diagnosis", categories=("a", "b", "c"), groups=(2, 1, 2))
    assert axis.labels == ["not known", "b", "a, c", "another"]
    assert Axis("age", edges=(65.0, 80.0)).labels == ["not known", "under 65", "65 to under 80", "80 or more"]
    assert all(len(each.labels) == each.size for each in (axis, Axis("x", edges=(1.0,)), Axis("y", categories=("a",))))


@settings(max_examples=30, deadline=None)
@given(st.lists(st.tuples(st.integers(1, 500), st.integers(0, 500)), min_size=1, max_size=30))
def test_shrunken_rates_lie_between_the_lowest_and_the_highest(counts) -> None:
    rows = np.array([size for size, _ in counts])
    events = np.array([min(size, happened) for size, happened in counts], dtype=float)
    found = shrunken(rows, events, [np.arange(len(rows))])
    rates = 1 / (1 + np.exp(-found))
    overall = (events.sum() + 0.5) / (rows.sum() + 1)
    low, high = min((events / rows).min(), overall), max((events / rows).max(), overall)
    assert ((rates >= low - 1e-12) & (rates <= high + 1e-12)).all()
