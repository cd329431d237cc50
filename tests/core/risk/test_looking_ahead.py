"""A feature that would use what happened on or after its date is refused by name."""

from datetime import date, timedelta

import pytest

from joinedup.core.risk.failures import FeatureLooksAhead
from joinedup.core.risk.features import catalogue as catalogue_module
from joinedup.core.risk.features import feature_table as features
from joinedup.core.risk.features import looking_ahead
from joinedup.core.risk.features.catalogue import Records, catalogue
from joinedup.core.risk.features.feature_table import make_feature_table
from joinedup.core.risk.features.looking_ahead import check_no_feature_looks_ahead

AS_AT = date(2025, 4, 1)
PEOPLE = [{"person_id": f"p{at}", "birth_date": date(1940, 1, 1), "household_id": f"h{at}"} for at in range(4)]
LATER = AS_AT + timedelta(20)


def everything_after(day: date) -> dict[str, list[dict]]:
    """A record of every kind, all on or after a day, or told of only then."""
    stay = {
        "person_id": "p0",
        "admitted_on": AS_AT - timedelta(3),
        "discharged_on": day,
        "admission_method": "emergency",
    }
    return {
        "hospital_spell": [
            stay
            | {
                "primary_diagnosis": "F03",
                "secondary_diagnoses": ["W19", "Z515"],
                "discharge_destination": "care_home",
            },
            {"person_id": "p1", "admitted_on": day, "admission_method": "emergency", "primary_diagnosis": "I50"},
        ],
        "gp_event": [{"person_id": "p1", "recorded_on": day, "code": "52448006"}],
        "gp_medicine": [
            {"person_id": "p1", "starts_on": AS_AT - timedelta(9), "ends_on": day, "bnf_code": "0208020"},
            {"person_id": "p2", "starts_on": day, "bnf_code": "0208020"},
        ],
        "social_care_event": [
            {"person_id": "p2", "starts_on": day, "event_type": "service", "service_type": "long_term_nursing"}
        ],
        "unpaid_carer": [
            {"person_id": "p3", "cared_for_person_id": "p1", "starts_on": AS_AT - timedelta(9), "assessed_on": day}
        ],
        "emergency_attendance": [{"person_id": "p3", "attended_on": day, "reason": "fall"}],
        "ambulance_incident": [{"person_id": "p3", "happened_on": day, "reason": "fall"}],
        "community_contact": [{"person_id": "p3", "contact_on": day, "team": "podiatry"}],
        "mental_health_contact": [{"person_id": "p3", "contact_on": day}],
        "referral": [{"person_id": "p3", "referred_on": day, "service": "advice"}],
        "safe_and_well_visit": [{"person_id": "p3", "visited_on": day, "lives_alone": True}],
    }


@pytest.mark.parametrize("day", [AS_AT, LATER])
def test_no_feature_sees_what_happens_on_its_date_or_later(world, engine, day: date) -> None:
    check_no_feature_looks_ahead(engine, as_at=AS_AT, present=world(PEOPLE, **everything_after(day)))


def test_an_event_shifted_to_the_date_is_no_longer_seen(world, engine) -> None:
    for day, falls in ((AS_AT - timedelta(1), 1), (AS_AT, 0)):
        call = {"person_id": "p0", "happened_on": day, "reason": "fall"}
        present = world(PEOPLE, ambulance_incident=[call])
        make_feature_table(engine, as_at=AS_AT, present=present, name="found")
        assert engine.value("select falls_24m from found where person_id = 'p0'") == falls


@pytest.fixture
def a_leak(monkeypatch):
    """A definition that gives a stay's end before it has come, by dating the record earlier than it became known."""
    honest = next(records for records in catalogue() if records.records == "hospital_spell")

    class Leaking(Records):
        @property
        def sql(self) -> str:
            return (
                "select person_id, admitted_on as happened_on, 'hospital_spell' as kind, organisation, file, line,"
                " date_diff('day', admitted_on, discharged_on) as nights from hospital_spell"
            )

    nights = honest.features["emergency_bed_days_12m"].model_copy(
        update={"where": "true", "aggregate": "sum(nights)", "look_back_months": None}
    )
    leaking = Leaking(records="leak", meaning="", kinds=("hospital_spell",), features={"nights_to_come": nights})
    named = {**catalogue_module.feature_named(), "nights_to_come": nights}
    for module in (catalogue_module, features):
        monkeypatch.setattr(module, "catalogue", lambda: (*catalogue(), leaking))
    monkeypatch.setattr(looking_ahead, "feature_named", lambda: named)


@pytest.mark.usefixtures("a_leak")
def test_a_feature_that_looks_ahead_is_refused_by_name(world, engine) -> None:
    with pytest.raises(FeatureLooksAhead, match="nights_to_come would use what happened on or after 2025-04-01"):
        check_no_feature_looks_ahead(engine, as_at=AS_AT, present=world(PEOPLE, **everything_after(LATER)))
