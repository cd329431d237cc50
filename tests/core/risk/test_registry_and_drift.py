"""Versions, signatures, model cards, the drift alarm, and what a place may choose."""

from dataclasses import replace
from datetime import date, timedelta

import numpy as np
import pytest
from pydantic import ValidationError

from joinedup.core.risk.failures import ChoiceNotPossible, SignOnWrong
from joinedup.core.risk.features.outcomes import outcomes
from joinedup.core.risk.models.additive import AdditiveModel, Axis, Term, probability
from joinedup.core.risk.safety.card import card_page, model_card
from joinedup.core.risk.safety.choices import ETHNICITY, RiskChoices
from joinedup.core.risk.safety.registry import SignOn, is_on, registry_page, version_of
from joinedup.core.risk.validation.drift import DriftBounds, drift
from joinedup.core.risk.validation.performance import performance

MODEL = AdditiveModel("fall", (Term((Axis("age", edges=(80.0,)),), np.array([0.0, -0.1, 0.3])),), -2.0)
DAY = date(2026, 4, 1)
OUTCOMES = {outcome.name: outcome for outcome in outcomes()}


@pytest.mark.parametrize(
    "other",
    [
        replace(MODEL, intercept=-2.0000001),
        MODEL.recalibrated(1.0, 0.001),
        replace(MODEL, terms=(Term((Axis("age", edges=(81.0,)),), MODEL.terms[0].scores),)),
        replace(MODEL, outcome="care_home"),
    ],
)
def test_a_model_that_computes_anything_else_is_another_version(other: AdditiveModel) -> None:
    assert version_of(other) != version_of(MODEL)


def test_where_a_model_comes_from_does_not_change_its_version() -> None:
    assert version_of(replace(MODEL, about={"place": "Smallshire"})) == version_of(MODEL)


def test_every_model_of_a_run_is_registered_and_off() -> None:
    made = replace(MODEL, about={"place": "Smallshire", "fitted_as_at": "2024-04-01", "fitted_people": 900})
    page = registry_page({"fall": made}, {"fall": "a fall"})
    (entry,) = page["models"]
    assert (entry["status"], entry["version"], entry["fitted_people"]) == ("off", version_of(MODEL), 900)
    assert "named person" in page["sentence"]


def signature(**more) -> SignOn:
    plain = {"outcome": "fall", "version": "v1", "number": 1, "is_on": True, "statement": "Compared with our records."}
    return SignOn(**(plain | {"signed_by": "R Patel", "role": "Clinical lead", "signed_on": DAY} | more))


def test_a_version_is_on_only_while_a_signature_for_it_holds() -> None:
    signed = [signature(valid_until=DAY + timedelta(365))]
    assert is_on("v1", signed, on=DAY)
    assert is_on("v1", signed, on=DAY + timedelta(365))
    assert not is_on("v1", signed, on=DAY + timedelta(366))
    assert not is_on("v1", signed, on=DAY - timedelta(1))
    assert not is_on("v2", signed, on=DAY)
    assert not is_on("v1", [], on=DAY)


def test_the_last_signature_holds() -> None:
    off = signature(number=2, is_on=False, statement="The drift alarm rang.", signed_on=DAY + timedelta(9))
    again = signature(number=3, signed_on=DAY + timedelta(20))
    assert is_on("v1", [off, signature()], on=DAY + timedelta(8))
    assert not is_on("v1", [off, signature()], on=DAY + timedelta(9))
    assert is_on("v1", [again, off, signature()], on=DAY + timedelta(20))


@pytest.mark.parametrize("field", ["signed_by", "role", "statement"])
def test_nobody_signs_without_name_role_and_statement(field: str) -> None:
    with pytest.raises(SignOnWrong, match=field):
        signature(**{field: "  "})


def latest(shift: float, slope: float, people: int = 40_000) -> dict:
    rng = np.random.default_rng(6)
    log_odds = rng.normal(-2.5, 1, people)
    outcome = rng.random(people) < probability(slope * (log_odds + 2.5) - 2.5 + shift)
    person = np.arange(people)
    at_fitting = performance(log_odds, rng.random(people) < probability(log_odds), person)
    return drift(log_odds, outcome, person, at_fitting=at_fitting)


def test_a_model_that_still_holds_rings_no_alarm() -> None:
    found = latest(0.0, 1.0)
    assert found["is_alarm"] is False
    assert found["words"].startswith("No alarm")


@pytest.mark.parametrize(
    ("shift", "slope", "said"), [(0.5, 1.0, "the level of risk"), (0.0, 0.5, "the spread between low and high risks")]
)
def test_a_model_that_has_drifted_rings_the_alarm_and_says_how(shift: float, slope: float, said: str) -> None:
    found = latest(shift, slope)
    assert found["is_alarm"] is True
    assert said in found["words"]


def test_too_few_people_are_neither_alarm_nor_all_clear() -> None:
    found = latest(0.0, 1.0, people=60)
    assert found["is_alarm"] is None
    assert "Too few" in found["words"]
    assert found["latest"]["shown"] is False


def test_the_alarm_is_looser_than_the_goal_of_a_new_model() -> None:
    bounds = DriftBounds()
    assert bounds.observed_over_expected[0] < 0.95 < 1.05 < bounds.observed_over_expected[1]
    assert bounds.slope[0] < 0.9 < 1.1 < bounds.slope[1]


FIGURES = {
    "fitted_to": {"people": 900, "events": 90},
    "overall": {"shown": False, "why": "fewer than 50 people"},
    "left_out": {"age": "empty in every row"},
    "groups": [{"grouping": "age_band", "group": "85+", "shown": False, "why": "fewer than 50 people"}],
    "drift": {"words": "Too few people."},
    "spread_by_group": {"age": {"under 65": 1.1, "65 or more": 0.9}},
}
DATES = {"place": "Smallshire", "fitted_as_at": "2024-04-01", "judged_as_at": "2025-04-01"}


@pytest.mark.parametrize("outcome", outcomes(), ids=lambda outcome: outcome.name)
def test_every_card_says_what_the_model_is_for_and_not_for(outcome) -> None:
    card = model_card(outcome, "v1", FIGURES, DATES | {"is_invented": True}, ["gp_event"])
    page = card_page(outcome.title, card, FIGURES)
    for said in (
        outcome.intended_purpose,
        outcome.not_for[0],
        "medical device",
        "invented county",
        "off.",
        "Smallshire",
        "| under 65 | 1.10 |\n| 65 or more | 0.90 |",
    ):
        assert said in page
    assert "invented" not in " ".join(model_card(outcome, "v1", FIGURES, DATES | {"is_invented": False}, [])["limits"])


def test_a_place_may_choose_with_its_reason() -> None:
    chosen = RiskChoices(ethnicity_predicts=["fall"], deprivation_predicts=[], why="Equity group, 3 March 2026")
    fall = chosen.applied_to(OUTCOMES["fall"])
    assert set(ETHNICITY) <= set(fall.predictors)
    admission = chosen.applied_to(OUTCOMES["admission_or_death"])
    assert not {*ETHNICITY, "deprivation_decile"} & set(admission.predictors)
    assert admission.excluded["deprivation_decile"] == "Equity group, 3 March 2026"
    assert "deprivation_decile" in OUTCOMES["admission_or_death"].predictors


def test_a_place_may_not_choose_what_would_foretell_the_past() -> None:
    with pytest.raises(ChoiceNotPossible, match="care home"):
        RiskChoices(deprivation_predicts=["care_home"], why="We want it").applied_to(OUTCOMES["care_home"])


@pytest.mark.parametrize(
    "wrong", [{"why": ""}, {}, {"why": "x", "deprivation_predicts": ["nothing"]}, {"why": "x", "sex": []}]
)
def test_a_choice_without_reason_or_outcome_is_refused(wrong: dict) -> None:
    with pytest.raises(ValidationError):
        RiskChoices.model_validate(wrong)
