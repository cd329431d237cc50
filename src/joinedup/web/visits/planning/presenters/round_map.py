"""Rounds on a map without streets: homes to scale, and each carer's way from one to the next."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from joinedup.web.components.map import Frame
from joinedup.web.visits.planning.presenters.rounds import RoundLine

WIDTH = 640
COLOURS = 8
MARGIN_DEGREES = 0.004


@dataclass(frozen=True)
class Stop:
    """A home on the map; its number is the order of the round, if only one round is drawn."""

    x: float
    y: float
    number: str


@dataclass(frozen=True)
class Way:
    """A carer's way from home to home."""

    name: str
    colour: int
    path: str


@dataclass(frozen=True)
class RoundMap:
    """The map of some rounds."""

    width: int
    height: int
    ways: tuple[Way, ...]
    stops: tuple[Stop, ...]
    office: tuple[float, float] | None


def round_map(document: Mapping[str, Any], lines: Sequence[RoundLine], clients: Mapping[str, Any]) -> RoundMap | None:
    """The map of rounds; None where no place has coordinates."""
    places = {
        one["id"]: (float(one["longitude"]), float(one["latitude"]))
        for one in document.get("places", ())
        if isinstance(one, Mapping)
    }
    where = {code: (one.longitude, one.latitude) for code, one in clients.items()}
    begins = {one["id"]: one["begins"] for one in document.get("carers", ())}
    points = [*places.values(), *(where[call.client] for line in lines for call in line.calls if call.client in where)]
    if not points:
        return None
    frame = Frame.around(padded(points), width=WIDTH)
    ways, stops = [], []
    for number, line in enumerate(line for line in lines if line.calls):
        start = places.get(begins.get(line.carer, ""))
        homes = [where[call.client] for call in line.calls if call.client in where]
        at = [frame.at(point) for point in ([start] if start else []) + homes]
        path = "M" + "L".join(f"{x:g} {y:g}" for x, y in at)
        ways.append(Way(line.name, number % COLOURS, path))
        stops += [
            Stop(*frame.at(point), str(order + 1) if len(lines) == 1 else "") for order, point in enumerate(homes)
        ]
    offices = sorted(set(begins.values()) & set(places))
    return RoundMap(WIDTH, frame.height, tuple(ways), tuple(stops), frame.at(places[offices[0]]) if offices else None)


def padded(points: Sequence[tuple[float, float]]) -> list[tuple[float, float]]:
    """Points with a margin around them, so that none lies on the edge, and one alone has a map."""
    xs, ys = [one[0] for one in points], [one[1] for one in points]
    aside = MARGIN_DEGREES
    return [*points, (min(xs) - aside, min(ys) - aside), (max(xs) + aside, max(ys) + aside)]
