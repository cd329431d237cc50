"""When two people change the same thing at once, how is nothing of either lost?

A three-way merge by item: whoever alone changed an item is followed; where both did, differently, people decide.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Generic, TypeVar

Value = TypeVar("Value")


@dataclass(frozen=True)
class Clash(Generic[Value]):
    """An item that both changed, differently; None where it is not there.

    Parameters
    ----------
    standing : as it stands now.
    mine : as the one who saves would have it.
    """

    key: str
    base: Value | None
    standing: Value | None
    mine: Value | None


@dataclass(frozen=True)
class Merged(Generic[Value]):
    """Both people's changes together; clashing items are in it as they stand, never gone."""

    content: dict[str, Value]
    clashes: tuple[Clash[Value], ...]


def no_parent(_: object) -> str:
    """For content whose items stand under nothing."""
    return ""


def merge(
    base: Mapping[str, Value],
    standing: Mapping[str, Value],
    mine: Mapping[str, Value],
    *,
    parent_of: Callable[[Value], str] = no_parent,
) -> Merged[Value]:
    """What stands, with what I changed since `base`.

    Parameters
    ----------
    base : what I began with, by item id.
    standing : what there is now.
    mine : what I would save.
    parent_of : the id of the item one stands under; an item whose child somebody else added or changed stays.

    Examples
    --------
    >>> merge({"a": 1, "b": 1}, {"a": 2, "b": 1}, {"a": 1, "b": 3}).content
    {'a': 2, 'b': 3}
    >>> merge({"a": 1}, {"a": 2}, {"a": 3}).clashes
    (Clash(key='a', base=1, standing=2, mine=3),)
    """
    merged: dict[str, Value] = {}
    clashes: list[Clash[Value]] = []
    for key in dict.fromkeys((*standing, *mine, *base)):
        was, here, own = base.get(key), standing.get(key), mine.get(key)
        is_clash = own not in (was, here) and here != was
        kept = here if own == was or is_clash else own
        if is_clash:
            clashes.append(Clash(key, was, here, own))
            kept = kept if kept is not None else own  # removed there, changed here: stays until somebody decides
        if kept is not None:
            merged[key] = kept
    return with_parents(Merged(merged, tuple(clashes)), base, standing, mine, parent_of=parent_of)


def with_parents(
    found: Merged[Value],
    base: Mapping[str, Value],
    standing: Mapping[str, Value],
    mine: Mapping[str, Value],
    *,
    parent_of: Callable[[Value], str],
) -> Merged[Value]:
    """The same with every item that another still stands under; that it was to go is a clash."""
    content, clashes = dict(found.content), list(found.clashes)
    waiting = list(content.values())
    while waiting:
        parent = parent_of(waiting.pop())
        if not parent or parent in content:
            continue
        back = next((side[parent] for side in (standing, mine, base) if parent in side), None)
        if back is None:
            continue
        content[parent] = back
        waiting.append(back)
        if all(clash.key != parent for clash in clashes):
            clashes.append(Clash(parent, base.get(parent), standing.get(parent), mine.get(parent)))
    return Merged(content, tuple(clashes))
