"""How is it shown whether acting by a model is worth it?"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any

from joinedup.web.components.words import number, percent
from joinedup.web.risk.charts import NARROW, WIDE, Chart, Drawing, Frame, Line

SMALLEST_GAIN = 0.5 / 1000  # net benefit per person, below which two ways of acting are the same


@dataclass(frozen=True)
class DecisionRow:
    threshold: str
    chosen: str
    model: str
    everybody: str
    best: str


def decision_rows(card: Mapping[str, Any]) -> list[DecisionRow]:
    """Net benefit at each threshold, per 1,000 people."""
    return [
        DecisionRow(
            threshold=percent(one["threshold"]),
            chosen=number(one["chosen"]),
            model=per_1000(one["net_benefit"]),
            everybody=per_1000(one["act_on_all"]),
            best=best(one),
        )
        for one in card.get("decision_curve") or []
    ]


def per_1000(value: float) -> str:
    """
    >>> per_1000(0.0312), per_1000(-0.2)
    ('31.2', '−200.0')
    """
    return f"{1000 * value:.1f}".replace("-", "−")


def best(one: Mapping[str, float]) -> str:
    """
    >>> best({"net_benefit": 0.02, "act_on_all": 0.01}), best({"net_benefit": -0.1, "act_on_all": -0.2})
    ('the model', 'nobody')
    >>> best({"net_benefit": 0.11, "act_on_all": 0.11})
    'everybody, as the model'
    """
    model, everybody = one["net_benefit"], one["act_on_all"]
    if max(model, everybody) <= 0.0:
        return "nobody"
    if abs(model - everybody) < SMALLEST_GAIN:
        return "everybody, as the model"
    return "the model" if model > everybody else "everybody"


def decision_chart(card: Mapping[str, Any]) -> Drawing | None:
    """Net benefit of acting by the model, on everybody and on nobody."""
    curve = card.get("decision_curve") or []
    if len(curve) < 2:
        return None
    heights = [1000 * one["net_benefit"] for one in curve]
    floor = -0.15 * max(heights)  # acting on everybody falls far below 0: the interesting part is above
    x_range = (curve[0]["threshold"], curve[-1]["threshold"])
    y_range = (floor, 1.08 * max(*heights, 1000 * curve[0]["act_on_all"]) or 1.0)

    def drawn(size: tuple[int, int]) -> Chart:
        frame = Frame(*size, x_range, y_range)
        chart = frame.chart(
            x_words="Risk from which the team acts", y_words="Net benefit per 1,000", x_unit="%", most_ticks=5
        )
        model = frame.path((one["threshold"], 1000 * one["net_benefit"]) for one in curve)
        everybody = frame.path((one["threshold"], 1000 * one["act_on_all"]) for one in above(curve, floor))
        lines = (
            Line(model, "app-line--model", "Acting by the model"),
            Line(everybody, "app-line--all", "Acting on everybody"),
        )
        return replace(chart, lines=lines)

    return Drawing(drawn(WIDE), drawn(NARROW))


def above(curve: Sequence[Mapping[str, float]], floor: float) -> list[Mapping[str, float]]:
    """The curve of acting on everybody until it leaves the drawing."""
    kept = [one for one in curve if 1000 * one["act_on_all"] >= floor]
    return [*kept, curve[len(kept)]] if len(kept) < len(curve) else kept


def decision_words(card: Mapping[str, Any]) -> str:
    rows = card.get("decision_curve") or []
    useful = [one["threshold"] for one in rows if best(one) == "the model"]
    if not rows:
        return ""
    if not useful:
        return "At none of these risks is acting by the model worth more than acting on everybody or nobody."
    return (
        f"Acting by the model is worth more than acting on everybody or on nobody for a team that acts from a risk of"
        f" {percent(min(useful))} to one of {percent(max(useful))}."
    )
