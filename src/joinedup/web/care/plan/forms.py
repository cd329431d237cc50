"""What did somebody type into a form of the plan, as items the core knows?"""

import re
from collections.abc import Mapping
from datetime import date
from typing import Any
from uuid import uuid4

from django import forms

from joinedup.core.care import ABOUT_ME, AboutMe, Item, ItemRefused, asked_of, heading_id
from joinedup.core.care.fields import CHOICE, DAY, LINES, SCALE, STAFF, Asked, Problem
from joinedup.web.care.models import Agreement
from joinedup.web.care.plan.actions import Signature
from joinedup.web.care.saving import Sent
from joinedup.web.components.problems import AGAIN, too_long

MARK = re.compile(r"[0-9a-f-]{8,40}")
ITEM_ID = re.compile(r"[A-Za-z0-9_-]{1,66}")
PARTS = ("day", "month", "year")


class WrongForm(ItemRefused):
    """Fields of a form cannot be read; `problems` says which."""


def new_mark() -> str:
    """A mark no other form has."""
    return uuid4().hex


def sent_of(data: Mapping[str, str]) -> Sent:
    """Which version was seen, and the form's own mark; whoever tampers with them is asked to open the page again."""
    mark = data.get("submission", "")
    return Sent(base=data.get("base", "")[:60], submission=mark if MARK.fullmatch(mark) else new_mark())


def plain(text: str) -> str:
    """Text as it is kept: line ends of one kind, no blanks around it."""
    return text.replace("\r\n", "\n").replace("\r", "\n").strip()


def item_of(kind: type[Item], data: Mapping[str, str], *, staff: Mapping[str, Any], kept: Item | None = None) -> Item:
    """The item somebody typed.

    Parameters
    ----------
    staff : those who may be named, by username; whoever an action names already stays.
    kept : the item as it was; what the form does not ask stays as it is there.

    Raises
    ------
    ItemRefused : with every problem of every field.
    """
    said: dict[str, Any] = {"parent_id": data.get("parent_id", "")[:80]}
    problems: list[Problem] = []
    for name, asked in asked_of(kind).items():
        value, problem = read(name, asked, data)
        if asked.sort == STAFF and value and value not in staff and value != getattr(kept, name, ""):
            problem = Problem("not_a_choice", name, "Select a member of staff from the list")
        said[name] = value if problem is None else default_of(kind, name)
        problems += [problem] if problem else []
    not_asked = {name: getattr(kept, name) for name in NOT_ASKED if hasattr(kept, name)}
    try:
        made = kind(id=item_id(data, kept), **said, **not_asked)
    except ItemRefused as refused:
        named = {problem.field for problem in problems}
        raise WrongForm((*problems, *(one for one in refused.problems if one.field not in named))) from refused
    if problems:
        raise WrongForm(tuple(problems))
    return made


def item_id(data: Mapping[str, str], kept: Item | None) -> str:
    """The id the item has, or the one its form was given."""
    if kept is not None:
        return kept.id
    given = data.get("item", "")
    return given if ITEM_ID.fullmatch(given) else new_mark()


NOT_ASKED = ("offer", "offer_reason", "payer", "agreed_in", "agreed_words")  # what an action came from


def default_of(kind: type[Item], name: str) -> Any:
    return kind.__dataclass_fields__[name].default


def read(name: str, asked: Asked, data: Mapping[str, str]) -> tuple[Any, Problem | None]:
    """One field as the core wants it, and what is wrong if it cannot be read."""
    if asked.sort == DAY:
        return read_day(name, asked, data)
    text = plain(data.get(name, ""))
    if asked.sort == LINES:
        return tuple(line.strip() for line in text.split("\n") if line.strip()), None
    if asked.sort == SCALE:
        return read_number(name, asked, text)
    return (" ".join(text.split("\n")) if asked.sort not in ("text", CHOICE) else text), None


def read_number(name: str, asked: Asked, text: str) -> tuple[int | None, Problem | None]:
    """A whole number of at most three digits, or nothing."""
    if not text:
        return None, None
    if text.isascii() and text.isdecimal() and len(text) < 4:
        return int(text), None
    return None, Problem("not_on_the_scale", name, f"{asked.heading} must be a whole number from 1 to 10")


def read_day(name: str, asked: Asked, data: Mapping[str, str]) -> tuple[date | None, Problem | None]:
    """A date of three parts, or nothing.

    Examples
    --------
    >>> read_day("on", Asked("On", DAY), {"on-day": "31", "on-month": "2", "on-year": "2026"})[1].words
    'On must be a real date, such as 27 3 2026'
    """
    parts = [plain(data.get(f"{name}-{part}", "")) for part in PARTS]
    if not any(parts):
        return None, None
    try:
        if not all(part.isascii() and part.isdecimal() and len(part) < 5 for part in parts):
            raise ValueError
        return date(int(parts[2]), int(parts[1]), int(parts[0])), None
    except ValueError:
        return None, Problem("not_a_day", name, f"{asked.heading} must be a real date, such as 27 3 2026")


def about_me_of(data: Mapping[str, str]) -> tuple[tuple[AboutMe, ...], tuple[str, ...]]:
    """The headings of About Me that say something, and the ids of those that say nothing.

    Raises
    ------
    ItemRefused : its problems name the headings by their ids.
    """
    said = {key: plain(words) for key, words in data.items() if heading_id(key)}
    items, problems = [], []
    for key, words in said.items():
        try:
            items += [AboutMe(id=key, words=words)] if words else []
        except ItemRefused as refused:
            heading = ABOUT_ME[heading_id(key)][0]
            problems += [Problem(one.name, key, f"{heading}: {one.words}") for one in refused.problems]
    if problems:
        raise WrongForm(tuple(problems))
    return tuple(items), tuple(key for key, words in said.items() if not words)


class SignForm(forms.Form):
    """With whom the plan was agreed."""

    agreed_with = forms.ChoiceField(
        choices=Agreement.With.choices,
        error_messages=dict.fromkeys(("required", "invalid_choice"), "Select with whom the plan was agreed"),
    )
    full_name = forms.CharField(
        max_length=200,
        error_messages={
            "required": "Enter the full name of whoever agreed, or of who decided",
            **too_long("Full name", 200),
        },
    )
    role = forms.CharField(required=False, max_length=200, error_messages=too_long("Role", 200))
    note = forms.CharField(required=False, max_length=1000, error_messages=too_long("Note", 1000))
    base = forms.CharField(max_length=60, error_messages=AGAIN)

    def clean(self) -> dict[str, Any] | None:
        cleaned = super().clean()
        is_other = self.cleaned_data.get("agreed_with") in ("representative", "best_interests")
        if is_other and not self.cleaned_data.get("role") and "role" not in self.errors:
            self.add_error("role", "Enter what they are to the person, or their role")
        return cleaned

    @property
    def signature(self) -> Signature:
        return Signature(
            reference=self.cleaned_data["base"],
            agreed_with=self.cleaned_data["agreed_with"],
            full_name=self.cleaned_data["full_name"],
            role=self.cleaned_data["role"],
            note=plain(self.cleaned_data["note"]),
        )
