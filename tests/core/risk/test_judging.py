"""Discrimination and calibration against textbook cases and an independent library."""

import numpy as np
import pytest
from sklearn.linear_model import LogisticRegression
from sklearn.metrics import roc_auc_score

from joinedup.core.risk.models.additive import probability
from joinedup.core.risk.models.calibration import calibration, recalibration
from joinedup.core.risk.models.split import folds_by_person
from joinedup.core.risk.validation.discrimination import auroc
from joinedup.core.risk.validation.performance import by_group, performance


@pytest.fixture(scope="module")
def year() -> tuple[np.ndarray, np.ndarray, np.ndarray]:
    rng = np.random.default_rng(11)
    truth = rng.normal(-2, 1, 4000).round(2)
    return truth, rng.random(4000) < probability(truth), np.arange(4000)


def test_auroc_agrees_with_scikit_learn_ties_included(year) -> None:
    log_odds, outcome, person = year
    rounded = log_odds.round(1)
    assert auroc(rounded, outcome, person).value == pytest.approx(roc_auc_score(outcome, rounded), abs=1e-12)


def test_auroc_interval_has_the_width_of_a_bootstrap_by_person() -> None:
    rng = np.random.default_rng(9)
    person = np.repeat(np.arange(400), 5)
    frailty = rng.normal(-1.5, 1, 400)[person]
    outcome, score = rng.random(2000) < probability(frailty), frailty + rng.normal(0, 0.1, 2000)
    areas = []
    for _ in range(300):
        rows = (rng.integers(0, 400, 400)[:, None] * 5 + np.arange(5)).ravel()
        areas.append(roc_auc_score(outcome[rows], score[rows]))
    found = auroc(score, outcome, person)
    assert (found.high - found.low) / (2 * 1.96) == pytest.approx(np.std(areas), rel=0.2)


def test_recalibration_agrees_with_scikit_learn(year) -> None:
    log_odds, outcome, _ = year
    events, others = outcome.sum(), (~outcome).sum()
    share = np.where(outcome, (events + 1) / (events + 2), 1 / (others + 2))  # almost certain, not quite
    twice = np.concatenate([log_odds, log_odds])[:, None] * 2 - 1
    theirs = LogisticRegression(C=np.inf).fit(
        twice, np.repeat([True, False], len(outcome)), sample_weight=np.concatenate([share, 1 - share])
    )
    slope, shift = recalibration(log_odds * 2 - 1, outcome)
    assert slope == pytest.approx(theirs.coef_[0, 0], abs=1e-3)
    assert shift == pytest.approx(theirs.intercept_[0], abs=1e-3)


def test_recalibration_never_turns_the_order_round(year) -> None:
    log_odds, outcome, _ = year
    slope, shift = recalibration(-log_odds, outcome)
    assert slope == 1.0
    assert probability(-log_odds + shift).mean() == pytest.approx(outcome.mean(), abs=1e-9)


def test_few_outcomes_correct_the_level_and_not_the_spread(year) -> None:
    log_odds, outcome, _ = year
    few = outcome & (np.cumsum(outcome) <= 49)
    assert recalibration(log_odds * 3, few)[0] == 1.0


def test_true_risks_are_calibrated_and_doubled_ones_are_not(year) -> None:
    log_odds, outcome, person = year
    right, wrong = calibration(log_odds, outcome, person), calibration(log_odds * 2, outcome, person)
    assert right.slope.low < 1 < right.slope.high
    assert right.observed_over_expected.low < 1 < right.observed_over_expected.high
    assert wrong.slope.high < 0.7


def test_rows_repeated_for_a_person_do_not_narrow_an_interval(year) -> None:
    log_odds, outcome, person = year
    once = calibration(log_odds, outcome, person)
    four = calibration(np.tile(log_odds, 4), np.tile(outcome, 4), np.tile(person, 4))
    for one, many in [(once.slope, four.slope), (once.observed_over_expected, four.observed_over_expected)]:
        assert (many.low, many.high) == pytest.approx((one.low, one.high), rel=1e-6)


def test_small_groups_are_not_shown(year) -> None:
    log_odds, outcome, person = year
    groups = np.where(np.cumsum(outcome) <= 9, "nine events", "the rest")
    found = {row["group"]: row for row in by_group(log_odds, outcome, person, {"made": groups})}
    assert found["nine events"]["shown"] is False
    assert "events" not in found["nine events"]
    rest = int(outcome.sum()) - 9
    assert found["the rest"]["events"] % 5 == 0
    assert abs(found["the rest"]["events"] - rest) <= 2


def test_no_group_s_counts_give_away_those_of_one_not_shown() -> None:
    """Of 3,000 people, 12 who are not shown may not be told from 11 by taking those shown from everybody."""

    def left_over(hidden: int) -> dict[str, int]:
        groups = np.repeat(np.array(["White", "Asian", "Black"], dtype=object), [2500, 500 - hidden, hidden])
        log_odds = np.tile(np.linspace(-3, 1, 100), 30)
        outcome = (np.arange(3000) % 4 == 0) & (np.arange(3000) < 2900)
        whole = performance(log_odds, outcome, np.arange(3000)).as_json()
        found = [one for one in by_group(log_odds, outcome, np.arange(3000), {"ethnicity": groups}) if one["shown"]]
        assert {one["group"] for one in found} == {"White", "Asian"}
        return {name: whole[name] - sum(one[name] for one in found) for name in ("rows", "people", "events")}

    assert left_over(12) == left_over(11) == left_over(10)


def test_a_group_without_the_outcome_is_not_shown_and_does_not_fail(year) -> None:
    log_odds, outcome, person = year
    assert performance(log_odds[~outcome], outcome[~outcome], person[~outcome]).as_json()["shown"] is False
    assert performance(log_odds[:0], outcome[:0], person[:0]).people == 0


def test_no_person_is_in_two_folds_and_the_outcome_is_shared_out() -> None:
    rng = np.random.default_rng(3)
    person = rng.integers(0, 300, 2000)
    person = np.unique(person, return_inverse=True)[1]
    outcome = person % 10 == 0
    fold = folds_by_person(person, outcome, shares=(0.2,) * 5, seed=4)
    assert all(len(set(fold[person == one])) == 1 for one in range(person.max() + 1))
    assert {len(np.unique(person[(fold == at) & outcome])) for at in range(5)} == {6}
