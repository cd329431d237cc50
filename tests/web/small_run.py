"""A tiny run of the job: 60 people in three neighbourhoods, with every table the pages read."""

import json
from datetime import date, timedelta
from math import log
from pathlib import Path
from typing import Any

import numpy as np
import pyarrow as pa
import pyarrow.parquet as pq

from joinedup.core.risk.models.additive import AdditiveModel, Axis, Term
from joinedup.core.risk.models.model_file import write_model

AS_AT = date(2026, 4, 1)
HOODS = ("swanage", "wareham", "blandford")
PEOPLE = 60
OFFERS = ("falls_exercise", "medicines_review", "befriending")
SELECTION = {"threshold": 0.25, "chosen": 40, "share_chosen_with_outcome": 0.41, "share_of_outcomes_found": 0.3}
FIGURE = {"value": 1.0, "low": 0.9, "high": 1.1}
FIGURES = {
    "shown": True,
    "people": 500,
    "events": 90,
    "auroc": FIGURE,
    "slope": FIGURE,
    "observed_over_expected": FIGURE,
}
TOO_FEW = {"grouping": "ethnicity", "group": "Black", "shown": False, "why": "fewer than 50 people"}
BINS = [
    {
        "people": 250,
        "expected": 0.05 + 0.2 * n,
        "observed": 0.06 + 0.2 * n,
        "low": 0.03 + 0.2 * n,
        "high": 0.1 + 0.2 * n,
    }
    for n in range(4)
]
CURVE = [
    {"threshold": share, "net_benefit": 0.1 - share / 2, "act_on_all": 0.1 - share, "chosen": round(900 * (1 - share))}
    for share in (0.01, 0.05, 0.1, 0.15, 0.3)
]
DRIFT = {"at_fitting": FIGURES, "latest": FIGURES, "is_alarm": True, "words": "Alarm: the level of risk is off."}
CARD = {
    "meaning": "A fall that needs care within 12 months.",
    "population": "People of 65 and over",
    "selection": SELECTION,
    "overall": FIGURES,
    "groups": [{"grouping": "age_band", "group": "75-84", **FIGURES}, TOO_FEW],
    "calibration_bins": BINS,
    "decision_curve": CURVE,
    "drift": DRIFT,
    "left_out": {"deprivation_decile": "The audit finds no need for it."},
    "spread_by_group": {"age": {"not known": 1.0, "under 85": 1.03, "85 or more": 0.88}},
    "fitted_to": {"people": 1000, "events": 180},
}
PERFORMANCE = {
    "sentence": "Measured on the invented county Small place: the figures say nothing about real people.",
    "place": "Small place",
    "is_invented": True,
    "fitted_as_at": "2024-04-01",
    "judged_as_at": "2025-04-01",
    "outcomes": {"fall": CARD},
}
THRESHOLDS = {"admission_or_death": 0.30, "fall": 0.25, "care_home": 0.10}


def person_id(number: int) -> str:
    return f"p{(number * 2654435761 + 97) % 2**32:08x}{number:08x}"


def age(number: int) -> int:
    return 58 + number % 40


def probability(number: int, outcome: str) -> float:
    """From 0.05 to 0.89; two people in three are above the threshold for an admission."""
    spread = {"admission_or_death": 7, "fall": 11, "care_home": 13}[outcome]
    return round(0.05 + ((number * spread + 31) % PEOPLE) / PEOPLE * 0.85, 4)


def is_scored(number: int, outcome: str) -> bool:
    return number not in (5, 59) and (outcome == "admission_or_death" or age(number) >= 65)


def write(folder: Path) -> tuple[Path, Path]:
    """Write run and place; returns the run's folder and the place file."""
    run, county = folder / "run", folder / "county"
    for path in (run / "link" / "events", run / "risk", run / "plans", county):
        path.mkdir(parents=True)
    for name, rows in {**link_tables(), **risk_tables(), **plan_tables()}.items():
        pq.write_table(pa.Table.from_pylist(rows), run / f"{name}.parquet")
    (run / "risk" / "performance.json").write_text(json.dumps(PERFORMANCE), encoding="utf-8")
    (run / "risk" / "models").mkdir()
    for outcome in THRESHOLDS:
        write_model(model(outcome), run / "risk" / "models" / f"{outcome}.json")
    write_place(county)
    return run, county / "place.toml"


def model(outcome: str, *, intercept: float = -2.0) -> AdditiveModel:
    """A model with a curve, a step and a pair; its terms are those of the contributions."""
    terms = (
        Term((Axis("age", edges=(65.0, 80.0)),), np.array([0.0, -0.3, 0.1, 0.5])),
        Term((Axis("falls_24m", edges=(0.5, 1.5)),), np.array([0.0, -0.1, 0.4, 0.9])),
        Term((Axis("has_copd", edges=(0.5,)), Axis("sex_female", edges=(0.5,))), np.arange(9.0).reshape(3, 3) / 10),
    )
    ranges = {"age": {"lowest": 58.0, "highest": 97.0}, "falls_24m": {"lowest": 0.0, "highest": 6.0}}
    return AdditiveModel(outcome, terms, intercept, about={"features": ranges, "fitted_people": 1000, "seed": 1})


def person_row(number: int) -> dict[str, Any]:
    return {
        "person_id": person_id(number),
        "nhs_number": f"999{number:07d}",
        "given_name": ("Ada", "Bertie", "Cleo", "Dora")[number % 4],
        "family_name": ("Archer", "Bright", "Carter", "Dale", "Ellis")[number % 5] + f"-{number}",
        "birth_date": date(AS_AT.year - age(number), 1, 15),
        "death_date": date(2026, 3, 2) if number == 59 else None,
        "sex": ("female", "male")[number % 2],
        "ethnicity": "A",
        "address": f"{number} High Street, Someplace",
        "postcode": "BH19 1AA",
        "lsoa": "E01000001",
        "neighbourhood": HOODS[number % 3],
        "local_authority": "Dorset",
        "deprivation_decile": 1 + number % 10,
        "gp_practice": "J81001",
        "household_id": f"h{number // 6:04d}" if number % 6 < 3 else "",
        "is_sensitive": number == 3,
        "is_opted_out": number == 5,
        "record_count": 3,
    }


def link_tables() -> dict[str, list[dict[str, Any]]]:
    kinds = ("gp_event", "hospital_spell", "community_contact", "social_care_event", "ambulance_incident")
    owners = {"gp_event": "general_practice", "hospital_spell": "dch", "community_contact": "dorset_healthcare"}
    timeline = [
        {
            "person_id": person_id(number),
            "starts_on": AS_AT - timedelta(days=17 * entry + number % 9 + 1),
            "ends_on": AS_AT - timedelta(days=17 * entry) if entry % 5 == 1 else None,
            "kind": kinds[entry % 5],
            "organisation": owners.get(kinds[entry % 5], "dorset_council"),
            "source": "dorset_council",
            "words": f"entry {entry} of the record",
            "file": f"extracts/{kinds[entry % 5]}.csv",
            "line": 2 + number * 100 + entry,
        }
        for number in range(PEOPLE)
        for entry in range(70 if number == 0 else 12)
    ]
    carer = {
        "person_id": person_id(1),
        "cared_for_person_id": person_id(0),
        "starts_on": date(2024, 5, 1),
        "ends_on": None,
        "hours_per_week": "50+",
        "is_co_resident": True,
        "assessed_on": date(2025, 2, 1),
    }
    lineage = {"person_id": "pold0000000000001", "became": person_id(0), "how": "merged"}
    return {
        "link/person": [person_row(number) for number in range(PEOPLE)],
        "link/timeline": timeline,
        "link/events/unpaid_carer": [carer],
        "link/lineage": [lineage],
    }


def risk_tables() -> dict[str, list[dict[str, Any]]]:
    scored = [(n, outcome) for outcome in THRESHOLDS for n in range(PEOPLE) if is_scored(n, outcome)]
    scores, contributions, reasons = [], [], []
    for number, outcome in scores_with_rank(scored):
        p = probability(number, outcome)
        log_odds = log(p / (1 - p))
        who = {"person_id": person_id(number), "outcome": outcome}
        is_above = p >= THRESHOLDS[outcome]
        scores.append({**who, "probability": p, "log_odds": log_odds, "rank": 1, "is_above_threshold": is_above})
        contributions.append({**who, "intercept": -2.0, "age": 0.2, "falls_24m": 0.8, "rest": log_odds + 1.0})
        reasons.extend(reason_rows(who, number) if is_above else ())
    frail = ("fit", "mild", "moderate", "severe")
    efi = [
        {"person_id": person_id(n), "score": "efi", "value": round(0.06 + 0.12 * (n % 4), 2), "category": frail[n % 4]}
        for n in range(PEOPLE)
        if age(n) >= 65
    ]
    hfrs = {"person_id": person_id(0), "score": "hfrs", "value": 6.2, "category": "intermediate"}
    features = [
        {"person_id": person_id(n), "age": age(n), "falls_24m": 3, "efi": round(0.06 + 0.12 * (n % 4), 2)}
        for n in range(PEOPLE)
        if n not in (5, 59)
    ]
    return {
        "risk/feature": features,
        "risk/selection": [selection_row(listed, *group) for listed in (6, 12) for group in GROUPS],
        "risk/change": [row for number in range(0, PEOPLE, 3) for row in change_rows(number)],
        "risk/flag": [flag_row(0, 6), flag_row(6, 2)],
        "risk/flag_reason": [flag_reason_row(0)],
        "risk/score": scores,
        "risk/contribution": contributions,
        "risk/reason": reasons,
        "risk/reference_score": [*efi, hfrs],
    }


def scores_with_rank(scored: list[tuple[int, str]]) -> list[tuple[int, str]]:
    return sorted(scored, key=lambda one: (one[1], -probability(*one)))


def reason_rows(who: dict[str, Any], number: int) -> list[dict[str, Any]]:
    source = {"organisation": "dch", "happened_on": date(2026, 1, 9), "file": "extracts/ed.csv", "line": 40 + number}
    falls = {
        "position": 1,
        "feature": "falls_24m",
        "feature_group": "function",
        "contribution": 0.8,
        "value": 3.0,
        "words": "3 falls in the last 24 months",
        "is_changeable": True,
        "kind": "emergency_attendance",
        "record_count": 3,
        **source,
    }
    years = {
        **dict.fromkeys(("kind", "organisation", "happened_on", "file", "line", "record_count")),
        "position": 2,
        "feature": "age",
        "feature_group": "person",
        "contribution": 0.2 if number % 2 else -0.3,
        "value": float(age(number)),
        "words": f"Aged {age(number)}",
        "is_changeable": False,
    }
    groups = ("function", "social", "health")
    return [{**who, **falls, "feature_group": groups[number % 3]}, {**who, **years}]


GROUPS = (("all", "everybody"), ("sex", "female"), ("sex", "male"), ("deprivation_fifth", "1"))


def selection_row(listed: int, grouping: str, group: str) -> dict[str, Any]:
    """What a list of one length finds; nothing is known of the most deprived fifth."""
    is_shown = grouping != "deprivation_fifth"
    judged = {"judged_people": 1000, "judged_listed": 100, "judged_events": 200, "judged_hits": 60}
    rates = {"share_of_list_with_outcome": 0.6, "false_negative_rate": 0.7, "observed_over_expected": 1.02}
    known = {name: value if is_shown else None for name, value in {**judged, **rates}.items()}
    now = {"people_in_group": 58, "listed_in_group": listed, "expected_hits": 3.0, "expected_missed": 9.0}
    return {
        "outcome": "fall",
        "listed": listed,
        "grouping": grouping,
        "group": group,
        "is_shown": is_shown,
        **now,
        **known,
    }


def change_rows(number: int) -> list[dict[str, Any]]:
    """Two terms moved for a person of Swanage: those whose number divides by 2 rose, the others fell."""
    outcome = "admission_or_death"
    if not is_scored(number, outcome):
        return []
    now = probability(number, outcome)
    before = now / 2 if number % 2 == 0 else (1 + now) / 2
    who = {"person_id": person_id(number), "outcome": outcome, "earlier_probability": before, "probability": now}
    step = 0.6 if number % 2 == 0 else -0.6
    return [
        {
            **who,
            "position": 1,
            "change": step,
            "words": "New: 1 fall in the last 2 years",
            "is_changeable": True,
            "feature": "falls_24m",
        },
        {**who, "position": 2, "change": step / 3, "words": "Aged one more", "is_changeable": False, "feature": "age"},
    ]


def flag_row(number: int, points: int) -> dict[str, Any]:
    return {
        "person_id": person_id(number),
        "flag": "carer_breakdown",
        "points": points,
        "highest": 12,
        "is_raised": points >= 5,
        "label": "Unvalidated flag. Not a probability.",
    }


def flag_reason_row(number: int) -> dict[str, Any]:
    return {
        "person_id": person_id(number),
        "flag": "carer_breakdown",
        "position": 1,
        "feature": "cares_50_hours",
        "points": 6,
        "words": "Cares for somebody 50 hours a week or more",
        "is_changeable": True,
        "kind": "unpaid_carer",
        "organisation": "dorset_council",
        "happened_on": date(2024, 5, 1),
        "record_count": 1,
        "file": "extracts/carers.csv",
        "line": 7,
    }


def plan_tables() -> dict[str, list[dict[str, Any]]]:
    packaged = [n for n in range(PEOPLE) if n % 2 == 0 and n not in (3, 5, 59)]
    packages = [
        {
            "person_id": person_id(n),
            "neighbourhood": HOODS[n % 3],
            "cost_pence": 45_000,
            "item_count": 2,
            "next_best": None,
        }
        for n in packaged
    ]
    items = [row for n in packaged for row in item_rows(person_id(n))]
    left_out = [
        {
            "person_id": person_id(n),
            "offer": "befriending",
            "reason": "no places left in the neighbourhood",
            "would_change": "one place more",
        }
        for n in packaged
    ]
    help_ = [
        {
            "person_id": person_id(n),
            "service": "s1",
            "name": "Tea and Company",
            "organisation": "Invented Friends of Purbeck",
            "telephone": "01632 960 001",
            "offer": "befriending",
        }
        for n in packaged
    ]
    return {
        "plans/package": packages,
        "plans/package_item": items,
        "plans/package_effect": [effect_row(person_id(n)) for n in packaged],
        "plans/left_out": left_out,
        "plans/package_service": help_,
    }


def item_rows(who: str) -> list[dict[str, Any]]:
    exercise = {
        "person_id": who,
        "offer": "falls_exercise",
        "kind": "support",
        "funder": "dorset_council",
        "cost_pence": 30_000,
        "why": "has fallen in the last two years",
        "is_kept": False,
        "stays_share": 0.9,
        "would_change": "Worth 0.030 events avoided a year here; below 0.020 what it uses would do more for others.",
        "weakness": None,
    }
    review = {
        "person_id": who,
        "offer": "medicines_review",
        "kind": "support",
        "funder": "nhs_dorset",
        "cost_pence": 15_000,
        "why": "takes 12 medicines",
        "is_kept": False,
        "stays_share": None,
        "would_change": "Worth 0.030 events avoided a year here; below 0.020 what it uses would do more for others.",
        "weakness": None,
    }
    return [exercise, review]


def effect_row(who: str) -> dict[str, Any]:
    return {
        "person_id": who,
        "offer": "falls_exercise",
        "outcome": "fall",
        "avoided_low": 0.02,
        "avoided_mid": 0.03,
        "avoided_high": 0.04,
    }


STAFF = """username,name,role,organisation,neighbourhood
nurse,Nora Nurse,community_nurse,dorset_healthcare,swanage
gp,Gita Practice,gp,general_practice,swanage
worker,Sam Social,social_worker,dorset_council,swanage
prescriber,Pia Prescriber,social_prescriber,dorset_council,swanage
lead,Lee Lead,team_lead,dorset_healthcare,swanage
elsewhere,Wendy Wareham,community_nurse,dorset_healthcare,wareham
countywide,Cory County,gp,general_practice,
programme,Pru Programme,programme_lead,nhs_dorset,
analyst,Ana Analyst,analyst,nhs_dorset,
ig,Ivo Governance,information_governance_lead,nhs_dorset,
"""
ORGANISATIONS = {
    "nhs_dorset": ("NHS Dorset", "commissioner"),
    "dorset_council": ("Dorset Council", "council"),
    "dch": ("Dorset County Hospital", "acute_trust"),
    "dorset_healthcare": ("Dorset HealthCare", "community_trust"),
    "general_practice": ("General practice", "general_practice"),
}


def write_place(county: Path) -> None:
    areas = "lsoa,lsoa_name,msoa_name,local_authority,latitude,longitude,population,deprivation_decile\n" + "".join(
        f"E0100000{n},Area {n},Dorset 00{n},Dorset,50.{n},-2.{n},1500,{n}\n" for n in (1, 2, 3)
    )
    files = {
        "areas.csv": areas,
        "postcodes.csv": "postcode,lsoa\nBH19 1AA,E01000001\n",
        "services.csv": "service,name,organisation,offer,neighbourhood,telephone\n"
        "s1,Tea and Company,Invented Friends of Purbeck,befriending,swanage,01632 960 001\n",
        "staff.csv": STAFF,
        "people.csv": "record_id\n1\n",
        "hoods.geojson": json.dumps({"type": "FeatureCollection", "features": [feature(n) for n in range(3)]}),
        "place.toml": place_toml(),
    }
    for name, text in files.items():
        (county / name).write_text(text, encoding="utf-8")


def feature(number: int) -> dict[str, Any]:
    west, south = -2.3 + 0.1 * number, 50.6
    ring = [[west, south], [west + 0.1, south], [west + 0.1, south + 0.1], [west, south + 0.1], [west, south]]
    geometry = {"type": "Polygon", "coordinates": [ring]}
    return {"type": "Feature", "properties": {"neighbourhood": HOODS[number]}, "geometry": geometry}


def place_toml() -> str:
    lines = [
        '[place]\nname = "Small place"\nas_at = 2026-04-01\nseed = 1\nareas = "areas.csv"\npostcodes = "postcodes.csv"',
        'boundaries = "hoods.geojson"\nservices = "services.csv"\nstaff = "staff.csv"\nis_invented = true',
        *(
            f'[[organisations]]\ncode = "{code}"\nname = "{name}"\nkind = "{kind}"'
            for code, (name, kind) in ORGANISATIONS.items()
        ),
        *(
            f'[[neighbourhoods]]\ncode = "{code}"\nname = "{code.title()}"\nmsoas = ["Dorset 00{n}"]'
            for n, code in enumerate(HOODS, start=1)
        ),
        "[thresholds]\n" + "\n".join(f"{outcome} = {share}" for outcome, share in THRESHOLDS.items()),
        '[[files]]\npath = "people.csv"\nkind = "register"\norganisation = "dorset_council"',
    ]
    return "\n\n".join(lines) + "\n"
