"""How is everybody in a place scored by its models, and what is written of it?"""

from collections.abc import Collection, Iterable
from dataclasses import dataclass, field

import numpy as np
import pyarrow as pa

from joinedup.core.plans import library
from joinedup.core.plans.conditions import columns_of
from joinedup.core.plans.offers import Offer
from joinedup.core.risk.features.catalogue import feature_named
from joinedup.core.risk.features.discharges import moved_records, stays_now
from joinedup.core.risk.features.feature_table import make_feature_table
from joinedup.core.risk.features.outcomes import GROUPINGS, GROUPS_SQL, Outcome
from joinedup.core.risk.use.change import CHANGE_SCHEMA
from joinedup.core.risk.use.reasons import REASON_SCHEMA
from joinedup.core.risk.use.scoring import (
    SCORE_QUERY,
    SCORE_SCHEMA,
    ContributionFile,
    Scored,
    score_before,
    score_outcome,
)
from joinedup.core.risk.use.tracing import trace_reasons
from joinedup.core.risk.validation.selection import SELECTION_SCHEMA, selection_table
from joinedup.job.risk_models import Fitted
from joinedup.job.work import Work

EARLIER_SCHEMA = pa.schema(
    [("person_id", pa.string()), ("outcome", pa.string()), ("earlier_probability", pa.float64())]
)
INDEX_NOW = "create or replace temp table index_now (person_id varchar, outcome varchar, counted_from date)"


@dataclass
class Told:
    """What scoring everybody has come to so far, outcome after outcome."""

    scores: list[pa.Table] = field(default_factory=lambda: [SCORE_SCHEMA.empty_table()])
    earlier: list[pa.Table] = field(default_factory=lambda: [EARLIER_SCHEMA.empty_table()])
    changes: list[pa.Table] = field(default_factory=lambda: [CHANGE_SCHEMA.empty_table()])
    reasons: list[pa.Table] = field(default_factory=lambda: [REASON_SCHEMA.empty_table()])
    selections: list[pa.Table] = field(default_factory=lambda: [SELECTION_SCHEMA.empty_table()])
    traced: list[str] = field(default_factory=list)


def score_everybody(work: Work, fitted: Fitted, present: Collection[str]) -> dict[str, int]:
    """Score, explain and trace; returns counts."""
    terms = dict.fromkeys(name for model in fitted.models.values() for name in model.term_names)
    contribution = ContributionFile(work.into / "contribution.parquet", list(terms))
    work.engine.execute(INDEX_NOW)
    told = Told()
    for outcome in fitted.outcomes:
        if outcome.name in fitted.models:
            if outcome.counted_from == "discharge":
                score_discharged(work, fitted, outcome, contribution, told, present)
            else:
                score_on_date(work, fitted, outcome, contribution, told)
    contribution.close()
    return write_scores(work, fitted, told)


def score_on_date(work: Work, fitted: Fitted, outcome: Outcome, into: ContributionFile, told: Told) -> None:
    """Score an outcome counted from the place's date, and say what moved since a month before."""
    model, threshold = fitted.models[outcome.name], work.place.thresholds.get(outcome.name)
    scored = score_outcome(work.engine, outcome, model, features="feature_now", threshold=threshold, into=into)
    earlier, changes = score_before(
        work.engine, outcome, model, scored, now="feature_now", before="feature_before", threshold=threshold
    )
    told.earlier.append(earlier.cast(EARLIER_SCHEMA))
    told.changes.append(changes)
    told.reasons.append(scored.reasons)
    keep(work, fitted, outcome, scored, told, features="feature_now")


def score_discharged(
    work: Work, fitted: Fitted, outcome: Outcome, into: ContributionFile, told: Told, present: Collection[str]
) -> None:
    """Score an outcome counted from discharge: people in hospital, and those who left in the last 30 days."""
    engine, as_at = work.engine, work.place.as_at
    model, threshold = fitted.models[outcome.name], work.place.thresholds.get(outcome.name)
    stays_now(engine, as_at=as_at, name="stay_index")
    with moved_records(engine, index="stay_index", as_at=as_at, present=present) as moved:
        make_feature_table(engine, as_at=as_at, present=present, name="feature_at_discharge", moved=moved)
        scored = score_outcome(engine, outcome, model, features="feature_at_discharge", threshold=threshold, into=into)
        query = trace_reasons(engine, scored.reasons, as_at=as_at, name="stay_reason", moved=moved)
        engine.execute(f"create or replace temp table stay_reason_traced as {query}")
    engine.execute(f"insert into index_now select person_id, '{outcome.name}', counted_from from stay_index")
    told.traced.append(STAY_REASONS)
    keep(work, fitted, outcome, scored, told, features="feature_at_discharge")


# the records were moved so that each stay ends on the place's date: their days are moved back
STAY_REASONS = """
select stay_reason_traced.* replace ((happened_on - ($as_at::date - counted_from)::integer)::date as happened_on)
from stay_reason_traced join stay_index using (person_id)"""


def keep(work: Work, fitted: Fitted, outcome: Outcome, scored: Scored, told: Told, *, features: str) -> None:
    """The scores, and what lists of several lengths find."""
    told.scores.append(scored.scores)
    work.engine.register("scored_now", scored.scores)
    groups = work.engine.table(
        f"select {GROUPS_SQL} from scored_now join person using (person_id)"
        f" join {features} as feature using (person_id) order by person_id"
    )
    chance = np.asarray(scored.scores["probability"].to_numpy())
    by_group = {name: groups[name].to_numpy() for name in GROUPINGS}
    told.selections.append(selection_table(outcome.name, chance, by_group, fitted.judged[outcome.name]))


def write_scores(work: Work, fitted: Fitted, told: Told) -> dict[str, int]:
    """Write the tables of scores; returns counts."""
    engine, as_at = work.engine, work.place.as_at
    engine.register("scored", pa.concat_tables(told.scores))
    engine.register("scored_earlier", pa.concat_tables(told.earlier))
    engine.register(
        "validity",
        pa.table(
            {
                "outcome": [outcome.name for outcome in fitted.outcomes],
                "valid_days": pa.array([outcome.valid_days for outcome in fitted.outcomes], pa.int32()),
            }
        ),
    )
    engine.register("changed", pa.concat_tables(told.changes))
    engine.register("selected", pa.concat_tables(told.selections))
    terms = [name for model in fitted.models.values() for name in model.term_names]
    engine.register("feature_offer", offers_by_term(terms))
    count = engine.write(SCORE_QUERY, work.into / "score.parquet", as_at=as_at)
    engine.write("from changed order by person_id, outcome, position", work.into / "change.parquet")
    engine.write('from selected order by outcome, listed, grouping, "group"', work.into / "selection.parquet")
    traced = trace_reasons(engine, pa.concat_tables(told.reasons), as_at=as_at)
    reasons = " union all ".join(f"select * from ({query})" for query in [traced, *told.traced])
    values = {"as_at": as_at} if told.traced else {}
    return {
        "scores": count,
        "people_above_threshold": int(
            engine.value("select count(distinct person_id) from scored where is_above_threshold")
        ),
        "reasons": engine.write(REASON_QUERY.format(reasons=reasons), work.into / "reason.parquet", **values),
    }


REASON_QUERY = """
select reason.*, coalesce(offers, '') as offers
from ({reasons}) as reason left join feature_offer using (feature)
order by person_id, outcome, position
"""


def offers_by_term(terms: Iterable[str]) -> pa.Table:
    """The offers that address each term: those one of whose needs speaks of a feature in it that could be changed.

    One row per term: feature (the term's name), offers (codes separated by spaces, in the order of
    definitions/evidence/offers.yaml). Whether an offer fits a person is for the plans step to say.

    Examples
    --------
    >>> offers_by_term(["has_weight_loss", "age & smoker", "age"])["offers"].to_pylist()
    ['hydration_nutrition_advice', 'stop_smoking fire_safety_advice', '']
    """
    named = feature_named()
    names = list(dict.fromkeys(terms))
    offers = [
        " ".join(
            offer.code
            for offer in library().offers
            if any(feature in needed(offer) and named[feature].is_changeable for feature in name.split(" & "))
        )
        for name in names
    ]
    return pa.table({"feature": pa.array(names, pa.string()), "offers": pa.array(offers, pa.string())})


def needed(offer: Offer) -> frozenset[str]:
    """The features an offer's needs speak of."""
    return frozenset[str]().union(*(columns_of(need.when) for need in offer.needs))
