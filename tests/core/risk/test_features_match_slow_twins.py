"""Every feature again, one person and one record at a time, in plain Python."""

from datetime import date, timedelta
from typing import Any

import pytest
from hypothesis import HealthCheck, Phase, given, settings
from hypothesis import strategies as st

from joinedup.core.risk.features.catalogue import feature_named, rows
from joinedup.core.risk.features.feature_table import make_feature_table

AS_AT = date(2025, 4, 1)
A_YEAR_AGO, TWO_YEARS_AGO = date(2024, 4, 1), date(2023, 4, 1)
CONDITIONS = rows("codelists/conditions.csv")
MEDICINES = rows("codelists/medicines.csv")
CAMBRIDGE = rows("codelists/cambridge.csv")
CAMBRIDGE_WEIGHTS = {row["condition"]: float(row["weight"]) for row in rows("scores/cambridge_weights.csv")}
CHARLSON = rows("scores/charlson_weights.csv")
WEIGHTS = {row["icd10"]: float(row["weight"]) for row in rows("scores/hfrs_weights.csv")}
DEFICITS = {row["deficit"] for row in rows("scores/efi_deficits.csv")}
SMOKING = {"77176002": True, "8517006": False, "266919005": False}
Row = dict[str, Any]
World = dict[str, list[Row]]

days = st.one_of(
    st.sampled_from(
        [
            AS_AT - timedelta(1),
            AS_AT,
            A_YEAR_AGO,
            A_YEAR_AGO - timedelta(1),
            TWO_YEARS_AGO,
            TWO_YEARS_AGO - timedelta(1),
        ]
    ),
    st.dates(date(2022, 4, 1), date(2026, 3, 31)),
)
later = st.one_of(st.none(), st.integers(0, 400))
who = st.sampled_from(["p1", "p2", "p3"])
MORE_CODES = "161898004 105529008 77176002 8517006 263225007 103735009 52448006 10743008"
codes = st.sampled_from([row["snomed_code"] for row in CONDITIONS] + MORE_CODES.split())
DIAGNOSES = "F03 F03.9 g20 S72.0 S720 W18 W19.9 X59 I10 J18 S52.5 Z51.5 I50.0 E10.1 E112 C77 c50"
diagnoses = st.sampled_from(DIAGNOSES.split())


def records(date_column: str, **columns: st.SearchStrategy[Any]) -> st.SearchStrategy[list[Row]]:
    return st.lists(st.fixed_dictionaries({"person_id": who, date_column: days, **columns}), max_size=8)


def ended(found: list[Row], start: str, end: str) -> list[Row]:
    """Lengths drawn become last days."""
    return [row | {end: None if row[end] is None else row[start] + timedelta(row[end])} for row in found]


LIVES_IN_A_HOME = {"394923006", "160734000"}
yes_no = st.booleans()
maybe = st.one_of(st.none(), yes_no)
worlds = st.fixed_dictionaries(
    {
        "hospital_spell": records(
            "admitted_on",
            discharged_on=later,
            admission_method=st.sampled_from(["emergency", "elective", "transfer"]),
            primary_diagnosis=st.one_of(st.none(), diagnoses),
            secondary_diagnoses=st.one_of(st.none(), st.lists(diagnoses, max_size=3)),
            discharge_destination=st.sampled_from([None, "usual_home", "care_home"]),
        ).map(lambda found: ended(found, "admitted_on", "discharged_on")),
        "emergency_attendance": records("attended_on", reason=st.sampled_from([None, "fall", "other"])),
        "ambulance_incident": records("happened_on", reason=st.sampled_from([None, "fall", "other"])),
        "gp_event": st.lists(
            st.fixed_dictionaries({"person_id": who, "recorded_on": days, "code": codes}), max_size=20
        ),
        "gp_medicine": st.lists(
            st.fixed_dictionaries(
                {
                    "person_id": who,
                    "starts_on": days,
                    "ends_on": later,
                    "bnf_code": st.sampled_from([r["bnf_code"] for r in MEDICINES]),
                }
            ),
            max_size=12,
        ).map(lambda found: ended(found, "starts_on", "ends_on")),
        "community_contact": records("contact_on"),
        "mental_health_contact": records("contact_on"),
        "social_care_event": records(
            "starts_on",
            ends_on=later,
            client_type=st.sampled_from([None, "service_user", "carer"]),
            event_type=st.sampled_from(["request", "service", "assessment"]),
            service_type=st.sampled_from(
                [None, "long_term_community", "long_term_residential", "long_term_nursing", "st_max"]
            ),
            cost_frequency=st.sampled_from([None, "hourly", "weekly"]),
            planned_units_per_week=st.sampled_from([None, 3.5, 10.0]),
            has_unpaid_carer=maybe,
        ).map(lambda found: ended(found, "starts_on", "ends_on")),
        "referral": records("referred_on"),
        "unpaid_carer": records(
            "starts_on",
            ends_on=later,
            cared_for_person_id=st.one_of(st.none(), who),
            hours_per_week=st.sampled_from([None, "1-19", "20-49", "50+"]),
            is_co_resident=maybe,
            assessed_on=st.one_of(st.none(), days),
        ).map(lambda found: ended(found, "starts_on", "ends_on")),
        "safe_and_well_visit": records("visited_on", lives_alone=maybe, has_fall_hazard=maybe, is_cold_home=maybe),
    }
)
PEOPLE = [
    {
        "person_id": "p1",
        "birth_date": date(1940, 4, 1),
        "sex": "female",
        "deprivation_decile": 2,
        "household_id": "h1",
        "ethnicity": "H",
    },
    {
        "person_id": "p2",
        "birth_date": date(1960, 4, 2),
        "sex": "male",
        "deprivation_decile": None,
        "household_id": "h1",
    },
    {"person_id": "p3", "birth_date": date(1950, 1, 1), "death_date": AS_AT, "sex": "unknown", "household_id": "h2"},
]


# an example is small already: shrinking a failure would take minutes
PHASES = (Phase.explicit, Phase.generate)


@settings(max_examples=40, deadline=None, derandomize=True, phases=PHASES, suppress_health_check=list(HealthCheck))
@given(made=worlds)
def test_every_feature_is_what_its_slow_twin_says(made: World, world, engine) -> None:
    present = world(PEOPLE, **made)
    make_feature_table(engine, as_at=AS_AT, present=present, name="found")
    for answer in engine.table("from found order by person_id").to_pylist():
        person = answer.pop("person_id")
        expected = {name: twin(Of(person, made)) for name, twin in TWINS.items()}
        assert answer == pytest.approx(expected, nan_ok=False), {
            name: (answer[name], expected[name]) for name in expected if answer[name] != expected[name]
        }


def test_every_feature_has_a_slow_twin() -> None:
    assert set(TWINS) == set(feature_named())


class Of:
    """One person's records dated before the day."""

    def __init__(self, person: str, made: World) -> None:
        self.person, self.made = person, made
        self.row = next(row for row in PEOPLE if row["person_id"] == person)

    def of(self, kind: str, day: str, since: date = date.min, key: str = "person_id") -> list[Row]:
        found = [row | {"line": at} for at, row in enumerate(self.made[kind], 2) if row[key] == self.person]
        return sorted((row for row in found if since <= row[day] < AS_AT), key=lambda row: (row[day], row["line"]))

    @property
    def age(self) -> int:
        born = self.row["birth_date"]
        return AS_AT.year - born.year - ((AS_AT.month, AS_AT.day) < (born.month, born.day))

    def conditions(self, feature: str) -> list[Row]:
        wanted = {row["snomed_code"] for row in CONDITIONS if row["feature"] == feature}
        return [row for row in self.of("gp_event", "recorded_on") if row["code"] in wanted]

    def stays(self, method: str, since: date) -> list[Row]:
        return [row for row in self.of("hospital_spell", "admitted_on", since) if row["admission_method"] == method]

    def medicines(self) -> list[Row]:
        return [row for row in self.of("gp_medicine", "starts_on") if is_open(row)]

    def care(self) -> list[Row]:
        return [row for row in self.of("social_care_event", "starts_on") if row["client_type"] != "carer"]

    def caring(self) -> list[Row]:
        return [row for row in self.of("unpaid_carer", "starts_on") if is_open(row)]


def is_open(row: Row) -> bool:
    return row["ends_on"] is None or row["ends_on"] >= AS_AT


def all_codes(stay: Row) -> list[str]:
    return [code for code in [*(stay["secondary_diagnoses"] or []), stay["primary_diagnosis"]] if code]


def has_ended(stay: Row) -> bool:
    return stay["discharged_on"] is not None and stay["discharged_on"] < AS_AT


def nights(stay: Row) -> int:
    return (min(stay["discharged_on"] or AS_AT, AS_AT) - stay["admitted_on"]).days


def days_since(person: Of) -> int | None:
    stays = person.stays("emergency", TWO_YEARS_AGO)
    return (AS_AT - stays[-1]["admitted_on"]).days if stays else None


def falls(person: Of) -> int:
    days = [row["attended_on"] for row in person.of("emergency_attendance", "attended_on") if row["reason"] == "fall"]
    days += [row["happened_on"] for row in person.of("ambulance_incident", "happened_on") if row["reason"] == "fall"]
    days += [row["recorded_on"] for row in person.conditions("falls")]
    for stay in person.of("hospital_spell", "admitted_on"):
        if has_ended(stay) and any("W00" <= code[:3] <= "W19" for code in stay["secondary_diagnoses"] or []):
            days.append(stay["admitted_on"])
    new, before = 0, date.min
    for day in sorted(days):
        new += (day - before).days > 14 and day >= TWO_YEARS_AGO
        before = day
    return new


def fracture(person: Of) -> bool:
    broken = ("S220", "S320", "S422", "S52", "S72")
    stays = [stay for stay in person.of("hospital_spell", "admitted_on") if has_ended(stay)]
    in_hospital = any(code.replace(".", "").startswith(broken) for stay in stays for code in all_codes(stay))
    return bool(person.conditions("fracture")) or in_hospital


def efi(person: Of) -> float | None:
    if person.age < 65:
        return None
    codes = {row["code"] for row in person.of("gp_event", "recorded_on")}
    found = {row["efi_deficit"] for row in CONDITIONS if row["snomed_code"] in codes} & DEFICITS
    if len({row["bnf_code"] for row in person.medicines()}) >= 5:
        found.add("polypharmacy")
    return len(found) / 36


def hfrs(person: Of) -> float | None:
    stays = [
        s for s in person.of("hospital_spell", "admitted_on") if has_ended(s) and s["discharged_on"] >= TWO_YEARS_AGO
    ]
    if person.age < 75 or not stays:
        return None
    return round(
        sum(WEIGHTS.get(code, 0) for code in {code[:3].upper() for stay in stays for code in all_codes(stay)}), 1
    )


def in_care_home(person: Of) -> bool:
    homes = {"long_term_residential", "long_term_nursing"}
    if any(row["service_type"] in homes and is_open(row) for row in person.care()):
        return True
    if any(row["code"] in LIVES_IN_A_HOME for row in person.of("gp_event", "recorded_on")):
        return True
    stays = [s for s in person.made["hospital_spell"] if s["person_id"] == person.person and has_ended(s)]
    last = [s for s in stays if s["discharged_on"] >= A_YEAR_AGO]
    last.sort(key=lambda s: (s["discharged_on"], s["admitted_on"], person.made["hospital_spell"].index(s)))
    return bool(last) and last[-1]["discharge_destination"] == "care_home"


def has_unpaid_carer(person: Of) -> bool:
    if any(is_open(row) for row in person.of("unpaid_carer", "starts_on", key="cared_for_person_id")):
        return True
    told = [row for row in person.care() if row["has_unpaid_carer"] is not None]
    return bool(told) and told[-1]["has_unpaid_carer"]


def said_to_live_alone(person: Of) -> bool | None:
    told = [
        (r["visited_on"], "safe_and_well_visit", r["line"], r["lives_alone"])
        for r in person.of("safe_and_well_visit", "visited_on")
        if r["lives_alone"] is not None
    ]
    told += [(r["recorded_on"], "gp_event", r["line"], True) for r in person.conditions("lives_alone")]
    return max(told)[-1] if told else None


def household(person: Of) -> int | None:
    return sum(row["household_id"] == person.row["household_id"] for row in PEOPLE)


def lives_alone(person: Of) -> bool | None:
    told = said_to_live_alone(person)
    of_address = household(person) == 1 if person.age >= 16 else None
    return of_address if told is None else told


def latest(person: Of, what: str) -> bool | None:
    seen = [row[what] for row in person.of("safe_and_well_visit", "visited_on") if row[what] is not None]
    return seen[-1] if seen else None


def smoker(person: Of) -> bool | None:
    told = [SMOKING[row["code"]] for row in person.of("gp_event", "recorded_on") if row["code"] in SMOKING]
    return told[-1] if told else None


def home_care(person: Of) -> list[Row]:
    return [row for row in person.care() if row["service_type"] == "long_term_community" and is_open(row)]


def cambridge(person: Of) -> float | None:
    if person.age < 20:
        return None
    codes = {row["code"] for row in person.of("gp_event", "recorded_on")}
    taken = {row["bnf_code"][:7] for row in person.medicines()}
    shown = {row["condition"] for row in CAMBRIDGE if row["snomed_code"] in codes or row["bnf_code"] in taken}
    return round(sum(CAMBRIDGE_WEIGHTS[condition] for condition in shown), 2)


def charlson(person: Of) -> int | None:
    stays = [s for s in person.of("hospital_spell", "admitted_on") if has_ended(s)]
    stays = [s for s in stays if s["discharged_on"] >= TWO_YEARS_AGO]
    if person.age < 18 or not stays:
        return None
    codes = {code.replace(".", "").upper() for stay in stays for code in all_codes(stay)}
    met = {
        row["category"]: row
        for row in CHARLSON
        if any(code.startswith(tuple(row["icd10_prefixes"].split("|"))) for code in codes)
    }
    return max(0, sum(int(row["weight"]) for row in met.values() if row["not_with"] not in met))


def has_palliative_care(person: Of) -> bool:
    stays = [s for s in person.of("hospital_spell", "admitted_on") if has_ended(s)]
    said = any(code.replace(".", "").startswith("Z515") for stay in stays for code in all_codes(stay))
    return said or any(row["code"] == "103735009" for row in person.of("gp_event", "recorded_on"))


def stays_now(person: Of) -> list[Row]:
    stays = person.of("hospital_spell", "admitted_on")
    return [stay for stay in stays if stay["discharged_on"] is None or stay["discharged_on"] >= AS_AT]


def cares_for_dementia(person: Of) -> bool:
    others = {row["cared_for_person_id"] for row in person.caring()}
    codes = {row["snomed_code"] for row in CONDITIONS if row["feature"] == "has_dementia"}
    return any(
        row["person_id"] in others and row["code"] in codes and row["recorded_on"] < AS_AT
        for row in person.made["gp_event"]
    )


def was_supported_as_carer(person: Of) -> bool:
    links = [row for row in person.made["unpaid_carer"] if row["person_id"] == person.person]
    days = [row["assessed_on"] for row in links if row["assessed_on"]]
    days += [
        row["starts_on"]
        for row in person.of("social_care_event", "starts_on")
        if row["client_type"] == "carer" and row["event_type"] in ("assessment", "service")
    ]
    return any(A_YEAR_AGO <= day < AS_AT for day in days)


def is_of(*codes: str):
    return lambda p: p.row["ethnicity"] in codes if p.row.get("ethnicity") else None


RISKY = {row["bnf_code"] for row in MEDICINES if row["is_high_risk"] == "1"}
TWINS = {
    "cambridge": cambridge,
    "charlson": charlson,
    "has_palliative_care": has_palliative_care,
    "nights_in_this_stay": lambda p: max(((AS_AT - s["admitted_on"]).days for s in stays_now(p)), default=None),
    "came_in_as_emergency": lambda p: (
        any(s["admission_method"] == "emergency" for s in stays_now(p)) if stays_now(p) else None
    ),
    "cares_20_to_49_hours": lambda p: any(row["hours_per_week"] == "20-49" for row in p.caring()),
    "cares_in_same_home": lambda p: any(row["is_co_resident"] for row in p.caring()),
    "cares_for_dementia": cares_for_dementia,
    "was_supported_as_carer_12m": was_supported_as_carer,
    "ethnicity_asian": is_of("H", "J", "K", "L"),
    "ethnicity_black": is_of("M", "N", "P"),
    "ethnicity_mixed": is_of("D", "E", "F", "G"),
    "ethnicity_other": is_of("R", "S"),
    "age": lambda p: p.age,
    "sex_female": lambda p: {"female": True, "male": False}.get(p.row["sex"]),
    "deprivation_decile": lambda p: p.row.get("deprivation_decile"),
    "household_size": household,
    "lives_alone": lives_alone,
    "said_to_live_alone": said_to_live_alone,
    "emergency_admissions_12m": lambda p: len(p.stays("emergency", A_YEAR_AGO)),
    "emergency_admissions_24m": lambda p: len(p.stays("emergency", TWO_YEARS_AGO)),
    "emergency_bed_days_12m": lambda p: sum(nights(stay) for stay in p.stays("emergency", A_YEAR_AGO)),
    "elective_admissions_12m": lambda p: len(p.stays("elective", A_YEAR_AGO)),
    "days_since_last_admission": days_since,
    "ed_attendances_12m": lambda p: len(p.of("emergency_attendance", "attended_on", A_YEAR_AGO)),
    "ambulance_incidents_12m": lambda p: len(p.of("ambulance_incident", "happened_on", A_YEAR_AGO)),
    "community_contacts_12m": lambda p: len(p.of("community_contact", "contact_on", A_YEAR_AGO)),
    "mental_health_contacts_12m": lambda p: len(p.of("mental_health_contact", "contact_on", A_YEAR_AGO)),
    "voluntary_referrals_12m": lambda p: len(p.of("referral", "referred_on", A_YEAR_AGO)),
    "falls_24m": falls,
    "fracture_ever": fracture,
    "efi": efi,
    "hfrs": hfrs,
    "smoker": smoker,
    "medicine_count": lambda p: len({row["bnf_code"][:7] for row in p.medicines()}),
    "high_risk_medicine_count": lambda p: len({row["bnf_code"][:7] for row in p.medicines()} & RISKY),
    "social_care_requests_12m": lambda p: sum(
        r["event_type"] == "request" and r["starts_on"] >= A_YEAR_AGO for r in p.care()
    ),
    "has_home_care": lambda p: bool(home_care(p)),
    "weekly_home_care_hours": lambda p: sum(
        r["planned_units_per_week"] or 0 for r in home_care(p) if r["cost_frequency"] == "hourly"
    ),
    "had_reablement_12m": lambda p: any(
        r["service_type"] == "st_max" and r["starts_on"] >= A_YEAR_AGO for r in p.care()
    ),
    "in_care_home": in_care_home,
    "has_unpaid_carer": has_unpaid_carer,
    "is_unpaid_carer": lambda p: bool(p.caring()),
    "cares_50_hours": lambda p: any(row["hours_per_week"] == "50+" for row in p.caring()),
    "has_fall_hazard_at_home": lambda p: latest(p, "has_fall_hazard"),
    "has_cold_home": lambda p: latest(p, "is_cold_home"),
}
GP_CONDITIONS = """
    has_dementia has_copd has_heart_failure has_diabetes has_stroke has_atrial_fibrillation has_ckd has_chd has_cancer
    has_depression has_parkinsons has_hypertension has_osteoporosis has_arthritis has_incontinence
    has_mobility_problem has_weight_loss has_visual_impairment has_hearing_loss is_housebound
"""
TWINS |= {name: lambda p, name=name: bool(p.conditions(name)) for name in GP_CONDITIONS.split()}
