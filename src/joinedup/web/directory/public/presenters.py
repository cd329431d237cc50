"""How is what was found said on a public page: cards, filters, pages, points on a map?"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from typing import Any

from joinedup.core.directory import service_types
from joinedup.core.directory.gazetteer import Spot, metres_between
from joinedup.core.directory.search import Answer, Document, Found
from joinedup.core.directory.search.reasons import area_words, for_whom, how_far, kind_words, ways
from joinedup.core.directory.summary import hours_words, venue_words
from joinedup.core.directory.telephone import dialled
from joinedup.web.components.map import Drawing, Frame, draw, rings
from joinedup.web.directory.current import Current
from joinedup.web.directory.public.asked import LAST_PAGE, PER_PAGE, SWITCHES, Asked

CODE_LENGTH = 8
MAP_WIDTH = 640
SWITCH_WORDS = {
    "open": "Open now",
    "free": "Free",
    "wheelchair": "Wheelchair access",
    "carers": "For carers",
    "phone": "By telephone",
    "online": "Online",
}


@dataclass(frozen=True)
class Card:
    """One service in a list.

    Parameters
    ----------
    code : the beginning of its id, by which a shortlist knows it.
    facts : short lines, such as where, how far, what it costs.
    alert : what people should know now; "" if nothing.
    """

    id: str
    code: str
    name: str
    organisation: str
    description: str
    kind: str
    facts: tuple[str, ...]
    why: tuple[str, ...]
    against: tuple[str, ...]
    alert: str
    telephone: str
    is_kept: bool

    @property
    def dialled(self) -> str:
        """The telephone number as a link wants it."""
        return dialled(self.telephone)


def card(
    one: Document, now: Current, asked: Asked, today: date, found: Found | None = None, spot: Spot | None = None
) -> Card:
    """A service as a card, with reasons where it was searched for, and of its places the one nearest to a spot."""
    summary = now.summaries[one.service_id]
    metres = found.metres if found else None
    place = ways(one) if one.is_remote and ways(one) else ""
    near = how_far(metres, asked.where) if metres is not None and not one.is_remote else ""
    hours = "; ".join(hours_words(one.schedules, today))
    facts = (venue_words(summary, spot), near, place, summary.cost, hours, area_words(one), *for_whom(one))
    code = one.service_id[:CODE_LENGTH]
    return Card(
        id=one.service_id,
        code=code,
        name=one.name,
        organisation="" if one.organisation == one.name else one.organisation,
        description=summary.description,
        kind=kind_words(one),
        facts=tuple(fact for fact in facts if fact),
        why=found.why if found else (),
        against=found.against if found else (),
        alert=summary.alert,
        telephone=summary.telephone,
        is_kept=code in asked.kept,
    )


def cards(answer: Answer, now: Current, asked: Asked, today: date) -> list[Card]:
    """What was found, as cards; distances are from where the question was made out to be."""
    named = asked_from(answer, asked)
    spot = answer.question.where.spot
    return [card(found.document, now, named, today, found, spot) for found in answer.found]


def asked_from(answer: Answer, asked: Asked) -> Asked:
    """The address with the place as it was understood."""
    spot = answer.question.where.spot
    return replace(asked, where=spot.name if spot else "")


def switches(asked: Asked) -> list[tuple[str, str, bool]]:
    """Each filter: its name, its words, and whether it is on."""
    return [(name, SWITCH_WORDS[name], name in asked.switches) for name in SWITCHES]


def pages(asked: Asked, total: int) -> dict[str, str]:
    """Links to the pages before and after; empty where there is none."""
    last = min(LAST_PAGE, max(1, -(-total // PER_PAGE)))
    return {
        "before": asked.query(page=min(asked.page - 1, last)) if asked.page > 1 else "",
        "after": asked.query(page=asked.page + 1) if asked.page < last else "",
        "words": f"{min(asked.page, last)} of {last}",
    }


@dataclass(frozen=True)
class Pin:
    """A service on the map; the number is that of its line in the table."""

    number: int
    x: float
    y: float
    name: str


@dataclass(frozen=True)
class PinMap:
    """Ground and pins in one frame.

    Parameters
    ----------
    box : the part of the ground that is shown, as an SVG's viewBox.
    radius : of a pin, so that it is as large on a small part as on the whole.
    """

    ground: Drawing
    pins: tuple[Pin, ...]
    here: tuple[float, float] | None
    box: str
    radius: float


def pin_map(found: Sequence[Found], spot: Spot | None, boundaries: Mapping[str, Any], first: int = 0) -> PinMap | None:
    """The services found that have a place, on the neighbourhoods of the area; None where no ground is known.

    Parameters
    ----------
    first : how many services stand on the pages before.
    """
    ground = draw(boundaries, width=MAP_WIDTH)
    if ground is None:
        return None
    corners = [point for shape in boundaries.values() for ring in rings(shape) for point in ring]
    frame = Frame.around(corners, width=MAP_WIDTH)
    pins = []
    for number, one in enumerate(found, start=first + 1):
        point = nearest(one.document, spot)
        if point is not None:
            x, y = frame.at((point[1], point[0]))
            pins.append(Pin(number, x, y, one.document.name))
    here = frame.at((spot.longitude, spot.latitude)) if spot else None
    left, top, side = _shown(ground, [(pin.x, pin.y) for pin in pins], here)
    box = f"{left:g} {top:g} {side:g} {round(side * MAP_SHAPE, 1):g}"
    return PinMap(ground, tuple(pins), here, box, round(side * PIN_SHARE, 2))


MAP_SHAPE = 0.75  # height to width of the part that is shown
PIN_SHARE = 1 / 55  # radius of a pin to the width of the part
LEAST_SIDE = 60.0  # of the ground's 640: about 10 km in a county like Dorset
NEAREST_SHOWN = 6  # pins that must be in sight of where somebody is


def _shown(
    ground: Drawing, points: Sequence[tuple[float, float]], here: tuple[float, float] | None
) -> tuple[float, float, float]:
    """Left, top and width of the part of the ground to show: around somebody and the pins nearest to them."""
    if here is None or not points:
        side = max(float(ground.width), ground.height / MAP_SHAPE)
        return (ground.width - side) / 2, (ground.height - side * MAP_SHAPE) / 2, side
    apart = sorted(max(abs(x - here[0]), abs(y - here[1]) / MAP_SHAPE) for x, y in points)[:NEAREST_SHOWN]
    side = min(float(ground.width), max(LEAST_SIDE, 2.4 * apart[-1]))
    return round(here[0] - side / 2, 1), round(here[1] - side * MAP_SHAPE / 2, 1), round(side, 1)


def nearest(one: Document, spot: Spot | None) -> tuple[float, float] | None:
    """The place of a service that is nearest, or its first; None if it has none."""
    if not one.points:
        return None
    return min(one.points, key=lambda point: metres_between(*point, spot)) if spot else one.points[0]


def text_message(shown: Iterable[Card], place: str) -> str:
    """A shortlist as a message: names and numbers, nothing about who asked."""
    lines = [f"{one.name}: {one.telephone}" if one.telephone else one.name for one in shown]
    return "\n".join([f"Help in {place}:", *lines])


def topic_lines(counts: Mapping[str, int]) -> list[dict[str, Any]]:
    """Each topic with how many services it has."""
    return [
        {"code": topic.code, "name": topic.name, "words": topic.words, "count": counts[topic.code]}
        for topic in service_types.topics()
    ]
