"""How much does each pair weigh under a model, and why?

The model is turned into one query over sets of pairs, whatever its comparisons; Splink itself is needed for training
only. Weights are those Splink would give (a test holds them against Splink's own, level by level).

References
----------
Fellegi I P, Sunter A B. A theory for record linkage. J Am Stat Assoc 1969;64:1183-1210.
doi:10.1080/01621459.1969.10501049
"""

from collections.abc import Iterable, Mapping
from itertools import product

import pyarrow as pa

from joinedup.core.engine import Engine
from joinedup.core.people.linking import first_look
from joinedup.core.people.linking.model_json import COLUMNS, Comparison, Model, common_columns, comparisons
from joinedup.core.people.linking.weights import adjusted, base, columns, graded

LEVEL = pa.schema(
    {
        "face_l": pa.int64(),
        "face_r": pa.int64(),
        "place": pa.int32(),
        "comparison": pa.string(),
        "value": pa.int32(),
        "level": pa.string(),
        "weight": pa.float64(),
        "common_weight": pa.float64(),
    }
)
DIGITS = 12  # of a probability: engines differ in the sixteenth
FURTHEST_BELOW = 16  # bits below the threshold, beyond which pairs are taken for two people unseen
BACKGROUND = ("birth_place", "occupation")  # kept apart from the rest, as few registers say them
KEPT_APART = {  # of what is compared, what stands in tables of its own: where, and by what it is found
    "nicks": ("given_name", "given", "given"),
    "letters": ("spelt", "street", "street"),
    "birth_place": ("background", "record", "unique_id"),
    "occupation": ("background", "record", "unique_id"),
    "disputed": ("disputed", "face", "unique_id"),
}


def score(engine: Engine, model: Model, *, least: float) -> None:
    """Write `linkage.scored`: one row per pair of faces: face_l, face_r, unit_l, unit_r, is_seen, weight, probability.

    Parameters
    ----------
    engine : with `linkage.candidate`, the pairs and what is known of their weight; `linkage.compared`, and how common
        values are (`count_shares`).
    model : Splink's JSON settings.
    least : weight (log2 odds) below which nobody asks; pairs that cannot reach it are left out.
    """
    unknown = first_look.rest(model)
    values, joins = _values(unknown.values(), KEPT_APART)
    reached = least - first_look.most_of_rest(model) - first_look.SLACK
    levels = "".join(f", {graded(each)} as level_{place}" for place, each in unknown.items())
    weights = "".join(
        f" + {base(each, f'level_{place}')} + {adjusted(each, f'level_{place}')}" for place, each in unknown.items()
    )
    shares = "".join(f", {share}" for share in _shares(unknown.values()))
    kept = "face_l, face_r, unit_l, unit_r, is_seen"
    engine.execute(
        "create or replace table linkage.scored as"
        f" with pair as (select * from linkage.candidate where first_weight >= {reached!r}::double),"
        f" paired as (select {kept}, first_weight{values} from pair"
        " join linkage.compared l on l.unique_id = face_l join linkage.compared r on r.unique_id = face_r"
        f"{joins}),"
        f" graded as (select {kept}, first_weight{shares}{levels} from paired),"
        f" summed as (select {kept}, first_weight{weights} as exact from graded)"
        f" select {kept}, round(exact, 6) as weight,"
        " round(case when exact >= 0 then 1 / (1 + power(2::double, -exact))"
        f" else power(2::double, exact) / (1 + power(2::double, exact)) end, {DIGITS}) as probability from summed"
    )


def levels(
    engine: Engine, model: Model, *, pairs: str = "linkage.candidate", described: str = "linkage.described"
) -> pa.Table:
    """Why each pair weighs what it does.

    Parameters
    ----------
    pairs : a table with face_l and face_r.
    described : a table with one row per face: unique_id, and all that the model compares.

    Returns
    -------
    One row per pair of faces and comparison, in the model's order: face_l, face_r, place (of the comparison, from 0),
    comparison, value (Splink's number of the level, -1 if missing), level (in words), weight (bits, common values
    allowed for), common_weight (the part of it that is due to how common the value is).
    """
    found = comparisons(model)
    wide = engine.table(f"select * from ({_weighed(found, pairs, described)}) order by face_l, face_r")
    parts = [_one_comparison(wide, place, each) for place, each in enumerate(found)]
    return pa.concat_tables([LEVEL.empty_table(), *parts]).sort_by(
        [(name, "ascending") for name in ("face_l", "face_r", "place")]
    )


def counted_columns(model: Model) -> list[str]:
    """The columns whose common values are counted: those of the model, and those the first look asks for."""
    return sorted({*common_columns(model), *first_look.COMMON})


def count_shares(engine: Engine, model: Model, everybody: str = "linkage.face") -> None:
    """Write `linkage.share_<column>` for every column whose common values count for less: value, share (0-1).

    Parameters
    ----------
    everybody : a table of all that is compared, not only of what is scored, or common values would look rare.
    """
    for column in counted_columns(model):
        said = "linkage.background" if column in BACKGROUND and everybody == "linkage.face" else everybody
        engine.execute(
            f"create or replace table linkage.share_{column} as select {column} as value,"
            f" count(*)::double / (select count({column}) from {said}) as share"
            f" from {said} where {column} is not null group by {column}"
        )


def _one_comparison(wide: pa.Table, place: int, comparison: Comparison) -> pa.Table:
    label = {level.value: level.label for level in comparison.levels}
    value = wide[f"level_{place}"].to_pylist()
    return pa.table(
        {
            "face_l": wide["face_l"],
            "face_r": wide["face_r"],
            "place": [place] * wide.num_rows,
            "comparison": [comparison.name] * wide.num_rows,
            "value": value,
            "level": [label[each] for each in value],
            "weight": wide[f"weight_{place}"],
            "common_weight": wide[f"common_{place}"],
        },
        schema=LEVEL,
    )


def _weighed(found: list[Comparison], pairs: str, described: str) -> str:
    """One row per pair: for each comparison its level, its weight, and what of that is for how common a value is."""
    values, joins = _values(found, {})
    shares = "".join(f", {share}" for share in _shares(found))
    grades = ", ".join(f"{graded(each)} as level_{place}" for place, each in enumerate(found))
    common = ", ".join(
        f"level_{place}, {adjusted(each, f'level_{place}')} as common_{place}" for place, each in enumerate(found)
    )
    weights = ", ".join(
        f"level_{place}, common_{place}, {base(each, f'level_{place}')} + common_{place} as weight_{place}"
        for place, each in enumerate(found)
    )
    return (
        f"with paired as (select pair.face_l, pair.face_r{values} from {pairs} pair"
        f" join {described} l on l.unique_id = pair.face_l join {described} r on r.unique_id = pair.face_r{joins}),"
        f" graded as (select face_l, face_r{shares}, {grades} from paired),"
        f" common as (select face_l, face_r, {common} from graded)"
        f" select face_l, face_r, {weights} from common"
    )


def _values(found: Iterable[Comparison], apart: Mapping[str, tuple[str, str, str]]) -> tuple[str, str]:
    """What comparisons ask of the faces l and r, as columns ending in _l and _r, and the joins that takes.

    Parameters
    ----------
    apart : as `KEPT_APART`.
    """
    found = list(found)
    common = _common(found)
    asked = set(common).union(*(columns(each) for each in found))
    values, joins = [], dict[str, None]()
    for column, side in product([each for each in COLUMNS if each in asked], "lr"):
        table, key, by = apart.get(column, ("", "", ""))
        face = f"{table}_{side}" if table else side
        if table:
            joins[f" left join linkage.{table} {face} on {face}.{key} = {side}.{by}"] = None
        values.append(f", {face}.{column} as {column}_{side}")
        if column in common:
            share = f"share_{column}_{side}"
            joins[f" left join linkage.share_{column} {share} on {share}.value = {face}.{column}"] = None
            values.append(f", {share}.share as {share}")
    return "".join(values), "".join(joins)


def _common(found: Iterable[Comparison]) -> list[str]:
    return sorted({level.common for each in found for level in each.levels if level.common})


def _shares(found: Iterable[Comparison]) -> list[str]:
    return [f"share_{column}_{side}" for column in _common(found) for side in "lr"]
