"""How does what somebody types become words that can be compared?"""

import re
import unicodedata
from functools import cache, lru_cache

import snowballstemmer

from joinedup import definitions

MOST_CHARACTERS = 400  # of what was typed; what comes after is not looked at, and the page says so
MOST_WORDS = 80
APOSTROPHES = re.compile(r"['’‘`´ʼ]")
WORD = re.compile(r"[^\W_]+")
TOGETHER = {  # two words that are written as one here
    ("do", "not"): "dont", ("does", "not"): "doesnt", ("did", "not"): "didnt", ("can", "not"): "cant",
    ("could", "not"): "couldnt", ("will", "not"): "wont", ("is", "not"): "isnt", ("are", "not"): "arent",
    ("was", "not"): "wasnt", ("would", "not"): "wouldnt", ("i", "am"): "im", ("i", "have"): "ive", ("he", "is"): "hes",
    ("she", "is"): "shes", ("any", "more"): "anymore",
}  # fmt: skip
APART = {"wanna": ("want", "to"), "gonna": ("going", "to"), "gotta": ("got", "to"), "dunno": ("dont", "know")}
INSTEAD = {"cannot": "cant", "u": "you", "ur": "your", "r": "are", "pls": "please", "plz": "please", "thru": "through"}
STOP = frozenset(definitions.read("directory/stop_words.yaml").split())
_stem = snowballstemmer.stemmer("english").stemWord


@lru_cache(maxsize=50_000)
def stem(word: str) -> str:
    """A word without its ending, as Porter's second English algorithm takes it off.

    Examples
    --------
    >>> stem("falling"), stem("falls"), stem("carers")
    ('fall', 'fall', 'carer')
    """
    return str(_stem(word))


SHORT_FOR = {"od'd": "overdosed", "od’d": "overdosed", "o.d.": "overdose", "a&e": "casualty", "b&b": "hotel"}


def _spelt_out(text: str) -> str:
    """What loses its meaning with its signs, in full."""
    for short, full in SHORT_FOR.items():
        text = re.sub(rf"(?<!\w){re.escape(short)}(?!\w)", full, text, flags=re.IGNORECASE)
    return text


def all_tokens(text: str) -> list[str]:
    """The words of a text of any length, as `tokens` writes them."""
    found = WORD.findall(_plain(APOSTROPHES.sub("", _spelt_out(text))))
    return _joined([word for one in found for word in APART.get(one, (INSTEAD.get(one, one),))])


def _plain(text: str) -> str:
    """Small letters without accents."""
    return "".join(sign for sign in unicodedata.normalize("NFKD", text.casefold()) if not unicodedata.combining(sign))


def tokens(text: str) -> list[str]:
    """The words of a text: small letters without accents, "can't", "cannot" and "can not" alike.

    Examples
    --------
    >>> tokens("Mum can't cope – DAD’s café")
    ['mum', 'cant', 'cope', 'dads', 'cafe']
    >>> tokens("I do not want to")
    ['i', 'dont', 'want', 'to']
    """
    return all_tokens(text[:MOST_CHARACTERS])[:MOST_WORDS]


def _joined(found: list[str]) -> list[str]:
    """Words that belong together, as one: "do not", and "mum s" where an apostrophe was lost."""
    joined: list[str] = []
    for word in found:
        before = joined[-1] if joined else ""
        if (before, word) in TOGETHER:
            joined[-1] = TOGETHER[before, word]
        elif word in ("t", "s") and len(before) > 1 and before.isalpha():
            joined[-1] = before + word
        else:
            joined.append(word)
    return joined


def is_cut(text: str) -> bool:
    """Whether more was typed than is looked at."""
    return len(text) > MOST_CHARACTERS or len(text.split()) > MOST_WORDS


@cache
def is_content(word: str) -> bool:
    """Whether a word says what is sought."""
    return word not in STOP and (len(word) > 1 or word.isdigit())
