"""A model fitted by the library is the same model once it is ours."""

import numpy as np
import pytest

from joinedup.core.risk.failures import ColumnMissing, NoUsableFeature, OutcomeNotBinary, TooFewEvents
from joinedup.core.risk.models import boosting, glassbox
from joinedup.core.risk.models.additive import total
from joinedup.core.risk.models.gain import earns_its_keep
from joinedup.core.risk.models.parameters import FitParameters

ROWS = 3000
QUICK = FitParameters(bags=1)


@pytest.fixture(scope="module")
def made() -> tuple[dict, np.ndarray, np.ndarray]:
    """Numbers with gaps, a yes or no, a category with gaps and a rare value; two rows for each person."""
    rng = np.random.default_rng(5)
    falls = rng.poisson(1.0, ROWS).astype(float)
    age = rng.uniform(20, 95, ROWS)
    alone = (rng.random(ROWS) < 0.3).astype(float)
    log_odds = -3 + 0.4 * np.minimum(falls, 4) + 0.03 * (age - 50) + alone * (falls > 1)
    outcome = rng.random(ROWS) < 1 / (1 + np.exp(-log_odds))
    age[rng.random(ROWS) < 0.1] = np.nan
    tenure = rng.choice(np.array(["owned", "rented", None], dtype=object), ROWS)
    tenure[:3] = "boat"
    columns = {"falls": falls, "age": age, "alone": alone, "tenure": tenure}
    return columns, outcome, np.arange(ROWS) // 2


def test_our_tables_score_as_the_booster_does(made) -> None:
    columns, outcome, person = made
    fold = glassbox.inner_folds(person, outcome, QUICK, seed=1)
    inputs, _ = glassbox.prepared(columns, outcome, fold, person, QUICK)
    booster = boosting.boosted(inputs, outcome, fold, QUICK, pairs=3, leave_out=[0], seed=1)
    ours = glassbox.fit("fall", columns, outcome, person, QUICK, pairs=3, seed=1)
    assert any(" & " in name for name in ours.term_names)
    assert ours.probability(columns) == pytest.approx(booster.predict_proba(inputs)[:, 1], abs=1e-12)


def test_contributions_and_baseline_are_the_log_odds_after_recalibration(made) -> None:
    columns, outcome, person = made
    model = glassbox.fit("fall", columns, outcome, person, QUICK, pairs=2, seed=1)
    again = model.recalibrated(0.8, -0.3).recalibrated(1.1, 0.2)
    summed = total(again.baseline, again.contributions(columns))
    assert summed == pytest.approx(again.log_odds(columns), abs=1e-12)
    assert summed == pytest.approx((model.log_odds(columns) * 0.8 - 0.3) * 1.1 + 0.2, abs=1e-9)


def test_the_same_seed_gives_the_same_model_and_another_seed_another(made) -> None:
    columns, outcome, person = made
    first, same, other = (
        glassbox.fit("fall", columns, outcome, person, QUICK, pairs=0, seed=seed).log_odds(columns)
        for seed in (1, 1, 2)
    )
    assert (first == same).all()
    assert (first != other).any()


def test_a_curve_that_may_only_rise_does_and_may_not_otherwise_fall() -> None:
    rng = np.random.default_rng(2)
    falls = rng.integers(0, 6, ROWS).astype(float)
    outcome = rng.random(ROWS) < np.where(falls == 3, 0.05, 0.1 + 0.1 * falls)
    free, rising = (
        glassbox.fit("fall", {"falls": falls}, outcome, np.arange(ROWS), parameters, pairs=0, seed=1)
        .terms[0]
        .scores[1:]
        for parameters in (QUICK, FitParameters(bags=1, increasing=frozenset({"falls"})))
    )
    assert (np.diff(free) < 0).any()
    assert (np.diff(rising) >= 0).all()


def test_a_category_never_met_counts_like_the_rare_ones(made) -> None:
    columns, outcome, person = made
    model = glassbox.fit("fall", columns, outcome, person, QUICK, pairs=0, seed=1)
    tenure = next(term for term in model.terms if term.name == "tenure")
    assert tenure.axes[0].categories == ("owned", "rented")
    boat, castle = tenure.look_up({"tenure": np.array(["boat", "castle"], dtype=object)})
    assert boat == castle


def test_features_that_tell_nothing_are_left_out_and_named(made) -> None:
    columns, outcome, person = made
    useless = {"always": np.ones(ROWS), "never": np.full(ROWS, np.nan), "gone": np.full(ROWS, None, dtype=object)}
    model = glassbox.fit("fall", {**columns, **useless}, outcome, person, QUICK, pairs=0, seed=1)
    assert model.about["dropped"] == {
        "always": "the same in every row",
        "never": "empty in every row",
        "gone": "empty in every row",
    }
    assert model.features == list(columns)
    with pytest.raises(NoUsableFeature):
        glassbox.fit("fall", useless, outcome, person, QUICK, pairs=0, seed=1)


def test_one_class_is_refused(made) -> None:
    columns, outcome, person = made
    for all_one in (np.ones_like(outcome), np.zeros_like(outcome)):
        with pytest.raises(OutcomeNotBinary, match="All 3000 rows have the same outcome"):
            glassbox.fit("fall", columns, all_one, person, QUICK, pairs=0, seed=1)


def test_twelve_people_with_the_outcome_are_refused_with_the_number_needed(made) -> None:
    columns, _, person = made
    with pytest.raises(TooFewEvents, match=r"Only 12 people .* at least 20"):
        glassbox.fit("fall", columns, person < 12, person, QUICK, pairs=0, seed=1)


def test_a_large_table_is_fitted_to_a_sample_of_whole_people(made) -> None:
    columns, outcome, person = made
    parameters = FitParameters(bags=1, most_rows=1000)
    model = glassbox.fit("fall", columns, outcome, person, parameters, pairs=0, seed=1)
    assert model.about["fitted_rows"] == 2 * model.about["fitted_people"]
    assert 950 <= model.about["fitted_rows"] <= 1050


def test_a_missing_feature_is_named(made) -> None:
    columns, outcome, person = made
    model = glassbox.fit("fall", columns, outcome, person, QUICK, pairs=0, seed=1)
    with pytest.raises(ColumnMissing, match="no column age"):
        model.log_odds({name: values for name, values in columns.items() if name != "age"})


def test_pairs_earn_their_place_only_where_they_foretell_better() -> None:
    rng = np.random.default_rng(4)
    truth = rng.normal(-1, 1, 5000)
    outcome, person = rng.random(5000) < 1 / (1 + np.exp(-truth)), np.arange(5000)
    noisy = truth + rng.normal(0, 0.5, 5000)
    assert earns_its_keep(noisy, truth, outcome, person)
    assert not earns_its_keep(truth, noisy, outcome, person)
    assert not earns_its_keep(truth, truth, outcome, person)
