"""Where on a drawing does each figure about the quality of joins stand? In units of the drawing's own width."""

from collections.abc import Sequence
from dataclasses import dataclass
from math import ceil, floor, log10
from typing import Any

WIDE, NARROW = 640, 340
ROW, TOP, BOTTOM = 34, 8, 28
WIDE_LABEL, END = 210, 56  # space for names at the left, and for the last figure at the right


@dataclass(frozen=True)
class Mark:
    """One figure: where it stands, and the ends of its interval (None where it has none).

    Parameters
    ----------
    kind : missed, false, expected or linked.
    """

    kind: str
    x: float
    low: float | None
    high: float | None
    y: float


@dataclass(frozen=True)
class ChartRow:
    """One group or register: its name, where that is written, and its figures."""

    name: str
    y: float
    label_y: float
    marks: tuple[Mark, ...]


@dataclass(frozen=True)
class Tick:
    """One line of the scale, with what it stands for."""

    x: float
    words: str


@dataclass(frozen=True)
class Chart:
    """A drawing: rows from top to bottom on one scale from zero."""

    width: int
    height: int
    left: float
    rows: tuple[ChartRow, ...]
    ticks: tuple[Tick, ...]


Figure = tuple[str, dict[str, Any] | None]  # kind, and value with low and high (0-1), if it may be shown


def chart(rows: Sequence[tuple[str, Sequence[Figure]]], *, is_narrow: bool, highest: float | None = None) -> Chart:
    """Rows of figures drawn on one scale.

    Parameters
    ----------
    rows : name and figures of each.
    highest : the end of the scale (0-1); found from the figures if not given.
    """
    width, left = (NARROW, 4.0) if is_narrow else (WIDE, float(WIDE_LABEL))
    row_height = ROW + 14 if is_narrow else ROW
    ends = [max(found["value"], found["high"] or 0) for _, figures in rows for _, found in figures if found]
    end = highest or round_up(max(ends, default=0.01) or 0.01)
    scale = (width - left - END) / end
    drawn = []
    for place, (name, figures) in enumerate(rows):
        y = TOP + row_height * place + row_height / 2 + (8 if is_narrow else 0)
        shown = [(kind, found) for kind, found in figures if found]
        marks = [
            Mark(
                kind=kind,
                x=round(left + scale * found["value"], 1),
                low=None if found["low"] is None else round(left + scale * found["low"], 1),
                high=None if found["high"] is None else round(left + scale * min(found["high"], end), 1),
                y=round(y + 9 * (number - (len(shown) - 1) / 2), 1),
            )
            for number, (kind, found) in enumerate(shown)
        ]
        drawn.append(ChartRow(name, y, y - 15 if is_narrow else y + 5, tuple(marks)))
    height = TOP + row_height * len(rows) + BOTTOM
    ticks = tuple(Tick(round(left + scale * end * part, 1), share_words(end * part)) for part in (0, 0.5, 1))
    return Chart(width, height, left, tuple(drawn), ticks)


def round_up(share: float) -> float:
    """The next share above that reads well: 1, 2 or 5 times a power of ten, at most all.

    >>> round_up(0.0123), round_up(0.31), round_up(0.9)
    (0.02, 0.5, 1.0)
    """
    power = 10.0 ** floor(log10(share))
    step = next(step for step in (1, 2, 5, 10) if share <= step * power * (1 + 1e-9))
    return min(1.0, round(step * power, 12))


def share_words(share: float) -> str:
    """A share on a scale.

    >>> share_words(0.005), share_words(0.0), share_words(1.0), share_words(0.0005)
    ('0.5%', '0%', '100%', '0.05%')
    """
    if not share:
        return "0%"
    digits = max(0, ceil(-log10(share * 100) + 1e-9)) if share < 0.01 else 1 if share < 0.1 and share * 100 % 1 else 0
    return f"{share:.{digits}%}"
