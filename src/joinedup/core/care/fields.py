"""What can one field of a plan hold, how is it asked for, and what is wrong with what somebody wrote?"""

import re
from dataclasses import dataclass, field
from datetime import date
from typing import Any
from unicodedata import category

LINE, TEXT, LINES, DAY, SCALE, CHOICE, STAFF = "line", "text", "lines", "day", "scale", "choice", "staff"
LINE_LETTERS, TEXT_LETTERS, MOST_LINES = 200, 4000, 30
LOWEST, HIGHEST = 1, 10  # importance and confidence, as the PRSB standard has them
EARLIEST, LATEST = date(1900, 1, 1), date(2200, 1, 1)
CONTROL = re.compile(r"[\x00-\x08\x0b-\x1f\x7f]")
NOTHING_SAID = ("", (), None)


@dataclass(frozen=True)
class Asked:
    """How a field is asked for and printed.

    Parameters
    ----------
    heading : its name on forms and on paper.
    sort : line, text, lines (one a line), day, scale (1 to 10), choice or staff (a username).
    help : a sentence beside the question, in our own words.
    letters : the most a line, a text or each of several lines may hold.
    is_rare : asked for behind "more", as few need it.
    choices : value and words of each choice.
    """

    heading: str
    sort: str
    help: str = ""
    letters: int = LINE_LETTERS
    is_needed: bool = False
    is_rare: bool = False
    choices: tuple[tuple[str, str], ...] = ()

    def words(self, value: Any) -> str:
        """A value as people read it; nothing for nothing.

        Examples
        --------
        >>> Asked("Importance", SCALE).words(7), Asked("By", DAY).words(date(2026, 4, 1)), Asked("Who", LINES).words(())
        ('7 out of 10', '1 April 2026', '')
        """
        if value in NOTHING_SAID:
            return ""
        if self.sort == DAY:
            return f"{value.day} {value:%B %Y}"
        if self.sort == SCALE:
            return f"{value} out of {HIGHEST}"
        if self.sort == LINES:
            return "\n".join(value)
        return str(dict(self.choices).get(value, value))


@dataclass(frozen=True)
class Problem:
    """One thing wrong with what somebody wrote.

    Parameters
    ----------
    name : missing, too_long, unprintable, not_on_the_scale, not_a_choice, not_a_day or dates_out_of_order.
    """

    name: str
    field: str
    words: str


def line(heading: str, **more: Any) -> Any:
    """A field of one line."""
    return field(default="", metadata={"asked": Asked(heading, LINE, **more)})


def text(heading: str, **more: Any) -> Any:
    """A field of several paragraphs."""
    return field(default="", metadata={"asked": Asked(heading, TEXT, letters=TEXT_LETTERS, **more)})


def lines(heading: str, **more: Any) -> Any:
    """A field of short entries, one a line."""
    return field(default=(), metadata={"asked": Asked(heading, LINES, **more)})


def day(heading: str, **more: Any) -> Any:
    """A field for a date."""
    return field(default=None, metadata={"asked": Asked(heading, DAY, **more)})


def scale(heading: str, **more: Any) -> Any:
    """A field for a number from 1 to 10."""
    return field(default=None, metadata={"asked": Asked(heading, SCALE, **more)})


def choice(heading: str, choices: tuple[tuple[str, str], ...], *, default: str = "", **more: Any) -> Any:
    """A field for one of a few choices."""
    return field(default=default, metadata={"asked": Asked(heading, CHOICE, choices=choices, **more)})


def staff(heading: str, **more: Any) -> Any:
    """A field for the username of a member of staff."""
    return field(default="", metadata={"asked": Asked(heading, STAFF, **more)})


def problem_with(name: str, asked: Asked, value: Any) -> Problem | None:
    """What is wrong with one value, if anything.

    Examples
    --------
    >>> problem_with("importance", Asked("Importance", SCALE), 11)
    Problem(name='not_on_the_scale', field='importance', words='Importance must be a whole number from 1 to 10')
    """
    if asked.is_needed and (value in NOTHING_SAID or is_invisible(value)):
        return Problem("missing", name, f"Enter: {asked.heading[:1].lower()}{asked.heading[1:]}")
    if value in NOTHING_SAID:
        return None
    return CHECKS[asked.sort](name, asked, value)


def is_invisible(value: Any) -> bool:
    """Whether a text, or every one of some, is of blanks and letters of no width alone.

    Examples
    --------
    >>> is_invisible("\u200b \u2060"), is_invisible("a\u200b"), is_invisible(("\ufeff",)), is_invisible(7)
    (True, False, True, False)
    """
    entries = (value,) if isinstance(value, str) else value if isinstance(value, tuple) else ("not a text",)
    return all(letter.isspace() or category(letter) == "Cf" for entry in entries for letter in entry)


def written(name: str, asked: Asked, value: Any) -> Problem | None:
    """A line or a text, too long or of letters nobody can see."""
    entries = value if asked.sort == LINES else (value,)
    if len(entries) > MOST_LINES:
        return Problem(
            "too_long", name, f"{asked.heading} must have {MOST_LINES} lines or fewer; it has {len(entries)}"
        )
    longest = max(len(entry) for entry in entries)
    if longest > asked.letters:
        what = "Each line of " if asked.sort == LINES else ""
        words = f"{what}{asked.heading} must be {asked.letters:,} characters or fewer; it is {longest:,}"
        return Problem("too_long", name, words)
    if any(CONTROL.search(entry) for entry in entries):
        return Problem("unprintable", name, f"{asked.heading} holds characters that cannot be shown")
    return None


def on_the_scale(name: str, asked: Asked, value: Any) -> Problem | None:
    """A number off the scale."""
    if isinstance(value, int) and LOWEST <= value <= HIGHEST:
        return None
    return Problem("not_on_the_scale", name, f"{asked.heading} must be a whole number from {LOWEST} to {HIGHEST}")


def of_the_choices(name: str, asked: Asked, value: Any) -> Problem | None:
    """A choice that is none of those offered."""
    if value in dict(asked.choices):
        return None
    return Problem("not_a_choice", name, f"Select {asked.heading[:1].lower()}{asked.heading[1:]} from the list")


def a_day(name: str, asked: Asked, value: Any) -> Problem | None:
    """A date nobody can mean."""
    if isinstance(value, date) and EARLIEST <= value < LATEST:
        return None
    return Problem("not_a_day", name, f"{asked.heading} must be a date between {EARLIEST.year} and {LATEST.year - 1}")


CHECKS = {
    LINE: written,
    TEXT: written,
    LINES: written,
    STAFF: written,
    DAY: a_day,
    SCALE: on_the_scale,
    CHOICE: of_the_choices,
}
