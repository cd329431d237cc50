"""How often do two different people agree by chance, where a sample of pairs seldom meets it?"""

from collections.abc import Mapping
from typing import Any

from joinedup.core.engine import Engine
from joinedup.core.people.linking.comparisons import NAMES_EXCHANGED
from joinedup.core.people.statements import text

COUNTED = {
    ("birth_date", "same"): "same_birth",
    ("home", "same home"): "same_home",
    ("home", "same postcode and door"): "same_number",
    ("home", "same street, another door"): "same_road",
    ("home", "same door and street, another postcode"): "same_street",
}
DIGITS = 6  # sums over threads differ in their last bits; models are kept to fewer digits than that


def counted(engine: Engine, model: dict[str, Any]) -> dict[str, Any]:
    """`model` with the chance of shared homes and dates of birth as counted over the largest register."""
    [share] = engine.table(text("linking/chance")).to_pylist()
    return _with_u(model, {level: share[name] for level, name in COUNTED.items() if share[name]})


def exchanged(model: dict[str, Any]) -> dict[str, Any]:
    """`model` with the chance that two people's names agree once given and family name are exchanged.

    Names are exchanged as often as `m` says, and then both must agree by chance. The comparison of given names holds
    all of this evidence; that of family names adds only whether the family name is common.

    Examples
    --------
    >>> from joinedup.core.people.linking.comparisons import settings
    >>> model = exchanged(settings({"given_name", "family_name"}, 0.001))
    >>> [level["u_probability"] for level in model["comparisons"][0]["comparison_levels"][1:3]]
    [0.012, 3.6e-07]
    """
    level = {
        (each["output_column_name"], level["label_for_charts"]): level
        for each in model["comparisons"]
        for level in each["comparison_levels"]
    }
    given, family = ("given_name", NAMES_EXCHANGED), ("family_name", NAMES_EXCHANGED)
    if given not in level or family not in level:
        return model
    by_chance = level["given_name", "same"]["u_probability"] * level["family_name", "same"]["u_probability"]
    return _with_u(model, {given: level[given]["m_probability"] * by_chance, family: level[family]["m_probability"]})


def _with_u(model: dict[str, Any], chance: Mapping[tuple[str, str], float]) -> dict[str, Any]:
    def with_chance(comparison: str, level: dict[str, Any]) -> dict[str, Any]:
        u = chance.get((comparison, level["label_for_charts"]))
        return level | ({"u_probability": float(f"{u:.{DIGITS}g}")} if u else {})

    return model | {
        "comparisons": [
            each
            | {
                "comparison_levels": [
                    with_chance(each["output_column_name"], level) for level in each["comparison_levels"]
                ]
            }
            for each in model["comparisons"]
        ]
    }
