"""Reasons: what weighs most, in words, and the record behind each."""

from datetime import date, timedelta

import numpy as np
import pyarrow as pa
import pytest

from joinedup.core.risk.features.catalogue import catalogue, feature_named
from joinedup.core.risk.features.outcomes import outcomes
from joinedup.core.risk.models.additive import AdditiveModel, Axis, Term
from joinedup.core.risk.use import scoring
from joinedup.core.risk.use.reasons import reason_table
from joinedup.core.risk.use.tracing import trace_reasons

AS_AT = date(2025, 4, 1)


def step(feature: str, above: float, score: float) -> Term:
    return Term((Axis(feature, edges=(above,)),), np.array([0.0, -0.1, score]))


MODEL = AdditiveModel(
    "fall",
    (
        step("falls_24m", 0.5, 0.5),
        step("age", 65, 0.3),
        step("has_dementia", 0.5, 0.09),
        step("smoker", 0.5, 0.2),
        Term((Axis("age", edges=(65.0,)), Axis("has_dementia", edges=(0.5,))), np.diag([0.0, 0.0, 0.4])),
    ),
    intercept=-2.0,
)
PEOPLE = np.array(["p1", "p2"], dtype=object)
COLUMNS = {
    "falls_24m": np.array([2.0, 1.0]),
    "age": np.array([80.0, 40.0]),
    "has_dementia": np.array([1.0, 0.0]),
    "smoker": np.array([np.nan, 1.0]),
}


def test_the_heaviest_reasons_come_first_in_plain_words() -> None:
    found = reason_table(MODEL, PEOPLE, COLUMNS, MODEL.contributions(COLUMNS)).to_pylist()
    assert [(row["person_id"], row["position"], row["words"]) for row in found] == [
        ("p1", 1, "2 falls in the last 2 years"),
        ("p1", 2, "Aged 80, together with: Dementia"),
        ("p1", 3, "Aged 80"),
        ("p2", 1, "1 fall in the last 2 years"),
        ("p2", 2, "Smokes"),
    ]
    assert [row["is_changeable"] for row in found] == [True, False, False, True, True]
    assert found[0]["contribution"] == 0.5
    assert found[0]["feature_group"] == "function"


def test_nobody_above_the_threshold_gives_no_reasons() -> None:
    nobody = {name: values[:0] for name, values in COLUMNS.items()}
    assert reason_table(MODEL, PEOPLE[:0], nobody, MODEL.contributions(nobody)).num_rows == 0


def test_reasons_go_to_whoever_may_be_listed_however_many_are_scored_at_a_time(engine, tmp_path, monkeypatch) -> None:
    fall = next(outcome for outcome in outcomes() if outcome.name == "fall")
    falls = [0.0, 2.0, 0.0, 2.0, 2.0, 0.0]
    ages = [80.0, 70.0, 66.0, 85.0, 65.0, 90.0]
    model = AdditiveModel("fall", (step("falls_24m", 0.5, 1.0), step("age", 82.0, 0.5)), intercept=-2.0)
    features = {"person_id": [f"p{at}" for at in range(6)], "falls_24m": falls, "age": ages}
    engine.register("feature_now", pa.table(features))

    def explained(longest: int, part: int, threshold: float | None) -> set[str]:
        monkeypatch.setattr(scoring, "LONGEST_LIST", longest)
        monkeypatch.setattr(scoring, "PEOPLE_AT_A_TIME", part)
        into = scoring.ContributionFile(tmp_path / "contribution.parquet", model.term_names)
        found = scoring.score_outcome(engine, fall, model, features="feature_now", threshold=threshold, into=into)
        into.close()
        return set(found.reasons["person_id"].to_pylist())

    for part in (1, 2, 100):
        assert explained(2, part, None) == {"p1", "p3"}  # of equal risk the first, as on the list
        assert explained(1, part, 0.2) == {"p1", "p3", "p4"}  # all above the threshold, and the one before them all
        assert explained(4, part, 0.9) == {"p1", "p3", "p4", "p5"}


def test_a_reason_is_traced_to_its_latest_record_and_their_number(world, engine) -> None:
    fell = [
        {
            "person_id": "p1",
            "happened_on": AS_AT - timedelta(days),
            "reason": "fall",
            "organisation": "swast",
            "line": line,
        }
        for days, line in [(0, 2), (20, 3), (400, 4), (800, 5)]
    ]
    world(
        [{"person_id": "p1", "birth_date": date(1940, 1, 1)}],
        ambulance_incident=fell,
        emergency_attendance=[
            {"person_id": "p1", "attended_on": AS_AT - timedelta(100), "reason": "fall"},
            {"person_id": "p2", "attended_on": AS_AT - timedelta(1), "reason": "fall"},
        ],
    )
    reasons = reason_table(MODEL, PEOPLE, COLUMNS, MODEL.contributions(COLUMNS))
    traced = engine.table(
        trace_reasons(engine, reasons.filter(pa.compute.equal(reasons["person_id"], "p1")), as_at=AS_AT)
    )
    by_position = {row["position"]: row for row in traced.to_pylist()}
    assert by_position[1] | {"kind": "ambulance_incident", "organisation": "swast", "line": 3} == by_position[1]
    assert by_position[1]["happened_on"] == AS_AT - timedelta(20)
    assert by_position[1]["record_count"] == 3
    assert (by_position[3]["kind"], by_position[3]["record_count"]) == (None, 0)


@pytest.mark.parametrize("name", sorted(feature_named()))
def test_every_feature_reads_well_and_says_why_it_may_not_predict(name: str) -> None:
    feature = feature_named()[name]
    spoken = [words for words in (feature.words.none, feature.words.one, feature.words.many) if words]
    assert spoken
    assert all("{" not in words.format(value=2.5) for words in spoken)
    assert feature.is_predictor or feature.why_not
    if feature.type != "boolean":
        assert feature.words.many


def test_every_query_of_records_can_be_traced(world, engine) -> None:
    world([])
    for records in catalogue():
        if records.kinds:
            found = engine.table(f"from ({records.sql}) where happened_on < $as_at", as_at=AS_AT)
            assert {"person_id", "happened_on", "kind", "organisation", "file", "line"} <= set(found.column_names)
