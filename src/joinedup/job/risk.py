"""The step of the job that says who is at risk, and why: person index and events in, scores and reasons out."""

import json
from collections.abc import Mapping
from typing import Any

from joinedup.core.engine import write_text
from joinedup.core.risk.features.feature_table import make_feature_table
from joinedup.core.risk.features.looking_ahead import check_no_feature_looks_ahead
from joinedup.core.risk.features.outcomes import months_later
from joinedup.core.risk.features.reference_scores import reference_score_query
from joinedup.core.risk.features.sources import open_sources
from joinedup.core.risk.models.model_file import write_model
from joinedup.core.risk.safety.registry import registry_page
from joinedup.core.risk.use.flags import find_flags
from joinedup.job.risk_models import MONTHS_BACK, Fitted, fit_models, performance_page
from joinedup.job.risk_scores import score_everybody
from joinedup.job.work import Work


def run(work: Work) -> dict[str, int | float | str]:
    """Features at three dates, a model per outcome, everybody scored, reasons for those most at risk.

    Reads link/person and link/events; writes risk/feature, reference_score, flag, flag_reason, score, change,
    contribution, reason, selection, models/<outcome>.json and .md, registry.json and performance.json. Names, addresses
    and NHS numbers are not read; people who opted out are in none of them.
    """
    present = open_sources(work.engine, work.finished / "link")
    judged_as_at = months_later(work.place.as_at, -MONTHS_BACK["feature_later"])
    check_no_feature_looks_ahead(work.engine, as_at=judged_as_at, present=present)
    for table, months in MONTHS_BACK.items():
        as_at = months_later(work.place.as_at, -months)
        work.tell(f"features as at {as_at}")
        make_feature_table(work.engine, as_at=as_at, present=present, name=table)
    people = work.engine.write("from feature_now order by person_id", work.into / "feature.parquet")
    work.engine.write(reference_score_query("feature_now"), work.into / "reference_score.parquet")
    flags = write_flags(work)
    fitted = fit_models(work, present)
    write_models(work, fitted)
    work.tell("scores and reasons")
    counts = score_everybody(work, fitted, present)
    return {"people": people, "models": len(fitted.models), **counts, "flags": flags}


def write_flags(work: Work) -> int:
    """The flags of plain rules and their reasons; returns how many flags are raised."""
    flag, reason = find_flags(work.engine, features="feature_now", as_at=work.place.as_at)
    work.engine.write(flag, work.into / "flag.parquet")
    work.engine.write(reason, work.into / "flag_reason.parquet")
    return int(work.engine.value(f"select count(*) from ({flag}) where is_raised"))


def write_models(work: Work, fitted: Fitted) -> None:
    """The models, their cards, their registry and their figures."""
    titles = {outcome.name: outcome.title for outcome in fitted.outcomes}
    for name, model in fitted.models.items():
        write_model(model, work.into / "models" / f"{name}.json")
    for name, page in fitted.cards().items():
        write_text(work.into / "models" / f"{name}.md", page)
    write_text(work.into / "registry.json", as_text(registry_page(fitted.models, titles)))
    write_text(work.into / "performance.json", as_text(performance_page(work, fitted)))


def as_text(page: Mapping[str, Any]) -> str:
    """A page of JSON."""
    return json.dumps(page, indent=1)
