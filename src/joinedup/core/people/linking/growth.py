"""How do people grow along accepted pairs, without joining anybody who must stay apart?"""

import numpy as np
import pyarrow as pa

from joinedup.core.engine import Engine
from joinedup.core.people.linking import nearness
from joinedup.core.people.linking.clusters import agglomerate
from joinedup.core.people.parameters import LinkParameters
from joinedup.core.people.statements import run


def grow(engine: Engine, parameters: LinkParameters, *, absent: float) -> dict[str, int]:
    """Let people grow along `linkage.accepted`; returns how many of its pairs were refused to keep people apart.

    Leaves `linkage_joined`, one row per unit that is joined to others: member, root (the lowest unit of its person);
    and the view `linkage.grown`, one row per unit: unit, person.
    """
    before = engine.value("select count(*) from linkage.accepted")
    if parameters.grows_by_mean:
        _grow_by_mean(engine, parameters, absent)
        run(engine, "linking/grown")
        return {"pairs_kept_apart": int(before - engine.value("select count(*) from linkage.accepted"))}
    _join_accepted(engine)
    run(engine, "linking/awkward", most_faces=parameters.most_faces_of_person)
    if engine.value("select count(*) from linkage.awkward"):
        engine.register("linkage_kept", _agglomerate_awkward(engine, parameters))
        run(engine, "linking/kept")
        engine.forget("linkage_kept")
        _join_accepted(engine)
    run(engine, "linking/grown")
    return {"pairs_kept_apart": int(before - engine.value("select count(*) from linkage.accepted"))}


def _grow_by_mean(engine: Engine, parameters: LinkParameters, absent: float) -> None:
    """Write `linkage_joined` and keep of `linkage.accepted` the pairs within people that weigh enough by themselves."""
    pairs = engine.table(
        "select unit_l, unit_r, weight from linkage.accepted"
        " union all select unit_l, unit_r, '-infinity'::double from linkage.conflict order by unit_l, unit_r"
    )
    ends = np.stack([pairs[side].to_numpy() for side in ("unit_l", "unit_r")])
    units, place = np.unique(ends, return_inverse=True)
    place = np.sort(place.reshape(ends.shape), axis=0)
    engine.register("linkage_grown_unit", pa.table({"unit": units}))
    faces = engine.table(
        "select joined.unit, count(*) as faces, bool_and(is_residual) as is_residual from linkage.joined"
        " join linkage.unit on unit.unit = joined.unit"
        " where joined.unit in (select unit from linkage_grown_unit) group by joined.unit order by joined.unit"
    )
    engine.forget("linkage_grown_unit")
    root = nearness.grow(
        nearness.Ties(place[0], place[1], pairs["weight"].to_numpy(), np.ones(pairs.num_rows)),
        faces=faces["faces"].to_numpy().copy(),
        trusted=~np.asarray(faces["is_residual"].to_numpy(zero_copy_only=False), dtype=bool),
        least=parameters.least_weight,
        absent=absent,
        most_faces=parameters.most_faces_of_person,
    )
    engine.register("linkage_joined", pa.table({"member": units, "root": units[root]}))
    run(engine, "linking/kept_by_mean", least_weight=parameters.least_weight)


def _join_accepted(engine: Engine) -> None:
    engine.components("select unit_l, unit_r from linkage.accepted", into="linkage_joined")


def _agglomerate_awkward(engine: Engine, parameters: LinkParameters) -> pa.Table:
    """Within groups that hold people who must stay apart, join best first; returns the pairs kept."""
    units = engine.table(
        "select joined.unit, count(*) as faces, min(is_residual) as is_residual from linkage.joined"
        " join linkage_joined grown on grown.member = joined.unit join linkage.unit on unit.unit = joined.unit"
        " where grown.root in (select person from linkage.awkward) group by joined.unit"
    ).to_pylist()
    pairs = engine.table(
        "select unit_l, unit_r from linkage.accepted join linkage_joined on member = unit_l"
        " where root in (select person from linkage.awkward) order by weight desc, unit_l, unit_r"
    )
    apart = engine.table(
        "select unit_l, unit_r from linkage.conflict"
        " join linkage_joined l on l.member = unit_l join linkage_joined r on r.member = unit_r and r.root = l.root"
        " where l.root in (select person from linkage.awkward)"
    )
    kept = agglomerate(
        _rows(pairs),
        faces={row["unit"]: row["faces"] for row in units},
        trusted={row["unit"] for row in units if not row["is_residual"]},
        apart=_rows(apart),
        most_faces=parameters.most_faces_of_person,
    )
    left, right = [pair[0] for pair in kept], [pair[1] for pair in kept]
    return pa.table({"unit_l": pa.array(left, pa.int64()), "unit_r": pa.array(right, pa.int64())})


def _rows(table: pa.Table) -> list[tuple[int, int]]:
    return list(zip(*(column.to_pylist() for column in table.columns), strict=True))
