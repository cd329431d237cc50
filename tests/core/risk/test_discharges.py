"""People who leave hospital: whose stay counts, from which day, and what was known then."""

from datetime import date, timedelta

import pytest

from joinedup.core.risk.failures import HorizonNotOver
from joinedup.core.risk.features.discharges import make_features_at_discharge, moved_records, stays_now, stays_of_year
from joinedup.core.risk.features.feature_table import make_feature_table
from joinedup.core.risk.features.outcomes import outcomes, population_rows

AS_AT = date(2026, 4, 1)
LEFT = date(2025, 6, 10)
SINCE, UNTIL = date(2025, 1, 1), date(2026, 1, 1)
READMISSION = next(outcome for outcome in outcomes() if outcome.name == "readmission")
OLD = [{"person_id": who, "birth_date": date(1940, 1, 1), "sex": "female"} for who in ("p1", "p2")]


def stay(left: date | None, nights: int = 5, who: str = "p1", **more) -> dict:
    came = (left or AS_AT) - timedelta(nights)
    return {"person_id": who, "admitted_on": came, "discharged_on": left, "admission_method": "emergency"} | more


def counted(engine) -> list[tuple[str, date]]:
    return [
        tuple(row.values()) for row in engine.table("select person_id, counted_from from stay order by all").to_pylist()
    ]


@pytest.mark.parametrize(
    ("given", "counts"),
    [
        (stay(LEFT), True),
        (stay(LEFT, admission_method="elective"), True),
        (stay(SINCE), True),
        (stay(SINCE - timedelta(1)), False),
        (stay(UNTIL), False),
        (stay(LEFT, nights=0), False),
        (stay(None), False),
        (stay(LEFT, admission_method="maternity"), False),
        (stay(LEFT, discharge_destination="died"), False),
        (stay(LEFT, discharge_destination="other_hospital"), False),
        (stay(LEFT, discharge_destination="care_home"), True),
        (stay(LEFT, who="unknown"), False),
    ],
)
def test_a_stay_counts_from_the_day_it_ends_at_home(world, engine, given: dict, counts: bool) -> None:
    world(OLD, hospital_spell=[given])
    assert stays_of_year(engine, since=SINCE, until=UNTIL, name="stay") == counts


def test_each_time_somebody_leaves_has_a_row_of_its_own(world, engine) -> None:
    world(OLD, hospital_spell=[stay(LEFT), stay(LEFT + timedelta(40)), stay(LEFT, who="p2")])
    stays_of_year(engine, since=SINCE, until=UNTIL, name="stay")
    assert counted(engine) == [("p1", LEFT), ("p1", LEFT + timedelta(40)), ("p2", LEFT)]
    assert engine.value("select count(distinct row_id) from stay") == 3


@pytest.mark.parametrize(
    ("given", "counted_from"),
    [
        ([stay(None)], AS_AT),
        ([stay(AS_AT + timedelta(9), nights=20)], AS_AT),
        ([stay(AS_AT - timedelta(30))], AS_AT - timedelta(30)),
        ([stay(AS_AT - timedelta(31))], None),
        ([stay(AS_AT - timedelta(20)), stay(AS_AT - timedelta(3), nights=2)], AS_AT - timedelta(3)),
        ([stay(AS_AT - timedelta(20)), stay(None, nights=4)], AS_AT),
        ([stay(AS_AT - timedelta(20), discharge_destination="died")], None),
    ],
)
def test_scored_are_people_in_hospital_and_those_who_left_in_the_last_30_days(
    world, engine, given, counted_from
) -> None:
    world(OLD, hospital_spell=given)
    stays_now(engine, as_at=AS_AT, name="stay")
    assert counted(engine) == ([("p1", counted_from)] if counted_from else [])


def records_around(day: date) -> dict[str, list[dict]]:
    def before(days: int) -> date:
        return day - timedelta(days)

    return {
        "hospital_spell": [
            stay(day, primary_diagnosis="F03"),
            stay(before(100), primary_diagnosis="I50"),
            stay(day + timedelta(12), nights=4),
        ],
        "emergency_attendance": [
            {"person_id": "p1", "attended_on": before(1), "reason": "fall"},
            {"person_id": "p1", "attended_on": day, "reason": "fall"},
        ],
        "gp_event": [
            {"person_id": "p1", "recorded_on": before(3000), "code": "52448006"},
            {"person_id": "p1", "recorded_on": day + timedelta(2), "code": "13645005"},
        ],
        "gp_medicine": [{"person_id": "p1", "starts_on": before(60), "ends_on": day, "bnf_code": "0208020"}],
        "unpaid_carer": [{"person_id": "p2", "cared_for_person_id": "p1", "starts_on": before(90)}],
        "social_care_event": [
            {"person_id": "p1", "starts_on": before(9), "event_type": "service", "service_type": "st_max"}
        ],
        "ambulance_incident": [{"person_id": "p1", "happened_on": before(364), "reason": "other"}],
        "community_contact": [{"person_id": "p1", "contact_on": before(366), "team": "podiatry"}],
        "mental_health_contact": [],
        "referral": [],
        "safe_and_well_visit": [{"person_id": "p1", "visited_on": before(5), "lives_alone": True}],
    }


def test_features_at_discharge_are_those_of_that_day_for_everybody(world, engine) -> None:
    """The slow twin: the features of the whole place as at the day itself."""
    present = world(OLD, **records_around(LEFT))
    make_feature_table(engine, as_at=LEFT, present=present, name="on_the_day")
    stays_of_year(engine, since=LEFT, until=LEFT + timedelta(1), name="stay")
    assert make_features_at_discharge(engine, index="stay", as_at=AS_AT, present=present, name="found") == 1
    expected = engine.table("from on_the_day where person_id = 'p1'").to_pylist()[0]
    answer = engine.table("from found").to_pylist()[0]
    address = {"person_id", "household_size", "lives_alone"}  # who shares an address on another day is not known
    assert {name: answer[name] for name in answer if name not in address} == {
        name: expected[name] for name in expected if name not in address
    }
    assert (answer["nights_in_this_stay"], answer["came_in_as_emergency"], answer["has_copd"]) == (5, True, False)


@pytest.mark.parametrize(("days", "happens"), [(-1, False), (0, True), (29, True), (30, False)])
def test_a_readmission_counts_from_the_day_of_leaving_for_30_days(world, engine, days: int, happens: bool) -> None:
    again = {"person_id": "p1", "admitted_on": LEFT + timedelta(days), "admission_method": "emergency"}
    present = world(OLD, hospital_spell=[stay(LEFT), again])
    stays_of_year(engine, since=SINCE, until=UNTIL, name="stay")
    make_features_at_discharge(engine, index="stay", as_at=AS_AT, present=present, name="found")
    rows = population_rows(engine, READMISSION, features="found", known_until=AS_AT, as_at=UNTIL, index="stay")
    assert [(row["person_id"], row["happened"]) for row in rows.to_pylist()] == [("p1", happens)]


def test_stays_whose_30_days_are_not_over_are_refused(world, engine) -> None:
    present = world(OLD, hospital_spell=[stay(LEFT)])
    stays_of_year(engine, since=SINCE, until=UNTIL, name="stay")
    make_features_at_discharge(engine, index="stay", as_at=AS_AT, present=present, name="found")
    late = AS_AT - timedelta(29)
    with pytest.raises(HorizonNotOver, match="30 days earlier"):
        population_rows(engine, READMISSION, features="found", known_until=AS_AT, as_at=late, index="stay")


def test_moved_records_are_gone_when_done(world, engine) -> None:
    present = world(OLD, hospital_spell=[stay(LEFT)])
    stays_of_year(engine, since=SINCE, until=UNTIL, name="stay")
    with moved_records(engine, index="stay", as_at=AS_AT, present=present) as moved:
        assert engine.value(f"select discharged_on from {moved['hospital_spell']}") == AS_AT
    assert engine.value("select count(*) from duckdb_tables() where table_name like 'moved_%'") == 0
