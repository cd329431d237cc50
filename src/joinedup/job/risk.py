"""The step of the job that says who is at risk, and why: person index and events in, scores and reasons out."""

import json
from collections.abc import Mapping
from dataclasses import dataclass, replace
from typing import Any

import pyarrow as pa

from joinedup.core.engine import write_text
from joinedup.core.errors import CannotProceed
from joinedup.core.risk.additive import AdditiveModel
from joinedup.core.risk.features import make_feature_table
from joinedup.core.risk.model_file import write_model
from joinedup.core.risk.outcomes import Outcome, months_later, outcomes, population_rows
from joinedup.core.risk.reasons import REASON_SCHEMA
from joinedup.core.risk.reference_scores import reference_score_query
from joinedup.core.risk.scoring import SCORE_QUERY, SCORE_SCHEMA, ContributionFile, score_outcome
from joinedup.core.risk.sources import open_sources
from joinedup.core.risk.temporal import Year, fit_and_judge
from joinedup.core.risk.tracing import trace_reasons
from joinedup.job.work import Work

MONTHS_BACK = {"feature_earlier": 24, "feature_later": 12, "feature_now": 0}


@dataclass(frozen=True)
class Judged:
    """What came of the models: those fitted, and every outcome's figures or why there is none."""

    models: Mapping[str, AdditiveModel]
    figures: Mapping[str, Mapping[str, Any]]


def run(work: Work) -> dict[str, int | float | str]:
    """Features at three dates, a model per outcome, everybody scored, reasons for those most at risk.

    Reads link/person and link/events; writes risk/feature, reference_score, score, contribution, reason,
    models/<outcome>.json and performance.json. Names, addresses and NHS numbers are not read.
    """
    present = open_sources(work.engine, work.finished / "link")
    for table, months in MONTHS_BACK.items():
        as_at = months_later(work.place.as_at, -months)
        work.tell(f"features as at {as_at}")
        make_feature_table(work.engine, as_at=as_at, present=present, name=table)
    people = work.engine.write("from feature_now order by person_id", work.into / "feature.parquet")
    work.engine.write(reference_score_query("feature_now"), work.into / "reference_score.parquet")
    judged = fit_models(work, present)
    work.tell("scores and reasons")
    return {"people": people, "models": len(judged.models), **score_everybody(work, judged)}


def fit_models(work: Work, present: set[str]) -> Judged:
    """Fit, judge and keep a model for each outcome; an outcome that cannot be foretold here says why."""
    models, figures = {}, {}
    (work.into / "models").mkdir()
    for outcome in outcomes():
        work.tell(f"model for {outcome.title}")
        try:
            model, figures[outcome.name] = fit_model(work, outcome, present)
        except CannotProceed as problem:
            figures[outcome.name] = {"not_fitted": str(problem)}
            continue
        models[outcome.name] = model
        write_model(model, work.into / "models" / f"{outcome.name}.json")
    write_text(work.into / "performance.json", json.dumps(performance_page(work, figures), indent=1))
    return Judged(models, figures)


def fit_model(work: Work, outcome: Outcome, present: set[str]) -> tuple[AdditiveModel, dict[str, Any]]:
    """One outcome's model and figures."""
    absent = sorted(set(outcome.kinds) - present)
    if len(absent) == len(outcome.kinds):
        raise CannotProceed(f"No agency sent {' or '.join(absent)}", expected="records the outcome is known from")
    years = [
        Year.of(
            population_rows(
                work.engine,
                outcome,
                features=table,
                known_until=work.place.as_at,
                as_at=months_later(work.place.as_at, -MONTHS_BACK[table]),
            ),
            outcome,
        )
        for table in ("feature_earlier", "feature_later")
    ]
    threshold = work.place.thresholds.get(outcome.name)
    model, figures = fit_and_judge(outcome, years[0], years[1], threshold=threshold, seed=work.seed)
    return replace(model, about=dict(model.about) | provenance(work)), figures


def provenance(work: Work) -> dict[str, Any]:
    """Where a place's models and figures come from: the place and the dates."""
    dates = {name: str(months_later(work.place.as_at, -months)) for name, months in MONTHS_BACK.items()}
    return {
        "place": work.place.name,
        "is_invented": work.place.is_invented,
        "fitted_as_at": dates["feature_earlier"],
        "judged_as_at": dates["feature_later"],
        "scored_as_at": dates["feature_now"],
    }


def performance_page(work: Work, figures: Mapping[str, Mapping[str, Any]]) -> dict[str, Any]:
    """The content of performance.json, with the sentence that says what the figures are worth."""
    place = work.place
    real = f"Measured on the records of {place.name}."
    invented = (
        f"Measured on the invented county {place.name}: the figures show that the machinery works, and say nothing"
        " about real people. A model is worth what it does on the records of the place that uses it."
    )
    return {
        "sentence": invented if place.is_invented else real,
        **provenance(work),
        "outcomes": {
            outcome.name: {
                "title": outcome.title,
                "meaning": outcome.meaning,
                "population": outcome.population.words,
                "source": outcome.source,
                **figures[outcome.name],
            }
            for outcome in outcomes()
        },
    }


def score_everybody(work: Work, judged: Judged) -> dict[str, int]:
    """Score, explain and trace; returns counts."""
    terms = dict.fromkeys(name for model in judged.models.values() for name in model.term_names)
    contribution = ContributionFile(work.into / "contribution.parquet", list(terms))
    scores, reasons = [SCORE_SCHEMA.empty_table()], [REASON_SCHEMA.empty_table()]
    for outcome in outcomes():
        if outcome.name in judged.models:
            found = score_outcome(
                work.engine,
                outcome,
                judged.models[outcome.name],
                features="feature_now",
                threshold=work.place.thresholds.get(outcome.name),
                into=contribution,
            )
            scores.append(found[0])
            reasons.append(found[1])
    contribution.close()
    work.engine.register("scored", pa.concat_tables(scores))
    count = work.engine.write(SCORE_QUERY, work.into / "score.parquet")
    query = trace_reasons(work.engine, pa.concat_tables(reasons), as_at=work.place.as_at)
    above = work.engine.value("select count(distinct person_id) from scored where is_above_threshold")
    return {
        "scores": count,
        "people_above_threshold": int(above),
        "reasons": work.engine.write(query, work.into / "reason.parquet"),
    }
