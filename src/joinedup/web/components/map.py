"""How do neighbourhoods become shapes on a page? Boundaries in longitude and latitude become SVG paths."""

import itertools
import math
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

Ring = Sequence[Sequence[float]]


@dataclass(frozen=True)
class Shape:
    """One neighbourhood drawn: a path, and where its number stands."""

    code: str
    path: str
    label_x: float
    label_y: float


@dataclass(frozen=True)
class Drawing:
    """All neighbourhoods drawn in one frame, units of the SVG's own."""

    width: int
    height: int
    shapes: tuple[Shape, ...]


def rings(geometry: Mapping[str, Any]) -> list[Ring]:
    """The outlines of a Polygon or MultiPolygon, holes included."""
    if geometry["type"] == "Polygon":
        return list(geometry["coordinates"])
    return [ring for polygon in geometry["coordinates"] for ring in polygon]


def draw(boundaries: Mapping[str, Mapping[str, Any]], *, width: int) -> Drawing | None:
    """Neighbourhoods to scale, north up, filling a width.

    Parameters
    ----------
    boundaries : GeoJSON geometry in longitude and latitude, by neighbourhood.
    width : units.

    >>> square = {"type": "Polygon", "coordinates": [[[0, 0], [0, 1], [1, 1], [1, 0], [0, 0]]]}
    >>> draw({"a": square}, width=100).shapes[0].path
    'M2 98L2 2L98 2L98 98Z'
    """
    outlines = {code: rings(geometry) for code, geometry in boundaries.items()}
    points = [point for parts in outlines.values() for ring in parts for point in ring]
    if not points:
        return None
    frame = Frame.around(points, width=width)
    shapes = tuple(
        Shape(code, "".join(frame.path(ring) for ring in parts), *frame.at(middle(max(parts, key=area))))
        for code, parts in sorted(outlines.items())
    )
    return Drawing(width=width, height=frame.height, shapes=shapes)


@dataclass(frozen=True)
class Frame:
    """From longitude and latitude to units of the drawing."""

    west: float
    north: float
    scale: float  # units per degree of latitude
    squeeze: float  # a degree of longitude is shorter by the cosine of the latitude
    height: int

    MARGIN = 2

    @classmethod
    def around(cls, points: Iterable[Sequence[float]], *, width: int) -> "Frame":
        xs, ys = [point[0] for point in points], [point[1] for point in points]
        squeeze = math.cos(math.radians((min(ys) + max(ys)) / 2))
        scale = (width - 2 * cls.MARGIN) / max((max(xs) - min(xs)) * squeeze, 1e-9)
        height = math.ceil((max(ys) - min(ys)) * scale) + 2 * cls.MARGIN
        return cls(west=min(xs), north=max(ys), scale=scale, squeeze=squeeze, height=height)

    def at(self, point: Sequence[float]) -> tuple[float, float]:
        x = self.MARGIN + (point[0] - self.west) * self.squeeze * self.scale
        return round(x, 1), round(self.MARGIN + (self.north - point[1]) * self.scale, 1)

    def path(self, ring: Ring) -> str:
        places = [self.at(point) for point in ring[:-1]]
        return "M" + "L".join(f"{x:g} {y:g}" for x, y in places) + "Z"


def area(ring: Ring) -> float:
    """Size of an outline, in square degrees: enough to find the largest."""
    return abs(sum(a[0] * b[1] - b[0] * a[1] for a, b in itertools.pairwise(ring))) / 2


def middle(ring: Ring) -> tuple[float, float]:
    """Centre of gravity of an outline."""
    twice = sum(a[0] * b[1] - b[0] * a[1] for a, b in itertools.pairwise(ring))
    if not twice:
        return ring[0][0], ring[0][1]
    x = sum((a[0] + b[0]) * (a[0] * b[1] - b[0] * a[1]) for a, b in itertools.pairwise(ring))
    y = sum((a[1] + b[1]) * (a[0] * b[1] - b[0] * a[1]) for a, b in itertools.pairwise(ring))
    return x / (3 * twice), y / (3 * twice)
