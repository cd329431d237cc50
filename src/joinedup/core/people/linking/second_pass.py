"""Which of the records that NHS numbers leave over are also one person, by likeness?"""

import pyarrow as pa

from joinedup.core.engine import Engine
from joinedup.core.people.linking import model as weights
from joinedup.core.people.linking.clusters import agglomerate, components
from joinedup.core.people.linking.first_pass import numbers
from joinedup.core.people.linking.model import Model
from joinedup.core.people.parameters import LinkParameters
from joinedup.core.people.statements import run


def join(engine: Engine, model: Model | None, *, seed: int, parameters: LinkParameters) -> tuple[Model, dict[str, int]]:
    """Compare, score and join what the first pass left over; returns the model and what was counted.

    Leaves `linkage.accepted`, one row per pair of units joined, and `linkage_grown`, one row per unit: its person.
    """
    run(engine, "linking/compared")
    model = model or weights.train(engine, seed=seed, parameters=parameters)
    counts = _find_candidates(engine, model, parameters)
    weights.score(engine, model)
    run(engine, "linking/unit_pairs", least_weight=parameters.least_weight)
    run(engine, "linking/conflicts")
    run(engine, "linking/contested", least_margin=parameters.least_margin)
    engine.execute(
        "create table linkage.accepted as from linkage.unit_pair anti join linkage.contested using (unit_l, unit_r)"
        " anti join linkage.conflict using (unit_l, unit_r)"
    )
    counts |= {
        "pairs_above_threshold": engine.value("select count(*) from linkage.unit_pair"),
        "pairs_contested": engine.value("select count(*) from linkage.contested"),
        "pairs_kept_apart": _grow(engine, parameters),
    }
    return model, counts


def _find_candidates(engine: Engine, model: Model, parameters: LinkParameters) -> dict[str, int]:
    most = parameters.most_block_members
    run(engine, "linking/telling_words", most_members=most)
    run(engine, "linking/blocks")
    run(engine, "linking/block_sizes")
    run(
        engine,
        "linking/candidates",
        most_members=most,
        names_tell=weights.share_different(model, "given_name") < parameters.most_different,
        births_tell=weights.share_different(model, "birth_date") < parameters.most_different,
    )
    run(engine, "linking/candidates_view")
    return {
        "units_left_over": engine.value("select count(distinct unit) from linkage.compared where is_residual"),
        "blocks_too_large": engine.value("select count(*) from linkage.block where members > $most", most=most),
        "largest_block": engine.value("select coalesce(max(members), 0) from linkage.block"),
        "candidate_pairs": engine.value("select count(*) from linkage.candidate"),
        "candidate_pairs_vetoed": engine.value("select count(*) from linkage.candidate where is_vetoed"),
    }


def _grow(engine: Engine, parameters: LinkParameters) -> int:
    """Let people grow along the accepted pairs; returns how many pairs were refused to keep people apart."""
    before = engine.value("select count(*) from linkage.accepted")
    _write_people(engine)
    run(engine, "linking/awkward", most_faces=parameters.most_faces_of_person)
    if engine.value("select count(*) from linkage.awkward"):
        _write_kept(engine, _agglomerate_awkward(engine, parameters))
        _write_people(engine)
    return int(before - engine.value("select count(*) from linkage.accepted"))


def _write_people(engine: Engine) -> None:
    """Register `linkage_grown`: one row per unit and the lowest unit of its person."""
    units = engine.table("select distinct unit from linkage.compared order by unit")
    pairs = engine.table("select unit_l, unit_r from linkage.accepted")
    count = engine.value("select count(*) from linkage.face")
    person = components(count, numbers(pairs, "unit_l"), numbers(pairs, "unit_r"))
    engine.register("linkage_grown", units.append_column("person", pa.array(person[numbers(units, "unit")])))


def _agglomerate_awkward(engine: Engine, parameters: LinkParameters) -> pa.Table:
    """Within groups that hold people who must stay apart, join best first; returns the pairs kept."""
    units = engine.table(
        "select unit, count(*) as faces, not bool_and(is_residual) as is_trusted"
        " from linkage.compared join linkage_grown using (unit) where person in (from linkage.awkward) group by unit"
    )
    pairs = engine.table(
        "select unit_l, unit_r from linkage.accepted join linkage_grown on unit = unit_l"
        " where person in (from linkage.awkward) order by weight desc, unit_l, unit_r"
    )
    apart = engine.table(
        "select unit_l, unit_r from linkage.conflict"
        " join linkage_grown l on l.unit = unit_l join linkage_grown r on r.unit = unit_r and r.person = l.person"
        " where l.person in (from linkage.awkward)"
    )
    faces = dict(zip(units["unit"].to_pylist(), units["faces"].to_pylist(), strict=True))
    kept = agglomerate(
        _rows(pairs),
        faces=faces,
        trusted={unit for unit, is_trusted in _rows(units.select(["unit", "is_trusted"])) if is_trusted},
        apart=_rows(apart),
        most_faces=parameters.most_faces_of_person,
    )
    left, right = [pair[0] for pair in kept], [pair[1] for pair in kept]
    return pa.table({"unit_l": pa.array(left, pa.int64()), "unit_r": pa.array(right, pa.int64())})


def _rows(table: pa.Table) -> list[tuple[int, int]]:
    return list(zip(*(column.to_pylist() for column in table.columns), strict=True))


def _write_kept(engine: Engine, kept: pa.Table) -> None:
    engine.register("linkage_kept", kept)
    engine.execute(
        "delete from linkage.accepted using linkage_grown grown"
        " where grown.unit = accepted.unit_l and grown.person in (from linkage.awkward)"
        " and (accepted.unit_l, accepted.unit_r) not in (select (unit_l, unit_r) from linkage_kept)"
    )
    engine.connection.unregister("linkage_kept")
