"""How are a model's levels, and what they weigh, said in SQL?

References
----------
Splink documentation, "Term frequency adjustments": the chance of agreement on a value is its share of all records.
"""

import re

from joinedup.core.people.linking.model_json import COLUMNS, Comparison, Level

UNBOUNDED = 1e9


def columns(comparison: Comparison) -> set[str]:
    """The columns its conditions look at."""
    said = " ".join(level.condition for level in comparison.levels)
    return {column for column in COLUMNS if re.search(rf"\b{column}_[lr]\b", said, re.IGNORECASE)}


def graded(comparison: Comparison) -> str:
    """The level two records reach, from their columns, ending in _l and _r."""
    steps = "".join(f" when {level.condition} then {level.value}" for level in comparison.levels if level.condition)
    rest = next((f" else {level.value}" for level in comparison.levels if not level.condition), "")
    return f"case{steps}{rest} end"


def base(comparison: Comparison, level: str) -> str:
    """What a level weighs, common values not allowed for."""
    steps = "".join(f" when {each.value} then {each.weight!r}::double" for each in comparison.levels)
    return f"case {level}{steps} end"


def adjusted(comparison: Comparison, level: str) -> str:
    """What a shared value adds if it is rare, or takes if it is common, by the columns share_<column>_l and _r."""
    steps = "".join(f" when {each.value} then {_common(each)}" for each in comparison.levels if each.common)
    return f"case {level}{steps} else 0::double end" if steps else "0::double"


def most(level: Level) -> float:
    """The most a level can weigh."""
    return UNBOUNDED if level.common else level.weight


def _common(level: Level) -> str:
    """How much rarer or commoner the shared value is than values of its column usually are, in bits."""
    left, right = f"share_{level.common}_l", f"share_{level.common}_r"
    return (
        f"case when coalesce({left}, {right}) is not null then {level.common_weight!r}::double * ("
        f"{level.usual_log2_u!r}::double - log2(greatest(coalesce({left}, {right}), coalesce({right}, {left}),"
        f" {level.least_share!r}::double))) else 0::double end"
    )
