"""What differs between two versions of an entry, and how are two people's changes brought together?

Versions are compared as they are kept (`stored.to_json`), field by field; a field that is a list or an object is one.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

Content = Mapping[str, Any]
NOT_TOLD = frozenset({"id", "last_modified"})  # no news to anybody


@dataclass(frozen=True)
class FieldChange:
    """One field that differs; None where it is not said."""

    field: str
    before: Any
    after: Any


def changes(before: Content | None, after: Content | None) -> tuple[FieldChange, ...]:
    """Fields that differ, in order of their names.

    Examples
    --------
    >>> changes({"id": "1", "name": "Lunch"}, {"id": "1", "name": "Lunch club", "fees": "£3"})
    (FieldChange(field='fees', before=None, after='£3'), FieldChange(field='name', before='Lunch', after='Lunch club'))
    """
    old, new = before or {}, after or {}
    names = sorted((set(old) | set(new)) - NOT_TOLD)
    return tuple(FieldChange(name, old.get(name), new.get(name)) for name in names if old.get(name) != new.get(name))


@dataclass(frozen=True)
class Merged:
    """Two people's changes of one version brought together.

    Parameters
    ----------
    kept : fields that both changed, differently: they are as they are here.
    """

    content: dict[str, Any]
    kept: tuple[str, ...]


def merge(base: Content, ours: Content, theirs: Content) -> Merged:
    """What they changed since `base`, where we did not change it too.

    Parameters
    ----------
    base : the version both began with, such as what a feed said last time.
    ours, theirs : the version here, and what the feed says now.

    Examples
    --------
    >>> merge({"a": 1, "b": 1, "c": 1}, {"a": 2, "b": 1, "c": 1}, {"a": 3, "b": 2})
    Merged(content={'a': 2, 'b': 2}, kept=('a',))
    """
    merged, kept = dict(ours), []
    for name in sorted(set(base) | set(ours) | set(theirs)):
        was, here, there = base.get(name), ours.get(name), theirs.get(name)
        if there in (was, here):
            continue
        if here != was:
            kept.append(name)
        elif name in theirs:
            merged[name] = there
        else:
            del merged[name]
    return Merged(merged, tuple(kept))


def share_gone(before: int, gone: int) -> float:
    """The share of entries that would go, from 0 to 1; 0 where there was none."""
    return gone / before if before else 0.0
