"""What differs between two versions of an entry?

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


def share_gone(before: int, gone: int) -> float:
    """The share of entries that would go, from 0 to 1; 0 where there was none."""
    return gone / before if before else 0.0
