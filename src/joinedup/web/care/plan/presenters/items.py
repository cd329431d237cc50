"""How is one item of a plan put into words: its name, its facts, how far it is?"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from joinedup.core.care import Action, Item, asked_of, heading_of, may_be_sealed
from joinedup.core.care.fields import STAFF, Asked

STATUS_LEVEL = {
    "draft": "waiting",
    "to_start": "low",
    "planned": "low",
    "under_way": "waiting",
    "done": "good",
    "reached": "good",
    "partly": "waiting",
    "not_reached": "low",
    "stopped": "low",
    "dropped": "low",
}
Staff = Mapping[str, Any]


@dataclass(frozen=True)
class Line:
    """One item of a plan, ready to be read.

    Parameters
    ----------
    facts : heading and words of every field but its first and its status.
    children : what stands under it, in groups: title, kind and lines.
    """

    id: str
    kind: str
    title: str
    name: str
    facts: tuple[tuple[str, str], ...]
    status: str
    level: str
    note: str = ""
    is_open: bool = False
    may_be_sealed: bool = False
    children: tuple["Group", ...] = ()


@dataclass(frozen=True)
class Group:
    """Items of one kind that stand together, with what may be added there."""

    kind: str
    title: str
    add: str
    under: str
    lines: tuple[Line, ...]


def line(item: Item, staff: Staff, *, note: str = "", children: Sequence[Group] = ()) -> Line:
    """An item as a line, with who does it by name."""
    asked = asked_of(type(item))
    first = next((name for name, one in asked.items() if one.words(getattr(item, name))), "")
    said = [(one, name) for name, one in asked.items() if name not in (first, "status")]
    facts = [(one.heading, words(one, getattr(item, name), staff)) for one, name in said]
    status = getattr(item, "status", "")
    return Line(
        id=item.id,
        kind=item.KIND,
        title=heading_of(item),
        name=words(asked[first], getattr(item, first), staff) if first else item.TITLE,
        facts=(*((heading, text) for heading, text in facts if text), *came_from(item)),
        status=asked["status"].words(status) if status else "",
        level=STATUS_LEVEL.get(status, "low"),
        note=note,
        is_open=isinstance(item, Action) and item.is_open,
        may_be_sealed=may_be_sealed(item),
        children=tuple(children),
    )


def words(asked: Asked, value: Any, staff: Staff) -> str:
    """A value as people read it; a member of staff by name and job."""
    member = staff.get(value) if asked.sort == STAFF and value else None
    return f"{member.name}, {member.role_words}" if member else asked.words(value)


def came_from(item: Item) -> tuple[tuple[str, str], ...]:
    """Why an action that came from the package or a meeting is there, and who pays."""
    if not isinstance(item, Action):
        return ()
    facts = (("From the package because", item.offer_reason), ("Pays", item.payer), ("Agreed", item.agreed_words))
    return tuple((heading, text) for heading, text in facts if text)


def said_in(item: Item | None, staff: Staff) -> tuple[tuple[str, str], ...]:
    """Everything an item says, heading by heading; nothing of one that is not there."""
    if item is None:
        return ()
    asked = asked_of(type(item))
    said = ((one.heading, words(one, getattr(item, name), staff)) for name, one in asked.items())
    return tuple((heading, text) for heading, text in said if text)


def short(text: str, letters: int = 70) -> str:
    """
    >>> short("x" * 100, 5)
    'xxxx…'
    """
    return text if len(text) <= letters else f"{text[: letters - 1]}…"


def names_of(staff: Staff) -> dict[str, str]:
    """Name and job by username, as differences are told."""
    return {username: f"{member.name}, {member.role_words}" for username, member in staff.items()}
