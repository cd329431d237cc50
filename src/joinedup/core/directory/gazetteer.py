"""Where is a place that people name, and which do they mean where two have one name?"""

import math
from collections import defaultdict
from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass
from functools import cached_property

from joinedup.core.directory.spelling import Speller

EARTH_RADIUS_METRES = 6_371_000  # mean radius, IUGG
BEFORE_A_PLACE = frozenset({"in", "near", "at", "around", "from", "to", "by", "of"})


@dataclass(frozen=True)
class Spot:
    """A point somebody asks from.

    Parameters
    ----------
    name : as the page calls it, such as "Charminster, near Dorchester" or "DT4 8".
    latitude, longitude : degrees, WGS 84.
    areas : codes and names of the areas it lies in; empty where not known.
    spread_metres : how far around it the place may be: 0 for a postcode, more for a town or district.
    """

    name: str
    latitude: float
    longitude: float
    areas: tuple[str, ...] = ()
    spread_metres: float = 0.0


@dataclass(frozen=True)
class PlaceName:
    """A name, and where it is; `near` tells two with one name apart."""

    name: str
    near: str
    spot: Spot
    other_names: tuple[str, ...] = ()

    @property
    def label(self) -> str:
        """The name in full."""
        return f"{self.name}, near {self.near}" if self.near else self.name


def metres_between(latitude: float, longitude: float, spot: Spot) -> float:
    """Distance in a straight line on a sphere (haversine).

    Examples
    --------
    >>> round(metres_between(50.7185, -1.8753, Spot("Dorchester", 50.7167, -2.4407)) / 1000, 1)
    39.8
    """
    north = math.radians(latitude - spot.latitude)
    east = math.radians(longitude - spot.longitude)
    across = math.cos(math.radians(latitude)) * math.cos(math.radians(spot.latitude)) * math.sin(east / 2) ** 2
    return 2 * EARTH_RADIUS_METRES * math.asin(math.sqrt(math.sin(north / 2) ** 2 + across))


class Gazetteer:
    """Names of places, found as whole words in what somebody types.

    Parameters
    ----------
    names : every name.
    ordinary_words : words that mean something else as well ("wool"); a place so called counts only after "in", "near".

    Examples
    --------
    >>> places = Gazetteer([PlaceName("Wool", "Wareham", Spot("Wool", 50.68, -2.22))], ordinary_words=["wool"])
    >>> [place.label for place in places.named(["lunch", "in", "wool"])[0]], places.named(["knitting", "wool"])
    (['Wool, near Wareham'], ((), ()))
    """

    def __init__(self, names: Iterable[PlaceName], ordinary_words: Collection[str] = ()) -> None:
        self.names = tuple(names)
        self._ordinary = frozenset(ordinary_words)
        found: dict[tuple[str, ...], list[PlaceName]] = defaultdict(list)
        for place in self.names:
            for name in (place.name, *place.other_names):
                found[tuple(name.casefold().replace("'", "").split())].append(place)
        self._by_words = {words: tuple(places) for words, places in found.items()}
        self._longest = max((len(words) for words in self._by_words), default=0)

    @property
    def words(self) -> frozenset[str]:
        """Every word of every name."""
        return frozenset(word for words in self._by_words for word in words)

    @cached_property
    def speller(self) -> Speller:
        """Knows the words of the names, and no others."""
        return Speller(dict.fromkeys(self.words, 1))

    def named(self, words: Sequence[str]) -> tuple[tuple[PlaceName, ...], tuple[int, ...]]:
        """The places of a name among words, and the positions of its words; none, and none.

        The longest name counts, of several the one after "from", else the first. Where a further name says which of two
        is meant ("Charminster Dorchester"), only that one is left.
        """
        hits = self._hits(words)
        if not hits:
            return (), ()
        for at, places in hits:
            for other_at, others in hits:
                told = [place for place in places if place.near in {other.name for other in others}]
                if told and other_at != at:
                    return (told[0],), (*at, *other_at)
        at, places = max(hits, key=lambda hit: hit[0][0] > 0 and words[hit[0][0] - 1] == "from")
        return places, at

    def _hits(self, words: Sequence[str]) -> list[tuple[tuple[int, ...], tuple[PlaceName, ...]]]:
        """Every name that stands there, the longest where two overlap, in order."""
        hits: list[tuple[tuple[int, ...], tuple[PlaceName, ...]]] = []
        taken: set[int] = set()
        for size in range(self._longest, 0, -1):
            for start in range(len(words) - size + 1):
                at = tuple(range(start, start + size))
                places = self._by_words.get(tuple(words[start : start + size]), ())
                if places and taken.isdisjoint(at) and self._is_meant(words, start, size):
                    hits.append((at, places))
                    taken.update(at)
        return sorted(hits)

    def _is_meant(self, words: Sequence[str], start: int, size: int) -> bool:
        is_ordinary = size == 1 and words[start] in self._ordinary and len(words) > 1
        return not is_ordinary or (start > 0 and words[start - 1] in BEFORE_A_PLACE)
