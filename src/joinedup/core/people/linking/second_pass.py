"""Which of the records that NHS numbers leave over are also one person, by likeness?"""

from joinedup.core.engine import Engine
from joinedup.core.people.linking import growth, scoring
from joinedup.core.people.linking import model as weights
from joinedup.core.people.linking.clusters import join_units
from joinedup.core.people.linking.model_json import Model, checked
from joinedup.core.people.parameters import LinkParameters
from joinedup.core.people.statements import run

NO_REGISTERS = -1  # what no unit has: the sum of the bits of all registers is never negative


def join(engine: Engine, model: Model | None, *, seed: int, parameters: LinkParameters) -> tuple[Model, dict[str, int]]:
    """Compare, score and join what the first pass left over; returns the model and what was counted.

    Leaves `linkage.accepted`, one row per pair of units joined, and `linkage_grown`, one row per unit: its person.
    """
    closed = _write_compared(engine, parameters)
    run(engine, "linking/homes", closed=closed if model else NO_REGISTERS)
    model = checked(model) if model else weights.train(engine, seed=seed, parameters=parameters)
    tells = {
        "names_tell": weights.share_different(model, "given_name") < parameters.most_different,
        "births_tell": weights.share_different(model, "birth_date") < parameters.most_different,
    }
    counts = _find_candidates(engine, closed, tells, parameters)
    _score(engine, model)
    return model, counts | _judge(engine, tells, parameters) | growth.grow(engine, parameters)


def _write_compared(engine: Engine, parameters: LinkParameters) -> int:
    """Write `joined` and `compared`; returns the registers of a unit that no register can add to."""
    run(
        engine,
        "linking/once",
        least_records=parameters.least_records_of_register,
        most_repeated=parameters.most_repeated,
    )
    run(engine, "linking/compared")
    every = engine.value("select count(distinct source) from linkage.record_face")
    once = engine.value("select count(*) from linkage.once")
    return 2**once - 1 if once and once == every else NO_REGISTERS


def _find_candidates(engine: Engine, closed: int, tells: dict[str, bool], parameters: LinkParameters) -> dict[str, int]:
    most = parameters.most_block_members
    run(engine, "linking/telling_words", most_members=most, closed=closed)
    run(engine, "linking/blocks", closed=closed)
    run(engine, "linking/block_sizes")
    run(engine, "linking/candidates", most_members=most, **tells)
    counts = {
        "units_left_over": engine.value("select count(*) from linkage.joined where is_residual"),
        "blocks_too_large": engine.value("select count(*) from linkage.block where members > $most", most=most),
        "largest_block": engine.value("select coalesce(max(members), 0) from linkage.block"),
        "candidate_pairs": engine.value("select count(*) from linkage.met"),
        "candidate_pairs_scored": engine.value("select count(*) from linkage.candidate"),
        "registers_that_list_once": engine.value("select count(*) from linkage.once"),
    }
    for table in ("telling_word", "residual_key", "block_key", "block", "met", "met_face"):
        engine.execute(f"drop table linkage.{table}")
    return counts


def _score(engine: Engine, model: Model) -> None:
    engine.execute(
        "create or replace view linkage_wanted as"
        " select face_l as face from linkage.candidate union select face_r from linkage.candidate"
    )
    run(engine, "linking/described")
    scoring.count_shares(engine, model)
    scoring.score(engine, model)


def _judge(engine: Engine, tells: dict[str, bool], parameters: LinkParameters) -> dict[str, int]:
    """Write `unit_pair`, `conflict`, `contested` and `accepted`: which units may be joined, which must not."""
    run(engine, "linking/unit_pairs", least_weight=parameters.least_weight)
    likely = engine.table("select distinct unit_l, unit_r from linkage.likely")
    engine.register("linkage_joined", join_units(likely, "unit_l", "unit_r"))
    run(engine, "linking/near", most_units=parameters.most_faces_of_person)
    run(engine, "linking/apart", **tells)
    run(engine, "linking/conflicts")
    run(engine, "linking/contested", least_margin=parameters.least_margin)
    run(engine, "linking/accepted")
    return {
        "pairs_above_threshold": engine.value("select count(*) from linkage.unit_pair"),
        "pairs_contested": engine.value("select count(*) from linkage.contested"),
    }
