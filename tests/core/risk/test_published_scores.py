"""The published scores, worked by hand from their papers' tables."""

import math
from datetime import date, timedelta

import pytest

from joinedup import definitions
from joinedup.core.risk.features.feature_table import make_feature_table
from joinedup.core.risk.features.reference_scores import reference_score_query
from joinedup.core.risk.features.sources import rows

AS_AT = date(2025, 4, 1)
LAST_YEAR = AS_AT - timedelta(200)


def scored(world, engine, born: date, **events: list[dict]) -> dict[str, tuple[float, str]]:
    made = {kind: [{"person_id": "p1"} | row for row in found] for kind, found in events.items()}
    present = world([{"person_id": "p1", "birth_date": born}], **made)
    make_feature_table(engine, as_at=AS_AT, present=present, name="found")
    found = engine.table(reference_score_query("found")).to_pylist()
    return {row["score"]: (row["value"], row["category"]) for row in found}


def code_of(deficit: str) -> str:
    return next(row["snomed_code"] for row in rows("codelists/conditions.csv") if row["efi_deficit"] == deficit)


@pytest.mark.parametrize(
    ("count", "category"),
    [
        (0, "fit"),
        (4, "fit"),
        (5, "mild"),
        (8, "mild"),
        (9, "moderate"),
        (12, "moderate"),
        (13, "severe"),
        (35, "severe"),
    ],
)
def test_frailty_index_is_deficits_over_36_in_the_published_categories(
    world, engine, count: int, category: str
) -> None:
    deficits = [row["deficit"] for row in rows("scores/efi_deficits.csv") if row["deficit"] != "polypharmacy"][:count]
    entries = [{"recorded_on": LAST_YEAR, "code": code_of(deficit)} for deficit in deficits for _ in range(2)]
    value, found = scored(world, engine, date(1950, 1, 1), gp_event=entries)["efi"]
    assert value == pytest.approx(count / 36)
    assert found == category


def test_frailty_index_is_refused_under_65(world, engine) -> None:
    entries = [{"recorded_on": LAST_YEAR, "code": code_of("falls")}]
    assert "efi" not in scored(world, engine, AS_AT.replace(year=1960) + timedelta(1), gp_event=entries)
    assert "efi" in scored(world, engine, AS_AT.replace(year=1960), gp_event=entries)


def stay(days_ago: int, *codes: str) -> dict:
    day = AS_AT - timedelta(days_ago)
    return {
        "admitted_on": day - timedelta(2),
        "discharged_on": day,
        "admission_method": "emergency",
        "primary_diagnosis": codes[0] if codes else None,
        "secondary_diagnoses": list(codes[1:]),
    }


@pytest.mark.parametrize(
    ("stays", "points", "category"),
    [
        # the paper's weights: F05 3.2, F03 2.1, G81 4.4, I69 3.7, N39 3.2, W19 3.2, E87 2.3, R41 2.7, L89 1.7
        ([stay(30, "I10")], 0.0, "low"),
        ([stay(30)], 0.0, "low"),
        ([stay(30, "F05.9", "L89")], 4.9, "low"),
        ([stay(30, "F05", "F051"), stay(90, "F059")], 3.2, "low"),
        ([stay(30, "F05", "F03")], 5.3, "intermediate"),
        ([stay(30, "G81", "I69", "N39", "L89"), stay(700, "f03")], 15.1, "high"),
        ([stay(30, "F05"), stay(740, "G81")], 3.2, "low"),
    ],
)
def test_hospital_frailty_adds_each_code_of_two_years_once(world, engine, stays, points: float, category: str) -> None:
    value, found = scored(world, engine, date(1945, 1, 1), hospital_spell=stays)["hfrs"]
    assert value == pytest.approx(points, abs=1e-12)
    assert found == category


def test_hospital_frailty_is_refused_under_75_and_without_a_stay(world, engine) -> None:
    assert "hfrs" not in scored(world, engine, AS_AT.replace(year=1951), hospital_spell=[stay(30, "F05")])
    assert "hfrs" not in scored(world, engine, date(1945, 1, 1), hospital_spell=[stay(740, "F05")])


def test_the_published_tables_are_whole() -> None:
    weights = [float(row["weight"]) for row in rows("scores/hfrs_weights.csv")]
    assert len(weights) == definitions.read("scores/hfrs.yaml")["weight_count"] == 109
    assert (max(weights), min(weights), round(sum(weights), 1)) == (7.1, 0.1, 173.2)
    assert len({row["icd10"] for row in rows("scores/hfrs_weights.csv")}) == 109
    assert len(rows("scores/efi_deficits.csv")) == definitions.read("scores/efi.yaml")["deficit_count"] == 36
    assert all(row["source"] for name in ("hfrs_weights", "efi_deficits") for row in rows(f"scores/{name}.csv"))


def test_every_deficit_but_polypharmacy_has_an_illustrative_code() -> None:
    deficits = {row["deficit"] for row in rows("scores/efi_deficits.csv")}
    coded = {row["efi_deficit"] for row in rows("codelists/conditions.csv") if row["efi_deficit"]}
    assert deficits - coded == {"polypharmacy"}
    assert coded <= deficits


def test_the_last_category_of_each_score_has_no_gap() -> None:
    ends = [row.get("up_to", row.get("below")) for row in definitions.read("scores/hfrs.yaml")["categories"]]
    assert ends == sorted(ends)
    assert math.isinf(ends[-1])
