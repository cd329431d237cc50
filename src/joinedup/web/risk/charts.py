"""How do figures about a model become lines and dots? Values go in, positions on an SVG drawing come out."""

import math
from collections.abc import Iterable
from dataclasses import dataclass

Point = tuple[float, float]
WIDE, NARROW = (560, 360), (340, 300)  # units of a drawing: width and height, for desks and for phones


@dataclass(frozen=True)
class Tick:
    """A mark on an axis: where, in units of the drawing, and what it says."""

    at: float
    words: str


@dataclass(frozen=True)
class Line:
    """A line of a chart: a path, a class that gives its colour and dash, and what it is."""

    path: str
    look: str
    words: str


@dataclass(frozen=True)
class Dot:
    """A dot of a chart, with the ends of its interval."""

    x: float
    y: float
    low: float
    high: float


@dataclass(frozen=True)
class Chart:
    """A drawing with axes, lines and dots; everything is in units of its own view box."""

    width: int
    height: int
    left: float
    right: float
    top: float
    bottom: float
    x_ticks: tuple[Tick, ...]
    y_ticks: tuple[Tick, ...]
    x_words: str
    y_words: str
    lines: tuple[Line, ...] = ()
    dots: tuple[Dot, ...] = ()
    zero: float | None = None  # where a value of 0 lies, if it is worth a line


@dataclass(frozen=True)
class Frame:
    """From values to positions.

    Parameters
    ----------
    x_range, y_range : lowest and highest value drawn.

    >>> frame = Frame(100, 100, (0, 10), (0, 1), left=10, right=0, top=0, bottom=20)
    >>> frame.x(5), frame.y(0.5), frame.x(99)
    (55.0, 40.0, 100.0)
    """

    width: int
    height: int
    x_range: tuple[float, float]
    y_range: tuple[float, float]
    left: int = 56
    right: int = 12
    top: int = 12
    bottom: int = 48

    def x(self, value: float) -> float:
        return round(self.left + share(value, self.x_range) * (self.width - self.left - self.right), 1)

    def y(self, value: float) -> float:
        return round(self.height - self.bottom - share(value, self.y_range) * (self.height - self.top - self.bottom), 1)

    def path(self, points: Iterable[Point]) -> str:
        """A line from point to point."""
        return "M" + "L".join(f"{self.x(x):g} {self.y(y):g}" for x, y in points)

    def chart(self, *, x_words: str, y_words: str, x_unit: str = "", y_unit: str = "", most_ticks: int = 6) -> Chart:
        """An empty chart with its axes."""
        return Chart(
            width=self.width,
            height=self.height,
            left=self.left,
            right=self.width - self.right,
            top=self.top,
            bottom=self.height - self.bottom,
            x_ticks=tuple(Tick(self.x(one), said(one, x_unit)) for one in ticks(self.x_range, most_ticks)),
            y_ticks=tuple(Tick(self.y(one), said(one, y_unit)) for one in ticks(self.y_range, most_ticks)),
            x_words=x_words,
            y_words=y_words,
            zero=self.y(0) if self.y_range[0] < 0 < self.y_range[1] else None,
        )


def share(value: float, of: tuple[float, float]) -> float:
    """How far along a range a value lies, 0 to 1; what lies outside is drawn at its end."""
    low, high = of
    return min(1.0, max(0.0, (value - low) / (high - low))) if high > low else 0.5


def ticks(of: tuple[float, float], most: int) -> list[float]:
    """Round values within a range, `most` at most.

    >>> ticks((0, 1), 6), ticks((65, 106), 5), ticks((-0.31, 0.9), 4)
    ([0.0, 0.2, 0.4, 0.6, 0.8, 1.0], [80.0, 100.0], [0.0, 0.5])
    """
    low, high = of
    if not high > low:
        return [low]
    rough = (high - low) / max(1, most - 1)
    size = 10.0 ** math.floor(math.log10(rough))
    step = next(size * one for one in (1, 2, 5, 10) if size * one >= rough * 0.999)
    first = math.ceil(low / step - 1e-9)
    return [round(at * step, 10) for at in range(first, math.floor(high / step + 1e-9) + 1)]


def said(value: float, unit: str) -> str:
    """
    >>> said(0.25, "%"), said(70.0, ""), said(-0.5, "points")
    ('25%', '70', '−0.5')
    """
    text = f"{100 * value:g}%" if unit == "%" else f"{value:g}"
    return text.replace("-", "−")


@dataclass(frozen=True)
class Drawing:
    """A chart at two widths, with what it says."""

    wide: Chart
    narrow: Chart
