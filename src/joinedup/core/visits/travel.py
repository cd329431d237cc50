"""How long does it take from one place to another, where nobody measured it? By straight lines made longer."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from typing import Any, Protocol

import numpy as np

from joinedup import definitions
from joinedup.core.visits.problem import Matrix
from joinedup.core.visits.wrong_days import RoundsWrong

EARTH_RADIUS_KILOMETRES = 6371.0088
"""Mean radius of the Earth, as in the World Geodetic System 1984."""


@dataclass(frozen=True)
class Point:
    """A place on the map; where streets are country roads, `is_rural`."""

    latitude: float
    longitude: float
    is_rural: bool = False

    def __post_init__(self) -> None:
        if not (-90 <= self.latitude <= 90 and -180 <= self.longitude <= 180):
            raise RoundsWrong(
                f"A place is at latitude {self.latitude:g} and longitude {self.longitude:g}",
                expected="−90 to 90 and −180 to 180 degrees",
            )


class TravelTimes(Protocol):
    """Whatever knows how long ways take: straight lines, a file, or a server of routes outside the core."""

    def minutes(self, points: Sequence[Point], kind: str) -> Matrix:
        """Minutes from each point to each other by one kind of travel; infinite where there is no way."""


class StraightLines:
    """Straight lines, made longer by a detour and travelled at a speed; see definitions/visits/travel.yaml.

    Examples
    --------
    >>> bournemouth, dorchester = Point(50.7185, -1.8753), Point(50.7167, -2.4407, is_rural=True)
    >>> StraightLines().minutes([bournemouth, dorchester], "car").round().tolist()
    [[0.0, 101.0], [101.0, 0.0]]
    """

    def minutes(self, points: Sequence[Point], kind: str) -> Matrix:
        """Minutes from each point to each other; a way touching a town goes at the mean of both speeds.

        Raises
        ------
        RoundsWrong : a kind of travel nobody described.
        """
        known = assumptions()
        if kind not in known or kind == "detour":
            kinds = sorted(set(known) - {"detour"})
            raise RoundsWrong(f"Nothing is known of travel by '{kind}'", available=kinds)
        how = known[kind]
        kilometres = straight_kilometres(points) * known["detour"]
        speed = np.where([point.is_rural for point in points], how["rural"], how["urban"])
        between = (speed[:, None] + speed[None, :]) / 2
        found: Matrix = np.where(kilometres > 0, kilometres / between * 60 + how["minutes_more"], 0.0)
        return found


class KnownWays:
    """Ways from a table somebody measured; what it does not know is asked of another.

    Parameters
    ----------
    points : of the table, in its order.
    known_minutes : by kind of travel, points × points; not a number, or infinite, where it does not know.
    otherwise : who is asked of points, or ways, that are not in the table.

    Examples
    --------
    >>> here, there = Point(50.72, -1.88), Point(50.74, -1.9)
    >>> KnownWays([here, there], {"car": np.array([[0.0, 9.0], [11.0, 0.0]])}).minutes([there, here], "car").tolist()
    [[0.0, 11.0], [9.0, 0.0]]
    """

    def __init__(
        self, points: Sequence[Point], known_minutes: Mapping[str, Matrix], otherwise: "TravelTimes | None" = None
    ) -> None:
        self.row = {point: at for at, point in enumerate(points)}
        self.known_minutes, self.otherwise = known_minutes, otherwise or StraightLines()

    def minutes(self, points: Sequence[Point], kind: str) -> Matrix:
        """Minutes from each point to each other."""
        rows = [self.row.get(point, -1) for point in points]
        known = np.full((len(points), len(points)), np.nan)
        if kind in self.known_minutes:
            inside = [at for at, row in enumerate(rows) if row >= 0]
            those = [rows[at] for at in inside]
            known[np.ix_(inside, inside)] = np.asarray(self.known_minutes[kind], float)[np.ix_(those, those)]
        if np.isfinite(known).all():
            return known
        found: Matrix = np.where(np.isfinite(known), known, self.otherwise.minutes(points, kind))
        return found


@cache
def assumptions() -> dict[str, Any]:
    """What is assumed of ways nobody measured."""
    found: dict[str, Any] = definitions.read("visits/travel.yaml")
    return found


def straight_kilometres(points: Sequence[Point]) -> Matrix:
    """Great-circle distances between points, by the haversine formula.

    References
    ----------
    Sinnott, Virtues of the haversine, Sky and Telescope 68 (1984), 158.
    """
    latitude = np.radians([point.latitude for point in points])
    longitude = np.radians([point.longitude for point in points])
    half = (
        np.sin((latitude[:, None] - latitude[None, :]) / 2) ** 2
        + np.cos(latitude[:, None])
        * np.cos(latitude[None, :])
        * np.sin((longitude[:, None] - longitude[None, :]) / 2) ** 2
    )
    found: Matrix = 2 * EARTH_RADIUS_KILOMETRES * np.arcsin(np.sqrt(np.clip(half, 0.0, 1.0)))
    return found
