"""Which models of likeness can be used, and what does one say about each level of each comparison?

A model is Splink's JSON settings. Only what scoring needs is read from it, and just as Splink reads it, so that a model
trained anywhere with Splink 4 or 5 on the columns of `COLUMNS` can be used.
"""

import json
import math
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from hashlib import sha256
from pathlib import Path
from typing import Any

from joinedup.core.errors import CannotProceed
from joinedup.core.people.linking.comparisons import FORMAT, conditions

Model = dict[str, Any]

COLUMNS = (
    "given", "nick", "nicks", "middle", "family", "birth", "born", "sex", "postcode", "sector", "doors", "street",
    "letters", "number", "disputed", "birth_place", "occupation",
)  # fmt: skip
OURS = "joinedup"
LEAST_PROBABILITY = 1e-300  # as in Splink
BEST_WEIGHT, FAIR_WEIGHT, WORST_WEIGHT = 10, 3, -5  # log2 odds Splink supposes of levels it has not learnt
EXACT_M = 0.95


class NotAModel(CannotProceed):
    """A model cannot be used: it is no Splink model, of another version, or about other columns."""


@dataclass(frozen=True)
class Level:
    """One step of likeness.

    Parameters
    ----------
    condition : SQL over the columns of both records, ending in _l and _r; empty for "anything else".
    label : in words.
    value : Splink's number of the level: -1 if missing, else 0 for the least alike.
    weight : evidence in bits, before common values are allowed for.
    common : the column whose common values count for less, or empty.
    usual_log2_u : log2 of the chance of agreement by which `weight` was made, if `common`.
    least_share : share (0-1) of records below which a value counts as no rarer.
    common_weight : how much of the difference counts (0-1).
    """

    condition: str
    label: str
    value: int
    weight: float
    common: str = ""
    usual_log2_u: float = 0.0
    least_share: float = 0.0
    common_weight: float = 1.0


@dataclass(frozen=True)
class Comparison:
    """What is compared, and its levels, best first."""

    name: str
    levels: tuple[Level, ...]


def read(path: Path) -> Model:
    """A model from its file, checked.

    Raises
    ------
    NotAModel
        It is no Splink model, is of another version of joinedup, was changed since, or compares columns we lack.
    """
    try:
        model = json.loads(path.read_text(encoding="utf-8"))
    except (OSError, ValueError) as problem:
        raise NotAModel(f"{path} cannot be read", expected="a model as Splink or joinedup wrote it, JSON") from problem
    return checked(model)


def checked(model: Any) -> Model:
    """`model` itself, if it can be used; raises `NotAModel` if not."""
    if not isinstance(model, dict) or not isinstance(model.get("comparisons"), list):
        raise NotAModel("That is no model", expected="Splink's JSON settings, with comparisons")
    if model.get("sql_dialect", "duckdb") != "duckdb":
        raise NotAModel(f"The model is written for {model['sql_dialect']}", expected="a model for duckdb")
    _check_version(model)
    try:
        comparisons(model)
    except (KeyError, TypeError, ValueError, AttributeError) as problem:
        raise NotAModel("The model's comparisons cannot be read", expected="Splink's JSON settings") from problem
    return model


def comparisons(model: Model) -> list[Comparison]:
    """The comparisons of a model, in order.

    Examples
    --------
    >>> from joinedup.core.people.linking.comparisons import settings
    >>> [sex] = comparisons(settings({"sex"}, prior=0.001))
    >>> [(level.label, level.value, round(level.weight, 2)) for level in sex.levels]
    [('missing', -1, 0.0), ('same', 1, 0.99), ('different', 0, -6.64)]
    """
    return [
        Comparison(each.get("output_column_name") or f"comparison {place}", tuple(_levels(each["comparison_levels"])))
        for place, each in enumerate(model["comparisons"], start=1)
    ]


def prior_weight(model: Model) -> float:
    """Log2 odds that two records compared at random are one person."""
    probability = float(model.get("probability_two_random_records_match", 0.0001))
    return math.log2(probability / (1 - probability))


def common_columns(model: Model) -> list[str]:
    """The columns whose common values count for less."""
    return sorted({level.common for each in comparisons(model) for level in each.levels if level.common})


def version(model: Model) -> str:
    """What a model is known by: a hash of all it says, whatever it is called."""
    said = {name: value for name, value in model.items() if name != "linker_uid"}
    return sha256(json.dumps(said, sort_keys=True).encode()).hexdigest()[:16]


def stamped(model: Model) -> Model:
    """`model` with our format and its version where Splink keeps a linker's name, so that Splink still loads it."""
    return model | {"linker_uid": f"{FORMAT}-{version(model)}"}


def _check_version(model: Model) -> None:
    name = str(model.get("linker_uid") or "")
    if not name.startswith(OURS):
        return
    if name != FORMAT and not name.startswith(f"{FORMAT}-"):
        raise NotAModel(
            f"The model is of another version of joinedup ({name})", expected=f"{FORMAT}, or training a new one"
        )
    if name not in (FORMAT, f"{FORMAT}-{version(model)}"):
        raise NotAModel(
            "The model was changed after joinedup wrote it",
            expected="the model as written, or a linker_uid of its own",
        )


def _levels(levels: list[dict[str, Any]]) -> Iterator[Level]:
    known = sum(not level.get("is_null_level") for level in levels)
    value = known
    for level in levels:
        is_missing = bool(level.get("is_null_level"))
        value -= not is_missing
        condition = _condition(level["sql_condition"])
        yield Level(
            condition=condition,
            label=str(level.get("label_for_charts") or level["sql_condition"]),
            value=-1 if is_missing else value,
            weight=0.0 if is_missing else _weight(level, value, known),
            **(_common(level, levels, value, known) if condition and not is_missing else {}),
        )


def _condition(sql: str) -> str:
    if sql.strip().upper() == "ELSE":
        return ""
    if sql not in conditions():
        _check_condition(sql)
    return sql


@cache
def _check_condition(sql: str) -> None:
    """A condition is one expression over our columns; a model from elsewhere may not read anything else."""
    import sqlglot  # slow to load, and not needed for our own conditions
    from sqlglot import exp

    try:
        tree = sqlglot.parse_one(sql, read="duckdb")
    except sqlglot.ParseError as problem:
        raise NotAModel("A condition of the model is no SQL", expected="conditions for duckdb") from problem
    if not isinstance(tree, exp.Condition) or tree.find(exp.Query, exp.Table):
        raise NotAModel("A condition of the model reads more than two records", expected="a condition on their columns")
    used = {column.name for column in tree.find_all(exp.Column)}
    unknown = {name for name in used if name[-2:].lower() not in ("_l", "_r") or name[:-2].lower() not in COLUMNS}
    unknown -= {name for each in tree.find_all(exp.Lambda) for name in (arg.name for arg in each.expressions)}
    if unknown:
        raise NotAModel(
            f"The model compares {', '.join(sorted(unknown))}", expected="columns of both records", available=COLUMNS
        )


def _weight(level: dict[str, Any], value: int, known: int) -> float:
    m, u = (_probability(level, what, value, known) for what in ("m_probability", "u_probability"))
    return math.log2(max(m, LEAST_PROBABILITY) / max(u, LEAST_PROBABILITY))


def _probability(level: dict[str, Any], what: str, value: int, known: int) -> float:
    """What was learnt of a level, or what Splink supposes of one it never met."""
    learnt = level.get(what)
    if isinstance(learnt, int | float):
        return float(learnt)
    if isinstance(learnt, str):  # Splink's words for a level that was looked for and not observed
        return 1e-6
    is_best = value == known - 1
    m = EXACT_M if is_best else (1 - EXACT_M) / (known - 1)
    if what == "m_probability":
        return m
    step = (FAIR_WEIGHT - WORST_WEIGHT) / (known - 2) if known > 2 else 0
    return float(m / 2 ** (BEST_WEIGHT if is_best else WORST_WEIGHT + step * value))


def _common(level: dict[str, Any], levels: list[dict[str, Any]], value: int, known: int) -> dict[str, Any]:
    column = level.get("tf_adjustment_column")
    weight = level.get("tf_adjustment_weight", 1.0)
    if not column or not weight:
        return {}
    name = column.strip('"').lower()
    if name not in COLUMNS:
        raise NotAModel(f"The model counts common values of {column}", expected="a column", available=COLUMNS)
    usual = _probability(level, "u_probability", value, known)
    if not level.get("disable_tf_exact_match_detection"):
        usual = _exact_u(name, levels)
    least = float(level.get("tf_minimum_u_value", 0.0))
    return {"common": name, "usual_log2_u": math.log2(usual), "least_share": least, "common_weight": float(weight)}


def _exact_u(column: str, levels: list[dict[str, Any]]) -> float:
    """The chance with which the level "exactly the same" of a column was made."""
    compared = [level for level in levels if not level.get("is_null_level")]
    for place, level in enumerate(compared):
        said = "".join(level["sql_condition"].lower().replace('"', "").split()).strip("()")
        if said in (f"{column}_l={column}_r", f"{column}_r={column}_l"):
            return _probability(level, "u_probability", len(compared) - 1 - place, len(compared))
    raise NotAModel(f"The model counts common values of {column}, but has no level where it is the same")
