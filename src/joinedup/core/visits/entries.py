"""Is what a document says a name, or a number of minutes? For documents of other people's forms."""

import math
from collections.abc import Mapping
from typing import Any

from joinedup.core.visits.wrong_days import RoundsWrong


def name_in(said: Mapping[str, Any], field: str) -> str:
    """What is named in a field.

    Raises
    ------
    RoundsWrong : it is no text.

    Examples
    --------
    >>> name_in({"id": "p1"}, "id")
    'p1'
    """
    found = said[field]
    if not isinstance(found, str) or not found:
        raise RoundsWrong(f"'{field}' is {str(found)[:40]!r}", expected="a name, as text")
    return found


def names_in(said: Mapping[str, Any], field: str) -> frozenset[str]:
    """What is named in a list; none where the field is not there, or null.

    Raises
    ------
    RoundsWrong : it is no list of texts.

    Examples
    --------
    >>> sorted(names_in({"abilities": ["s2", "s1"]}, "abilities"))
    ['s1', 's2']
    """
    found = said.get(field) or []
    if not isinstance(found, list) or not all(isinstance(one, str) for one in found):
        raise RoundsWrong(f"'{field}' is {str(found)[:40]!r}", expected="a list of names")
    return frozenset(found)


def minutes_in(said: Any, field: Any) -> float:
    """The number in a field, or at a place of a list.

    Raises
    ------
    RoundsWrong : it is no number, or has no end.

    Examples
    --------
    >>> minutes_in({"start": 480}, "start"), minutes_in([0, 30], 1)
    (480.0, 30.0)
    """
    found = said[field]
    if isinstance(found, bool) or not isinstance(found, int | float) or not math.isfinite(found):
        where = f"'{field}'" if isinstance(field, str) else f"Number {field + 1} of {str(said)[:40]}"
        raise RoundsWrong(f"{where} is {str(found)[:40]!r}", expected="a number of minutes")
    return float(found)
