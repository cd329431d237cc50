"""The days on which a feature changes its mind."""

from datetime import date, timedelta

import pytest

from joinedup.core.risk.features.feature_table import make_feature_table
from joinedup.core.risk.features.sources import rows

AS_AT = date(2025, 4, 1)
PERSON = {"person_id": "p1", "birth_date": date(1940, 1, 1), "sex": "female", "household_id": "h1"}


@pytest.fixture
def feature(world, engine):
    def ask(name: str, person: dict | None = None, **events: list[dict]) -> object:
        made = {kind: [{"person_id": "p1"} | row for row in found] for kind, found in events.items()}
        present = world([PERSON | (person or {})], **made)
        make_feature_table(engine, as_at=AS_AT, present=present, name="found")
        return engine.value(f"select {name} from found")

    return ask


def days_before(days: int) -> date:
    return AS_AT - timedelta(days)


@pytest.mark.parametrize(("days", "falls"), [(14, 1), (15, 2)])
def test_entries_within_two_weeks_speak_of_one_fall(feature, days: int, falls: int) -> None:
    entries = [
        {"happened_on": days_before(100), "reason": "fall"},
        {"happened_on": days_before(100 - days), "reason": "fall"},
    ]
    assert feature("falls_24m", ambulance_incident=entries) == falls


def test_a_fall_told_by_four_agencies_is_one_fall(feature) -> None:
    day = days_before(30)
    assert (
        feature(
            "falls_24m",
            ambulance_incident=[{"happened_on": day, "reason": "fall"}],
            emergency_attendance=[{"attended_on": day, "reason": "fall"}],
            hospital_spell=[
                {
                    "admitted_on": day,
                    "discharged_on": days_before(20),
                    "secondary_diagnoses": ["I10", "W19"],
                    "admission_method": "emergency",
                }
            ],
            gp_event=[{"recorded_on": days_before(18), "code": "161898004"}],
        )
        == 1
    )


@pytest.mark.parametrize(("ends_on", "count"), [(None, 1), (AS_AT + timedelta(9), 1), (AS_AT, 1), (days_before(1), 0)])
def test_a_medicine_goes_on_until_the_day_after_its_last_issue(feature, ends_on: date | None, count: int) -> None:
    medicine = {"starts_on": days_before(90), "ends_on": ends_on, "bnf_code": "0208020"}
    assert feature("medicine_count", gp_medicine=[medicine]) == count


@pytest.mark.parametrize(("medicines", "deficits"), [(4, 0), (5, 1)])
def test_five_medicines_are_a_deficit(feature, medicines: int, deficits: int) -> None:
    codes = [row["bnf_code"] for row in rows("codelists/medicines.csv")][:medicines]
    taken = [{"starts_on": days_before(90), "bnf_code": code} for code in codes]
    assert feature("efi", gp_event=[], gp_medicine=taken) == pytest.approx(deficits / 36)


def test_a_council_saying_later_that_nobody_helps_is_believed(feature) -> None:
    said = [
        {"starts_on": days_before(90), "event_type": "request", "has_unpaid_carer": True},
        {"starts_on": days_before(30), "event_type": "request", "has_unpaid_carer": False},
        {"starts_on": AS_AT, "event_type": "request", "has_unpaid_carer": True},
    ]
    assert feature("has_unpaid_carer", social_care_event=said) is False


def test_nothing_that_happens_on_the_day_or_later_is_known(feature) -> None:
    spell = {"admitted_on": AS_AT, "admission_method": "emergency"}
    assert feature("emergency_admissions_12m", hospital_spell=[spell]) == 0


def test_a_stay_that_ends_later_shows_neither_its_end_nor_its_codes(feature) -> None:
    spell = {
        "admitted_on": days_before(3),
        "discharged_on": AS_AT + timedelta(30),
        "admission_method": "emergency",
        "primary_diagnosis": "S72",
        "discharge_destination": "care_home",
    }
    assert feature("emergency_bed_days_12m", hospital_spell=[spell]) == 3
    assert feature("fracture_ever", hospital_spell=[spell]) is False
    assert feature("in_care_home", hospital_spell=[spell]) is False
    assert feature("hfrs", hospital_spell=[spell]) is None


def test_what_no_agency_sent_is_not_known_rather_than_none(feature) -> None:
    assert feature("ed_attendances_12m", ambulance_incident=[]) is None
    assert feature("ed_attendances_12m", emergency_attendance=[]) == 0


def test_somebody_of_unknown_age_is_company(world, engine) -> None:
    other = PERSON | {"person_id": "p2", "birth_date": None}
    present = world([PERSON, other])
    assert make_feature_table(engine, as_at=AS_AT, present=present, name="found") == 1
    assert engine.table("select household_size, lives_alone from found").to_pylist() == [
        {"household_size": 2, "lives_alone": False}
    ]


@pytest.mark.parametrize(("born", "alone"), [(date(2009, 4, 2), None), (date(2009, 4, 1), True)])
def test_an_address_alone_does_not_make_a_child_live_alone(feature, born: date, alone: bool | None) -> None:
    assert feature("lives_alone", {"birth_date": born}) is alone


@pytest.mark.parametrize(
    "gone", [{"death_date": days_before(1)}, {"is_opted_out": True}, {"birth_date": None}, {"birth_date": AS_AT}]
)
def test_the_dead_the_opted_out_and_the_unborn_are_not_scored(world, engine, gone: dict) -> None:
    present = world([PERSON | gone])
    assert make_feature_table(engine, as_at=AS_AT, present=present, name="found") == 0
