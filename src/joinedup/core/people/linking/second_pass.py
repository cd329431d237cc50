"""Which of the records that NHS numbers leave over are also one person, by likeness?"""

from collections.abc import Sequence

from joinedup.core.engine import Blocks, Engine, Limits
from joinedup.core.people.linking import first_look, growth, scoring
from joinedup.core.people.linking import model as training
from joinedup.core.people.linking.known import Known
from joinedup.core.people.linking.model_json import Model, checked, prior_weight
from joinedup.core.people.parameters import LinkParameters
from joinedup.core.people.statements import run

KEYED = ("linkage.block_keyed", "linkage.word_keyed")
NO_REGISTERS = -1  # what no unit has: the sum of the bits of all registers is never negative


def join(
    engine: Engine,
    model: Model | None,
    *,
    seed: int,
    parameters: LinkParameters,
    known: Known | None = None,
    is_reviewed: bool = False,
) -> tuple[Model, dict[str, int]]:
    """Compare, score and join what the first pass left over; returns the model and what was counted.

    Leaves `linkage.accepted`, one row per pair of units joined, and `linkage.grown`, one row per unit: its person.

    Parameters
    ----------
    known : what was counted over everybody when `model` was made; counted anew if not given.
    is_reviewed : whether pairs are weighed too that are not likely enough to be joined.
    """
    closed = write_joined(engine, known)
    write_compared(engine, closed, homes_of=NO_REGISTERS if is_reviewed or model is None else closed)
    model = checked(model) if model else training.train(engine, seed=seed, parameters=parameters)
    counts = _find_candidates(engine, model, parameters, known)
    nothing = prior_weight(model)
    scoring.score(engine, model, least=least_asked(model, parameters, is_reviewed=is_reviewed))
    counts |= _judge(engine, what_tells(model, parameters), parameters, nothing)
    return model, counts | growth.grow(engine, parameters, absent=nothing)


def least_asked(model: Model, parameters: LinkParameters, *, is_reviewed: bool) -> float:
    """The weight below which nobody asks how much a pair weighs."""
    least = parameters.least_weight - scoring.FURTHEST_BELOW if is_reviewed else parameters.least_weight
    return min(least, prior_weight(model)) if parameters.grows_by_mean else least


def what_tells(model: Model, parameters: LinkParameters) -> dict[str, bool]:
    """Whether names, and dates of birth, are good enough in these records to tell relatives apart.

    Of two whom registers list once, names must be better to tell, as the right match of either is mostly there too.
    """
    names_differ = training.share_different(model, "given_name")
    return {
        "names_tell": names_differ < parameters.most_different,
        "names_tell_once": names_differ < min(parameters.most_different_once, parameters.most_different),
        "births_tell": training.share_different(model, "birth_date") < parameters.most_different,
    }


def write_joined(engine: Engine, known: Known | None) -> int:
    """Write `joined` and `everybody`; returns the registers of a unit that no register can add to."""
    run(engine, "linking/joined")
    return known.closed if known else closed_registers(engine)


def write_compared(engine: Engine, closed: int, *, homes_of: int) -> None:
    """Write `compared`, those who may be joined to somebody, and before it the homes of all but `homes_of`."""
    run(engine, "linking/homes", closed=homes_of)
    run(engine, "linking/compared", closed=closed)


def closed_registers(engine: Engine) -> int:
    """The registers, as the sum of their bits, with which a unit has a record of each; none has if not all count."""
    every = engine.value("select count(distinct source) from linkage.record_face")
    once = engine.value("select count(*) from linkage.once")
    return 2**once - 1 if once and once == every else NO_REGISTERS


def _find_candidates(engine: Engine, model: Model, parameters: LinkParameters, known: Known | None) -> dict[str, int]:
    if known:
        known.copy(engine, "used_word")
    else:
        run(engine, "linking/used_words", most_members=parameters.most_block_members)
    run(engine, "linking/telling_words")
    run(engine, "linking/blocks")
    if parameters.searches_widely:
        run(engine, "linking/wide_blocks")
    keyed = [*KEYED, *(["linkage.wide_keyed"] if parameters.searches_widely else [])]
    blocks = pair_up(engine, model, parameters, known, keyed)
    return {
        "units_left_over": engine.value("select count(*) from linkage.joined where is_residual"),
        "blocks_too_large": blocks.too_large,
        "largest_block": blocks.largest,
        "candidate_pairs": engine.value("select count(*) from linkage.met"),
        "candidate_pairs_scored": engine.value("select count(*) from linkage.candidate"),
        "registers_that_list_once": engine.value("select count(*) from linkage.once"),
    }


def most_members(parameters: LinkParameters) -> dict[str, int]:
    """How many faces may share a key, and how many one that is of a home alone."""
    return {"most_members": parameters.most_block_members, "most_broad": parameters.most_broad_block_members}


def pair_up(
    engine: Engine, model: Model, parameters: LinkParameters, known: Known | None, keyed: Sequence[str]
) -> Blocks:
    """Write `candidate`: the pairs of one block that are worth weighing.

    Parameters
    ----------
    keyed : tables of the faces and their keys, as `Engine.sharing` takes them.
    """
    _share(engine, model, known)
    limits = Limits(even=parameters.most_block_members, odd=parameters.most_broad_block_members)
    blocks = engine.sharing(keyed, limits, into="linkage_sharing", unseen=known.unseen if known else "")
    first_look.write_macros(engine, model)
    least = least_asked(model, parameters, is_reviewed=True)
    run(engine, "linking/candidates", least_weight=least, **what_tells(model, parameters))
    engine.forget("linkage_sharing")
    return blocks


def _share(engine: Engine, model: Model, known: Known | None) -> None:
    """Write how common each value is whose being common counts."""
    if known:
        for column in scoring.counted_columns(model):
            known.copy_shares(engine, column)
    else:
        scoring.count_shares(engine, model)


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
