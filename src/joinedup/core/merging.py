"""When two people change the same thing at once, what is the change of each, and where do they contradict one another?

A three-way merge by key: whoever alone changed something is followed; where both did, differently, people decide.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Generic, TypeVar

Value = TypeVar("Value")


@dataclass(frozen=True)
class Clash(Generic[Value]):
    """What both changed, differently; None where it is not there.

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
    """Both people's changes together; what clashes is in it as it stands."""

    content: dict[str, Value]
    clashes: tuple[Clash[Value], ...]


def merge(base: Mapping[str, Value], standing: Mapping[str, Value], mine: Mapping[str, Value]) -> Merged[Value]:
    """What stands, with what I changed since `base`.

    Parameters
    ----------
    base : what I began with, by key; a key that is not there and None are the same.
    standing : what there is now.
    mine : what I would save.

    Examples
    --------
    >>> merge({"a": 1, "b": 1, "c": 1}, {"a": 2, "b": 1, "c": 1}, {"a": 1, "b": 3}).content
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
        if kept is not None:
            merged[key] = kept
    return Merged(merged, tuple(clashes))
