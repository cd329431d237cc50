"""Invented people and limits, with fixed seeds."""

import numpy as np
import pyarrow as pa
import pytest

from joinedup.core.engine import Engine
from joinedup.core.plans import Limits, LocalCost, PlanParameters, library

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
    "lives_alone": 0.4, "has_unpaid_carer": 0.25, "is_unpaid_carer": 0.1, "cares_50_hours": 0.05, "in_care_home": 0.08,
    "has_mobility_problem": 0.3, "has_home_care": 0.2, "had_reablement_12m": 0.05, "has_heart_failure": 0.12,
    "has_copd": 0.15, "has_diabetes": 0.25, "has_dementia": 0.1, "has_depression": 0.2, "has_chd": 0.2, "has_stroke": 0.1,
    "has_ckd": 0.2, "has_hypertension": 0.5, "has_arthritis": 0.4, "has_hearing_loss": 0.15, "has_visual_impairment": 0.1,
    "has_weight_loss": 0.1, "has_incontinence": 0.1, "is_housebound": 0.08, "smoker": 0.12, "has_fall_hazard_at_home": 0.05,
    "has_cold_home": 0.04, "fall_not_conveyed_12m": 0.04,
}  # fmt: skip
HOODS = 20
COUNCILS = ("North", "South")


def make_people(count, seed=7):
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
        **{name: (random.random(count) < share).astype(float) for name, share in SHARES.items()},
        "probability_admission_or_death": random.beta(2, 6, count),
        "probability_fall": pa.array(random.beta(2, 8, count), mask=~old),
        "probability_care_home": pa.array(random.beta(1, 15, count), mask=~old),
    }
    return pa.table(columns)


def make_limits(people, tightness=0.3):
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


@pytest.fixture(scope="session")
def engine():
    with Engine(memory_gigabytes=1, threads=1) as session:
        yield session
