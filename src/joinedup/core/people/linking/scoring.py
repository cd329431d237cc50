"""How much does each pair weigh under a model, and why?

The model is turned into one query over sets of pairs, whatever its comparisons; Splink itself is needed for training
only. Weights are those Splink would give (a test holds them against Splink's own, level by level).

References
----------
Fellegi I P, Sunter A B. A theory for record linkage. J Am Stat Assoc 1969;64:1183-1210.
doi:10.1080/01621459.1969.10501049
Splink documentation, "Term frequency adjustments": the chance of agreement on a value is its share of all records.
"""

import re

import pyarrow as pa

from joinedup.core.engine import Engine
from joinedup.core.people.linking.model_json import (
    COLUMNS,
    Comparison,
    Level,
    Model,
    common_columns,
    comparisons,
    prior_weight,
)

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
UNBOUNDED = 1e9
DIGITS = 12  # of a probability: engines differ in the sixteenth
SLACK = 0.001  # bits: sums differ in their last digits
FURTHEST_BELOW = 16  # bits below the threshold, beyond which pairs are taken for two people unseen
FIRST = ("given", "nicks", "middle", "family", "birth", "born", "sex", "number", "disputed")  # leaves most pairs out
BACKGROUND = ("birth_place", "occupation")  # kept apart from the rest, as few registers say them


def score(
    engine: Engine, model: Model, *, pairs: str = "linkage.candidate", described: str = "linkage.described"
) -> None:
    """Write `linkage.scored`: one row per pair of faces: face_l, face_r, weight (log2 odds), probability.

    Parameters
    ----------
    engine : with the shares of common values (`count_shares`).
    model : Splink's JSON settings.
    pairs : a table with face_l and face_r.
    described : a table with one row per face: unique_id, and what the model compares.
    """
    found = comparisons(model)
    total = " + ".join([repr(prior_weight(model)), *(f"weight_{place}" for place in range(len(found)))])
    engine.execute(
        f"create or replace table linkage.scored as with weighed as ({_weighed(model, pairs, described)}),"
        f" summed as (select face_l, face_r, {total} as exact from weighed)"
        " select face_l, face_r, round(exact, 6) as weight,"
        " round(case when exact >= 0 then 1 / (1 + power(2::double, -exact))"
        f" else power(2::double, exact) / (1 + power(2::double, exact)) end, {DIGITS}) as probability from summed"
    )


def bound(engine: Engine, model: Model) -> None:
    """Write the macro `people_most_weight`: the most two faces can weigh, by name, birth and sex alone.

    Where a value is shared that may be rare there is no bound; wherever something else is compared, the most is taken
    that the model has for it.
    """
    parts = [repr(prior_weight(model) + SLACK), *(_most(each) for each in comparisons(model))]
    values = ", ".join(f"{column}_{side}" for side in "lr" for column in FIRST)
    engine.execute(f"create or replace temp macro people_most_weight({values}) as {' + '.join(parts)}")


def levels(
    engine: Engine, model: Model, *, pairs: str = "linkage.candidate", described: str = "linkage.described"
) -> pa.Table:
    """Why each pair weighs what it does.

    Returns
    -------
    One row per pair of faces and comparison, in the model's order: face_l, face_r, place (of the comparison, from 0),
    comparison, value (Splink's number of the level, -1 if missing), level (in words), weight (bits, common values
    allowed for), common_weight (the part of it that is due to how common the value is).
    """
    found = comparisons(model)
    wide = engine.table(f"select * from ({_weighed(model, pairs, described)}) order by face_l, face_r")
    parts = [_one_comparison(wide, place, each) for place, each in enumerate(found)]
    return pa.concat_tables([LEVEL.empty_table(), *parts]).sort_by(
        [(name, "ascending") for name in ("face_l", "face_r", "place")]
    )


def count_shares(engine: Engine, model: Model, everybody: str = "linkage.face") -> None:
    """Write `linkage.share_<column>` for every column whose common values count for less: value, share (0-1).

    Parameters
    ----------
    everybody : a table of all that is compared, not only of what is scored, or common values would look rare.
    """
    for column in common_columns(model):
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


def _weighed(model: Model, pairs: str, described: str) -> str:
    """One row per pair: for each comparison its level, its weight, and what of that is for how common a value is."""
    found, common = comparisons(model), common_columns(model)
    shares = "".join(f", share_{column}_l, share_{column}_r" for column in common)
    graded = ", ".join(f"{_grade(each)} as level_{place}" for place, each in enumerate(found))
    weights = ", ".join(
        f"level_{place}, common_{place}, {_base(each, place)} + common_{place} as weight_{place}"
        for place, each in enumerate(found)
    )
    adjusted = ", ".join(
        f"level_{place}, {_adjusted(each, place)} as common_{place}" for place, each in enumerate(found)
    )
    return (
        f"with paired as ({_paired(found, common, pairs, described)}),"
        f" graded as (select face_l, face_r{shares}, {graded} from paired),"
        f" adjusted as (select face_l, face_r, {adjusted} from graded)"
        f" select face_l, face_r, {weights} from adjusted"
    )


def _most(comparison: Comparison) -> str:
    """The most one comparison can weigh; exact, by level, where it needs nothing but what is compared first."""
    most = [(level.condition, UNBOUNDED if level.common else level.weight) for level in comparison.levels]
    if any(_uses(comparison, column) for column in COLUMNS if column not in FIRST):
        return repr(max(0.0, *(weight for _, weight in most)))
    steps = "".join(f" when {condition} then {weight!r}::double" for condition, weight in most if condition)
    rest = next((weight for condition, weight in most if not condition), UNBOUNDED)
    return f"case{steps} else {rest!r}::double end"


def _paired(found: list[Comparison], common: list[str], pairs: str, described: str) -> str:
    """The columns the conditions use, of both faces of each pair, with the shares of their values."""
    used = [column for column in COLUMNS if any(_uses(each, column) for each in found)]
    columns = "".join(f", {side}.{column} as {column}_{side}" for column in used for side in "lr")
    shares = "".join(f", {column}_{side}.share as share_{column}_{side}" for column in common for side in "lr")
    joins = "".join(
        f" left join linkage.share_{column} {column}_{side} on {column}_{side}.value = {side}.{column}"
        for column in common
        for side in "lr"
    )
    return (
        f"select pair.face_l, pair.face_r{columns}{shares} from {pairs} pair"
        f" join {described} l on l.unique_id = pair.face_l join {described} r on r.unique_id = pair.face_r{joins}"
    )


def _uses(comparison: Comparison, column: str) -> bool:
    return any(re.search(rf"\b{column}_[lr]\b", level.condition, re.IGNORECASE) for level in comparison.levels)


def _grade(comparison: Comparison) -> str:
    steps = "".join(f" when {level.condition} then {level.value}" for level in comparison.levels if level.condition)
    rest = next((f" else {level.value}" for level in comparison.levels if not level.condition), "")
    return f"case{steps}{rest} end"


def _base(comparison: Comparison, place: int) -> str:
    steps = "".join(f" when {level.value} then {level.weight!r}::double" for level in comparison.levels)
    return f"case level_{place}{steps} end"


def _adjusted(comparison: Comparison, place: int) -> str:
    steps = "".join(f" when {level.value} then {_common(level)}" for level in comparison.levels if level.common)
    return f"case level_{place}{steps} else 0::double end" if steps else "0::double"


def _common(level: Level) -> str:
    """How much rarer or commoner the shared value is than values of its column usually are, in bits."""
    left, right = f"share_{level.common}_l", f"share_{level.common}_r"
    return (
        f"case when coalesce({left}, {right}) is not null then {level.common_weight!r}::double * ("
        f"{level.usual_log2_u!r}::double - log2(greatest(coalesce({left}, {right}), coalesce({right}, {left}),"
        f" {level.least_share!r}::double))) else 0::double end"
    )
