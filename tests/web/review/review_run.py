"""The small run with its records, the pairs its index is unsure of, and a report of how good its joins are."""

import json
from datetime import date
from hashlib import md5
from pathlib import Path
from typing import Any

import pyarrow as pa
import pyarrow.parquet as pq

from tests.web import small_run

REGISTERS = {"dorset_council": "dorset_council", "gp_swanage": "general_practice", "dch_pas": "dch"}
TWO, ONE_ENOUGH, SENSITIVE_PAIR, SAMPLE_JOINED, SAMPLE_APART, ELSEWHERE = range(6)
# numbers of the people on either side; a pair of one number is of two records of one person
PEOPLE_OF = {TWO: (0, 6), ONE_ENOUGH: (9, 12), SENSITIVE_PAIR: (3, 15), SAMPLE_JOINED: (18, 18), ELSEWHERE: (1, 4)}
PEOPLE_OF[SAMPLE_APART] = (21, 24)
MANY = 30  # pairs more, of little consequence, so that the queue has pages
STAFF = """reviewer,Rita Reviewer,records_reviewer,nhs_dorset,
second,Seth Second,records_reviewer,nhs_dorset,
third,Thea Third,records_reviewer,nhs_dorset,
"""


def record_key(number: int, source: str) -> tuple[str, str]:
    return source, f"{source}-{number:04d}"


def pair_id(number: int) -> str:
    return "v" + md5(f"pair {number}".encode(), usedforsecurity=False).hexdigest()[:16]


def write(folder: Path) -> tuple[Path, Path]:
    """Write run and place; returns the run's folder and the place file."""
    run, place = small_run.write(folder)
    (run / "check").mkdir()
    tables = {
        "check/register": pa.Table.from_pylist(
            [register_row(n, s) for n in range(small_run.PEOPLE) for s in REGISTERS]
        ),
        "link/person_record": pa.Table.from_pylist(
            [person_record(n, s) for n in range(small_run.PEOPLE) for s in REGISTERS]
        ),
        "link/review_pair": pa.Table.from_pylist([pair(n) for n in range(len(PEOPLE_OF) + MANY)], schema=PAIR_SCHEMA),
        "link/review_evidence": pa.Table.from_pylist([row for n in range(len(PEOPLE_OF)) for row in evidence(n)]),
    }
    for name, table in tables.items():
        pq.write_table(table, run / f"{name}.parquet")
    (run / "link" / "quality.json").write_text(json.dumps(QUALITY), encoding="utf-8")
    staff = place.parent / "staff.csv"
    staff.write_text(staff.read_text(encoding="utf-8") + STAFF, encoding="utf-8")
    return run, place


def register_row(number: int, source: str) -> dict[str, Any]:
    person = small_run.person_row(number)
    is_council = source == "dorset_council"
    return {
        "source": source,
        "record_id": record_key(number, source)[1],
        "organisation": REGISTERS[source],
        "nhs_number": "" if is_council else person["nhs_number"],
        "given_name": person["given_name"][:3] if is_council else person["given_name"],
        "family_name": person["family_name"],
        "birth_date": person["birth_date"],
        "death_date": person["death_date"],
        "sex": person["sex"],
        "address": f"{number} Hidden Lane" if person["is_sensitive"] else person["address"],
        "postcode": "BH20 9ZZ" if person["is_sensitive"] else person["postcode"],
        "gp_practice": "J99999" if person["is_sensitive"] else person["gp_practice"],
        "is_sensitive": person["is_sensitive"] and source == "gp_swanage",
        "updated_on": date(2026, 2, 1) if is_council else None,
    }


def person_record(number: int, source: str) -> dict[str, Any]:
    by_model = source == "dorset_council"
    return {
        "source": source,
        "record_id": record_key(number, source)[1],
        "person_id": small_run.person_id(number),
        "how": "splink" if by_model else "nhs_number",
        "weight": 8.25 if by_model else None,
    }


PAIR_SCHEMA = pa.schema(
    [
        *((name, pa.string()) for name in ("pair_id", "left_source", "left_record_id", "right_source")),
        *((name, pa.string()) for name in ("right_record_id", "left_person_id", "right_person_id")),
        ("weight", pa.float64()),
        ("probability", pa.float64()),
        ("why", pa.string()),
        ("is_linked", pa.bool_()),
        ("stratum", pa.string()),
        ("stratum_pairs", pa.int64()),
        ("neighbourhood", pa.string()),
        ("organisations", pa.list_(pa.string())),
        ("priority", pa.float64()),
        ("needs_two", pa.bool_()),
    ]
)


def pair(number: int) -> dict[str, Any]:
    left, right = PEOPLE_OF.get(number, (27 + number % 2 * 3, 33 + 3 * (number % 8)))
    left_key, right_key = record_key(left, "gp_swanage"), record_key(right, "dorset_council")
    return {
        "pair_id": pair_id(number),
        "left_source": left_key[0],
        "left_record_id": left_key[1],
        "right_source": right_key[0],
        "right_record_id": right_key[1],
        "left_person_id": small_run.person_id(left),
        "right_person_id": small_run.person_id(right),
        "weight": None if number == SENSITIVE_PAIR else 5.5,
        "probability": None if number == SENSITIVE_PAIR else 0.62,
        "why": "kept_apart" if number == SENSITIVE_PAIR else "uncertain",
        "is_linked": left == right,
        "stratum": "joined by model" if number == SAMPLE_JOINED else "not joined" if number == SAMPLE_APART else "",
        "stratum_pairs": 400 if number in (SAMPLE_JOINED, SAMPLE_APART) else None,
        "neighbourhood": None if number == SENSITIVE_PAIR else small_run.HOODS[left % 3],
        "organisations": ["general_practice", "dorset_council"],
        "priority": float(100 - number) if number in PEOPLE_OF else 1.0,
        "needs_two": number in (TWO, SENSITIVE_PAIR, ELSEWHERE),
    }


def evidence(number: int) -> list[dict[str, Any]]:
    said = (
        ("given_name", "one is short for the other", 3.1),
        ("family_name", "different", -6.2),
        ("home", "same home", 9.5),
    )
    return [{"pair_id": pair_id(number), "comparison": c, "label": label, "weight": w} for c, label, w in said]


def share(value: float, low: float | None = None, high: float | None = None) -> dict[str, float | None]:
    return {"value": value, "low": low, "high": high}


def group(by: str, name: str, *, labelled: str, missed: dict[str, Any] | None) -> dict[str, Any]:
    false = None if missed is None else share(0.0004, 0.0, 0.002)
    return {"by": by, "group": name, "linked_pairs": "1,200", "labelled": labelled, "missed": missed, "false": false,
            "expected_missed": 0.004}  # fmt: skip


def stratum(name: str, words: str, pairs: int, same: int, different: int) -> dict[str, Any]:
    return {"stratum": name, "words": words, "is_linked": name == "number", "pairs": pairs, "record_pairs": pairs,
            "expected": None, "drawn": 60, "same": same, "different": different}  # fmt: skip


QUALITY: dict[str, Any] = {
    "linked_share": [
        {"source": "dch_pas", "records": 60, "linked": 60, "share": 1.0},
        {"source": "dorset_council", "records": 60, "linked": 31, "share": 0.5167},
        {"source": "tiny_charity", "records": 4, "linked": 3, "share": 0.75},
    ],
    "accuracy": {
        "precision": share(0.9991, 0.9962, 0.9998),
        "recall": share(0.9934, 0.981, 0.997),
        "lost_by_blocking": share(0.002, 0.001, 0.004),
        "labelled": 118,
        "unlabelled": [],
        "basis": "clerical sample",
        "drawn": 120,
        "drawn_on": "2026-03-01",
        "strata": [
            stratum("number", "joined by NHS number", 5000, 60, 0),
            stratum("apart_5", "left apart, up to 5 bits below the threshold", 90, 3, 55),
        ],
    },
    "groups": [
        group("ethnicity", "White", labelled="100", missed=share(0.004, 0.002, 0.008)),
        group("ethnicity", "Asian", labelled="15", missed=share(0.02, 0.012, 0.06)),
        group("ethnicity", "Black", labelled="7 or fewer", missed=None),
        group("sex", "female", labelled="60", missed=share(0.005, 0.001, 0.01)),
        group("sex", "male", labelled="55", missed=share(0.006, 0.002, 0.012)),
    ],
    "drift": {
        "changes": [
            {"what": "linked share of dorset_council", "before": 0.61, "now": 0.5167, "limit": 0.02,
             "is_alarming": True},
            {"what": "stability index of how records are joined", "before": 0.0, "now": 0.03, "limit": 0.25,
             "is_alarming": False},
        ],
        "alarms": ["linked share of dorset_council: 0.610 before, 0.517 now (limit 0.02)"],
    },
    "numbers": {},
    "limits": ["Pairs far below the threshold are taken for two people unseen."],
}  # fmt: skip
