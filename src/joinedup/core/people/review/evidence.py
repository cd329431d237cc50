"""What does the model make of each thing it compares about a pair that people look at?"""

import pyarrow as pa

from joinedup.core.engine import Engine
from joinedup.core.people.linking import scoring
from joinedup.core.people.linking.model_json import Model
from joinedup.core.people.statements import run, text

TOLD = ("pair_id", "left_source", "left_record_id", "right_source", "right_record_id")


def told(engine: Engine, model: Model, pair: pa.Table) -> pa.Table:
    """Every comparison of every pair: which level of likeness it reached, and how that weighs.

    Parameters
    ----------
    engine : with the schema `linkage` as the second pass leaves it; `linkage.described` is written anew.
    model : Splink's JSON settings.
    pair : one row per pair: pair_id, and the keys of its two records.

    Returns
    -------
    One row per pair and comparison: pair_id, comparison, label (the level in words), weight (bits; above 0 it speaks
    for one person, below 0 against). What only one of them has, such as a number, is left out.
    """
    engine.register("review_told", pair.select(list(TOLD)))
    run(engine, "review/told_faces")
    run(engine, "linking/described")
    said = scoring.levels(engine, model, pairs="linkage.told_face")
    engine.register("review_said", said)
    answer = engine.table(text("review/told"))
    for name in ("review_told", "review_said"):
        engine.forget(name)
    return answer
