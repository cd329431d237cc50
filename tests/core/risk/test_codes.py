"""Whole numbers that are codes: found by what other people of the same number tell, and put in order of risk."""

from dataclasses import replace

import numpy as np
import pytest
from sklearn.metrics import roc_auc_score

from joinedup.core.risk.models import glassbox
from joinedup.core.risk.models.boosting import stepped_axis
from joinedup.core.risk.models.codes import NumberLevels, code_levels
from joinedup.core.risk.models.parameters import FitParameters

ROWS, DISTRICTS = 12_000, 300
QUICK = FitParameters(bags=2)


@pytest.fixture(scope="module")
def by_district() -> tuple[dict[str, np.ndarray], np.ndarray, np.ndarray]:
    """Districts numbered 1000 to 1299, whose rates differ at random, and an age that raises the risk steadily."""
    rng = np.random.default_rng(4)
    district, age = rng.integers(0, DISTRICTS, ROWS), rng.integers(18, 95, ROWS).astype(float)
    log_odds = rng.normal(-1.5, 0.8, DISTRICTS)[district] + 0.02 * (age - 60)
    outcome = rng.random(ROWS) < 1 / (1 + np.exp(-log_odds))
    return {"district": 1000.0 + district, "age": age}, outcome, np.arange(ROWS)


def found_in(columns, outcome, person, parameters=QUICK, **more):
    fold = glassbox.inner_folds(person, outcome, parameters, seed=1)
    return {name: code_levels(values, outcome, fold, person, parameters, **more) for name, values in columns.items()}


def test_a_districts_number_is_a_code_and_an_age_is_not(by_district) -> None:
    found = found_in(*by_district)
    assert found["district"] is not None
    assert found["age"] is None


def test_counts_and_numbers_that_say_nothing_are_no_codes() -> None:
    rng = np.random.default_rng(2)
    visits = rng.negative_binomial(1, 0.05, ROWS).astype(float)
    outcome = rng.random(ROWS) < 0.05 + 0.4 * visits / (visits + 10)
    columns = {"visits": visits, "drawn": rng.integers(0, 200, ROWS).astype(float), "exact": rng.random(ROWS)}
    assert found_in(columns, outcome, np.arange(ROWS)) == dict.fromkeys(columns)


def test_a_fold_left_out_says_nothing_of_a_number(by_district) -> None:
    columns, outcome, person = by_district
    fold = glassbox.inner_folds(person, outcome, QUICK, seed=1)
    turned = np.where(fold == 2, ~outcome, outcome)
    first, levels = code_levels(columns["district"], outcome, fold, person, QUICK, left_out=2)
    second, same = code_levels(columns["district"], turned, fold, person, QUICK, left_out=2)
    assert (first == second).all()
    assert (levels.log_odds == same.log_odds).all()


def test_people_never_met_are_told_apart_better_than_by_the_number(by_district) -> None:
    columns, outcome, person = by_district
    seen = person < ROWS * 3 // 4
    learnt = {name: values[seen] for name, values in columns.items()}
    judged = {name: values[~seen] for name, values in columns.items()}
    area = {}
    for most_codes in (0, 5000):
        parameters = replace(QUICK, most_codes=most_codes, most_bins=64)
        model = glassbox.fit("any", learnt, outcome[seen], person[seen], parameters, pairs=1, seed=1)
        area[most_codes] = roc_auc_score(outcome[~seen], model.log_odds(judged))
        assert model.term_names == ["district", "age", "district & age"]
        assert np.isfinite(model.log_odds(judged | {"district": np.full((~seen).sum(), np.nan)})).all()
    assert area[5000] > area[0] + 0.02


def test_medicines_word_on_a_curve_comes_first(by_district) -> None:
    columns, outcome, person = by_district
    fold = glassbox.inner_folds(person, outcome, QUICK, seed=1)
    parameters = replace(QUICK, increasing=frozenset({"district"}))
    _, levels = glassbox.prepared(columns, outcome, fold, person, parameters)
    assert levels == {}


def test_each_number_keeps_the_score_of_its_place_in_the_order() -> None:
    rng = np.random.default_rng(5)
    levels = NumberLevels(np.sort(rng.choice(500, 60, replace=False)).astype(float), rng.normal(size=60))
    cuts = np.sort(rng.normal(size=9))
    table = rng.normal(size=(11, 4))  # missing and ten steps, by another feature
    axis, scores = stepped_axis("district", cuts, table, 0, levels)
    for number, log_odds in zip(levels.numbers, levels.log_odds, strict=True):
        step = 1 + sum(cut <= log_odds for cut in cuts)
        assert (scores[axis.positions(np.array([number]))[0]] == table[step]).all()
    assert (scores[0] == table[0]).all()
    assert len(scores) == axis.size
