"""How is everybody scored, every contribution kept, and the people most at risk given their reasons?"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc
import pyarrow.parquet as pq

from joinedup.core.engine import Engine
from joinedup.core.risk.features.outcomes import Outcome
from joinedup.core.risk.models.additive import AdditiveModel, Floats, probability, total
from joinedup.core.risk.use.change import CHANGE_SCHEMA, change_table
from joinedup.core.risk.use.reasons import reason_table
from joinedup.core.risk.validation.selection import rank
from joinedup.core.risk.validation.temporal import predictor_columns

PEOPLE_AT_A_TIME = 100_000
LONGEST_LIST = 5000  # nobody serves more people than this; a longer list is no list
SCORE_SCHEMA = pa.schema(
    [
        ("person_id", pa.string()),
        ("outcome", pa.string()),
        ("log_odds", pa.float64()),
        ("probability", pa.float64()),
        ("is_above_threshold", pa.bool_()),
    ]
)


class ContributionFile:
    """Writes risk/contribution: one row per person and outcome, a column for each term of any model.

    A term that is not in an outcome's model is empty in its rows.

    Parameters
    ----------
    path : a new Parquet file.
    term_names : of all models together, each once.
    """

    def __init__(self, path: Path, term_names: Sequence[str]) -> None:
        text = [("person_id", pa.string()), ("outcome", pa.string())]
        self.schema = pa.schema([*text, ("intercept", pa.float64()), *((name, pa.float64()) for name in term_names)])
        self.writer = pq.ParquetWriter(path, self.schema, compression="zstd")

    def add(self, model: AdditiveModel, person_id: pa.Array, contributions: Floats) -> None:
        """Write the contributions of some people: people × terms."""
        people = len(person_id)
        place = {name: at for at, name in enumerate(model.term_names)}
        empty = pa.nulls(people, pa.float64())
        columns = [
            person_id,
            named(model.outcome, people),
            pa.array(np.full(people, model.baseline)),
            *(pa.array(contributions[:, place[name]]) if name in place else empty for name in self.schema.names[3:]),
        ]
        self.writer.write_table(pa.table(columns, schema=self.schema))

    def close(self) -> None:
        """Finish the file."""
        self.writer.close()


@dataclass(frozen=True)
class Scored:
    """What came of scoring everybody for one outcome.

    Parameters
    ----------
    scores : one row per person: person_id, outcome, log_odds, probability, is_above_threshold.
    reasons : of those above the threshold and of the 5,000 at highest risk, as `reason_table` gives them.
    """

    scores: pa.Table
    reasons: pa.Table


def score_outcome(
    engine: Engine,
    outcome: Outcome,
    model: AdditiveModel,
    *,
    features: str,
    threshold: float | None,
    into: ContributionFile,
) -> Scored:
    """Score everybody of an outcome's population; write all contributions; give reasons to whoever may be listed.

    That is everybody above the threshold, and as many of those at highest risk as the longest list holds: a team may
    ask for more people than stand above the threshold.

    Parameters
    ----------
    features : name of the feature table to score.
    threshold : probability (0–1) from which a person counts as most at risk; nobody does if None.
    """
    scores, reasons = [], []
    for rows in in_parts(population(engine, outcome, model, features)):
        columns = predictor_columns(rows, model.features)
        contributions = model.contributions(columns)
        person_id = rows["person_id"].combine_chunks()
        into.add(model, person_id, contributions)
        log_odds = total(model.baseline, contributions)
        chance = probability(log_odds)
        above = chance >= threshold if threshold else np.zeros(len(chance), dtype=bool)
        scores.append(
            pa.table([person_id, named(outcome.name, len(rows)), log_odds, chance, above], schema=SCORE_SCHEMA)
        )
        some = above | (rank(log_odds) < LONGEST_LIST)  # of this part: who is among the first of all, the end tells
        chosen = {feature: values[some] for feature, values in columns.items()}
        reasons.append(reason_table(model, person_id.to_numpy(zero_copy_only=False)[some], chosen, contributions[some]))
    everybody = pa.concat_tables(scores)
    return Scored(everybody, of_listable(pa.concat_tables(reasons), everybody))


def of_listable(reasons: pa.Table, scores: pa.Table) -> pa.Table:
    """The reasons of those who may be listed: above the threshold, or among the first of everybody."""
    first = rank(scores["log_odds"].to_numpy()) < LONGEST_LIST
    listable = scores["person_id"].filter(pc.or_(scores["is_above_threshold"], pa.array(first)))
    return reasons.filter(pc.is_in(reasons["person_id"], value_set=listable.combine_chunks()))


def score_before(
    engine: Engine,
    outcome: Outcome,
    model: AdditiveModel,
    scored: Scored,
    *,
    now: str,
    before: str,
    threshold: float | None,
) -> tuple[pa.Table, pa.Table]:
    """What the same model says of the records as at a month earlier, and what moved people's risk since.

    Parameters
    ----------
    scored : by the same model as at now.
    now, before : names of the feature tables as at the two dates.

    Returns
    -------
    Earlier probabilities, one row per person scored then: person_id, outcome, earlier_probability; and, for those above
    the threshold now or then and scored at both dates, what changed, as `change_table` gives it.
    """
    earlier = population(engine, outcome, model, before)
    chance = model.probability(predictor_columns(earlier, model.features))
    table = pa.table(
        [earlier["person_id"], named(outcome.name, len(earlier)), pa.array(chance)],
        names=["person_id", "outcome", "earlier_probability"],
    )
    if threshold is None:
        return table, CHANGE_SCHEMA.empty_table()
    engine.register("scored_now", scored.scores)
    engine.register("scored_before", table)
    both = f"""
        select person_id from scored_now join scored_before using (person_id)
        where greatest(probability, earlier_probability) >= {threshold} and probability <> earlier_probability"""
    columns = [
        predictor_columns(population(engine, outcome, model, features, among=both), model.features)
        for features in (before, now)
    ]
    people = engine.table(f"select person_id from ({both}) order by person_id")["person_id"]
    return table, change_table(model, people.to_numpy(), *columns)


def population(
    engine: Engine, outcome: Outcome, model: AdditiveModel, features: str, *, among: str | None = None
) -> pa.Table:
    """The people an outcome is foretold for, with the features its model looks at, as doubles.

    Parameters
    ----------
    among : SQL for the person_id of those wanted; everybody if None.
    """
    columns = ", ".join(f"{name}::double as {name}" for name in model.features)
    some = f"semi join ({among}) as wanted on wanted.person_id = feature.person_id" if among else ""
    where = outcome.population.where
    return engine.table(
        f"select person_id, {columns} from {features} as feature {some} where {where} order by person_id"
    )


def named(name: str, count: int) -> pa.Array:
    """One name, many times, without a Python object for each."""
    return pa.array([name]).take(pa.array(np.zeros(count, dtype=np.int64)))


def in_parts(rows: pa.Table) -> Iterator[pa.Table]:
    """A table, some people at a time, so that contributions never fill the memory; once even if it is empty."""
    for start in range(0, max(1, rows.num_rows), PEOPLE_AT_A_TIME):
        yield rows.slice(start, PEOPLE_AT_A_TIME)


SCORE_QUERY = """
select person_id, outcome, scored.probability, log_odds,
    row_number() over (partition by outcome order by log_odds desc, person_id) as rank, is_above_threshold,
    earlier_probability, coalesce(index_now.counted_from, $as_at::date) as counted_from,
    coalesce(index_now.counted_from, $as_at::date) + valid_days as valid_until
from scored
join validity using (outcome)
left join index_now using (person_id, outcome)
left join scored_earlier using (person_id, outcome)
order by person_id, outcome
"""
