"""How do the core's sentences speak to a scheduler: with names in place of codes, with times in place of minutes?"""

import re
from collections.abc import Iterable, Mapping

from joinedup.web.visits.queries import People
from joinedup.web.visits.words import call_name, client_name, time_words


def in_names(sentence: str, people: People, client_of: Mapping[str, str]) -> str:
    """A sentence of the core with names in place of codes, and times in place of minutes from midnight."""
    names = {code: one.name for code, one in people.carers.items()}
    for visit, person in client_of.items():
        client = people.clients.get(person)
        names[visit] = f"{call_name(visit, client)} of {client_name(client)}"
    return replaced(with_times(sentence), names)


def named_in(sentences: Iterable[str], client_of: Mapping[str, str]) -> set[str]:
    """Codes of the clients whose visits sentences speak of.

    Examples
    --------
    >>> named_in(["Visit c1-tea begins late."], {"c1-tea": "c1", "c2-tea": "c2"})
    {'c1'}
    """
    said = "\n".join(sentences)
    return {client for visit, client in client_of.items() if visit in said}


MINUTES = re.compile(r"\b(at|before|after|it is|not) (\d+(?:\.\d+)?)(?=[,.]| as pinned| now)(?! minutes)")
FRACTIONS = re.compile(r"\b(\d+\.\d+)(?= minutes)")
PAST_MIDNIGHT = re.compile(r"\b(2[4-9]|3\d|4[0-7]):([0-5]\d)\b")


def with_times(sentence: str) -> str:
    """A sentence with times as the clock shows them, and whole minutes.

    Examples
    --------
    >>> with_times("Visit v begins at 668.305, after 660.")
    'Visit v begins at 11:08, after 11:00.'
    >>> with_times("ann is back 12.307 minutes after the end of the shift.")
    'ann is back 12 minutes after the end of the shift.'
    >>> with_times("The shift of ann, 18:00 to 25:30, leaves no time for it.")
    'The shift of ann, 18:00 to 01:30 next day, leaves no time for it.'
    """
    said = MINUTES.sub(lambda match: f"{match.group(1)} {time_words(float(match.group(2)))}", sentence)
    said = FRACTIONS.sub(lambda match: f"{max(float(match.group(1)), 1):.0f}", said)
    return PAST_MIDNIGHT.sub(lambda match: time_words(int(match.group(1)) * 60 + int(match.group(2))), said)


def replaced(sentence: str, names: Mapping[str, str]) -> str:
    """Codes that stand as words of their own, replaced; the longest first, lest one is taken for part of another."""
    known = sorted((code for code in names if code in sentence), key=len, reverse=True)
    if not known:
        return sentence
    found = re.compile(rf"(?<![\w.-])({'|'.join(map(re.escape, known))})(?![\w-])")
    return found.sub(lambda match: names[match.group(1)], sentence)
