"""How long does it take from one place to another, where nobody measured it? By straight lines made longer."""

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache
from typing import Any, Protocol

import numpy as np

from joinedup import definitions
from joinedup.core.visits.problem import Matrix, RoundsWrong

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
            raise RoundsWrong(f"Nothing is known of travel by '{kind}'", expected="one of", available=kinds)
        how = known[kind]
        kilometres = straight_kilometres(points) * known["detour"]
        speed = np.where([point.is_rural for point in points], how["rural"], how["urban"])
        between = (speed[:, None] + speed[None, :]) / 2
        found: Matrix = np.where(kilometres > 0, kilometres / between * 60 + how["minutes_more"], 0.0)
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
