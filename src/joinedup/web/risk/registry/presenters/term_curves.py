"""How are the terms of a model drawn, and told in tables?"""

import itertools
import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any

from joinedup.core.risk.features.catalogue import feature_named
from joinedup.web.risk.charts import NARROW, WIDE, Chart, Drawing, Frame, Line, Point
from joinedup.web.risk.presenters.terms import term_words


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


def padded(values: Sequence[float]) -> tuple[float, float]:
    """The range of some values with a little room at both ends, 0 always in it."""
    low, high = min([0.0, *values]), max([0.0, *values])
    room = 0.06 * (high - low) or 0.1
    return low - room, high + room


def steps(edges: Sequence[float], heights: Sequence[float], of: tuple[float, float]) -> list[Point]:
    """The corners of a stair: one height between each two edges, from one end of a range to the other.

    >>> steps([0.5], [-0.2, 1.0], (0, 3))
    [(0, -0.2), (0.5, -0.2), (0.5, 1.0), (3, 1.0)]
    """
    ends = [of[0], *(edge for edge in edges if of[0] < edge < of[1]), of[1]]
    skipped = sum(1 for edge in edges if edge <= of[0])
    corners: list[Point] = []
    for at, (start, end) in enumerate(itertools.pairwise(ends)):
        height = heights[min(skipped + at, len(heights) - 1)]
        corners += [(start, height), (end, height)]
    return corners
