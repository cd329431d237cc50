"""What did the place decide about how packages are weighed, in words?"""

from collections.abc import Mapping
from typing import Any

from joinedup.core.units import pounds
from joinedup.web.risk import words as risk_words

WEIGHED = {
    "weights": "What one event avoided counts",
    "decide_by": "Decided by",
    "caution": "Chance that an effect falls short of the cautious value",
    "most_items": "Most offers in one package",
    "most_avoided_share": "Most of a chance that effects together avoid",
    "change_penalty": "What it takes to change what was proposed",
    "least_share_of_need": "Promised to each neighbourhood, of its part of all need",
    "least_share_deprived": "Promised to the most deprived fifth, of its part of all need",
    "most_fairness_price": "Most given up elsewhere for one unit below a promise",
    "need_weight": "What a need met counts",
    "wish_weight": "What a wish met counts",
}
DECIDED_BY = {"expected": "what effects are expected to be", "cautious": "a cautious value of effects"}


def weighed(figures: Mapping[str, Any]) -> list[tuple[str, str]]:
    """What the place decided about how packages are weighed, in words; nothing where it decided nothing.

    >>> weighed({"weighed": {"why": "Programme board", "decide_by": "cautious", "most_items": 4}})
    [('Decided by', 'a cautious value of effects'), ('Most offers in one package', '4'), ('Why', 'Programme board')]
    """
    given = dict(figures.get("weighed", {}))
    if not given:
        return []
    rows = [(words, weighed_value(name, given[name])) for name, words in WEIGHED.items() if name in given]
    return [*sorted(rows), ("Why", given["why"])]


def own_values(figures: Mapping[str, Any]) -> list[str]:
    """What the place itself says an avoided event leaves, each with who says so.

    >>> own_values({"event_values": {"fall": {"capacity_pence": 50000, "cash_pence": 4000, "source": "the board"}}})
    ['A fall that needs care, avoided: £500 of capacity, £40 in cash (the board)']
    """
    return [
        f"{risk_words.outcome(outcome).name}, avoided: {pounds(said['capacity_pence'])} of capacity, "
        f"{pounds(said['cash_pence'])} in cash ({said['source']})"
        for outcome, said in sorted(figures.get("event_values", {}).items())
    ]


def weighed_value(name: str, value: Any) -> str:
    """One decision's value."""
    if name == "weights":
        return "; ".join(f"{risk_words.outcome(code).fewer} {worth:g}" for code, worth in value.items())
    return DECIDED_BY.get(value, str(value)) if isinstance(value, str) else f"{value:g}"
