"""How is a page put into another language or into easy words? By files of translations; what is missing stays English.

A translation is a YAML file in definitions/directory/translations: English text, then how it is said there.
"""

from collections.abc import Callable
from functools import cache

from joinedup import definitions

OWN = "en"
FOLDER = "directory/translations"


@cache
def languages() -> dict[str, str]:
    """The languages there are, by code, with their own names; English first."""
    found = {code: definitions.read(f"{FOLDER}/{code}.yaml")["name"] for code in definitions.names(FOLDER)}
    return {OWN: "English", **found}


LANGUAGES = languages()


def html_language(code: str) -> str:
    """What the page says its language is: easy words are English too."""
    return "en-GB" if code == OWN else str(definitions.read(f"{FOLDER}/{code}.yaml")["html_language"])


def translator(code: str) -> Callable[..., str]:
    """Says a text in a language, with values put where it has names in braces."""
    words = {} if code == OWN else definitions.read(f"{FOLDER}/{code}.yaml")["texts"]

    def say(text: str, **values: object) -> str:
        said = str(words.get(text, text))
        return said.format(**values) if values else said

    return say
