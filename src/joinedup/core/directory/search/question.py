"""What does somebody ask who types in their own words: what is needed, where, for whom, and is there danger?"""

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field

from joinedup.core.directory import postcodes
from joinedup.core.directory.atlas import Atlas, Where
from joinedup.core.directory.eligibility import Seeker
from joinedup.core.directory.gazetteer import PlaceName
from joinedup.core.directory.search import crisis, everyday
from joinedup.core.directory.search.crisis import Crisis
from joinedup.core.directory.search.danger import Word, danger_model
from joinedup.core.directory.search.everyday import Recognised
from joinedup.core.directory.search.phrases import Heard
from joinedup.core.directory.search.words import (
    MOST_CHARACTERS,
    MOST_WORDS,
    all_tokens,
    is_content,
    is_cut,
    stem,
    tokens,
)
from joinedup.core.directory.spelling import Speller

OLDEST = 110
TEEN = 15  # whom "my teenage son" speaks of
TEEN_WORDS = frozenset({"teen", "teens", "teenager", "teenage", "teenagers"})
NO_AGE = (  # what comes after a figure that is no age: a time, a distance, an amount, a price, a weight
    "years|months|mths|weeks|wks|days|hours|hrs|minutes|mins|am|pm|oclock|times|of|per|percent|each|degrees"
    "|miles?|km|kilometres|metres|feet|foot|ft|inches|cm|people|units|pints|cigarettes|fags|tablets|pills|steps|stairs"
    "|pounds|quid|pence|p|k|stone|st|kg|kilos|lbs|a (?:week|month|day|year|night)|an hour"
)
AGE_OLD = re.compile(r"\b(?P<age>\d{1,3}) ?(?:(?:years?|yrs?|y) ?(?:olds?|o)|yo)\b")
AGE_SAID = re.compile(
    r"\b(?P<how>im|i am|aged|age|over|hes|shes|is|turned|nearly|under) (?P<age>\d{1,3})s?\b"
    rf"(?! (?:{NO_AGE})\b)"
)


@dataclass(frozen=True)
class Question:
    """What was asked, made out.

    Parameters
    ----------
    words : every word; heard : for each, the stems it may be.
    wanted : for each word that says what is sought, the words it may be, the typed one first.
    meant : for words that we do not know, what was taken to be meant.
    needs : the clearest first.
    seeker : what is known about who needs help.
    is_cut : more was typed than is looked at.
    """

    text: str
    words: tuple[str, ...]
    heard: Heard
    wanted: tuple[tuple[str, ...], ...]
    meant: Mapping[str, str]
    needs: tuple[Recognised, ...]
    crises: tuple[Crisis, ...]
    where: Where
    seeker: Seeker
    is_cut: bool
    kinds: Mapping[str, float] = field(default_factory=dict)  # how well each kind of service would answer


def understand(text: str, atlas: Atlas, speller: Speller, *, where: str = "") -> Question:
    """Make out what somebody asks.

    Parameters
    ----------
    text : what was typed, in anybody's words; only its first 400 characters are looked at.
    where : a place or postcode given apart; it goes before one in the text.
    """
    found = postcodes.find(text[:MOST_LOOKED_AT])
    rest = found[1] if found else text
    joined = " ".join(tokens(rest))
    age = _age(joined)
    words = AGE_OLD.sub(lambda said: said["age"], joined).split()  # "15 year old" as "15": phrases hold together
    meant = {word: choices for word in words if (choices := speller.meant(word))}
    best = {word: next(iter(choices)) for word, choices in meant.items()}
    places, at = atlas.gazetteer.named([best.get(word, word) for word in words])
    heard = [
        {stem(word): 1.0} | {stem(other): weight for other, weight in meant.get(word, {}).items()} for word in words
    ]
    needs = tuple(everyday.recognise([{} if number in at else one for number, one in enumerate(heard)]))
    spot = _where(where, found[0] if found else None, places, atlas)
    return Question(
        text=text,
        words=tuple(words),
        heard=heard,
        wanted=tuple(
            (word, *meant.get(word, ()))
            for number, word in enumerate(words)
            if number not in at and is_content(word) and word != str(age)
        ),
        meant=best,
        needs=needs,
        crises=crisis.together(
            crisis.recognise([*heard, *_rest_heard(text)], _typed(text, best), is_everyday=everyday.is_phrase(words)),
            crisis.by_rules(where),  # written in the wrong box
        ),
        where=spot,
        seeker=Seeker(age=age, areas=spot.spot.areas if spot.spot else (), is_carer=_is_carer(needs)),
        is_cut=is_cut(text),
        kinds=everyday.wanted_types(list(needs)),
    )


MOST_LISTENED_TO = 10_000  # characters in which danger is heard, however long a text is


def _rest_heard(text: str) -> Heard:
    """The words of a long text, of which only the beginning is searched for: danger may stand at its end."""
    if len(text) <= MOST_CHARACTERS and len(text.split()) <= MOST_WORDS:
        return ()
    return [{stem(word): 1.0} for word in all_tokens(text[:MOST_LISTENED_TO])]


def _typed(text: str, best: Mapping[str, str]) -> list[Word]:
    """Each word, mistyped ones with the stem of what was most likely meant."""
    known = danger_model().words
    said = [(word, stem(word)) for word in all_tokens(text[:MOST_LISTENED_TO])]
    return [Word(word, one if one in known else stem(best.get(word, word))) for word, one in said]


def about_needs(codes: Iterable[str], atlas: Atlas, *, where: str = "", age: float | None = None) -> Question:
    """What is asked by somebody who chose needs from a list in place of typing.

    Parameters
    ----------
    codes : of everyday_words.yaml; others are left out.
    """
    chosen = tuple(Recognised(everyday.needs()[code], 1.0, ()) for code in codes if code in everyday.needs())
    place = atlas.of_text(where)
    seeker = Seeker(age=age, areas=place.spot.areas if place.spot else (), is_carer=_is_carer(chosen))
    return Question("", (), (), (), {}, chosen, (), place, seeker, False, everyday.wanted_types(list(chosen)))


MOST_LOOKED_AT = 400  # characters in which a postcode is looked for


def _where(where: str, postcode: postcodes.Postcode | None, places: tuple[PlaceName, ...], atlas: Atlas) -> Where:
    """A place given apart, else a postcode in the text, else a name in it."""
    if where.strip():
        return atlas.of_text(where)
    if postcode:
        return atlas.of_postcode(postcode)
    return atlas.of_places(places) if places else Where()


def _age(words: str) -> float | None:
    """The age of whoever needs help, in years, where it is said: "my 12 year old", "im 84", "over 65s"."""
    said = AGE_OLD.search(words) or AGE_SAID.search(words)
    if said and int(said["age"]) <= OLDEST:
        is_under = said.re is AGE_SAID and said["how"] == "under"
        return float(max(int(said["age"]) - is_under, 0))
    return float(TEEN) if TEEN_WORDS & set(words.split()) else None


def _is_carer(needs: tuple[Recognised, ...]) -> bool | None:
    return True if any(one.need.code.startswith(("carer", "young_carer")) for one in needs) else None
