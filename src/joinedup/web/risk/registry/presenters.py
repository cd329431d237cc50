"""How is a model's card put on a page: figures with intervals, curves, subgroups, drift and signatures?"""

import itertools
import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from typing import Any

from joinedup.core.risk.features.catalogue import feature_named
from joinedup.web.components.words import day, moment, number, percent
from joinedup.web.risk import equity, words
from joinedup.web.risk.charts import Chart, Dot, Frame, Line, padded, steps
from joinedup.web.risk.explanation import term_words
from joinedup.web.risk.standing import role_words, signed_words

WIDE, NARROW = (560, 360), (340, 300)
GOAL_SLOPE, GOAL_RATIO = (0.9, 1.1), (0.95, 1.05)
SMALLEST_GAIN = 0.5 / 1000  # net benefit per person, below which two ways of acting are the same
# The three words a subgroup's interval earns against the goal.
WITHIN, OUTSIDE = "meets the goal", "outside the goal"


@dataclass(frozen=True)
class VersionLine:
    """One row per version ever loaded."""

    outcome: str
    version: str
    short: str
    name: str
    first_loaded: str
    is_in_use: bool
    is_on: bool
    words: str


def version_line(one: Any, *, in_use: Mapping[str, str], latest: Any | None, on: date) -> VersionLine:
    from joinedup.web.risk.registry.queries import holds

    is_on = latest is not None and holds(latest, on)
    if latest is None:
        said = "Never signed"
    elif is_on:
        said = f"Signed on by {signed_words(latest)}"
    elif latest.is_on:
        said = f"Signature ran out on {day(latest.valid_until)}"
    else:
        said = f"Switched off by {signed_words(latest)}"
    return VersionLine(
        outcome=one.outcome,
        version=one.version,
        short=one.version[:8],
        name=words.outcome(one.outcome).name,
        first_loaded=moment(one.first_loaded_at),
        is_in_use=in_use.get(one.outcome) == one.version,
        is_on=is_on,
        words=said,
    )


@dataclass(frozen=True)
class Drawing:
    """A chart at two widths, with what it says."""

    wide: Chart
    narrow: Chart


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
        for code, name in equity.GROUPINGS.items()
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
        people=number(one["people"]),
        events=number(one["events"]),
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


@dataclass(frozen=True)
class Shape:
    """One term of a model, drawn and as a table."""

    id: str
    name: str
    drawing: Drawing | None
    rows: tuple[tuple[str, ...], ...]
    heading: tuple[str, ...]
    words: str


def shape(term: Mapping[str, Any], at: int) -> Shape:
    name = " & ".join(axis["feature"] for axis in term["axes"])
    one = len(term["axes"]) == 1
    return Shape(
        id=f"term-{at}",
        name=term_words(name),
        drawing=shape_chart(term) if one else None,
        rows=shape_rows(term) if one else pair_rows(term),
        heading=("Value", "Points") if one else ("", *axis_labels(term["axes"][1])),
        words=shape_words(term) if one else "Two features together: points on top of what each has alone.",
    )


def axis_labels(axis: Mapping[str, Any]) -> list[str]:
    """Words for each position of an axis: yes and no, or whole numbers, where the feature is such.

    >>> falls = {"feature": "falls_24m", "edges": [0.5, 1.5, 3.5], "labels": []}
    >>> axis_labels(falls), axis_labels({**falls, "feature": "has_copd", "edges": [0.5]})
    (['Not known', '0', '1', '2 to 3', '4 or more'], ['Not known', 'No', 'Yes'])
    """
    feature, edges = feature_named().get(axis["feature"]), axis.get("edges")
    if feature and edges and feature.type == "boolean" and len(edges) == 1:
        return ["Not known", "No", "Yes"]
    if feature and edges and feature.type == "integer" and all(edge % 1 == 0.5 for edge in edges):
        whole = [math.ceil(edge) for edge in edges]
        first = "0" if whole[0] == 1 else f"{whole[0] - 1} or fewer"
        between = [str(low) if high - low == 1 else f"{low} to {high - 1}" for low, high in itertools.pairwise(whole)]
        return ["Not known", first, *between, f"{whole[-1]} or more"]
    return [label[:1].upper() + label[1:] for label in axis["labels"]]


def shape_rows(term: Mapping[str, Any]) -> tuple[tuple[str, ...], ...]:
    labels = axis_labels(term["axes"][0])
    return tuple(
        (label, f"{score:+.3f}".replace("-", "−")) for label, score in zip(labels, term["scores"], strict=True)
    )


def pair_rows(term: Mapping[str, Any]) -> tuple[tuple[str, ...], ...]:
    labels = axis_labels(term["axes"][0])
    return tuple(
        (label, *(f"{score:+.2f}".replace("-", "−") for score in row))
        for label, row in zip(labels, term["scores"], strict=True)
    )


def shape_chart(term: Mapping[str, Any]) -> Drawing | None:
    """A number's steps as a line; categories, and yes-or-no, are told by the table alone."""
    axis, scores = term["axes"][0], term["scores"]
    edges = axis.get("edges")
    if not edges or len(edges) < 2:
        return None
    found = axis.get("range") or [edges[0], edges[-1]]
    x_range = (min(found[0], edges[0]), max(found[1], edges[-1]))

    def drawn(size: tuple[int, int]) -> Chart:
        frame = Frame(*size, x_range, padded(scores[1:]))
        chart = frame.chart(x_words=term_words(axis["feature"]), y_words="Points", most_ticks=5)
        line = Line(frame.path(steps(edges, scores[1:], x_range)), "app-line--model", "Points")
        return replace(chart, lines=(line,))

    return Drawing(drawn(WIDE), drawn(NARROW))


def shape_words(term: Mapping[str, Any]) -> str:
    scores, labels = term["scores"], axis_labels(term["axes"][0])
    known = range(1, len(scores))
    low, high = min(known, key=lambda at: scores[at]), max(known, key=lambda at: scores[at])
    return f"From {scores[low]:+.2f} points ({labels[low]}) to {scores[high]:+.2f} ({labels[high]}).".replace(
        "-0", "−0"
    ).replace(" -", " −")


@dataclass(frozen=True)
class Fact:
    name: str
    words: str


def facts(version: Any, outcome: Any | None) -> list[Fact]:
    """The lines of the card that are words: purpose, people, data, period."""
    card = version.card
    about = card.get("about", {})
    found = [
        ("Intended purpose", outcome.intended_purpose if outcome else ""),
        ("Not for", "; ".join(outcome.not_for) if outcome else ""),
        ("What it foretells", card.get("meaning", "")),
        ("For whom", card.get("population", "")),
        ("Place and data", f"{version.place_name}{', an invented county' if version.is_invented else ''}"),
        ("Fitted", fitted(card, about)),
        ("Recalibrated", counts(card.get("recalibrated_on"), card.get("judged_as_at"))),
        ("Made by", made_by(about)),
        ("Left out", left_out(card.get("left_out") or {})),
        ("Built after", card.get("source", "")),
    ]
    return [Fact(name, said) for name, said in found if said]


def fitted(card: Mapping[str, Any], about: Mapping[str, Any]) -> str:
    known = card.get("fitted_to") or {"people": about.get("fitted_people"), "events": about.get("fitted_events")}
    return counts(known, card.get("fitted_as_at") or about.get("fitted_as_at"))


def counts(found: Mapping[str, Any] | None, as_at: str | None) -> str:
    if not found or found.get("people") is None:
        return ""
    when = f", records as at {day(date.fromisoformat(as_at))}" if as_at else ""
    return f"{number(found['people'])} people, {number(found['events'])} with the outcome{when}"


def made_by(about: Mapping[str, Any]) -> str:
    known = (("joinedup", about.get("joinedup_version")), ("interpret", about.get("interpret_version")))
    versions = ", ".join(f"{name} {said}" for name, said in known if said)
    return f"{versions}; seed {about['seed']}" if versions and "seed" in about else versions


def left_out(found: Mapping[str, str]) -> str:
    said = "; ".join(f"{term_words(name).lower()}: {why.rstrip('.')}" for name, why in found.items())
    return f"{said}. Ethnicity is never used." if said else "Ethnicity is never used."


@dataclass(frozen=True)
class Signed:
    """One signature of the history."""

    is_on: bool
    words: str
    statement: str


def signed(one: Any) -> Signed:
    who = f"{one.name}, {role_words(one.role).lower()} ({one.organisation.replace('_', ' ')})"
    return Signed(
        is_on=one.is_on,
        words=f"{'Switched on' if one.is_on else 'Switched off'} by {who} on {moment(one.at)}"
        + (f", until {day(one.valid_until)}" if one.valid_until else ""),
        statement=one.statement,
    )


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


def statement(version: Any, place: str, *, is_on: bool) -> str:
    """What is signed, word for word."""
    name, short = words.outcome(version.outcome).name, version.version
    if not is_on:
        return f"I switch off version {short} of the model “{name}” for clinical use at {place}."
    return (
        f"I have compared version {short} of the model “{name}” with this place's own records and have read its card,"
        f" its figures by group and its limits. The clinical risks of using it here have been assessed and accepted. I"
        f" sign it on for clinical use at {place}, to help decide whom to look at first, and for nothing else."
    )
