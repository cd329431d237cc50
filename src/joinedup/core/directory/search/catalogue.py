"""What is known of every service at once, as columns: where it is, what kind it is, for whom?"""

from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping
from typing import Any

import numpy as np
from numpy.typing import NDArray

from joinedup.core.directory import service_types
from joinedup.core.directory.gazetteer import EARTH_RADIUS_METRES, Spot
from joinedup.core.directory.search import crisis, everyday
from joinedup.core.directory.search.documents import Document
from joinedup.core.directory.search.likely import likely_kinds
from joinedup.core.directory.search.men_or_women import group
from joinedup.core.directory.search.words import STOP, all_tokens, stem, tokens
from joinedup.core.directory.spelling import Speller

Floats = NDArray[np.floating[Any]]
Bools = NDArray[np.bool_]
Ints = NDArray[np.signedinteger[Any]]
OFTEN = 1000  # how often a word of a table counts as used: more than any of one service


class Catalogue:
    """Every document in columns, in one order."""

    def __init__(self, documents: Iterable[Document], place_words: Iterable[str] = ()) -> None:
        self.documents = tuple(documents)
        self.place_of_key = {one.key: place for place, one in enumerate(self.documents)}
        self.place_of_id = {one.service_id: place for place, one in enumerate(self.documents)}
        self.of_kind = _places_by(self.documents, lambda one: one.kinds)
        self.likely = likely_kinds(self.documents)
        self.likely_of_kind = _shares_by_kind(self.likely)
        self._of_area = _places_by(self.documents, lambda one: one.areas)
        self.is_remote = np.array([one.is_remote for one in self.documents], dtype=bool)
        self._is_open_to_all = np.array([not one.limits for one in self.documents], dtype=bool)
        points = [(place, *point) for place, one in enumerate(self.documents) for point in one.points]
        self._owner = np.array([point[0] for point in points], dtype=np.int64)
        self._latitude = np.radians([point[1] for point in points])
        self._longitude = np.radians([point[2] for point in points])
        self.minimum_age = _ages([one.eligibility.minimum_age for one in self.documents], -np.inf)
        self.maximum_age = _ages([one.eligibility.maximum_age for one in self.documents], np.inf)
        self._groups = np.array([group(tokens(one.name)) for one in self.documents], dtype=str)
        self._stems: dict[int, frozenset[str]] = {}
        self.speller = Speller(_known_words(self.documents, place_words))

    def stems_of(self, place: int) -> frozenset[str]:
        """The stems of all that a service says of itself; kept here, so that they go when the catalogue goes.

        Two who ask at once may both work them out, and come to the same.
        """
        known = self._stems.get(place)
        if known is None:
            one = self.documents[place]
            words = all_tokens(f"{one.name} {one.organisation} {one.description}")
            known = self._stems[place] = frozenset(map(stem, words))
        return known

    def __len__(self) -> int:
        return len(self.documents)

    def metres_from(self, spot: Spot) -> Floats:
        """For each service, how far its nearest place is; infinite for one without a place."""
        latitude, longitude = np.radians(spot.latitude), np.radians(spot.longitude)
        across = np.cos(self._latitude) * np.cos(latitude) * np.sin((self._longitude - longitude) / 2) ** 2
        angle = np.sin((self._latitude - latitude) / 2) ** 2 + across
        metres = 2 * EARTH_RADIUS_METRES * np.arcsin(np.sqrt(angle))
        nearest = np.full(len(self), np.inf)
        np.minimum.at(nearest, self._owner, metres)
        return nearest

    def serves(self, areas: Iterable[str]) -> Bools:
        """For each service, whether it is for somebody in these areas, as far as anybody can tell."""
        served = self._is_open_to_all.copy()
        for area in self._of_area.keys() & set(areas):
            served[self._of_area[area]] = True
        return served

    def takes(self, age: float) -> Bools:
        """For each service, whether it takes somebody of an age; somebody is of the oldest age for a whole year."""
        return np.asarray((self.minimum_age <= age) & (age < self.maximum_age + 1))

    def is_for_others(self, asked: str) -> Bools:
        """For each service, whether its name says that it is for women where men are asked for, or the other way."""
        return np.asarray((self._groups != "") & (self._groups != asked)) if asked else np.zeros(len(self), dtype=bool)


def _places_by(documents: tuple[Document, ...], codes: Any) -> dict[str, Ints]:
    found: dict[str, list[int]] = defaultdict(list)
    for place, one in enumerate(documents):
        for code in codes(one):
            found[code].append(place)
    return {code: np.array(places, dtype=np.int64) for code, places in found.items()}


def _shares_by_kind(likely: Mapping[int, Mapping[str, float]]) -> dict[str, tuple[Ints, Floats]]:
    """By kind, the places of services that are likely to be of it, and how likely each is."""
    found: dict[str, list[tuple[int, float]]] = defaultdict(list)
    for place, kinds in likely.items():
        for kind, share in kinds.items():
            found[kind].append((place, share))
    return {
        kind: (np.array([place for place, _ in pairs], dtype=np.int64), np.array([share for _, share in pairs]))
        for kind, pairs in found.items()
    }


def _ages(ages: list[float | None], unsaid: float) -> Floats:
    return np.array([unsaid if age is None else age for age in ages], dtype=float)


def _known_words(documents: tuple[Document, ...], place_words: Iterable[str]) -> Counter[str]:
    """Every word of the directory, the tables and the places, with how often it is used."""
    known: Counter[str] = Counter()
    for one in documents:
        known.update(set(all_tokens(f"{one.name} {one.organisation} {one.description}")))
    tables = everyday.everyday_phrases().words | crisis.crisis_phrases().words | set(place_words)
    names = {word for name in service_types.names().values() for word in tokens(name)}
    for word in tables | names | STOP:
        known[word] += OFTEN
    return known
