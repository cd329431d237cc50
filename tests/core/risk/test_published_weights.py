"""Published weights: nothing changed, nothing lost, and the same answer as an independent calculation."""

import hashlib
from datetime import date, timedelta

import numpy as np
import pytest
from pycomorb import CharlsonComorbidityIndex, HospitalFrailtyRiskScore

from joinedup import definitions
from joinedup.core.risk.failures import WeightsChanged
from joinedup.core.risk.features.catalogue import definition_text, rows
from joinedup.core.risk.features.feature_table import make_feature_table
from joinedup.core.risk.features.reference_scores import reference_score_query, reference_scores
from joinedup.core.risk.features.score_tables import check_weights, weights_of

AS_AT = date(2025, 4, 1)
# count, sum of the weights and SHA-256 of each table, as checked against its source on 22 November 2026
PUBLISHED = {
    "efi": (36, None, "62efce5d0c89b173d8a510e52c2e4480fed3fdc3addcfbfca163df0017627d3b"),
    "hfrs": (109, 173.2, "84870ec3e1d6c6335746f51bf7f844bc8444502b06bbb36058cdb11f2c43707d"),
    "cambridge": (20, 16.33, "c13766d36b09c4b9d32e0607d9d883a442b6b533e819514b3c1ac0c7d268f0d4"),
    "charlson": (17, 129, "3580cec12535a0e595a5a72230d4484976ca2f770a129b85dfde813b82a80fc1"),
}


@pytest.mark.parametrize("score", sorted(PUBLISHED))
def test_every_published_table_is_whole_and_unchanged(score: str) -> None:
    count, total, digest = PUBLISHED[score]
    found = weights_of(score)
    assert len(found) == count
    assert all(row["source"] for row in found)
    if total is not None:
        assert round(sum(float(row["weight"]) for row in found), 2) == total
    kept = definitions.read(f"scores/{score}.yaml")
    table = definition_text(f"scores/{kept.get('weights') or kept['deficits']}")
    assert hashlib.sha256(table.encode()).hexdigest() == kept["sha256"] == digest


@pytest.mark.parametrize(
    "change",
    [lambda t: t.replace("F05,", "F06,"), lambda t: t.replace("3.2", "3.3", 1), lambda t: t.rsplit("\n", 2)[0]],
)
def test_a_changed_or_missing_weight_is_refused(change) -> None:
    kept, text = definitions.read("scores/hfrs.yaml"), definition_text("scores/hfrs_weights.csv")
    changed = change(text)
    assert changed != text
    with pytest.raises(WeightsChanged, match="hfrs"):
        check_weights("hfrs", changed, 109, count=kept["weight_count"], sha256=kept["sha256"])


def test_every_score_says_for_whom_how_well_and_from_where() -> None:
    assert [score.name for score in reference_scores()] == ["cambridge", "charlson", "efi", "hfrs"]
    for score in reference_scores():
        assert score.population
        assert score.published_performance
        assert score.limits
        assert "doi:" in score.source


def stays(codes: list[list[str]]) -> list[dict]:
    day = AS_AT - timedelta(30)
    return [
        {
            "person_id": f"p{at}",
            "admitted_on": day - timedelta(2),
            "discharged_on": day,
            "admission_method": "emergency",
            "primary_diagnosis": found[0],
            "secondary_diagnoses": found[1:],
        }
        for at, found in enumerate(codes)
    ]


def made_codes(table: list[str], people: int) -> list[list[str]]:
    rng = np.random.default_rng(8)
    others = ["Z999", "X590", "A000", "E109", "C800", "C509"]
    return [list(rng.choice([*table, *others], rng.integers(1, 9), replace=False)) for _ in range(people)]


def long_table(codes: list[list[str]], age: int):
    import polars

    pairs = [(f"p{at}", code, age) for at, found in enumerate(codes) for code in found]
    return polars.DataFrame(pairs, schema=["id", "code", "age"], orient="row")


def ours(world, engine, codes: list[list[str]], score: str) -> dict[str, float]:
    people = [{"person_id": f"p{at}", "birth_date": date(1945, 1, 1)} for at in range(len(codes))]
    present = world(people, hospital_spell=stays(codes))
    make_feature_table(engine, as_at=AS_AT, present=present, name="found")
    found = engine.table(reference_score_query("found")).to_pylist()
    return {row["person_id"]: row["value"] for row in found if row["score"] == score}


def test_charlson_agrees_with_pycomorb(world, engine) -> None:
    prefixes = [code for row in rows("scores/charlson_weights.csv") for code in row["icd10_prefixes"].split("|")]
    codes = made_codes(prefixes, 300)
    answer = CharlsonComorbidityIndex(
        long_table(codes, 40),
        implementation="uk_shmi",
        weights="uk_shmi",  # under 50: no points for age
    )
    expected = dict(zip(answer["id"], answer["Charlson Age-Comorbidity Score"], strict=True))
    assert ours(world, engine, codes, "charlson") == expected
    assert min(expected.values()) == 0
    assert max(expected.values()) > 40


def test_hospital_frailty_agrees_with_pycomorb(world, engine) -> None:
    codes = made_codes([row["icd10"] for row in rows("scores/hfrs_weights.csv")], 300)
    answer = HospitalFrailtyRiskScore(long_table(codes, 80))
    expected = dict(zip(answer["id"], answer["HFRS Score"], strict=True))
    assert ours(world, engine, codes, "hfrs") == pytest.approx(expected, abs=1e-9)


def cambridge(world, engine, born: date, codes: list[str], medicines: tuple[str, ...] = ()) -> float | None:
    day = AS_AT - timedelta(200)
    present = world(
        [{"person_id": "p1", "birth_date": born}],
        gp_event=[{"person_id": "p1", "recorded_on": day, "code": code} for code in codes],
        gp_medicine=[{"person_id": "p1", "starts_on": day, "bnf_code": code} for code in medicines],
    )
    make_feature_table(engine, as_at=AS_AT, present=present, name="found")
    found = engine.table(reference_score_query("found")).to_pylist()
    return next((row["value"] for row in found if row["score"] == "cambridge"), None)


@pytest.mark.parametrize(
    ("codes", "medicines", "points"),
    [
        ([], (), 0.0),
        (["38341003"], (), 0.08),  # hypertension
        (["38341003", "59621000"], (), 0.08),  # twice the same condition
        (["52448006", "13645005", "84114007"], (), 2.50 + 1.46 + 1.18),  # dementia, COPD, heart failure
        (["35489007"], ("0407020", "0106040"), 0.50 + 0.92 + 1.12),  # depression; opioid; laxative
        (["195967001", "13645005"], (), 0.19 + 1.46),  # asthma and COPD are two conditions
    ],
)
def test_cambridge_score_worked_by_hand_from_the_paper(world, engine, codes, medicines, points: float) -> None:
    assert cambridge(world, engine, date(1950, 1, 1), codes, medicines) == pytest.approx(points, abs=1e-9)


def test_cambridge_score_is_refused_under_20(world, engine) -> None:
    assert cambridge(world, engine, AS_AT.replace(year=2005) + timedelta(1), ["38341003"]) is None
    assert cambridge(world, engine, AS_AT.replace(year=2005), ["38341003"]) == 0.08


def test_charlson_is_refused_without_a_stay_of_two_years_and_under_18(world, engine) -> None:
    def value(born: date, left: date) -> float | None:
        spell = stays([["I500"]])[0] | {"discharged_on": left}
        present = world([{"person_id": "p0", "birth_date": born}], hospital_spell=[spell])
        make_feature_table(engine, as_at=AS_AT, present=present, name="found")
        return engine.value("select charlson from found")

    assert value(date(1980, 1, 1), AS_AT - timedelta(30)) == 13
    assert value(date(1980, 1, 1), AS_AT - timedelta(740)) is None
    assert value(date(2010, 1, 1), AS_AT - timedelta(30)) is None


def test_every_code_of_the_cambridge_list_names_a_published_condition() -> None:
    published = {row["condition"] for row in weights_of("cambridge")}
    listed = rows("codelists/cambridge.csv")
    assert {row["condition"] for row in listed} == published
    assert all(bool(row["snomed_code"]) != bool(row["bnf_code"]) for row in listed)
