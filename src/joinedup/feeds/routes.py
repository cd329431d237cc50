"""How long do ways take, as a server of routes says: OSRM or Valhalla over HTTP, asked in blocks of a table.

OSRM: https://project-osrm.org/docs/v5.24.0/api/#table-service. Valhalla: https://valhalla.github.io/valhalla/api/matrix.
Where people live goes to that server: use one of your own.
"""

import json
from collections.abc import Sequence
from typing import Any, ClassVar, Protocol
from urllib.parse import quote

import numpy as np

from joinedup.core.directory.conformance import Answer, NoAnswer
from joinedup.core.errors import CannotProceed
from joinedup.core.visits.problem import Matrix
from joinedup.core.visits.travel import Point
from joinedup.feeds.client import Bounds, FeedClient

BLOCK = 50
"""Points on each side of a table that is asked for at once; OSRM answers for 100 together unless told otherwise."""
BOUNDS = Bounds(most_bytes=5_000_000, seconds=30.0)


class NoWaysKnown(CannotProceed):
    """A server of routes does not answer, or not with a table of ways."""


class Dialect(Protocol):
    """How one kind of server is asked, and how its answer is read."""

    def question(self, here: Sequence[Point], there: Sequence[Point], kind: str) -> tuple[str, dict[str, str | int]]:
        """The path and parameters of a table from some points to others."""

    def minutes(self, said: Any) -> list[list[float | None]]:
        """The minutes of an answer; None where there is no way."""


class Osrm:
    """OSRM's table service; the profile a server was built with is what counts, whatever its name."""

    profiles: ClassVar = {"car": "driving", "bicycle": "cycling", "walking": "foot"}

    def question(self, here: Sequence[Point], there: Sequence[Point], kind: str) -> tuple[str, dict[str, str | int]]:
        """Sources first, destinations after them."""
        where = ";".join(f"{point.longitude:.6f},{point.latitude:.6f}" for point in (*here, *there))
        return (
            f"table/v1/{profile(self.profiles, kind)}/{quote(where)}",
            {  # semicolons escaped: a client may drop them
                "sources": ";".join(map(str, range(len(here)))),
                "destinations": ";".join(str(len(here) + at) for at in range(len(there))),
                "annotations": "duration",
            },
        )

    def minutes(self, said: Any) -> list[list[float | None]]:
        """Of `durations`, in seconds."""
        return [[None if one is None else one / 60 for one in row] for row in said["durations"]]


class Valhalla:
    """Valhalla's matrix service."""

    profiles: ClassVar = {"car": "auto", "bicycle": "bicycle", "walking": "pedestrian", "bus": "bus"}

    def question(self, here: Sequence[Point], there: Sequence[Point], kind: str) -> tuple[str, dict[str, str | int]]:
        """The whole question is one JSON document."""
        asked = {
            "sources": [{"lat": round(one.latitude, 6), "lon": round(one.longitude, 6)} for one in here],
            "targets": [{"lat": round(one.latitude, 6), "lon": round(one.longitude, 6)} for one in there],
            "costing": profile(self.profiles, kind),
        }
        return "sources_to_targets", {"json": json.dumps(asked, separators=(",", ":"))}

    def minutes(self, said: Any) -> list[list[float | None]]:
        """Of `time`, in seconds."""
        return [
            [None if one.get("time") is None else one["time"] / 60 for one in row] for row in said["sources_to_targets"]
        ]


def profile(known: dict[str, str], kind: str) -> str:
    """What a server calls a kind of travel."""
    if kind not in known:
        raise NoWaysKnown(f"The server of routes knows nothing of travel by '{kind}'", available=known)
    return known[kind]


class RouteServer:
    """Ways as a server of routes knows them: a `TravelTimes` of `core.visits.travel`.

    Parameters
    ----------
    base_url : of the server; it may be inside your own network.
    dialect : `Osrm()` or `Valhalla()`.
    """

    def __init__(self, base_url: str, dialect: Dialect, bounds: Bounds = BOUNDS) -> None:
        self.base_url, self.dialect, self.bounds = base_url, dialect, bounds

    def minutes(self, points: Sequence[Point], kind: str) -> Matrix:
        """Minutes from each point to each other; infinite where there is no way.

        Raises
        ------
        NoWaysKnown : the server does not answer in time, refuses, or answers something else.
        """
        found: Matrix = np.zeros((len(points), len(points)))
        with FeedClient(self.base_url, allow_private=True, bounds=self.bounds) as client:
            for row in range(0, len(points), BLOCK):
                for column in range(0, len(points), BLOCK):
                    here, there = points[row : row + BLOCK], points[column : column + BLOCK]
                    block = self.block(client, here, there, kind)
                    found[row : row + len(here), column : column + len(there)] = block
        np.fill_diagonal(found, 0.0)
        return found

    def block(self, client: FeedClient, here: Sequence[Point], there: Sequence[Point], kind: str) -> Matrix:
        """A part of the table."""
        try:
            answer = client.ask(*self.dialect.question(here, there, kind))
        except NoAnswer as problem:
            raise NoWaysKnown(f"The server of routes: {problem}", expected="a table of ways") from problem
        try:
            rows = self.dialect.minutes(json.loads(answer.body)) if answer.status == 200 else None
            block = np.array([[np.inf if one is None else float(one) for one in row] for row in rows or []], float)
        except (ValueError, KeyError, TypeError, AttributeError) as problem:
            raise NoWaysKnown("The server of routes answers something else", expected="a table of ways") from problem
        if block.shape != (len(here), len(there)) or not (block >= 0).all():
            raise NoWaysKnown(refused(answer), expected=f"a table of {len(here)} × {len(there)} ways")
        return block


def refused(answer: Answer) -> str:
    """What an answer without a table says, in words."""
    return f"The server of routes gives no whole table (status {answer.status})"
