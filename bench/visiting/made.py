"""Invented people, scores, reasons, packages and staff, straight into the web's tables; seeds are fixed.

python -m bench.visiting.made PEOPLE     # into the database of DATABASE_URL
"""

import sys
from datetime import UTC, date, datetime

import numpy as np
import pyarrow as pa

HOODS, STAFF, HOT = 20, 50, 10  # neighbourhoods; members of staff; people of a neighbourhood whose plans are edited
ENTRIES = 6  # of a person's timeline
AS_AT = date(2026, 4, 1)
OUTCOME = "admission_or_death"
ROWS_AT_ONCE = 50_000
FIRST = ("Al", "Be", "Ca", "Do", "El", "Fa", "Gi", "Ha", "In", "Jo", "Ka", "Lu", "Ma", "No", "Ol", "Pe", "Ro", "Sa")
MIDDLE = ("da", "li", "no", "ra", "ti", "vu", "mer", "ber", "den", "fin", "gar", "hol", "kin", "lam", "mon", "pen")
LAST = ("", "n", "s", "tha", "ry", "ce", "er", "ing", "ow", "ley", "ston", "ham", "wick", "by", "ford", "well", "son")
GIVEN = [f"{a}{b}{c}" for a in FIRST for b in MIDDLE for c in LAST[:6]]
FAMILY = [f"{a}{b}{c}{d}" for a in FIRST for b in MIDDLE for c in MIDDLE for d in LAST]


def drawn(names: list[str], draws: np.random.Generator, count: int) -> np.ndarray:
    """Names for so many people: a few are common, most are rare, as with real ones."""
    return np.array(names)[(len(names) * draws.random(count) ** 3).astype(int)]


def person_ids(first: int, last: int) -> list[str]:
    """The ids of people with numbers from first to before last."""
    return [f"p{number * 2654435761 % 2**32:08x}{number:08x}" for number in range(first, last)]


def hood(numbers: np.ndarray) -> list[str]:
    """The neighbourhood of each number."""
    return [f"h{number % HOODS:02d}" for number in numbers]


def insert(model, columns: dict) -> None:
    """Add rows given as columns."""
    from joinedup.web.loading.rows import insert as rows

    one = pa.record_batch({name: pa.array(values) for name, values in columns.items()})
    rows(model, pa.RecordBatchReader.from_batches(one.schema, [one]))


def make(people: int) -> None:
    """Fill empty tables with so many people."""
    from django.db import connection, transaction

    from joinedup.web.loading.run import analyse, count_population, count_words

    with transaction.atomic():
        make_place()
        for first in range(0, people, ROWS_AT_ONCE):
            some(first, min(people, first + ROWS_AT_ONCE))
        count_population()
        count_words()
        make_staff()
    analyse()
    connection.close()


def make_place() -> None:
    """The run, its neighbourhoods and its offers."""
    from joinedup.web.people.models import Neighbourhood, Organisation, Run
    from joinedup.web.plans.models import Offer

    thresholds, groups = {OUTCOME: 0.3}, [[OUTCOME, ["function", "health", "social"]]]
    at = datetime(2026, 4, 2, tzinfo=UTC)
    Run.objects.create(
        place_name="Invented place", as_at=AS_AT, is_invented=True, loaded_at=at, thresholds=thresholds,
        outcome_groups=groups,
    )  # fmt: skip
    Neighbourhood.objects.bulk_create(Neighbourhood(code=f"h{n:02d}", name=f"Neighbourhood {n}") for n in range(HOODS))
    Organisation.objects.create(code="trust", name="Invented Trust", kind="community_trust")
    for code in ("falls_exercise", "medicines_review", "befriending"):
        Offer.objects.create(code=code, name=code.replace("_", " ").capitalize(), kind="support")


def some(first: int, last: int) -> None:
    """People with numbers from first to before last, and everything about them."""
    from joinedup.web.people.models import NameWord, Person, TimelineEntry
    from joinedup.web.plans.models import Package, PackageItem
    from joinedup.web.risk.models import Reason, Score

    ids, numbers = np.array(person_ids(first, last)), np.arange(first, last)
    draws = np.random.default_rng([1, first])
    given, family = drawn(GIVEN, draws, len(ids)), drawn(FAMILY, draws, len(ids))
    ages, risk = draws.integers(20, 99, len(ids)), draws.beta(1.5, 8, len(ids)).round(6)
    insert(Person, {
        "person_id": ids, "nhs_number": [f"999{number:07d}" for number in numbers], "given_name": given,
        "family_name": family, "birth_date": [date(AS_AT.year - int(age), 1, 15) for age in ages],
        "sex": np.where(numbers % 2, "male", "female"), "address": [f"{n} High Street" for n in numbers],
        "postcode": [f"ZZ{n % 90 + 10} {n // 90 % 10}AA" for n in numbers], "neighbourhood": hood(numbers),
        "local_authority": ["Invented"] * len(ids), "deprivation_decile": numbers % 10 + 1,
        "gp_practice": ["J81001"] * len(ids), "household_id": [f"h{n // 2}" for n in numbers],
        "is_sensitive": [False] * len(ids), "is_opted_out": [False] * len(ids), "age_years": ages,
        "frailty": [""] * len(ids), "has_unpaid_carer": [False] * len(ids), "carer_said_by": [""] * len(ids),
    })  # fmt: skip
    insert(NameWord, {
        "person": np.concatenate([ids, ids]), "word": np.char.lower(np.concatenate([given, family]).astype(str)),
        "neighbourhood": np.concatenate([hood(numbers)] * 2),
    })  # fmt: skip
    above = risk >= 0.3
    is_listed = above | (numbers < HOODS * HOT)
    insert(Score, {
        "person": ids, "neighbourhood": hood(numbers), "outcome": [OUTCOME] * len(ids), "probability": risk,
        "log_odds": np.log(risk.clip(1e-6) / (1 - risk)), "is_above_threshold": above,
        "main_reason": ["age"] * len(ids),
        "main_group": ["function"] * len(ids), "ethnicity": [""] * len(ids), "is_living": [True] * len(ids),
        "has_package": is_listed,
        "sex": np.where(numbers % 2, "male", "female"), "age_band": np.select(
            [ages < 65, ages < 75, ages < 85], ["18-64", "65-74", "75-84"], "85+"
        ), "deprivation_fifth": (numbers % 10 // 2 + 1).astype(str),
    })  # fmt: skip
    entries(TimelineEntry, ids)
    listed = ids[is_listed]
    reasons(Reason, listed)
    insert(Package, {
        "person": listed, "cost_pence": [45_000] * len(listed), "item_count": [2] * len(listed),
        "next_best": [""] * len(listed),
    })  # fmt: skip
    for code in ("falls_exercise", "medicines_review"):
        insert(PackageItem, {
            "person": listed, "offer": [code] * len(listed), "funder": ["trust"] * len(listed),
            "cost_pence": [20_000] * len(listed), "why": ["has fallen"] * len(listed), "is_kept": [False] * len(listed),
            "would_change": [""] * len(listed), "weakness": [""] * len(listed),
        })  # fmt: skip


def entries(model, ids: np.ndarray) -> None:
    """A short timeline for each."""
    kinds = ("gp_event", "hospital_spell", "community_contact", "social_care_event", "ambulance_incident", "gp_event")
    for number, kind in enumerate(kinds[:ENTRIES]):
        insert(model, {
            "person": ids, "starts_on": [date(2026, 3, 30 - 4 * number)] * len(ids), "kind": [kind] * len(ids),
            "organisation": ["trust"] * len(ids), "words": [f"Entry {number} of the record"] * len(ids),
            "file": ["extracts/some.csv"] * len(ids), "line": np.arange(len(ids)),
        })  # fmt: skip


def reasons(model, ids: np.ndarray) -> None:
    """Three reasons for each."""
    for position in (1, 2, 3):
        insert(model, {
            "person": ids, "outcome": [OUTCOME] * len(ids), "position": [position] * len(ids),
            "feature": ["falls_24m"] * len(ids), "feature_group": ["function"] * len(ids),
            "contribution": [1.0 / position] * len(ids), "words": [f"Reason {position}"] * len(ids),
            "is_changeable": [True] * len(ids), "offers": [""] * len(ids), "kind": ["emergency_attendance"] * len(ids),
            "organisation": ["trust"] * len(ids), "record_count": [1] * len(ids), "file": [""] * len(ids),
        })  # fmt: skip


def hot(hood_number: int) -> list[str]:
    """The people of a neighbourhood whose plans are edited: its first."""
    numbers = range(hood_number, HOODS * HOT, HOODS)
    return [person_ids(number, number + 1)[0] for number in numbers]


def make_staff() -> None:
    """Nurses of every neighbourhood, each with its hot people in their care."""
    from django.utils import timezone

    from joinedup.web.accounts.models import User
    from joinedup.web.governance.models import CareRelationship

    now = timezone.now()  # noqa: TID251  (pages ask about the moment of the request)
    for number in range(STAFF):
        scope = {"role": "community_nurse", "organisation": "trust", "neighbourhood": f"h{number % HOODS:02d}"}
        user = User.objects.create(username=f"nurse{number}", name=f"Nurse {number}", **scope)
        CareRelationship.objects.bulk_create(
            CareRelationship(
                user=user, person_id=person_id, ground="contact", reason="visits", starts_at=now,
                ends_at=now.replace(year=now.year + 1), opened_by=user,
            )
            for person_id in hot(number % HOODS)
        )  # fmt: skip


if __name__ == "__main__":
    from joinedup.web import setup

    setup()
    make(int(sys.argv[1]))
