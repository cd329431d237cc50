"""How do contributions, features, versions of models and totals by group get from a run into the database?"""

import hashlib
import json
from collections.abc import Iterator
from datetime import date, datetime, timedelta
from pathlib import Path
from typing import Any

import numpy as np
import pyarrow as pa

from joinedup.core.engine import Engine
from joinedup.core.engine.duck import quoted
from joinedup.core.risk.outcomes import GROUPS_SQL
from joinedup.web.loading import rows
from joinedup.web.risk.models import Contribution, FeatureValues, ModelVersion, Scoring

VALID_DAYS = 35  # scores are made monthly; a few days more for the run to arrive
NOT_TERMS = ("person_id", "outcome", "intercept")
# The groups that equity is audited by, as the core makes them.
PERSON_GROUP = f"""
create temp view person_group as
select feature.person_id, person.death_date is null as is_living, {GROUPS_SQL}
from feature join person using (person_id)"""


def load(engine: Engine, run_dir: Path, performance: dict[str, Any], *, as_at: date, at: datetime) -> dict[str, int]:
    """Scores' parts and the versions that made them; returns rows by table."""
    scoring = load_scoring(engine, run_dir, performance, as_at=as_at)
    return {
        "contribution": load_contributions(engine, scoring.terms),
        "feature": load_features(engine, scoring.features),
        "model_version": register_versions(run_dir, performance, as_at=as_at, at=at),
    }


def load_scoring(engine: Engine, run_dir: Path, performance: dict[str, Any], *, as_at: date) -> Scoring:
    """The one row that says whose scores the pages show, and in which order their parts are kept."""
    models = model_files(run_dir)
    return Scoring.objects.create(
        as_at=as_at,
        valid_until=as_at + timedelta(days=VALID_DAYS),
        sentence=performance.get("sentence", ""),
        versions={outcome: version_of(model) for outcome, model in models.items()},
        terms=terms_by_outcome(engine),
        features=feature_names(engine),
        drift=performance.get("drift", {}),
    )


def model_files(run_dir: Path) -> dict[str, dict[str, Any]]:
    """The models of a run, by outcome; a run without their files has scores nobody can sign on."""
    paths = sorted((run_dir / "risk" / "models").glob("*.json"))
    return {path.stem: json.loads(path.read_text(encoding="utf-8")) for path in paths}


def version_of(model: dict[str, Any]) -> str:
    """The hash of what a model computes: its terms and their scores, not when or where it was made.

    >>> model = {"intercept": -2.0, "terms": []}
    >>> version_of(model | {"about": {"seed": 1}}) == version_of(model) != version_of(model | {"intercept": -2.1})
    True
    """
    computed = {name: value for name, value in model.items() if name != "about"}
    text = json.dumps(computed, sort_keys=True, separators=(",", ":"), allow_nan=False)
    return hashlib.sha256(text.encode()).hexdigest()


def register_versions(run_dir: Path, performance: dict[str, Any], *, as_at: date, at: datetime) -> int:
    """Add the versions that were never loaded before to the registry; returns how many. A new one starts off."""
    known = set(ModelVersion.objects.values_list("outcome", "version"))
    about = {"is_invented": bool(performance.get("is_invented")), "place_name": performance.get("place", "")}
    new = [
        ModelVersion(
            outcome=outcome,
            version=version_of(model),
            as_at=as_at,
            first_loaded_at=at,
            card=card(outcome, model, performance),
            shapes=shapes(model),
            **about,
        )
        for outcome, model in model_files(run_dir).items()
        if (outcome, version_of(model)) not in known
    ]
    return len(ModelVersion.objects.bulk_create(new))


def card(outcome: str, model: dict[str, Any], performance: dict[str, Any]) -> dict[str, Any]:
    """What the run says about a model: figures, dates, and where they come from."""
    dates = {name: value for name, value in performance.items() if name.endswith("_as_at")}
    about = {name: value for name, value in model.get("about", {}).items() if name != "features"}
    found = performance.get("outcomes", {}).get(outcome, {})
    return {"about": about, "sentence": performance.get("sentence", ""), **dates, **found}


def shapes(model: dict[str, Any]) -> list[dict[str, Any]]:
    """A model's terms as tables of scores after recalibration, the one that moves people most first."""
    slope = model.get("recalibration", {}).get("slope", 1.0)
    terms = [
        {"axes": term["axes"], "scores": (slope * np.asarray(term["scores"], dtype=float)).tolist()}
        for term in model["terms"]
    ]
    return sorted(terms, key=lambda term: -float(np.ptp(np.asarray(term["scores"]))))


def terms_by_outcome(engine: Engine) -> dict[str, list[str]]:
    """The terms each outcome's model has: the columns of its contributions that are not all empty."""
    names = [name for name in columns_of(engine, "contribution") if name not in NOT_TERMS]
    if not names:
        return {}
    counted = ", ".join(f"count({quoted(name)}) as {quoted(name)}" for name in names)
    found = engine.table(f"select outcome, {counted} from contribution group by outcome order by outcome").to_pylist()
    return {row["outcome"]: [name for name in names if row[name]] for row in found}


def feature_names(engine: Engine) -> list[str]:
    return [name for name in columns_of(engine, "feature") if name != "person_id"]


def columns_of(engine: Engine, table: str) -> list[str]:
    return list(engine.table(f"from {table} limit 0").schema.names)


def load_contributions(engine: Engine, terms: dict[str, list[str]]) -> int:
    """Everything that makes each score, for everybody."""
    return sum(load_outcome(engine, outcome, names) for outcome, names in terms.items())


def load_outcome(engine: Engine, outcome: str, names: list[str]) -> int:
    columns = ", ".join(f"coalesce({quoted(name)}, 0)::double as {quoted(name)}" for name in names)
    sql = f"""select c.person_id as person, c.outcome, c.intercept, {columns}
        from contribution c join person_loaded using (person_id) where c.outcome = $outcome"""
    reader = engine.connection.sql(sql, params={"outcome": outcome}).to_arrow_reader(rows.ROWS_AT_ONCE)
    return rows.insert(Contribution, packed(reader, 3))


def load_features(engine: Engine, names: list[str]) -> int:
    """What the features of everybody scored were."""
    columns = ", ".join(f"{quoted(name)}::double as {quoted(name)}" for name in names)
    sql = f"select f.person_id as person, {columns} from feature f join person_loaded using (person_id)"
    reader = engine.connection.sql(sql).to_arrow_reader(rows.ROWS_AT_ONCE)
    return rows.insert(FeatureValues, packed(reader, 1))


def packed(reader: pa.RecordBatchReader, kept: int) -> pa.RecordBatchReader:
    """The same rows with all columns after the first few as one of bytes: float64, little-endian, NaN where empty."""
    schema = pa.schema([*(reader.schema.field(at) for at in range(kept)), ("values", pa.binary())])

    def batches() -> Iterator[pa.RecordBatch]:
        for batch in reader:
            numbers = [column.to_numpy(zero_copy_only=False) for column in batch.columns[kept:]]
            matrix = np.column_stack(numbers).astype("<f8") if numbers else np.empty((len(batch), 0))
            width = 8 * matrix.shape[1]
            whole = matrix.tobytes()
            values = [whole[at * width : (at + 1) * width] for at in range(len(batch))]
            yield pa.RecordBatch.from_arrays([*batch.columns[:kept], pa.array(values, pa.binary())], schema=schema)

    return pa.RecordBatchReader.from_batches(schema, batches())
