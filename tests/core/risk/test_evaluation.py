"""Nested cross-validation, its figures against slow or independent twins, and what it refuses."""

import json

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from sklearn.metrics import average_precision_score, roc_auc_score

from joinedup.core.risk.any_table.table import FitTable
from joinedup.core.risk.evaluation import baseline, challenger, nested
from joinedup.core.risk.evaluation.bootstrap import areas, ranked
from joinedup.core.risk.evaluation.decision_curve import decision_curve, net_benefit
from joinedup.core.risk.evaluation.evaluate import evaluate, tenths
from joinedup.core.risk.evaluation.groups import figures_of, group_figures, meets
from joinedup.core.risk.evaluation.parameters import EvaluationParameters
from joinedup.core.risk.evaluation.report import as_json, as_markdown
from joinedup.core.risk.failures import NoUsableFeature, OutcomeNotBinary, TooFewEvents
from joinedup.core.risk.models.additive import probability
from joinedup.core.risk.models.calibration import Interval
from joinedup.core.risk.models.glassbox import usable_columns
from joinedup.core.risk.models.parameters import FitParameters
from joinedup.core.risk.models.split import folds_by_person

ROWS = 1600
QUICK = EvaluationParameters(
    folds=3, repeats=1, inner_folds=2, draws=50, fewest_in_group=200, fit=FitParameters(bags=2, pair_choices=(0, 2))
)


@pytest.fixture(scope="module")
def made() -> FitTable:
    """Two rows for each of 800 people: a count, a number with gaps, a yes or no, a category, noise."""
    rng = np.random.default_rng(12)
    count = rng.poisson(1.0, ROWS).astype(float)
    number = rng.normal(size=ROWS)
    kind = rng.choice(np.array(["a", "b", None], dtype=object), ROWS)
    outcome = rng.random(ROWS) < probability(-1.8 + 0.6 * count + 0.5 * number + (kind == "b"))
    number[rng.random(ROWS) < 0.1] = np.nan
    columns = {"count": count, "number": number, "kind": kind, "noise": rng.normal(size=ROWS)}
    return FitTable(columns, outcome, np.arange(ROWS) // 2, (), np.ones(ROWS, dtype=bool))


@pytest.fixture(scope="module", autouse=True)
def two_settings():
    """Two settings of the challenger are enough to see the machinery."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(challenger, "SETTINGS", challenger.SETTINGS[3:5])
        yield


@pytest.fixture(scope="module")
def kinds(made) -> dict:
    return {"kind": np.array([kind or "" for kind in made.columns["kind"]])}


@pytest.fixture(scope="module")
def evaluation(made, kinds, two_settings):
    return evaluate(made, kinds, QUICK, seed=1)


def test_every_contender_is_judged_and_every_mark_given(evaluation) -> None:
    assert list(evaluation.calibration) == ["glass box", "LightGBM", "spline logistic"]
    assert all(figure.low > 0.6 for figure in evaluation.areas.auroc.values())
    assert len(evaluation.marks) == 5
    assert evaluation.largest_gap <= 1e-9
    assert (evaluation.rows, evaluation.people) == (ROWS, ROWS // 2)


def test_the_report_is_json_and_a_page(evaluation) -> None:
    kept = json.loads(json.dumps(as_json(evaluation), allow_nan=False))
    assert kept["contenders"]["glass box"]["auroc"]["value"] == evaluation.areas.auroc["glass box"].value
    assert [group["group"] for group in kept["groups"]] == ["not known", "a", "b"]
    page = as_markdown(evaluation, "A table", {"seconds": "3"})
    assert "paired bootstrap by person, 50 draws" in page
    assert "| kind | a |" in page
    assert "What contributions are multiplied by within groups: kind " in page


def test_the_same_seed_gives_the_same_figures(made, kinds, evaluation) -> None:
    again = evaluate(made, kinds, QUICK, seed=1)
    assert again.areas.auroc == evaluation.areas.auroc
    assert again.calibration == evaluation.calibration


@settings(max_examples=40, deadline=None)
@given(
    st.lists(st.integers(0, 25), min_size=1, max_size=120), st.integers(2, 6), st.integers(0, 1000), st.integers(1, 10)
)
def test_folds_never_share_a_person(people, folds, seed, every) -> None:
    person = np.unique(people, return_inverse=True)[1].ravel()
    outcome = np.arange(len(person)) % every == 0
    fold = folds_by_person(person, outcome, shares=(1 / folds,) * folds, seed=seed)
    assert all(len(set(fold[person == one].tolist())) == 1 for one in set(person.tolist()))
    assert set(fold.tolist()) <= set(range(folds))


def test_no_contender_sees_the_people_it_judges(made, monkeypatch) -> None:
    seen = []

    def spy(columns, outcome, person, rows, parameters, *, seed, judged):
        seen.append((set(person[rows != judged].tolist()), set(person[rows == judged].tolist())))
        return np.zeros(len(outcome)) if not judged else np.zeros(rows.sum()), {"gap": 0.0}

    monkeypatch.setattr(nested, "glass_box", lambda *a, **k: spy(*a, **k, judged=True))
    monkeypatch.setattr(nested, "challenger", lambda *a, **k: spy(*a, **k, judged=False))
    monkeypatch.setattr(nested, "baseline", lambda *a, **k: spy(*a, **k, judged=False))
    nested.out_of_fold(made.columns, made.outcome, made.person, QUICK, seed=1)
    assert len(seen) == 9
    assert all(training.isdisjoint(judged) for training, judged in seen)
    assert set.union(*(judged for _, judged in seen)) == set(made.person.tolist())


@pytest.mark.parametrize("contender", [challenger.challenger, baseline.baseline])
def test_what_happened_to_the_people_judged_changes_nothing(made, contender) -> None:
    training = made.person % 3 != 0
    turned = np.where(training, made.outcome, ~made.outcome)
    first, second = (
        contender(made.columns, outcome, made.person, training, QUICK, seed=1)[0] for outcome in (made.outcome, turned)
    )
    assert (first == second).all()


def test_the_glass_box_learns_nothing_from_the_people_judged(made) -> None:
    judged = made.person % 3 == 0
    turned = np.where(judged, ~made.outcome, made.outcome)
    first, second = (
        nested.glass_box(made.columns, outcome, made.person, judged, QUICK, seed=1)[0]
        for outcome in (made.outcome, turned)
    )
    assert (first == second).all()


def test_weighted_areas_agree_with_scikit_learn_ties_included() -> None:
    rng = np.random.default_rng(5)
    score, outcome = rng.normal(size=500).round(1), rng.random(500) < 0.2
    weights = rng.integers(0, 4, 500).astype(float)
    area, precision = ranked(score, outcome).areas(weights)
    assert area == pytest.approx(roc_auc_score(outcome, score, sample_weight=weights), abs=1e-12)
    assert precision == pytest.approx(average_precision_score(outcome, score, sample_weight=weights), abs=1e-12)


def test_the_difference_has_the_interval_of_a_slow_bootstrap() -> None:
    rng = np.random.default_rng(6)
    person = np.repeat(np.arange(200), 3)
    truth = rng.normal(-1, 1, 200)[person] + rng.normal(0, 0.5, 600)
    outcome = rng.random(600) < probability(truth)
    good, poor = truth + rng.normal(0, 0.3, 600), truth + rng.normal(0, 1.5, 600)
    slow = []
    for _ in range(400):
        rows = (rng.integers(0, 200, 200)[:, None] * 3 + np.arange(3)).ravel()
        slow.append(roc_auc_score(outcome[rows], good[rows]) - roc_auc_score(outcome[rows], poor[rows]))
    found = areas({"good": good[None], "poor": poor[None]}, outcome, person, draws=400, seed=1).auroc_above["poor"]
    assert found.low == pytest.approx(np.quantile(slow, 0.025), abs=0.012)
    assert found.high == pytest.approx(np.quantile(slow, 0.975), abs=0.012)


@pytest.mark.slow
def test_the_interval_of_a_difference_holds_the_truth_as_often_as_it_says() -> None:
    """200 worlds; the truth is taken from a million rows. 95 % ± three standard errors of 200 worlds."""

    def world(rng, people):
        person = np.repeat(np.arange(people), 2)
        truth = rng.normal(-1.5, 1, people)[person] + rng.normal(0, 0.5, 2 * people)
        scores = [truth + rng.normal(0, noise, 2 * people) for noise in (0.5, 1.0)]
        return scores, rng.random(2 * people) < probability(truth), person

    (good, poor), outcome, _ = world(np.random.default_rng(1), 500_000)
    difference = roc_auc_score(outcome, good) - roc_auc_score(outcome, poor)
    held = 0
    for at in range(200):
        (good, poor), outcome, person = world(np.random.default_rng(100 + at), 300)
        found = areas({"good": good[None], "poor": poor[None]}, outcome, person, draws=400, seed=at).auroc_above["poor"]
        held += found.low <= difference <= found.high
    assert 0.90 <= held / 200 <= 0.99


def slow_net_benefit(risk, outcome, threshold):
    hits = misses = 0
    for one, happened in zip(risk, outcome, strict=True):
        if one >= threshold:
            hits, misses = hits + bool(happened), misses + (not happened)
    return hits / len(risk) - misses / len(risk) * threshold / (1 - threshold)


def test_net_benefit_is_what_counting_by_hand_finds() -> None:
    rng = np.random.default_rng(7)
    risk, outcome = rng.random(300), rng.random(300) < 0.3
    for threshold in (0.05, 0.2, 0.5):
        assert net_benefit(risk, outcome, threshold) == pytest.approx(slow_net_benefit(risk, outcome, threshold))


def test_acting_on_everybody_gains_nothing_where_the_threshold_is_the_rate() -> None:
    outcome = np.arange(100) < 20
    at = next(line for line in decision_curve({"x": np.zeros((1, 100))}, outcome) if line["threshold"] == 0.2)
    assert at["everybody"] == pytest.approx(0.0, abs=1e-12)


def test_small_groups_are_not_shown_and_the_reason_is() -> None:
    log_odds, outcome = np.zeros((2, 300)), np.arange(300) % 4 == 0
    few = figures_of("sex", "F", log_odds, outcome, np.arange(300) // 2, EvaluationParameters())
    assert (few.people, few.rows, few.auroc, few.passes) == (None, None, None, None)
    assert few.why_not == "fewer than 500 people"
    none = figures_of("sex", "F", np.zeros((1, 600)), np.arange(600) < 3, np.arange(600), EvaluationParameters())
    assert none.passes is None
    assert "fewer than 10 rows" in none.why_not


def test_a_group_fails_where_its_interval_misses_the_band_and_passes_where_it_meets_it() -> None:
    rng = np.random.default_rng(9)
    truth = rng.normal(-1, 1, (1, 8000))
    outcome = rng.random(8000) < probability(truth[0])
    wrong = truth - np.where(np.arange(8000) < 4000, 1.0, 0.0)
    groups = {"half": np.where(np.arange(8000) < 4000, "first", "second")}
    first, second = group_figures(wrong, outcome, np.arange(8000), groups, EvaluationParameters())
    assert (first.passes, second.passes) == (False, True)
    assert first.observed_over_expected.low > 1.05
    assert meets(Interval(1.2, 0.9, 1.5), (0.95, 1.05))


def test_tenths_go_from_low_to_high_risk_and_hold_every_row() -> None:
    rng = np.random.default_rng(10)
    log_odds = rng.normal(-1, 1, (2, 1000))
    found = tenths(log_odds, rng.random(1000) < 0.3)
    risks = [risk for risk, _ in found]
    assert risks == sorted(risks)
    assert np.mean(risks) == pytest.approx(probability(log_odds).mean())


def test_ridge_agrees_with_scikit_learn() -> None:
    from sklearn.linear_model import LogisticRegression

    rng = np.random.default_rng(11)
    design = rng.normal(size=(500, 4))
    outcome = rng.random(500) < probability(design @ [1, -1, 0.5, 0] - 1)
    theirs = LogisticRegression(C=1 / 10, tol=1e-10, max_iter=1000).fit(design, outcome)
    ours = baseline.ridge(design, outcome, 10.0, np.zeros(5))
    assert ours == pytest.approx([theirs.intercept_[0], *theirs.coef_[0]], abs=1e-4)


def test_restricted_cubic_splines_are_straight_beyond_the_outer_knots() -> None:
    values = np.linspace(-5, 5, 101)
    curve = baseline.restricted_cubic(values, np.array([-2.0, 0.0, 1.0, 2.0]))
    bend = np.abs(np.diff(curve, 2, axis=0)).sum(axis=1)
    outside = (values[1:-1] < -2.1) | (values[1:-1] > 2.1)
    assert bend[outside].max() < 1e-9 < bend[~outside].max()


def test_categories_first_met_in_judging_are_missing_to_the_challenger() -> None:
    values = np.array(["a", "b", "c", None], dtype=object)
    table, categories = challenger.matrix({"x": np.arange(4.0), "y": values}, np.array([True, True, False, True]))
    assert categories == [1]
    assert np.array_equal(table[:, 1], [0, 1, np.nan, np.nan], equal_nan=True)


@pytest.mark.parametrize("rows", [1, 50])
def test_a_table_with_one_class_is_refused(made, rows) -> None:
    columns = {name: values[:rows] for name, values in made.columns.items()}
    one = FitTable(columns, np.zeros(rows, dtype=bool), np.arange(rows), (), np.ones(rows, dtype=bool))
    with pytest.raises(OutcomeNotBinary, match=f"All {rows} rows"):
        evaluate(one, {}, QUICK, seed=1)


def test_twelve_people_with_the_outcome_are_refused_with_the_number_needed_and_why(made) -> None:
    few = FitTable(made.columns, made.person < 12, made.person, (), made.used)
    with pytest.raises(TooFewEvents, match=r"Only 12 people.*at least 20.*doi:10\.1136/bmj\.m441"):
        evaluate(few, {}, QUICK, seed=1)


@pytest.mark.parametrize(
    "rare",
    [
        np.where(np.arange(ROWS) == 5, 1.0, 0.0),
        np.where(np.arange(ROWS) == 5, 1.0, np.nan),
        np.where(np.arange(ROWS) == 5, "b", "a").astype(object),
    ],
)
def test_where_nothing_varies_among_those_to_learn_from_the_model_is_the_base_rate(made, rare) -> None:
    table = FitTable({"rare": rare}, made.outcome, made.person, (), made.used)
    found = evaluate(table, {"rare": rare.astype(str)}, QUICK, seed=1)
    assert found.areas.auroc["glass box"].value == pytest.approx(0.5, abs=0.05)
    assert "What contributions are multiplied by" in as_markdown(found, "A table", {})
    with pytest.raises(NoUsableFeature, match=f"the same in all {ROWS - 1} rows there are to learn from"):
        usable_columns({"rare": np.delete(rare, 5)})


def test_counts_of_a_group_are_rounded_so_that_they_give_none_of_another_away() -> None:
    log_odds = np.tile(np.linspace(-3, 1, 1238), (2, 1))
    outcome = np.arange(1238) % 4 == 0
    found = figures_of("sex", "female", log_odds, outcome, np.arange(1238), EvaluationParameters())
    assert (found.people, found.rows, found.events) == (1240, 1240, 310)
