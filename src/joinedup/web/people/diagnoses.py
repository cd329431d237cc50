"""What is a diagnosis called that a hospital sent as a code of ICD-10?"""

import csv
import re
from functools import cache

from joinedup import definitions

CODE = re.compile(r"main diagnosis ([A-Z][0-9][0-9A-Z])([0-9A-Z.]*)")


def in_words(text: str) -> str:
    """An entry with its diagnosis in plain words, and the code as the hospital sent it.

    Examples
    --------
    >>> in_words("Emergency hospital stay, main diagnosis S525")
    'Emergency hospital stay: broken forearm (S525)'
    >>> in_words("Hospital transfer, main diagnosis U071"), in_words("Fell on the stairs")
    ('Hospital transfer, main diagnosis U071', 'Fell on the stairs')
    """
    found = CODE.search(text)
    words = diagnosis(found.group(1)) if found else ""
    if not found or not words:
        return text
    return (
        f"{text[: found.start()].removesuffix(', ')}: {words} ({found.group(1)}{found.group(2)}){text[found.end() :]}"
    )


@cache
def diagnosis(category: str) -> str:
    """The narrowest group of the codelist that a category of three characters is in; nothing if it is in none.

    Examples
    --------
    >>> diagnosis("F05"), diagnosis("F07"), diagnosis("U07")
    ('delirium', 'mental disorder', '')
    """
    held = [(last, first, words) for first, last, words in groups() if first <= category <= last]
    return min(held, key=lambda group: (width(group[1], group[0]), group), default=("", "", ""))[2]


def width(first: str, last: str) -> tuple[int, int]:
    """How many categories a group spans, by letter and then by number."""
    return ord(last[0]) - ord(first[0]), int(last[1:]) - int(first[1:])


@cache
def groups() -> tuple[tuple[str, str, str], ...]:
    """First and last category of each group, and its words."""
    with (definitions.HOME / "codelists" / "diagnoses.csv").open(encoding="utf-8", newline="") as file:
        return tuple((row["first"], row["last"], row["words"]) for row in csv.DictReader(file))
