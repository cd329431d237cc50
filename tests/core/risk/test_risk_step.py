"""The whole step on a small invented population: tables whole, sums exact, nothing personal, nothing later used."""

import json
from datetime import date, timedelta
from pathlib import Path
from types import SimpleNamespace

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc
import pyarrow.parquet as pq
import pytest

from joinedup import definitions
from joinedup.core.engine import Engine
from joinedup.core.risk.features.catalogue import feature_named
from joinedup.core.risk.features.sources import event_schema
from joinedup.core.risk.models.model_file import read_model
from joinedup.core.risk.safety.choices import RiskChoices
from joinedup.core.risk.safety.registry import version_of
from joinedup.core.risk.use.scoring import LONGEST_LIST
from joinedup.job import risk
from joinedup.job.work import Work

AS_AT = date(2026, 4, 1)
PEOPLE = 2500
THRESHOLDS = {"admission_or_death": 0.3, "fall": 0.3, "readmission": 0.15}
DAY_OF = {
    "hospital_spell": "admitted_on",
    "emergency_attendance": "attended_on",
    "ambulance_incident": "happened_on",
    "gp_event": "recorded_on",
    "gp_medicine": "starts_on",
    "community_contact": "contact_on",
}
DAYS = np.arange("2022-04-01", "2026-04-01", dtype="datetime64[D]")


def write_link(folder: Path) -> None:
    """People whose frailty drives all they do; three kinds of record are never sent."""
    rng = np.random.default_rng(12)
    age = rng.integers(0, 95, PEOPLE)
    frailty = rng.normal(0, 1, PEOPLE) + (age - 60) / 25
    ids = np.array([f"p{at:016x}" for at in rng.permutation(PEOPLE)])
    (folder / "events").mkdir(parents=True)
    born = np.datetime64("2026-01-01") - age * 365
    person = pa.table(
        {
            "person_id": ids,
            "nhs_number": ["9990000018"] * PEOPLE,
            "given_name": ["Rose"] * PEOPLE,
            "birth_date": pa.array(born.astype("datetime64[D]"), pa.date32()),
            "death_date": pa.nulls(PEOPLE, pa.date32()),
            "sex": rng.choice(["female", "male"], PEOPLE),
            "ethnicity": rng.choice(["A", "H", "Z"], PEOPLE, p=[0.9, 0.05, 0.05]),
            "neighbourhood": rng.choice(["hill", "vale"], PEOPLE),
            "deprivation_decile": rng.integers(1, 11, PEOPLE),
            "household_id": [f"h{at}" for at in rng.integers(0, PEOPLE // 2, PEOPLE)],
            "is_opted_out": rng.random(PEOPLE) < 0.02,
        }
    )
    pq.write_table(person.sort_by("person_id"), folder / "person.parquet")
    write_events(folder, rng, ids, np.exp(frailty))


def write_events(folder: Path, rng: np.random.Generator, ids: np.ndarray, rate: np.ndarray) -> None:
    def events(kind: str, mean: np.ndarray, day: str, **columns) -> None:
        who = np.repeat(np.arange(PEOPLE), rng.poisson(mean))
        rows = len(who)
        filled = {
            "person_id": ids[who],
            day: pa.array(rng.choice(DAYS, rows), pa.date32()),
            "organisation": [f"org_{kind}"] * rows,
            "file": [f"{kind}.csv"] * rows,
            "line": np.arange(2, rows + 2),
        } | {name: rng.choice(values, rows) for name, values in columns.items()}
        if kind == "hospital_spell":
            came = np.array(filled["admitted_on"], dtype="datetime64[D]")
            filled["discharged_on"] = pa.array(came + rng.integers(1, 12, rows), pa.date32())
        schema = event_schema(kind)
        table = pa.table(
            [filled.get(name, pa.nulls(rows, schema.field(name).type)) for name in schema.names], schema.names
        )
        pq.write_table(table.cast(schema).sort_by("person_id"), folder / "events" / f"{kind}.parquet")

    codes = [row["snomed_code"] for row in risk_codes()]
    events("hospital_spell", 0.6 * rate, "admitted_on", admission_method=["emergency", "elective"])
    events("emergency_attendance", 0.4 * rate, "attended_on", reason=["fall", "other"])
    events("ambulance_incident", 0.2 * rate, "happened_on", reason=["fall", "other"])
    events("gp_event", 1.5 * rate, "recorded_on", code=codes)
    events("gp_medicine", 1.0 * rate, "starts_on", bnf_code=["0208020", "0407020", "0212000"])
    events("community_contact", 0.3 * rate, "contact_on", team=["district_nursing"])


def risk_codes() -> list[dict[str, str]]:
    from joinedup.core.risk.features.sources import rows

    return rows("codelists/conditions.csv")


def do_step(link: Path, into: Path, choices: RiskChoices | None = None) -> dict:
    place = SimpleNamespace(name="Smallshire", as_at=AS_AT, is_invented=True, thresholds=THRESHOLDS, risk=choices)
    into.mkdir()
    with Engine() as engine:
        return risk.run(Work(place=place, finished=link.parent, into=into, engine=engine, seed=3))


@pytest.fixture(scope="module")
def home(tmp_path_factory) -> Path:
    folder = tmp_path_factory.mktemp("risk_step")
    write_link(folder / "link")
    return folder


@pytest.fixture(scope="module")
def counts(home: Path) -> dict:
    return do_step(home / "link", home / "risk")


@pytest.fixture(scope="module")
def out(home: Path, counts: dict) -> Path:
    return home / "risk"


def test_tables_have_the_columns_the_contract_gives(out: Path) -> None:
    contract = definitions.read("tables.yaml")
    for name in ("reference_score", "score", "reason", "change", "flag", "flag_reason", "selection"):
        assert pq.read_schema(out / f"{name}.parquet").names == list(contract[f"risk/{name}"]["columns"])
    assert pq.read_schema(out / "contribution.parquet").names[:3] == ["person_id", "outcome", "intercept"]
    assert set(pq.read_schema(out / "feature.parquet").names) == {"person_id", *feature_named()}


def test_intercept_and_contributions_are_the_log_odds(out: Path) -> None:
    parts = pq.read_table(out / "contribution.parquet").sort_by([("person_id", "ascending"), ("outcome", "ascending")])
    scores = pq.read_table(out / "score.parquet")
    assert parts.select(["person_id", "outcome"]).equals(scores.select(["person_id", "outcome"]))
    summed = sum(np.nan_to_num(parts[name].to_numpy()) for name in parts.column_names[2:])
    assert summed == pytest.approx(scores["log_odds"].to_numpy(), abs=1e-9)
    chance = scores["probability"].to_numpy()
    assert np.log(chance / (1 - chance)) == pytest.approx(scores["log_odds"].to_numpy(), abs=1e-9)


def test_ranks_follow_the_risk_and_thresholds_are_the_place_s(out: Path) -> None:
    scores = pq.read_table(out / "score.parquet").to_pandas()
    for outcome, threshold in THRESHOLDS.items():
        of_outcome = scores[scores["outcome"] == outcome].sort_values("rank")
        assert of_outcome["rank"].tolist() == list(range(1, len(of_outcome) + 1))
        assert of_outcome["log_odds"].is_monotonic_decreasing
        assert (of_outcome["is_above_threshold"] == (of_outcome["probability"] >= threshold)).all()
        assert of_outcome["is_above_threshold"].sum() > (2 if outcome == "readmission" else 20)


def test_reasons_are_of_people_who_may_be_listed_and_traced(out: Path) -> None:
    told = pq.read_table(out / "reason.parquet").to_pylist()
    scores = pq.read_table(out / "score.parquet")
    may_be_listed = scores.filter(pc.field("is_above_threshold") | (pc.field("rank") <= LONGEST_LIST))
    chosen = {(row["person_id"], row["outcome"]) for row in may_be_listed.to_pylist()}
    explained = {(row["person_id"], row["outcome"]) for row in told}
    above = scores.filter(pc.field("is_above_threshold")).to_pylist()
    assert explained <= chosen
    assert explained - {(row["person_id"], row["outcome"]) for row in above}
    untraced = {feature for row in told if row["kind"] is None for feature in row["feature"].split(" & ")}
    assert untraced <= {"age", "sex_female", "deprivation_decile"}
    assert all(row["happened_on"] < AS_AT and row["record_count"] > 0 for row in told if row["kind"])
    lines = pq.read_table(out.parent / "link/events/hospital_spell.parquet").to_pylist()
    known = {(row["person_id"], row["admitted_on"], row["line"]) for row in lines}
    stays = [row for row in told if row["kind"] == "hospital_spell"]
    assert stays
    assert {(row["person_id"], row["happened_on"], row["line"]) for row in stays} <= known


def test_an_outcome_nothing_is_known_about_is_left_out_with_a_sentence(out: Path, counts: dict) -> None:
    page = json.loads((out / "performance.json").read_text())
    assert counts["models"] == 3
    assert (
        "0 people" in page["outcomes"]["care_home"]["not_fitted"]
        or "same outcome" in page["outcomes"]["care_home"]["not_fitted"]
    )
    assert not (out / "models/care_home.json").exists()
    assert "invented" in page["sentence"]


def test_figures_are_given_for_every_group_audited(out: Path) -> None:
    page = json.loads((out / "performance.json").read_text())
    found = page["outcomes"]["admission_or_death"]
    assert found["overall"]["auroc"]["low"] > 0.6
    groups = {"sex", "age_band", "ethnicity", "deprivation_fifth", "neighbourhood"}
    assert {row["grouping"] for row in found["groups"]} == groups
    assert {"ethnicity", "deprivation_decile"}.isdisjoint(
        json.loads((out / "models/fall.json").read_text())["about"]["features"]
    )


def test_every_model_has_a_card_an_entry_and_the_version_of_what_it_computes(out: Path) -> None:
    entries = json.loads((out / "registry.json").read_text())["models"]
    page = json.loads((out / "performance.json").read_text())
    assert [entry["outcome"] for entry in entries] == ["admission_or_death", "fall", "readmission"]
    for entry in entries:
        assert entry["version"] == version_of(read_model(out / entry["file"]))
        card = page["outcomes"][entry["outcome"]]["card"]
        assert (card["version"], card["status"], entry["status"]) == (entry["version"], "off", "off")
        assert entry["version"] in (out / entry["file"]).with_suffix(".md").read_text()
        assert page["drift"][entry["outcome"]]["words"]


def test_scores_say_from_when_until_when_and_what_they_were(out: Path) -> None:
    scores = pq.read_table(out / "score.parquet").to_pandas()
    yearly, stays = scores[scores["outcome"] == "fall"], scores[scores["outcome"] == "readmission"]
    assert set(yearly["counted_from"]) == {AS_AT}
    assert set(yearly["valid_until"]) == {AS_AT + timedelta(35)}
    assert yearly["earlier_probability"].notna().mean() > 0.99
    days = {(until - start).days for start, until in zip(stays["counted_from"], stays["valid_until"], strict=True)}
    assert days == {30}
    assert stays["counted_from"].min() >= AS_AT - timedelta(30)
    assert stays["counted_from"].max() == AS_AT
    assert stays["earlier_probability"].isna().all()


def test_what_changed_is_told_of_people_on_the_list_now_or_then_and_adds_up(out: Path) -> None:
    changes = pq.read_table(out / "change.parquet").to_pylist()
    scores = {(row["person_id"], row["outcome"]): row for row in pq.read_table(out / "score.parquet").to_pylist()}
    assert len(changes) > 20
    for row in changes:
        score = scores[row["person_id"], row["outcome"]]
        assert (row["probability"], row["earlier_probability"]) == (score["probability"], score["earlier_probability"])
        assert max(row["probability"], row["earlier_probability"]) >= THRESHOLDS[row["outcome"]]
        assert row["words"]


def test_reasons_of_a_readmission_are_traced_to_records_from_before_the_day_of_leaving(out: Path) -> None:
    stays = {
        row["person_id"]: row["counted_from"]
        for row in pq.read_table(out / "score.parquet").to_pylist()
        if row["outcome"] == "readmission"
    }
    reasons = [row for row in pq.read_table(out / "reason.parquet").to_pylist() if row["outcome"] == "readmission"]
    traced = [row for row in reasons if row["kind"]]
    assert traced
    known = {
        (row["person_id"], row["file"], row["line"]): row[day]
        for kind, day in DAY_OF.items()
        for row in pq.read_table(out.parent / f"link/events/{kind}.parquet").to_pylist()
    }
    for row in traced:
        assert row["happened_on"] == known[row["person_id"], row["file"], row["line"]]
        assert row["happened_on"] < stays[row["person_id"]]


def test_reasons_that_could_be_changed_name_the_offers_that_address_them(out: Path) -> None:
    reasons = pq.read_table(out / "reason.parquet").to_pylist()
    changeable = [row for row in reasons if row["is_changeable"]]
    assert changeable
    assert all(row["offers"] for row in changeable)
    falls = next(row for row in changeable if row["feature"] == "falls_24m")
    assert {"falls_exercise", "home_hazard_assessment"} <= set(falls["offers"].split())
    assert not any(row["offers"] for row in reasons if not row["is_changeable"])


def test_a_place_s_choice_reaches_its_models_and_their_cards(home: Path) -> None:
    choices = RiskChoices(deprivation_predicts=[], ethnicity_predicts=["fall"], why="Equity group, 3 March 2026")
    do_step(home / "link", home / "chosen", choices)
    page = json.loads((home / "chosen/performance.json").read_text())["outcomes"]
    assert "ethnicity_asian" in read_model(home / "chosen/models/fall.json").features
    assert "deprivation_decile" not in read_model(home / "chosen/models/admission_or_death.json").features
    assert page["admission_or_death"]["card"]["not_used"]["deprivation_decile"] == "Equity group, 3 March 2026"
    assert {row["grouping"] for row in page["fall"]["groups"]} >= {"ethnicity", "deprivation_fifth"}


def test_features_of_kinds_nobody_sent_are_empty(out: Path) -> None:
    features = pq.read_table(out / "feature.parquet")
    for name in ("mental_health_contacts_12m", "has_home_care", "voluntary_referrals_12m"):
        assert features[name].null_count == len(features)
    assert features["ed_attendances_12m"].null_count == 0


def test_nothing_personal_reaches_a_file(out: Path) -> None:
    for path in out.rglob("*.*"):
        is_table = path.suffix == ".parquet"  # compressed: its bytes would hide a name
        content = str(pq.read_table(path).to_pydict()) if is_table else path.read_text(encoding="utf-8")
        assert "9990000018" not in content, path.name
        assert "Rose" not in content, path.name


def test_the_step_done_again_is_the_same_to_the_byte(home: Path, out: Path) -> None:
    do_step(home / "link", home / "again")
    for path in sorted(out.rglob("*.*")):
        again = home / "again" / path.relative_to(out)
        assert path.read_bytes() == again.read_bytes(), path.name


def test_a_place_too_small_for_any_model_still_gets_its_tables(tmp_path: Path) -> None:
    (tmp_path / "link/events").mkdir(parents=True)
    person = {"person_id": "p1", "birth_date": date(1940, 1, 1), "death_date": None, "sex": "female", "ethnicity": "A"}
    home = {"deprivation_decile": 1, "neighbourhood": "hill", "household_id": "h1", "is_opted_out": False}
    pq.write_table(pa.Table.from_pylist([person | home]), tmp_path / "link/person.parquet")
    pq.write_table(event_schema("hospital_spell").empty_table(), tmp_path / "link/events/hospital_spell.parquet")
    done = do_step(tmp_path / "link", tmp_path / "risk")
    assert done == {"people": 1, "models": 0, "scores": 0, "people_above_threshold": 0, "reasons": 0, "flags": 0}
    for name in ("score", "reason", "contribution", "change", "selection", "flag", "flag_reason"):
        assert pq.read_table(tmp_path / f"risk/{name}.parquet").num_rows == 0
    assert "not_fitted" in json.loads((tmp_path / "risk/performance.json").read_text())["outcomes"]["fall"]
