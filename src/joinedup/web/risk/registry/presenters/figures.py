"""How did a model do, for everybody, by group, and since it was fitted?"""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from joinedup.core.governance import shown_count
from joinedup.web.risk import equity

GOAL_SLOPE, GOAL_RATIO = (0.9, 1.1), (0.95, 1.05)
# The three words a subgroup's interval earns against the goal.
WITHIN, OUTSIDE = "meets the goal", "outside the goal"


@dataclass(frozen=True)
class FigureLine:
    """One figure of the card with its interval and whether it meets the goal."""

    name: str
    value: str
    interval: str
    verdict: str


def figure_words(found: Mapping[str, float] | None) -> tuple[str, str]:
    if not found:
        return "not shown", ""
    return f"{found['value']:.3f}", f"{found['low']:.3f} to {found['high']:.3f}"


def verdict(found: Mapping[str, float] | None, goal: tuple[float, float]) -> str:
    """Whether an interval meets a goal's band."""
    if not found:
        return ""
    return WITHIN if found["low"] <= goal[1] and found["high"] >= goal[0] else OUTSIDE


def overall(card: Mapping[str, Any]) -> list[FigureLine]:
    found = card.get("overall") or {}
    rows = (
        ("Telling people apart (AUROC; 0.5 is chance, 1 is perfect)", "auroc", None),
        ("Spread of the risks (calibration slope; goal 0.9 to 1.1)", "slope", GOAL_SLOPE),
        ("Happened for each one foretold (goal 0.95 to 1.05)", "observed_over_expected", GOAL_RATIO),
    )
    return [
        FigureLine(name, *figure_words(found.get(key)), verdict(found.get(key), goal) if goal else "")
        for name, key, goal in rows
    ]


@dataclass(frozen=True)
class GroupFigures:
    """One row per group the model was judged in."""

    group: str
    people: str
    events: str
    auroc: str
    slope: str
    ratio: str
    verdict: str


@dataclass(frozen=True)
class GroupTable:
    code: str
    name: str
    lines: tuple[GroupFigures, ...]


def group_tables(card: Mapping[str, Any], neighbourhoods: Mapping[str, str]) -> list[GroupTable]:
    """Discrimination and calibration by group; groups too small say so."""
    found = card.get("groups") or []
    return [
        GroupTable(
            code,
            name,
            tuple(
                group_line(one, neighbourhoods)
                for one in sorted(found, key=lambda one: equity.order(one["group"]))
                if one["grouping"] == code
            ),
        )
        for code, name in equity.NAMES.items()
        if any(one["grouping"] == code for one in found)
    ]


def group_line(one: Mapping[str, Any], neighbourhoods: Mapping[str, str]) -> GroupFigures:
    name = equity.group_words(one["grouping"], one["group"], neighbourhoods)
    if not one.get("shown"):
        return GroupFigures(name, "too few to show", "", "", "", "", "")
    checks = {
        verdict(one.get("slope"), GOAL_SLOPE),
        verdict(one.get("observed_over_expected"), GOAL_RATIO),
    } - {""}
    return GroupFigures(
        group=name,
        people=shown_count(one["people"], is_exact=False).words,  # a run of an earlier joinedup gives it exactly
        events=shown_count(one["events"], is_exact=False).words,
        auroc=spanned(one.get("auroc")),
        slope=spanned(one.get("slope")),
        ratio=spanned(one.get("observed_over_expected")),
        verdict=OUTSIDE if OUTSIDE in checks else WITHIN if checks else "",
    )


def spanned(found: Mapping[str, float] | None) -> str:
    """A figure with its interval in brackets.

    >>> spanned({"value": 0.98, "low": 0.9, "high": 1.061}), spanned(None)
    ('0.98 (0.90 to 1.06)', 'not shown')
    """
    return f"{found['value']:.2f} ({found['low']:.2f} to {found['high']:.2f})" if found else "not shown"


def drift_words(drift: Mapping[str, Any]) -> str:
    return str(drift.get("words", ""))


def drift_rows(drift: Mapping[str, Any]) -> list[tuple[str, str, str]]:
    """Figures then and now: name, when fitted, latest."""
    then, now = drift.get("at_fitting") or {}, drift.get("latest") or {}
    rows = (
        ("Happened for each one foretold", "observed_over_expected"),
        ("Spread of the risks (slope)", "slope"),
        ("Telling people apart (AUROC)", "auroc"),
    )
    return [(name, spanned(then.get(key)), spanned(now.get(key))) for name, key in rows] if then or now else []
