"""How is what a model foretold set against what happened?"""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from typing import Any

from joinedup.web.components.words import number
from joinedup.web.risk.charts import NARROW, WIDE, Chart, Dot, Drawing, Frame, Line


@dataclass(frozen=True)
class CalibrationRow:
    """One band of risk: what was foretold for its people, and what happened."""

    people: str
    expected: str
    observed: str
    interval: str


def calibration_rows(card: Mapping[str, Any]) -> list[CalibrationRow]:
    return [
        CalibrationRow(
            people=number(one["people"]),
            expected=f"{100 * one['expected']:.1f}%",
            observed=f"{100 * one['observed']:.1f}%",
            interval=f"{100 * one['low']:.1f}% to {100 * one['high']:.1f}%",
        )
        for one in card.get("calibration_bins") or []
    ]


def calibration_chart(card: Mapping[str, Any]) -> Drawing | None:
    """What was foretold against what happened: on the line, risks are right."""
    bins = card.get("calibration_bins") or []
    if not bins:
        return None
    end = min(1.0, 1.05 * max(max(one["expected"], one["high"]) for one in bins))

    def drawn(size: tuple[int, int]) -> Chart:
        frame = Frame(*size, (0, end), (0, end))
        chart = frame.chart(x_words="Foretold", y_words="Happened", x_unit="%", y_unit="%", most_ticks=5)
        dots = tuple(
            Dot(frame.x(one["expected"]), frame.y(one["observed"]), frame.y(one["low"]), frame.y(one["high"]))
            for one in bins
        )
        ideal = Line(frame.path([(0, 0), (end, end)]), "app-line--ideal", "Risks that are right")
        return replace(chart, lines=(ideal,), dots=dots)

    return Drawing(drawn(WIDE), drawn(NARROW))


def calibration_words(card: Mapping[str, Any]) -> str:
    bins = card.get("calibration_bins") or []
    off = sum(1 for one in bins if not one["low"] <= one["expected"] <= one["high"])
    if not bins:
        return ""
    people = "of the bands the interval of what happened holds what was foretold"
    return f"In {len(bins) - off} of {len(bins)} {people}."
