"""What did somebody type: a name, with a date of birth perhaps, an NHS number, a postcode, or a reference?"""

import re
import unicodedata
from dataclasses import dataclass
from datetime import date
from functools import cache

import jellyfish

from joinedup import definitions

LONGEST = 100
MOST_WORDS = 6
POSTCODE = re.compile(r"([A-Z]{1,2}[0-9][0-9A-Z]?)([0-9][A-Z]{2})")
REFERENCE = re.compile(r"P-?([0-9A-F]{4})-?([0-9A-F]{4})")
BIRTH_DATE = re.compile(r"\b(\d{1,2})[/. -](\d{1,2})[/. -](\d{4})\b")
WORD = re.compile(r"[^\W_]+")
APOSTROPHES = str.maketrans("", "", "'’`")
SHORT = 4  # letters; in a word so short one slip already makes another word


@dataclass(frozen=True)
class Asked:
    """What was typed, as one kind of question; everything else is empty.

    Parameters
    ----------
    words : of a name, as `words_of` gives them.
    born_on : with a name, if a date stood beside it.
    """

    kind: str = ""  # number, postcode, reference or name
    nhs_number: str = ""
    postcode: str = ""
    reference: str = ""
    words: tuple[str, ...] = ()
    born_on: date | None = None


def read(typed: str) -> Asked:
    """What was typed, understood.

    Examples
    --------
    >>> read("999 000 0018").nhs_number, read("bh191aa").postcode, read("P-3F9A-21BC").reference
    ('9990000018', 'BH19 1AA', '3f9a21bc')
    >>> read("O'Neill, Zoë 3/4/1941")
    Asked(kind='name', nhs_number='', postcode='', reference='', words=('oneill', 'zoe'),
        born_on=datetime.date(1941, 4, 3))
    >>> read(" ?! ").kind
    ''
    """
    plain = typed[:LONGEST].strip()
    close = re.sub(r"[\s-]", "", plain).upper()
    if re.fullmatch(r"[0-9]{10}", close):
        return Asked("number", nhs_number=close)
    if found := POSTCODE.fullmatch(close):
        return Asked("postcode", postcode=f"{found[1]} {found[2]}")
    if found := REFERENCE.fullmatch(plain.upper()):
        return Asked("reference", reference=f"{found[1]}{found[2]}".lower())
    return as_name(plain)


def as_name(plain: str) -> Asked:
    """The words of a name, and the date of birth beside it."""
    found = BIRTH_DATE.search(plain)
    born_on = day_of(found) if found else None
    words = words_of(BIRTH_DATE.sub(" ", plain) if born_on else plain)[:MOST_WORDS]
    return Asked("name", words=words, born_on=born_on) if words else Asked()


def day_of(found: re.Match[str]) -> date | None:
    try:
        return date(int(found[3]), int(found[2]), int(found[1]))
    except ValueError:
        return None


def words_of(name: str) -> tuple[str, ...]:
    """The words of a name as they are compared: small letters, no accents, no apostrophes; hyphens part words.

    Examples
    --------
    >>> words_of("Zoë  Smith-O’Neill"), words_of("محمد علي"), words_of("🙂")
    (('zoe', 'smith', 'oneill'), ('محمد', 'علي'), ())
    """
    apart = unicodedata.normalize("NFKD", name.translate(APOSTROPHES))
    plain = "".join(letter for letter in apart if not unicodedata.combining(letter))
    return tuple(dict.fromkeys(WORD.findall(plain.casefold())))


@cache
def also_called() -> dict[str, frozenset[str]]:
    """By word, other forms of the same given name, either way: the short for the long and the long for the short.

    >>> "william" in also_called()["bill"], "bill" in also_called()["william"]
    (True, True)
    """
    known: dict[str, set[str]] = {}
    for name, forms in definitions.read("nicknames.yaml").items():
        for form in forms:
            known.setdefault(form, set()).add(name)
            known.setdefault(name, set()).add(form)
    return {name: frozenset(others) for name, others in known.items()}


def slips_allowed(word: str) -> int:
    """How many letters may be wrong in a word as it was typed."""
    return 0 if len(word) < SHORT else 1 if len(word) < 2 * SHORT else 2


def distance(typed: str, known: str) -> int:
    """Letters wrong, missing, too many or exchanged between two words.

    >>> distance("smiht", "smith"), distance("catherine", "katherine")
    (1, 1)
    """
    return jellyfish.damerau_levenshtein_distance(typed, known)
