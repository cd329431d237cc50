"""Who turned out to have an outcome, and who was in its population at all?"""

from datetime import date, timedelta

import pytest

from joinedup.core.risk.failures import HorizonNotOver
from joinedup.core.risk.features.feature_table import make_feature_table
from joinedup.core.risk.features.outcomes import outcomes, population_rows

AS_AT, END = date(2025, 4, 1), date(2026, 4, 1)
OUTCOMES = {outcome.name: outcome for outcome in outcomes()}
OLD = {"person_id": "p1", "birth_date": date(1940, 1, 1)}


@pytest.fixture
def happened(world, engine):
    def ask(name: str, person: dict | None = None, **events: list[dict]) -> bool | None:
        """Whether it happened; None if the person is not in the population."""
        made = {kind: [{"person_id": "p1"} | row for row in found] for kind, found in events.items()}
        present = world([OLD | (person or {})], **made)
        make_feature_table(engine, as_at=AS_AT, present=present, name="feature_then")
        rows = population_rows(engine, OUTCOMES[name], features="feature_then", known_until=END, as_at=AS_AT)
        return rows["happened"][0].as_py() if rows.num_rows else None

    return ask


@pytest.mark.parametrize(
    ("day", "counts"),
    [(AS_AT - timedelta(1), False), (AS_AT, True), (END - timedelta(1), True), (END, False)],
)
def test_an_outcome_counts_from_the_day_for_twelve_months(happened, day: date, counts: bool) -> None:
    spell = {"admitted_on": day, "admission_method": "emergency"}
    assert happened("admission_or_death", hospital_spell=[spell]) is counts


def test_death_counts_and_a_planned_admission_does_not(happened) -> None:
    planned = {"admitted_on": AS_AT, "admission_method": "elective"}
    assert happened("admission_or_death", hospital_spell=[planned]) is False
    assert happened("admission_or_death", {"death_date": date(2025, 12, 1)}, hospital_spell=[planned]) is True


@pytest.mark.parametrize(
    "told",
    [
        {"emergency_attendance": [{"attended_on": AS_AT, "reason": "fall"}]},
        {"ambulance_incident": [{"happened_on": AS_AT, "reason": "fall"}]},
        {"gp_event": [{"recorded_on": AS_AT, "code": "263225007"}]},
        {"hospital_spell": [{"admitted_on": AS_AT, "admission_method": "emergency", "primary_diagnosis": "S72.0"}]},
        {"hospital_spell": [{"admitted_on": AS_AT, "admission_method": "emergency", "secondary_diagnoses": ["W19"]}]},
    ],
)
def test_a_fall_counts_whoever_tells_it_and_only_from_65(happened, told: dict) -> None:
    assert happened("fall", **told) is True
    assert happened("fall", {"birth_date": AS_AT.replace(year=1961)}, **told) is None


def test_somebody_in_a_care_home_cannot_move_to_one(happened) -> None:
    living_there = {"starts_on": date(2024, 1, 1), "event_type": "service", "service_type": "long_term_residential"}
    moving = living_there | {"starts_on": AS_AT + timedelta(60)}
    assert happened("care_home", social_care_event=[living_there]) is None
    assert happened("care_home", social_care_event=[moving]) is True
    assert happened("care_home", social_care_event=[moving | {"client_type": "carer"}]) is False


def test_a_discharge_to_a_care_home_is_a_move_to_one(happened) -> None:
    spell = {
        "admitted_on": AS_AT - timedelta(5),
        "discharged_on": AS_AT + timedelta(5),
        "admission_method": "emergency",
        "discharge_destination": "care_home",
    }
    assert happened("care_home", hospital_spell=[spell]) is True


def test_a_self_funder_s_move_is_known_from_the_gp(happened) -> None:
    told = {"recorded_on": AS_AT + timedelta(30), "code": "394923006"}
    assert happened("care_home", gp_event=[told]) is True
    assert happened("care_home", gp_event=[told | {"recorded_on": AS_AT - timedelta(30)}, told]) is None


def test_a_year_that_is_not_over_is_refused(world, engine) -> None:
    present = world([OLD], hospital_spell=[])
    make_feature_table(engine, as_at=AS_AT, present=present, name="feature_then")
    with pytest.raises(HorizonNotOver, match="2026-04-01"):
        population_rows(engine, OUTCOMES["fall"], features="feature_then", known_until=END - timedelta(1), as_at=AS_AT)


def test_ethnicity_and_today_s_address_never_predict() -> None:
    never = {"ethnicity", "household_size", "lives_alone", "neighbourhood"}
    assert not never & {name for outcome in outcomes() for name in outcome.predictors}


def test_deprivation_predicts_only_where_that_is_a_documented_choice() -> None:
    assert [outcome.name for outcome in outcomes() if "deprivation_decile" in outcome.predictors] == [
        "admission_or_death"
    ]
    assert all(OUTCOMES[name].excluded["deprivation_decile"] for name in ("fall", "care_home"))


def test_every_rising_or_falling_curve_is_of_a_predictor() -> None:
    for outcome in outcomes():
        assert outcome.increasing | outcome.decreasing <= set(outcome.predictors)
