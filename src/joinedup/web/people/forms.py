"""Which entries of a timeline are wanted?"""

import re
from collections.abc import Iterable, Mapping
from datetime import date
from typing import Any

CURSOR = re.compile(r"(\d{4}-\d{2}-\d{2})~(\d{1,15})")


def read_cursor(text: str) -> tuple[date, int] | None:
    """Where a page of a timeline begins; None, the first page, if the text is none of ours.

    >>> read_cursor("2025-03-01~17")
    (datetime.date(2025, 3, 1), 17)
    >>> read_cursor("2025-13-41~1"), read_cursor("x")
    (None, None)
    """
    found = CURSOR.fullmatch(text)
    if not found:
        return None
    try:
        return date.fromisoformat(found[1]), int(found[2])
    except ValueError:
        return None


def write_cursor(entry: Any) -> str:
    return f"{entry.starts_on.isoformat()}~{entry.pk}"


def chosen(asked: str, kinds: Iterable[Mapping[str, Any]], field: str) -> str:
    """The agency or kind asked for if the timeline has it, else any."""
    return asked if any(row[field] == asked for row in kinds) else ""
