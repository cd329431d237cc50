"""How is an item of a plan kept, and read again?"""

from dataclasses import fields
from datetime import date
from typing import Any

from joinedup.core.care.fields import Asked
from joinedup.core.care.item import Item, asked_of
from joinedup.core.care.items import KINDS


def to_dict(item: Item) -> dict[str, Any]:
    """An item as it is kept: only what is said, days as text."""
    said = {one.name: getattr(item, one.name) for one in fields(item)}
    kept = {name: as_kept(value) for name, value in said.items() if value not in ("", (), None)}
    return {"kind": item.KIND, **kept}


def as_kept(value: Any) -> Any:
    """One value as it is kept."""
    if isinstance(value, date):
        return value.isoformat()
    return list(value) if isinstance(value, tuple) else value


def from_dict(kept: dict[str, Any]) -> Item:
    """An item as it was kept; a field that a later version of joinedup dropped is left out."""
    kind = KINDS[kept["kind"]]
    asked, known = asked_of(kind), {one.name for one in fields(kind)}
    return kind(**{name: from_kept(value, asked.get(name)) for name, value in kept.items() if name in known})


def from_kept(value: Any, asked: Asked | None) -> Any:
    """One value as it was."""
    if asked and asked.sort == "day":
        return date.fromisoformat(value)
    return tuple(value) if asked and asked.sort == "lines" else value
