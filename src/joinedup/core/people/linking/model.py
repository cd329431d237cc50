"""How much does each likeness between two records weigh? Splink learns it from the records themselves."""

from __future__ import annotations

import logging
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from typing import TYPE_CHECKING, Any

from joinedup.core.engine import Engine
from joinedup.core.people.linking import chance
from joinedup.core.people.linking.chance import DIGITS
from joinedup.core.people.linking.comparisons import COLUMNS, settings
from joinedup.core.people.linking.model_json import Model, stamped
from joinedup.core.people.parameters import LinkParameters
from joinedup.core.people.statements import run

if TYPE_CHECKING:
    from splink import Linker

# Training blocks: on names, and on dates of birth. Never on home and family name together: such blocks are full of
# relatives, and the model would learn households instead of people.
# Nor do pairs take part that are two people for sure, by their numbers or because one register lists both.
NOT_TWO = "(l.unit = r.unit or l.registers & r.registers = 0 and (l.is_residual or r.is_residual))"
TRAINING_RULES = {
    "linkage_trained_names": f"l.given = r.given and l.family = r.family and {NOT_TWO}",
    "linkage_trained_birth": f"l.birth = r.birth and {NOT_TWO}",
}
U_CHUNKS = 10  # parts in which pairs of different people are compared: each in a tenth of the memory
LEAST_M = 1e-4  # no error is impossible: one person's records may differ in anything once in ten thousand times


def train(engine: Engine, *, seed: int, parameters: LinkParameters) -> Model:
    """A model for the records in `linkage.everybody`, as Splink's JSON settings.

    Parameters
    ----------
    engine : with the tables of the first pass.
    seed : which people are drawn where there are more than training needs.
    parameters : sizes of the samples.

    Notes
    -----
    All records take part, joined or not, drawn by person so that pairs stay whole: a model trained only on what the
    first pass left over learns an unusual remainder.
    """
    records = engine.value("select coalesce(sum(records), 0)::bigint from linkage.everybody")
    millionths = min(1_000_000, 1_000_000 * parameters.training_records // max(1, records))
    run(engine, "linking/training_draw", seed=seed, millionths=millionths)
    run(engine, "linking/described")
    run(engine, "linking/training_views")
    present = {name for name, column in COLUMNS.items() if engine.value(f"select count({column}) from linkage.trained")}
    units = engine.value("select count(distinct unit) from linkage.everybody")
    start = settings(present, prior=min(0.5, 0.5 / max(1, units)))
    if not present or engine.value("select count(*) from linkage.trained") < 2:
        return stamped(start)
    learnt_u = _u_probabilities(engine, start)
    return stamped(_m_probabilities(engine, learnt_u, start, parameters))


def _u_probabilities(engine: Engine, start: Model) -> Model:
    with _linker(engine, "linkage_u_sample", start) as linker:
        linker.training.estimate_u_using_random_sampling(
            max_pairs=1e9, seed=None, min_count_per_level=None, num_chunks=U_CHUNKS
        )
        learnt = _merged(start, linker.misc.save_model_to_json(), "u_probability")
    return chance.counted(engine, learnt)


def _m_probabilities(engine: Engine, model: Model, start: Model, parameters: LinkParameters) -> Model:
    learnt = [
        _by_expectation(engine, model, view, rule, parameters)
        for view, rule in TRAINING_RULES.items()
        if _pairs(engine, view, rule, parameters) >= parameters.least_training_pairs
    ]
    prior = "probability_two_random_records_match"
    return chance.exchanged(_mean(model, learnt) | {prior: start[prior]})


def _by_expectation(engine: Engine, model: Model, view: str, rule: str, parameters: LinkParameters) -> Model:
    with _linker(engine, view, model) as linker:
        linker.training.estimate_parameters_using_expectation_maximisation(
            rule, max_pairs=parameters.training_pairs, record_sample_proportion=0.1
        )
        learnt: Model = linker.misc.save_model_to_json()
    return learnt


def _mean(model: Model, learnt: list[Model]) -> Model:
    """`model` with each m the mean of what the rules that could learn it have learnt."""
    compared = range(len(model["comparisons"]))
    means = [
        [_mean_m(places) for places in zip(*(_levels(each, place) for each in (model, *learnt)), strict=True)]
        for place in compared
    ]
    return model | {
        "comparisons": [
            comparison
            | {
                "comparison_levels": [
                    level | m for level, m in zip(comparison["comparison_levels"], found, strict=True)
                ]
            }
            for comparison, found in zip(model["comparisons"], means, strict=True)
        ]
    }


def _levels(model: Model, place: int) -> list[dict[str, Any]]:
    levels: list[dict[str, Any]] = model["comparisons"][place]["comparison_levels"]
    return levels


def _mean_m(levels: tuple[dict[str, Any], ...]) -> dict[str, float]:
    """The mean of one level's m over the models in which it is no longer what it was in the first."""
    before, *after = (_number(level, "m_probability").get("m_probability") for level in levels)
    changed = [m for m in after if m is not None and m != before]
    return {"m_probability": float(f"{sum(changed) / len(changed):.{DIGITS}g}")} if changed else {}


def _pairs(engine: Engine, view: str, rule: str, parameters: LinkParameters) -> int:
    """Pairs a training rule compares, counted no further than needed."""
    return int(
        engine.value(
            f"select count(*) from (select 1 from {view} l join {view} r"
            f" on {rule} and l.unique_id < r.unique_id limit $most)",
            most=parameters.least_training_pairs,
        )
    )


def _merged(model: Model, learnt: Model, what: str) -> Model:
    """`model` with one kind of probability replaced wherever it was learnt."""
    by_name = {comparison["output_column_name"]: comparison for comparison in learnt["comparisons"]}
    return model | {
        "comparisons": [
            comparison
            | {
                "comparison_levels": [
                    level | _number(found, what)
                    for level, found in zip(
                        comparison["comparison_levels"],
                        by_name[comparison["output_column_name"]]["comparison_levels"],
                        strict=True,
                    )
                ]
            }
            for comparison in model["comparisons"]
        ]
    }


def _number(level: Mapping[str, Any], what: str) -> dict[str, float]:
    value = level.get(what)
    if not isinstance(value, float):
        return {}
    least = LEAST_M if what == "m_probability" else 0
    return {what: float(f"{min(max(value, least), 1 - LEAST_M):.{DIGITS}g}")} if value else {}


def share_different(model: Model, comparison: str) -> float:
    """How often (0-1) two records of one person differ altogether in one comparison; 0 if it is not compared.

    Examples
    --------
    >>> share_different(settings({"sex"}, 0.001), "sex")
    0.005
    """
    levels = {each["output_column_name"]: each["comparison_levels"] for each in model["comparisons"]}
    return float(levels[comparison][-1]["m_probability"]) if comparison in levels else 0.0


@contextmanager
def _linker(engine: Engine, view: str, model: Model) -> Iterator[Linker]:
    """A Splink linker over one view of the engine, cleaned up afterwards. Splink is loaded only where it is needed."""
    from splink import DuckDBAPI, Linker

    database = DuckDBAPI(connection=engine.connection)
    logging.getLogger("splink").setLevel(logging.ERROR)
    try:
        yield Linker(database.register(view), model, log_level=None, validate_settings=False)
    finally:
        database.delete_tables_created_by_splink_from_db()
