"""What is a pair of records called, whichever of the two is named first, and how is one raised by hand?"""

import hashlib
from collections.abc import Iterable
from typing import Any

from joinedup.web.review.models import Record, ReviewPair

BETWEEN, WITHIN = "\x1e", "\x1f"
REPORTED_PRIORITY = 1000.0  # somebody who cares for the person says so: before all that a formula ranks


def pair_id(left: tuple[str, str], right: tuple[str, str]) -> str:
    """Id of the pair of two records, each given as source and record id: the one a run would give it.

    >>> pair_id(("gp", "1"), ("council", "A")) == pair_id(("council", "A"), ("gp", "1"))
    True
    """
    text = BETWEEN.join(sorted(WITHIN.join(key) for key in (left, right)))
    return "v" + hashlib.md5(text.encode(), usedforsecurity=False).hexdigest()[:16]


def listed(codes: Iterable[str]) -> str:
    """Codes as one text in which each can be found between commas.

    >>> listed(["dch", "", "council", "dch"])
    ',council,dch,'
    """
    known = sorted({code for code in codes if code})
    return f",{','.join(known)}," if known else ""


def codes(text: str) -> list[str]:
    """The codes of such a text.

    >>> codes(",council,dch,"), codes("")
    (['council', 'dch'], [])
    """
    return [code for code in text.split(",") if code]


def reported(first: Record, second: Record, person: Any) -> ReviewPair:
    """The pair of two records of one person which somebody reports to be of two; not saved."""
    left, right = sorted((first, second), key=lambda one: one.key)
    return ReviewPair(
        pair_id=pair_id(left.key, right.key),
        left_source=left.source,
        left_record_id=left.record_id,
        right_source=right.source,
        right_record_id=right.record_id,
        left_person_id=left.person_id,
        right_person_id=right.person_id,
        why="reported",
        is_linked=True,
        neighbourhood="" if person.is_sensitive else person.neighbourhood,
        organisations=listed((left.organisation, right.organisation)),
        priority=REPORTED_PRIORITY,
        needs_two=True,
    )
