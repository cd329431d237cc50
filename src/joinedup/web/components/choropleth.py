"""How does a table of neighbourhoods become a map beside it, shaded by class, for wide screens and for phones?"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Protocol

from joinedup.web.components.map import Drawing, draw

WIDE, NARROW = 640, 340  # units of the SVG's own; on a phone text of the wide one would be too small


class Line(Protocol):
    """A neighbourhood's line in the table: what the map needs of it."""

    code: str
    name: str
    number: int
    shade: int
    is_own: bool

    @property
    def map_words(self) -> str:
        """What the shape says."""


@dataclass(frozen=True)
class Legend:
    """One class of the map."""

    shade: int
    words: str


@dataclass(frozen=True)
class Map:
    """The neighbourhoods drawn twice, with their words; the number on each is that of its line."""

    title: str
    description: str
    wide: Drawing | None
    narrow: Drawing | None
    legend: tuple[Legend, ...]
    number_of: Mapping[str, Line]


def choropleth(
    hoods: Sequence[Any], lines: Sequence[Line], legend: Sequence[Legend], *, title: str, description: str
) -> Map:
    """The map of neighbourhoods that have a boundary.

    Parameters
    ----------
    hoods : one per neighbourhood, with `code` and `boundary` (GeoJSON geometry, or nothing).
    lines : one per line of the table.
    """
    boundaries = {hood.code: hood.boundary for hood in hoods if hood.boundary}
    return Map(
        title=title,
        description=description,
        wide=draw(boundaries, width=WIDE),
        narrow=draw(boundaries, width=NARROW),
        legend=tuple(legend),
        number_of={line.code: line for line in lines},
    )
