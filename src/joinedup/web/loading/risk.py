"""How do contributions, features, versions of models and totals by group get from a run into the database?"""

from collections.abc import Iterator, Mapping
from datetime import date, datetime, timedelta
from pathlib import Path
from typing import Any

import numpy as np
import pyarrow as pa
from django.db.models import Model

from joinedup.core.engine import Engine
from joinedup.core.engine.duck import quoted
from joinedup.core.risk.features.outcomes import GROUPS_SQL, outcomes
from joinedup.core.risk.models.additive import AdditiveModel, Axis
from joinedup.core.risk.models.model_file import read_model
from joinedup.core.risk.safety.registry import version_of
from joinedup.web.loading import rows
from joinedup.web.risk.models import (
    Change,
    Contribution,
    FeatureValues,
    Flag,
    FlagReason,
    GroupTotal,
    ModelVersion,
    Scoring,
    SelectionFigure,
)
from joinedup.web.risk.standing import VALID_DAYS

NOT_TERMS = ("person_id", "outcome", "intercept")
# What stands in for tables that a run of an earlier joinedup does not have.
_TEXT, _NUMBER, _WHOLE = pa.string(), pa.float64(), pa.int64()
STANDS_IN = {
    "risk/selection": {
        **dict.fromkeys(("outcome", "grouping", "group"), _TEXT),
        **dict.fromkeys(("listed", "people_in_group", "listed_in_group"), _WHOLE),
        **dict.fromkeys(("judged_people", "judged_listed", "judged_events", "judged_hits"), _WHOLE),
        **dict.fromkeys(("share_of_list_with_outcome", "false_negative_rate", "observed_over_expected"), _NUMBER),
    },
    "risk/flag": {
        **dict.fromkeys(("person_id", "flag", "label"), _TEXT),
        **dict.fromkeys(("points", "highest"), _WHOLE),
        "is_raised": pa.bool_(),
    },
    "risk/flag_reason": {
        **dict.fromkeys(("person_id", "flag", "words", "kind", "organisation", "file"), _TEXT),
        **dict.fromkeys(("position", "points", "record_count", "line"), _WHOLE),
        "is_changeable": pa.bool_(),
        "happened_on": pa.date32(),
    },
    "risk/change": {
        **dict.fromkeys(("person_id", "outcome", "words"), _TEXT),
        **dict.fromkeys(("earlier_probability", "probability", "change"), _NUMBER),
        "position": _WHOLE,
        "is_changeable": pa.bool_(),
    },
}
# Each file of SQL gives the columns of its model, by name.
INTO: tuple[tuple[str, type[Model]], ...] = (
    ("group_total", GroupTotal),
    ("selection", SelectionFigure),
    ("flag", Flag),
    ("flag_reason", FlagReason),
    ("change", Change),
)
# The groups that equity is audited by, as the core makes them.
PERSON_GROUP = f"""
create temp view person_group as
select feature.person_id, person.death_date is null as is_living, {GROUPS_SQL}
from feature join person using (person_id)"""


def prepare(engine: Engine, thresholds: Mapping[str, float]) -> None:
    """Make readable what the SQL of scores needs beside the run's tables: everybody's groups, and the marks."""
    engine.execute(PERSON_GROUP)
    with_columns(engine, "score", "dated_score", {"valid_until": "date"})
    with_columns(engine, "reason", "answered_reason", {"offers": "varchar"})
    columns = {"outcome": list(thresholds), "threshold": list(thresholds.values())}
    engine.register("threshold", pa.table(columns, schema=pa.schema([("outcome", _TEXT), ("threshold", _NUMBER)])))


def with_columns(engine: Engine, table: str, name: str, columns: Mapping[str, str]) -> None:
    """Make a table readable under another name with columns, empty where a run of an earlier joinedup lacks them."""
    known = columns_of(engine, table)
    further = "".join(f", null::{kind} as {column}" for column, kind in columns.items() if column not in known)
    engine.execute(f"create temp view {name} as select *{further} from {table}")


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
    figures = performance.get("outcomes", {})
    terms = terms_by_outcome(engine)
    return Scoring.objects.create(
        as_at=as_at,
        valid_until={outcome: str(as_at + timedelta(days=valid_days(outcome))) for outcome in terms},
        sentence=performance.get("sentence", ""),
        versions={outcome: version_of(model) for outcome, model in models_of(run_dir).items()},
        terms=terms,
        features=feature_names(engine),
        drift={outcome: found["drift"] for outcome, found in figures.items() if found.get("drift")},
    )


def valid_days(outcome: str) -> int:
    """For how many days a score of an outcome may be taken for today's."""
    return next((one.valid_days for one in outcomes() if one.name == outcome), VALID_DAYS)


def models_of(run_dir: Path) -> dict[str, AdditiveModel]:
    """The models of a run, by outcome; a run without their files has scores nobody can sign on."""
    return {path.stem: read_model(path) for path in sorted((run_dir / "risk" / "models").glob("*.json"))}


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
        for outcome, model in models_of(run_dir).items()
        if (outcome, version_of(model)) not in known
    ]
    return len(ModelVersion.objects.bulk_create(new))


def card(outcome: str, model: AdditiveModel, performance: dict[str, Any]) -> dict[str, Any]:
    """What the run says about a model: figures, dates, and where they come from."""
    dates = {name: value for name, value in performance.items() if name.endswith("_as_at")}
    found = performance.get("outcomes", {}).get(outcome, {})
    return {"about": plain(model.about), "sentence": performance.get("sentence", ""), **dates, **found}


def plain(about: Mapping[str, Any]) -> dict[str, Any]:
    return {name: value for name, value in about.items() if name != "features"}


def shapes(model: AdditiveModel) -> list[dict[str, Any]]:
    """A model's terms as tables of scores after recalibration, the one that moves people most first.

    `range` is the lowest and highest value of the feature in the data it was fitted to, where known.
    """
    ranges = model.about.get("features", {})
    terms = [
        {
            "axes": [axis_shown(axis, ranges.get(axis.feature, {})) for axis in term.axes],
            "scores": (model.slope * term.scores).tolist(),
        }
        for term in model.terms
    ]
    return sorted(terms, key=lambda term: -float(np.ptp(np.asarray(term["scores"]))))


def axis_shown(axis: Axis, found: Mapping[str, Any]) -> dict[str, Any]:
    ends = [found.get("lowest"), found.get("highest")]
    return {
        "feature": axis.feature,
        "edges": list(axis.edges) if axis.edges is not None else None,
        "labels": axis.labels,
        "range": ends if None not in ends else None,
    }


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
