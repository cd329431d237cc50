"""Which services help most with what was asked, and where it is asked from?"""

from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

from joinedup.core.directory.search.catalogue import Catalogue, Floats
from joinedup.core.directory.search.everyday import Need
from joinedup.core.directory.search.men_or_women import group
from joinedup.core.directory.search.question import Question


@dataclass(frozen=True)
class Weights:
    """How much each thing counts. Chosen on the tuning half of bench/searching, see docs/evidence/search.md.

    Parameters
    ----------
    need : of being the kind of service that is needed, beside `words` for saying the words typed.
    words_alone : of saying the words typed where no need is heard in them.
    unsaid : of a service that does not say what kind it is, in proportion to one that does.
    half_metres : distance at which nearness is worth half.
    far : the least that nearness is ever worth.
    remote : what a service by telephone, online, at home or for everywhere is worth, as if it were so near.
    outside : of one that is not for where somebody lives.
    wrong_age : of one that does not take somebody's age, or is for men where women are asked for.
    same_again : of each further service of one kind, where nobody said where they are.
    same_need : of each further service for one need, where several are as clear.
    """

    need: float = 1.0
    words: float = 0.25
    words_alone: float = 1.0
    unsaid: float = 0.8
    half_metres: float = 6_000
    far: float = 0.1
    remote: float = 0.8
    outside: float = 0.2
    wrong_age: float = 0.2
    same_again: float = 0.97
    same_need: float = 0.9


DEFAULT = Weights()
Order = NDArray[np.signedinteger[Any]]


@dataclass(frozen=True)
class Ranked:
    """Services in order of how much they help.

    Parameters
    ----------
    places : their places in the catalogue, the best first.
    scores, needs, words : by place in the catalogue: the whole, by kind of service, and by words typed.
    metres : by place in the catalogue, how far; None where nobody said from where.
    """

    places: Order
    scores: Floats
    needs: Floats
    words: Floats
    metres: Floats | None


def rank(question: Question, catalogue: Catalogue, matches: Mapping[int, float], weights: Weights = DEFAULT) -> Ranked:
    """Every service that has anything to do with the question, the best first.

    Parameters
    ----------
    matches : how well each document's words match, by key, as `Lexical.match` says.
    """
    needs = by_need(question.kinds, catalogue, weights)
    words = np.zeros(len(catalogue))
    for key, score in matches.items():
        if key in catalogue.place_of_key:
            words[catalogue.place_of_key[key]] = score
    words /= max(words.max(initial=0.0), 1e-9)
    scores = weights.need * needs + (weights.words if question.needs else weights.words_alone) * words
    metres = catalogue.metres_from(question.where.spot) if question.where.spot else None
    if question.where.spot and metres is not None:
        scores = scores * _nearness(metres - question.where.spot.spread_metres, catalogue, weights)
        scores = np.where(catalogue.serves(question.seeker.areas), scores, scores * weights.outside)
    if question.seeker.age is not None:
        scores = np.where(catalogue.takes(question.seeker.age), scores, scores * weights.wrong_age)
    scores = np.where(catalogue.is_for_others(group(question.words)), scores * weights.wrong_age, scores)
    found = np.flatnonzero(scores > 0)
    order = found[np.lexsort((found, -scores[found]))]
    order = _varied(order, scores, question, catalogue, weights)
    return Ranked(order, scores, needs, words, metres)


def by_need(kinds: Mapping[str, float], catalogue: Catalogue, weights: Weights) -> Floats:
    """How well each service answers the needs, by its kind, from 0 to about 1."""
    needs = np.zeros(len(catalogue))
    for kind, strength in kinds.items():
        if kind in catalogue.likely_of_kind:
            places, shares = catalogue.likely_of_kind[kind]
            needs[places] = np.maximum(needs[places], weights.unsaid * strength * shares)
        if kind in catalogue.of_kind:
            places = catalogue.of_kind[kind]
            needs[places] = np.maximum(needs[places], strength)
    return needs


def _nearness(metres: Floats, catalogue: Catalogue, weights: Weights) -> Floats:
    """What being so near is worth: halves with distance, and never falls to nothing."""
    with np.errstate(over="ignore"):
        halved = 0.5 ** (np.maximum(metres, 0) / weights.half_metres)
    near = weights.far + (1 - weights.far) * halved
    return np.where(catalogue.is_remote, np.maximum(near, weights.remote), near)


def _varied(order: Order, scores: Floats, question: Question, catalogue: Catalogue, weights: Weights) -> Order:
    """The first of the order, so that no need and, without a place, no kind of service crowds out the others.

    Where two needs are clear ("dad keeps falling and mum can't cope") each gets its share. Without a place every
    village's lunch club is as good as the next, so those of one kind are spread out.
    """
    clear = _clear_needs(question)
    by_kind = weights.same_again if question.where.spot is None else 1.0
    if len(clear) < 2 and by_kind == 1.0:
        return order
    left = [(float(scores[place]), int(place)) for place in order[:MOST_VARIED]]
    kinds = {place: _kinds(place, catalogue) for _, place in left}
    needs = {place: _need_of(kinds[place], clear) for _, place in left}
    seen: Counter[object] = Counter()
    shown: list[int] = []
    for _ in range(min(FIRST_VARIED, len(left))):
        score, place = max(left, key=lambda one: (_worth(one, kinds, needs, seen, by_kind, weights), -one[1]))
        left.remove((score, place))
        shown.append(place)
        seen.update((("kind", kinds[place][:1]), ("need", needs[place])))
    return np.array([*shown, *(place for _, place in left), *order[MOST_VARIED:]], dtype=np.int64)


MOST_VARIED = 60  # of the best, from among which the first are chosen
FIRST_VARIED = 20  # that are chosen so: two pages
CLEAR = 0.7  # of the clearest need's strength, from which another is as clear


def _worth(
    one: tuple[float, int],
    kinds: Mapping[int, tuple[str, ...]],
    needs: Mapping[int, str],
    seen: Counter[object],
    by_kind: float,
    weights: Weights,
) -> float:
    """What one is worth next, after those shown."""
    score, place = one
    again = seen["need", needs[place]] if needs[place] else 0
    return float(score * by_kind ** seen["kind", kinds[place][:1]] * weights.same_need**again)


def _kinds(place: int, catalogue: Catalogue) -> tuple[str, ...]:
    return catalogue.documents[place].kinds or tuple(catalogue.likely.get(place, ()))


def _clear_needs(question: Question) -> list[Need]:
    """Needs heard about as clearly as the clearest, if they are more than one and answered by other services."""
    clearest = max((one.strength for one in question.needs), default=0.0)
    clear = [one.need for one in question.needs if one.strength >= CLEAR * clearest]
    return clear if len({frozenset(_right(one)) for one in clear}) > 1 else []


def _right(need: Need) -> set[str]:
    return {kind for kind, strength in need.types.items() if strength == 1.0}


def _need_of(kinds: tuple[str, ...], clear: list[Need]) -> str:
    """The clear need that services of some kinds answer best, or ""."""
    best = max(clear, key=lambda need: max((need.types.get(kind, 0.0) for kind in kinds), default=0.0), default=None)
    return best.code if best and any(kind in best.types for kind in kinds) else ""
