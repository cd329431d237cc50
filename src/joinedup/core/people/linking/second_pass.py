"""Which of the records that NHS numbers leave over are also one person, by likeness?"""

from joinedup.core.engine import Engine
from joinedup.core.people.linking import growth, scoring
from joinedup.core.people.linking import model as weights
from joinedup.core.people.linking.known import Known
from joinedup.core.people.linking.model_json import Model, checked, common_columns, prior_weight
from joinedup.core.people.parameters import LinkParameters
from joinedup.core.people.statements import run

NO_REGISTERS = -1  # what no unit has: the sum of the bits of all registers is never negative


def join(
    engine: Engine, model: Model | None, *, seed: int, parameters: LinkParameters, known: Known | None = None
) -> tuple[Model, dict[str, int]]:
    """Compare, score and join what the first pass left over; returns the model and what was counted.

    Leaves `linkage.accepted`, one row per pair of units joined, and `linkage_grown`, one row per unit: its person.

    Parameters
    ----------
    known : what was counted over everybody when `model` was made; counted anew if not given.
    """
    closed = write_compared(engine, parameters, known)
    run(engine, "linking/homes", closed=closed if model else NO_REGISTERS)
    model = checked(model) if model else weights.train(engine, seed=seed, parameters=parameters)
    tells = what_tells(model, parameters)
    counts = _find_candidates(engine, model, parameters, known)
    score(engine, model, known)
    nothing = prior_weight(model)
    counts |= _judge(engine, tells, parameters, nothing)
    return model, counts | growth.grow(engine, parameters, absent=nothing)


def what_tells(model: Model, parameters: LinkParameters) -> dict[str, bool]:
    """Whether names, and dates of birth, are good enough in these records to tell relatives apart."""
    return {
        "names_tell": weights.share_different(model, "given_name") < parameters.most_different,
        "births_tell": weights.share_different(model, "birth_date") < parameters.most_different,
    }


def write_compared(engine: Engine, parameters: LinkParameters, known: Known | None) -> int:
    """Write `joined`, `everybody` and `compared`; returns the registers of a unit that no register can add to."""
    if known:
        known.copy(engine, "once")
    else:
        run(
            engine,
            "linking/once",
            least_records=parameters.least_records_of_register,
            most_repeated=parameters.most_repeated,
        )
    closed = known.closed if known else closed_registers(engine)
    run(engine, "linking/compared", closed=closed)
    return closed


def closed_registers(engine: Engine) -> int:
    """The registers, as the sum of their bits, with which a unit has a record of each; none has if not all count."""
    every = engine.value("select count(distinct source) from linkage.record_face")
    once = engine.value("select count(*) from linkage.once")
    return 2**once - 1 if once and once == every else NO_REGISTERS


def _find_candidates(engine: Engine, model: Model, parameters: LinkParameters, known: Known | None) -> dict[str, int]:
    most = parameters.most_block_members
    if known:
        known.copy(engine, "used_word")
    else:
        run(engine, "linking/used_words", most_members=most)
    run(engine, "linking/telling_words")
    run(engine, "linking/blocks")
    if parameters.searches_widely:
        run(engine, "linking/wide_blocks")
    run(engine, "linking/block_sizes")
    if known:
        known.size_blocks(engine)
    pair_up(engine, model, parameters)
    counts = {
        "units_left_over": engine.value("select count(*) from linkage.joined where is_residual"),
        "blocks_too_large": engine.value(
            "select count(*) from linkage.block where key % 2 = 0 and members > $most", most=most
        ),
        "largest_block": engine.value("select coalesce(max(members), 0) from linkage.block where key % 2 = 0"),
        "candidate_pairs": engine.value("select count(*) from linkage.met"),
        "candidate_pairs_scored": engine.value("select count(*) from linkage.candidate"),
        "registers_that_list_once": engine.value("select count(*) from linkage.once"),
    }
    engine.execute("drop view linkage.block_key")
    for table in ("telling_word", "residual_key", "looked_up_key", "wide_key", "block", "met", "met_face"):
        engine.execute(f"drop table if exists linkage.{table}")
    return counts


def most_members(parameters: LinkParameters) -> dict[str, int]:
    """How many faces may share a key, and how many one that is of a home alone."""
    return {"most_members": parameters.most_block_members, "most_broad": parameters.most_broad_block_members}


def pair_up(engine: Engine, model: Model, parameters: LinkParameters) -> None:
    """Write `candidate`: the pairs of one block that are worth weighing."""
    scoring.bound(engine, model)
    least = parameters.least_weight - scoring.FURTHEST_BELOW
    run(
        engine,
        "linking/candidates",
        **most_members(parameters),
        least_weight=min(least, prior_weight(model)) if parameters.grows_by_mean else least,
        **what_tells(model, parameters),
    )


def score(engine: Engine, model: Model, known: Known | None) -> None:
    """Weigh every pair in `linkage.candidate`."""
    engine.execute(
        "create or replace view linkage_wanted as select * from linkage.compared"
        " where unique_id in (select face_l from linkage.candidate union select face_r from linkage.candidate)"
    )
    run(engine, "linking/described")
    if known:
        for column in common_columns(model):
            known.copy_shares(engine, column)
    else:
        scoring.count_shares(engine, model)
    scoring.score(engine, model)


def _judge(engine: Engine, tells: dict[str, bool], parameters: LinkParameters, nothing: float) -> dict[str, int]:
    """Write `unit_pair`, `conflict`, `contested` and `accepted`: which units may be joined, which must not.

    Where people grow by the mean, every pair with anything for it takes part, and none is apart but by decision.
    """
    least = min(nothing, parameters.least_weight) if parameters.grows_by_mean else parameters.least_weight
    run(engine, "linking/unit_pairs", least_weight=least)
    if parameters.grows_by_mean:
        engine.execute("create table linkage.near as select unit_l, unit_r from linkage.likely where false")
    else:
        engine.components("select distinct unit_l, unit_r from linkage.likely", into="linkage_joined")
        run(engine, "linking/near", most_units=parameters.most_faces_of_person)
    run(engine, "linking/apart", **tells)
    run(engine, "linking/conflicts")
    run(engine, "linking/contested", least_margin=parameters.least_margin)
    run(engine, "linking/accepted")
    return {
        "pairs_above_threshold": engine.value("select count(*) from linkage.unit_pair"),
        "pairs_contested": engine.value("select count(*) from linkage.contested"),
    }
