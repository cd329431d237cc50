"""Invented people and limits, with fixed seeds."""

import numpy as np
import pyarrow as pa
import pytest

from joinedup.core.engine import Engine
from joinedup.core.plans import Limits, LocalCost, PlanParameters, library
from joinedup.job.received import NAMES

COUNTS = {
    "emergency_admissions_12m": 0.7,
    "ed_attendances_12m": 1.0,
    "falls_24m": 0.6,
    "medicine_count": 6.0,
    "high_risk_medicine_count": 0.8,
    "social_care_requests_12m": 0.3,
    "voluntary_referrals_12m": 0.1,
}
SHARES = {
    0.5: ("has_hypertension",),
    0.35: ("lives_alone", "has_arthritis", "has_mobility_problem"),
    0.2: ("has_unpaid_carer", "has_home_care", "has_diabetes", "has_depression", "has_chd", "has_ckd"),
    0.12: (
        "is_unpaid_carer",
        "has_heart_failure",
        "has_copd",
        "has_dementia",
        "has_stroke",
        "smoker",
        "has_hearing_loss",
    ),
    0.1: ("has_visual_impairment", "has_weight_loss", "has_incontinence", "is_housebound", "in_care_home"),
    0.05: ("cares_50_hours", "had_reablement_12m", "has_fall_hazard_at_home", "has_cold_home", *NAMES),
}
HOODS = 20
COUNCILS = ("North", "South")


def invented_people(count, seed=7):
    """Invented people with the features the offers speak of; ids are not in order."""
    random = np.random.default_rng(seed)
    age = random.integers(18, 100, count)
    old = age >= 65
    columns = {
        "person_id": random.permutation([f"p{i:06d}" for i in range(count)]),
        "neighbourhood": [f"hood{i:02d}" for i in random.integers(0, HOODS, count)],
        "local_authority": random.choice(COUNCILS, count),
        "age": age.astype(float),
        "deprivation_decile": random.integers(1, 11, count),
        "efi": pa.array(random.beta(2, 7, count), mask=~old),
        "days_since_last_admission": pa.array(random.integers(1, 700, count), mask=random.random(count) < 0.6),
        **{name: random.poisson(mean, count).astype(float) for name, mean in COUNTS.items()},
        **{name: random.random(count) < share for share, names in SHARES.items() for name in names},
        "probability_admission_or_death": random.beta(2, 6, count),
        "probability_fall": pa.array(random.beta(2, 8, count), mask=~old),
        "probability_care_home": pa.array(random.beta(1, 15, count), mask=~old),
    }
    return pa.table(columns)


def invented_limits(people, tightness=0.3):
    """Places for about a share of the people in each neighbourhood, and money that runs out."""
    each = int(people.num_rows / HOODS * tightness * 0.3) + 1
    offers = [offer.code for offer in library().offers]
    hoods = [f"hood{i:02d}" for i in range(HOODS)]
    return Limits(
        capacities={(offer, hood): each for offer in offers for hood in hoods},
        budgets_pence={"icb": people.num_rows * 2000, "north": people.num_rows * 1500, "south": people.num_rows * 900},
        payers={("council", "North"): "north", ("council", "South"): "south", ("commissioner", ""): "icb"},
        neighbourhood_names={hood: f"Hood {hood[-2:]}" for hood in hoods},
        funder_names={"icb": "NHS Example", "north": "North Council", "south": "South Council"},
        costs={"reablement": LocalCost(185000, "council"), "telehealth": LocalCost(60000, "board")},
    )


PARAMETERS = PlanParameters({"admission_or_death": 0.3, "fall": 0.25, "care_home": 0.1})


@pytest.fixture
def make_people():
    return invented_people


@pytest.fixture
def make_limits():
    return invented_limits


@pytest.fixture
def parameters():
    return PARAMETERS


@pytest.fixture
def one_person():
    """One person in good health at home; features are given by name."""

    def person(**features):
        zeros = dict.fromkeys(COUNTS, 0.0) | {name: False for names in SHARES.values() for name in names}
        usual = {
            "person_id": "p1",
            "neighbourhood": "hood00",
            "local_authority": "North",
            "age": 80.0,
            "deprivation_decile": 8,
            "efi": 0.1,
            "days_since_last_admission": 400,
            **{f"probability_{outcome}": 0.0 for outcome in ("admission_or_death", "fall", "care_home")},
        }
        return pa.Table.from_pylist([zeros | usual | features])

    return person


@pytest.fixture(scope="session")
def engine():
    with Engine(memory_gigabytes=1, threads=1) as session:
        yield session
