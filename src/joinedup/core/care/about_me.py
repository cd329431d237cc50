"""What does a person say of themself? The headings of About Me 2.01 of the PRSB; the questions are ours."""

import re
from collections.abc import Collection, Iterator
from dataclasses import dataclass
from itertools import count

from joinedup.core.care.fields import text
from joinedup.core.care.item import Item


@dataclass(frozen=True, kw_only=True)
class AboutMe(Item):
    """What one heading of About Me says; the id is that of the heading."""

    KIND, TITLE = "about_me", "About me"

    words: str = text("In my own words", is_needed=True)


# id of each heading, its name, and our question to the person.
ABOUT_ME = {
    "about-most-important": ("What is most important to me", "What matters most to you in your life?"),
    "about-people": ("People who are important to me", "Who are they, and why?"),
    "about-communicate": (
        "How I communicate and how to communicate with me",
        "Language, hearing, sight, how you say yes and no, what helps you understand.",
    ),
    "about-wellness": ("My wellness", "What is a good day like, and a bad day? What keeps you well?"),
    "about-please-do": ("Please do and please do not", "What should people do or say, and what not?"),
    "about-support": ("How and when to support me", "With what, at what times, and how do you like it done?"),
    "about-also": ("Also worth knowing about me", "What you are proud of, enjoy, believe in, or want people to know."),
    "about-supported-by": ("Supported to write this by", "If somebody helped you write this: who?"),
}

NUMBERED = re.compile(r"-[0-9]{1,3}$")


def heading_id(item_id: str) -> str:
    """The heading of About Me an item's id is of; empty of any other id.

    Examples
    --------
    >>> heading_id("about-wellness"), heading_id("about-wellness-2"), heading_id("arrangements-2")
    ('about-wellness', 'about-wellness', '')
    """
    heading = NUMBERED.sub("", item_id)
    return heading if heading in ABOUT_ME else ""


def ids_of(heading: str) -> Iterator[str]:
    """The ids under which a heading may say something: its own, and with a number for whoever may not see the first.

    Examples
    --------
    >>> from itertools import islice
    >>> list(islice(ids_of("about-wellness"), 3))
    ['about-wellness', 'about-wellness-2', 'about-wellness-3']
    """
    yield heading
    yield from (f"{heading}-{number}" for number in count(2))


def own_id(heading: str, hidden: Collection[str]) -> str:
    """Under which id somebody writes a heading: the first that is not hidden from them."""
    return next(one for one in ids_of(heading) if one not in hidden)
