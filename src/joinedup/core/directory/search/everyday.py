"""What does somebody need who says it in their own words, and which kinds of service answer that?"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from functools import cache

from joinedup import definitions
from joinedup.core.directory.search.phrases import Heard, Match, Phrases
from joinedup.core.directory.search.words import stem, tokens

STRENGTH = {3: 1.0, 2: 0.6, 1: 0.25}  # of a kind of service for a need, by the table's figure
BY_LENGTH = {1: 1.0, 2: 1.5}  # a phrase of so many words; longer ones count LONGEST
LONGEST = 1.8
UNSURE = 0.5  # for words that may mean something else
COVERED = 0.4  # for what a longer phrase says already
FURTHER = 0.25  # for each further phrase that says the same
GENERAL = 0.6  # for a need that many needs bring with them ("somebody to talk to"), where another is heard too
FAINTEST = 0.34  # a need that is fainter than this share of the clearest is not meant


@dataclass(frozen=True)
class Need:
    """Something people come with.

    Parameters
    ----------
    types : how well each kind of service answers it, above 0 to 1, by code.
    is_general : many needs bring it with them, and where another is heard that one is meant first.
    """

    code: str
    name: str
    types: Mapping[str, float]
    is_general: bool = False


@dataclass(frozen=True)
class Recognised:
    """A need heard in somebody's words.

    Parameters
    ----------
    strength : how clearly; 1 for one plain word, more for more.
    positions : of the words that say it.
    """

    need: Need
    strength: float
    positions: tuple[int, ...]


@cache
def needs() -> Mapping[str, Need]:
    """Every need of definitions/directory/everyday_words.yaml, by code."""
    read = definitions.read("directory/everyday_words.yaml")["needs"]
    general = definitions.read("directory/everyday_words.yaml")["general"]
    return {
        code: Need(
            code, one["name"], {kind: STRENGTH[figure] for kind, figure in one["types"].items()}, code in general
        )
        for code, one in read.items()
    }


@cache
def everyday_phrases() -> Phrases:
    """Every phrase of the table."""
    read = definitions.read("directory/everyday_words.yaml")
    said = [(code, phrase) for code, one in read["needs"].items() for phrase in one["says"]]
    said += [(f"{code}?", phrase) for code, one in read["needs"].items() for phrase in one.get("maybe", ())]
    return Phrases(said, read["classes"])


@cache
def _phrases_of_no_danger() -> frozenset[tuple[str, ...]]:
    """The stems of every phrase that is whole in the table, but those of needs that may be danger."""
    read = definitions.read("directory/everyday_words.yaml")
    calm = (one for code, one in read["needs"].items() if code not in read["grave"])
    return frozenset(tuple(map(stem, tokens(phrase))) for one in calm for phrase in one["says"])


def is_phrase(words: Sequence[str]) -> bool:
    """Whether some words are all of a phrase of the table, for a need that is no danger by itself.

    Examples
    --------
    >>> is_phrase(["back", "pain"]), is_phrase(["back", "pain", "and", "numb"]), is_phrase(["hits", "me"])
    (True, False, False)
    """
    return tuple(map(stem, words)) in _phrases_of_no_danger()


@cache
def sayings(kind: str) -> str:
    """What people say who are looking for a kind of service, for the field of synonyms."""
    read = definitions.read("directory/everyday_words.yaml")["needs"]
    said = [phrase for one in read.values() if one["types"].get(kind) == 3 for phrase in one["says"]]
    return " · ".join(phrase.replace("/", " ") for phrase in said if "<" not in phrase)


def recognise(heard: Heard) -> list[Recognised]:
    """The needs in somebody's words, the clearest first."""
    matches = everyday_phrases().find(heard)
    by_need: dict[str, list[tuple[float, Match]]] = {}
    for match in matches:
        code, unsure = match.owner.rstrip("?"), match.owner.endswith("?")
        weight = BY_LENGTH.get(len(match.positions), LONGEST) * match.weight * (UNSURE if unsure else 1.0)
        if any(_says_more(other, match) for other in matches if other.owner.rstrip("?") != code):
            weight *= COVERED
        by_need.setdefault(code, []).append((weight, match))
    found = _general_last([_together(needs()[code], said) for code, said in by_need.items()])
    clearest = max((one.strength for one in found), default=0.0)
    return sorted((one for one in found if one.strength >= FAINTEST * clearest), key=lambda one: -one.strength)


def _general_last(found: list[Recognised]) -> list[Recognised]:
    """General needs count less where a particular one is heard."""
    if all(one.need.is_general for one in found):
        return found
    return [replace(one, strength=GENERAL * one.strength) if one.need.is_general else one for one in found]


def _says_more(other: Match, match: Match) -> bool:
    """Whether another phrase covers all the words of one, and more."""
    return len(other.positions) > len(match.positions) and set(match.positions) < set(other.positions)


def _together(need: Need, said: list[tuple[float, Match]]) -> Recognised:
    """The clearest phrase, and a little for each further one that rests on other words."""
    said.sort(key=lambda pair: (-pair[0], pair[1].positions))
    strength, covered = said[0][0], set(said[0][1].positions)
    for weight, match in said[1:]:
        if not set(match.positions) & covered:
            strength += FURTHER * weight
            covered |= set(match.positions)
    return Recognised(need, strength, tuple(sorted(said[0][1].positions)))


def wanted_types(recognised: list[Recognised]) -> dict[str, float]:
    """How well each kind of service answers what was heard: 1 for the right one of the clearest need."""
    clearest = max((one.strength for one in recognised), default=1.0)
    wanted: dict[str, float] = {}
    for one in recognised:
        share = one.strength / clearest * min(1.0, clearest)
        for kind, strength in one.need.types.items():
            worth = share * strength
            high, low = max(worth, wanted.get(kind, 0.0)), min(worth, wanted.get(kind, 0.0))
            wanted[kind] = high + FURTHER * low
    return wanted
