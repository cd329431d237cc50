"""What helps somebody who asks this? The one call that pages, the interface for staff and benches make."""

import math
from dataclasses import dataclass

from joinedup.core.directory.search import reasons
from joinedup.core.directory.search.catalogue import Catalogue
from joinedup.core.directory.search.documents import Document
from joinedup.core.directory.search.everyday import needs
from joinedup.core.directory.search.filters import Filters
from joinedup.core.directory.search.lexical import Lexical
from joinedup.core.directory.search.question import Question
from joinedup.core.directory.search.ranking import DEFAULT, Ranked, Weights, rank

LEAST_OF_BEST = 0.12  # what is worth less than this share of the best has nothing to do with the question
MOST_FOUND = 200


@dataclass(frozen=True)
class Found:
    """One service found.

    Parameters
    ----------
    metres : in a straight line; None where nobody said from where, or it has no place.
    why : why it matches; against : for whom it is not.
    """

    document: Document
    score: float
    metres: float | None
    why: tuple[str, ...]
    against: tuple[str, ...]


@dataclass(frozen=True)
class Answer:
    """What was found.

    Parameters
    ----------
    found : the page asked for, the best first.
    total : how many there are in all; hidden : how many more the filters hide.
    places : of all of them in the catalogue, in order.
    """

    question: Question
    found: tuple[Found, ...]
    total: int
    hidden: int
    places: tuple[int, ...]


def search(
    question: Question,
    catalogue: Catalogue,
    lexical: Lexical,
    filters: Filters = Filters(),
    *,
    first: int = 0,
    most: int = 10,
    weights: Weights = DEFAULT,
) -> Answer:
    """Rank, filter, and say why.

    Parameters
    ----------
    first, most : which part of what is found to explain, from 0.
    """
    ranked = rank(question, catalogue, lexical.match(question.wanted, among=len(catalogue.documents)), weights)
    worth = [int(place) for place in ranked.places[:MOST_FOUND] if ranked.scores[place] >= _least(ranked)]
    kept = [place for place in worth if filters.keep(catalogue.documents[place])]
    shown = tuple(_found(place, question, catalogue, ranked) for place in kept[first : first + most])
    return Answer(question, shown, len(kept), len(worth) - len(kept), tuple(kept))


def _least(ranked: Ranked) -> float:
    return float(LEAST_OF_BEST * ranked.scores[ranked.places[0]]) if len(ranked.places) else 0.0


def _found(place: int, question: Question, catalogue: Catalogue, ranked: Ranked) -> Found:
    one = catalogue.documents[place]
    metres = None if ranked.metres is None else float(ranked.metres[place])
    return Found(
        one,
        float(ranked.scores[place]),
        None if metres is None or math.isinf(metres) else metres,
        reasons.why(one, question, catalogue.likely.get(place, {}), catalogue.stems_of(place)),
        reasons.against(one, question),
    )


def related(document: Document, catalogue: Catalogue, *, most: int = 4) -> list[Document]:
    """Services that people who look at one may want as well: of its kinds or topics, the nearest first.

    One of each organisation and kind, so that four branches of one do not crowd out the rest.
    """
    place = catalogue.place_of_id[document.service_id]
    kinds = document.kinds or tuple(catalogue.likely.get(place, ()))
    beside = _kinds_beside(kinds)
    near = []
    for other_place, other in enumerate(catalogue.documents):
        strength = max((beside.get(kind, 0.0) for kind in other.kinds), default=0.0)
        if strength and other_place != place:
            near.append((-strength * _closeness(document, other), other_place, other))
    near.sort(key=lambda one: one[:2])
    chosen: dict[tuple[str, tuple[str, ...]], Document] = {}
    for _, _, other in near:
        chosen.setdefault((other.organisation, other.kinds), other)
    return list(chosen.values())[:most]


def _kinds_beside(kinds: tuple[str, ...]) -> dict[str, float]:
    """Kinds of service that answer the same needs as these, each with how well."""
    beside: dict[str, float] = {}
    for need in needs().values():
        own = max((need.types.get(kind, 0.0) for kind in kinds), default=0.0)
        if own == 1.0:
            for kind, strength in need.types.items():
                beside[kind] = max(beside.get(kind, 0.0), strength)
    return beside


def _closeness(one: Document, other: Document) -> float:
    """1 beside each other or by telephone, less with distance; 5 km halve it."""
    if other.is_remote:
        return 0.7 if not other.areas or other.areas & one.areas else 0.3
    if not one.points or not other.points:
        return 0.5
    (north, east), (other_north, other_east) = one.points[0], other.points[0]
    squeeze = math.cos(math.radians(north))
    metres = 111_195 * math.hypot(north - other_north, (east - other_east) * squeeze)
    return float(0.5 ** (metres / 5_000))
