"""Do somebody's words speak of danger, and which number must then come first? By rules, and by a model beside them."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cache

from joinedup import definitions
from joinedup.core.directory.search.danger import SoundsLike, danger_model
from joinedup.core.directory.search.phrases import Heard, Phrases

GRAVEST = "999"


@dataclass(frozen=True)
class Number:
    """A number to ring, with the words beside it and where both were read. `by_text`: it is written to, not rung."""

    number: str
    name: str
    words: str
    source: str
    by_text: bool = False


@dataclass(frozen=True)
class Crisis:
    """A danger heard in somebody's words.

    Parameters
    ----------
    says : what was heard, in a few words.
    numbers : whom to ring, first first.
    """

    code: str
    says: str
    advice: str
    numbers: tuple[Number, ...]


@cache
def numbers() -> Mapping[str, Number]:
    """Every number of definitions/directory/crisis.yaml."""
    read = definitions.read("directory/crisis.yaml")["numbers"]
    return {number: Number(number, **one) for number, one in read.items()}


@cache
def crises() -> Mapping[str, Crisis]:
    """Every rule, by code, in the order in which they are shown."""
    rules = definitions.read("directory/crisis.yaml")["rules"]
    return {
        rule["code"]: Crisis(
            rule["code"], rule["says"], rule["advice"], tuple(numbers()[number] for number in rule["numbers"])
        )
        for rule in rules
    }


@cache
def crisis_phrases() -> Phrases:
    """Every phrase of the rules; owners are `always CODE`, `mostly CODE` and `unless CODE`."""
    read = definitions.read("directory/crisis.yaml")
    everyday = definitions.read("directory/everyday_words.yaml")["classes"]
    said = [
        (f"{how} {rule['code']}", phrase)
        for rule in read["rules"]
        for how in ("always", "mostly", "unless")
        for phrase in rule.get(how, ())
    ]
    return Phrases(said, {**everyday, **read["classes"]})


def recognise(heard: Heard, stems: Sequence[str] = ()) -> tuple[Crisis, ...]:
    """Every danger in somebody's words, those with 999 first, otherwise in the order of the rules.

    Parameters
    ----------
    heard : for each word, the stems it may be; the rules look at these.
    stems : of each word the likeliest; the model looks at these, adds what no rule hears, and takes back what words
        say that mean danger only mostly.
    """
    sounds_like = danger_model().hear(stems) if stems else SoundsLike()
    owners = {match.owner for match in crisis_phrases().find(heard)}
    believed = set() if sounds_like.is_doubtful else owners
    found = [
        crisis
        for code, crisis in crises().items()
        if f"always {code}" in owners
        or (f"mostly {code}" in believed and f"unless {code}" not in owners)
        or code in sounds_like.kinds
    ]
    return tuple(sorted(found, key=lambda crisis: crisis.numbers[0].number != GRAVEST))


def numbers_of(found: tuple[Crisis, ...]) -> tuple[Number, ...]:
    """Each number once, in the order in which to show them."""
    seen = {number.number: number for crisis in found for number in crisis.numbers}
    return tuple(seen.values())
