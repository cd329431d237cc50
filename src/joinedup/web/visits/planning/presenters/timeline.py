"""A day as a picture: one row a carer, time from left to right; beside it stand the same rounds as tables."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from joinedup.core.visits import Attendance
from joinedup.web.visits.planning.presenters.rounds import CallLine, RoundLine
from joinedup.web.visits.words import time_words

LEFT, RIGHT, TOP, ROW, BLOCK = 140, 24, 26, 44, 30
UNITS_PER_MINUTE = 0.92
LETTER_UNITS = 7.4
"""Of the SVG's own units: margins, height of a row and of a block in it, and how wide a letter is about."""


@dataclass(frozen=True)
class Hour:
    """A line across the picture, with its time."""

    x: float
    words: str


@dataclass(frozen=True)
class Block:
    """One call in the picture."""

    x: float
    y: float
    width: float
    label: str
    call: CallLine
    others: tuple[str, ...]

    @property
    def kind(self) -> str:
        """What the block looks like."""
        if self.call.told.startswith("Left"):
            return "done"
        if self.call.told.startswith("There"):
            return "there"
        if self.call.is_late or self.call.told:
            return "late"
        return "two" if self.call.with_whom else "plain"


@dataclass(frozen=True)
class Row:
    """One carer in the picture."""

    y: float
    line: RoundLine
    shift_x: float
    shift_width: float
    blocks: tuple[Block, ...]


@dataclass(frozen=True)
class Timeline:
    """The picture; `first_minute` and the units say what a place in it means to a pointer."""

    width: float
    height: float
    first_minute: float
    hours: tuple[Hour, ...]
    rows: tuple[Row, ...]
    left: int = LEFT
    top: int = TOP
    row: int = ROW
    block: int = BLOCK
    scale: float = UNITS_PER_MINUTE


def timeline(lines: Sequence[RoundLine], attendances: Iterable[Attendance]) -> Timeline | None:
    """The picture of some rounds; None where there are none.

    Parameters
    ----------
    attendances : of the whole day: who else comes to a call may be in a round that is not shown.
    """
    if not lines:
        return None
    first = min(min(line.shift_starts for line in lines), *(call.start for line in lines for call in line.calls), 1e9)
    last = max(max(line.shift_ends for line in lines if line.shift_ends < 1e9), 0.0, *ends(lines))
    first, last = first // 60 * 60, -(-last // 60) * 60
    at_visit: dict[str, list[str]] = {}
    for one in attendances:
        at_visit.setdefault(one.visit, []).append(one.carer)

    def x(minutes: float) -> float:
        return round(LEFT + (minutes - first) * UNITS_PER_MINUTE, 1)

    def block(line: RoundLine, call: CallLine, y: float) -> Block:
        width = round(max(call.end - call.start, 5) * UNITS_PER_MINUTE, 1)
        label = call.client_name.split(" ")[-1][: max(int(width / LETTER_UNITS), 1)]
        others = tuple(one for one in at_visit.get(call.visit, ()) if one != line.carer)
        return Block(x(call.start), y + (ROW - BLOCK) / 2, width, label, call, others)

    rows = []
    for number, line in enumerate(lines):
        y = TOP + number * ROW
        starts, ends_at = max(line.shift_starts, first), min(line.shift_ends, last)
        blocks = tuple(block(line, call, y) for call in line.calls)
        rows.append(Row(y, line, x(starts), round((ends_at - starts) * UNITS_PER_MINUTE, 1), blocks))
    hours = tuple(Hour(x(minute), time_words(minute)[:5]) for minute in range(int(first), int(last) + 1, 60))
    return Timeline(x(last) + RIGHT, TOP + len(lines) * ROW, first, hours, tuple(rows))


def ends(lines: Sequence[RoundLine]) -> list[float]:
    """When calls end."""
    return [call.end for line in lines for call in line.calls]
