"""What differs between two versions of a plan, item by item, in words?"""

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum

from joinedup.core.care.fields import STAFF
from joinedup.core.care.item import Item, asked_of
from joinedup.core.care.items import heading_of


class How(StrEnum):
    """What happened to an item."""

    ADDED = "added"
    CHANGED = "changed"
    REMOVED = "removed"


Names = Mapping[str, str]
NO_NAMES: Names = {}


@dataclass(frozen=True)
class FieldDifference:
    """One field that differs, in words; empty where nothing is said."""

    heading: str
    before: str
    after: str


@dataclass(frozen=True)
class ItemDifference:
    """One item that differs.

    Parameters
    ----------
    name : what the item is called, as it is after, or was before it was removed.
    """

    item_id: str
    how: How
    kind: str
    name: str
    fields: tuple[FieldDifference, ...]


def differences(
    before: Mapping[str, Item], after: Mapping[str, Item], *, names: Names = NO_NAMES
) -> tuple[ItemDifference, ...]:
    """Every item that differs, those of `before` first.

    Parameters
    ----------
    names : of members of staff, by username.

    Examples
    --------
    >>> from joinedup.core.care.items import Goal
    >>> old = Goal(id="g", words="Walk to the shop", importance=5)
    >>> new = Goal(id="g", words="Walk to the shop", importance=8)
    >>> differences({"g": old}, {"g": new})[0].fields
    (FieldDifference(heading='Importance to the person', before='5 out of 10', after='8 out of 10'),)
    """
    keys = dict.fromkeys((*before, *after))
    return tuple(
        item_difference(before.get(key), after.get(key), names=names)
        for key in keys
        if before.get(key) != after.get(key)
    )


def item_difference(before: Item | None, after: Item | None, *, names: Names = NO_NAMES) -> ItemDifference:
    """How one item differs; one of the two may be absent."""
    shown = after or before
    if shown is None:
        raise ValueError("there is no item to compare")
    how = How.ADDED if before is None else How.REMOVED if after is None else How.CHANGED
    return ItemDifference(shown.id, how, heading_of(shown), shown.name, field_differences(before, after, names=names))


def field_differences(
    before: Item | None, after: Item | None, *, names: Names = NO_NAMES
) -> tuple[FieldDifference, ...]:
    """The fields that differ, and where the item stands if that does."""
    shown = after or before
    pairs = []
    for name, asked in asked_of(type(shown)).items() if shown else ():
        was, now = (words_of(side, name, names) for side in (before, after))
        pairs.append(FieldDifference(asked.heading, was, now))
    if before and after and before.parent_id != after.parent_id:
        pairs.append(FieldDifference("Where it stands in the plan", "elsewhere", "moved"))
    return tuple(pair for pair in pairs if pair.before != pair.after)


def words_of(item: Item | None, field: str, names: Names) -> str:
    """A field of an item in words, a member of staff by name; nothing where there is no item."""
    if item is None:
        return ""
    asked, value = asked_of(type(item))[field], getattr(item, field)
    return names.get(value, value) if asked.sort == STAFF else asked.words(value)
