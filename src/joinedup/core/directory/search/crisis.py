"""Do somebody's words speak of danger, and which number must then come first? By rules, and by a model beside them."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import cache

from joinedup import definitions
from joinedup.core.directory.search.danger import UNCLEAR, SoundsLike, Word, danger_model
from joinedup.core.directory.search.phrases import Heard, Phrases
from joinedup.core.directory.search.words import all_tokens, stem

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
    is_sure : otherwise the words may well mean something else: the page shows the number, quietly.
    """

    code: str
    says: str
    advice: str
    numbers: tuple[Number, ...]
    is_sure: bool = True


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


def recognise(heard: Heard, words: Sequence[Word] = (), *, is_everyday: bool = False) -> tuple[Crisis, ...]:
    """Every danger in somebody's words, those with 999 first, otherwise in the order of the rules.

    Parameters
    ----------
    heard : for each word, the stems it may be; the rules look at these.
    words : each as typed, with its likeliest stem; the model looks at these and adds what no rule hears. Words that
        mean danger only mostly are said aloud where it hears any, or where they are all that was typed.
    is_everyday : they are a phrase of everyday words, as `everyday.is_phrase` says: the model alone is not sure.
    """
    sounds_like = danger_model().hear(words, is_everyday=is_everyday) if words else SoundsLike()
    matches = crisis_phrases().find(heard)
    owners = {match.owner for match in matches}
    alone = {match.owner for match in matches if len(match.positions) == len(heard)}
    always = {code for code in crises() if f"always {code}" in owners or f"mostly {code}" in alone}
    mostly = {code for code in crises() if f"mostly {code}" in owners and f"unless {code}" not in owners}
    is_sure = bool(always) or sounds_like.is_sure or bool(mostly and sounds_like.kinds)  # two doubts the same way
    said = (always | mostly | set(sounds_like.kinds)) - ({UNCLEAR} if is_sure else set())
    return gravest_first(replace(crisis, is_sure=is_sure) for code, crisis in crises().items() if code in said)


def gravest_first(found: Iterable[Crisis]) -> tuple[Crisis, ...]:
    """Dangers in the order in which they are shown: those with 999 first."""
    return tuple(sorted(found, key=lambda crisis: crisis.numbers[0].number != GRAVEST))


def together(*heard: tuple[Crisis, ...]) -> tuple[Crisis, ...]:
    """Dangers heard in several boxes of a form, each once: where any is sure, those that are.

    Examples
    --------
    >>> quiet = by_rules("hopeless about work")
    >>> [one.code for one in together(quiet, by_rules("I want to die"))], [one.code for one in together(quiet, ())]
    (['suicide_plan'], ['suicidal_feelings'])
    """
    found = [crisis for each in heard for crisis in each]
    sure = [crisis for crisis in found if crisis.is_sure]
    return gravest_first({crisis.code: crisis for crisis in sure or found}.values())


def by_rules(text: str) -> tuple[Crisis, ...]:
    """Every danger that a rule hears in a text that is no search: the model knows only how people ask for help.

    Examples
    --------
    >>> [one.code for one in by_rules("I want to die")], by_rules("Stoke Abbott"), by_rules("They moved")
    (['suicide_plan'], (), ())
    """
    return recognise([{stem(word): 1.0} for word in all_tokens(text)])


def numbers_of(found: tuple[Crisis, ...]) -> tuple[Number, ...]:
    """Each number once, in the order in which to show them."""
    seen = {number.number: number for crisis in found for number in crisis.numbers}
    return tuple(seen.values())
