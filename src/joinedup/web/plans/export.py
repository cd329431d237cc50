"""How do proposals and decisions about packages leave the pages, in the form in which the next choice takes them?"""

import csv
from collections.abc import Iterable, Iterator, Mapping
from pathlib import Path
from typing import Any

from django.utils import timezone

from joinedup.core.plans.decisions import COLUMNS


def rows(
    decisions: Iterable[Any], proposals: Iterable[tuple[str, str]], proposed_on: str, today: Mapping[str, str]
) -> Iterator[dict[str, str]]:
    """Codes and days; no note, which may say anything about anybody.

    Parameters
    ----------
    decisions : oldest first.
    proposals : person and offer of everything that was in the month's plan, or is proposed where none was accepted.
    today : ids of people that a later run merged into others, and what they are now.
    """
    for person_id, offer in proposals:
        yield line(today.get(person_id, person_id), offer, "proposed", "", proposed_on)
    for made in decisions:
        day = timezone.localdate(made.decided_at).isoformat()
        yield line(today.get(made.person_id, made.person_id), made.offer_code, made.choice, made.reason, day)


def line(person_id: str, offer: str, choice: str, reason: str, day: str) -> dict[str, str]:
    return dict(zip(COLUMNS, (person_id, offer, choice, reason, day), strict=True))


def write(lines: Iterable[dict[str, str]], path: Path) -> int:
    """Write CSV, in place of a file of that name only once all is written; returns how many lines."""
    unfinished = path.with_name(f".{path.name}.unfinished")
    written = 0
    with unfinished.open("w", encoding="utf-8", newline="") as out:
        sheet = csv.DictWriter(out, COLUMNS, lineterminator="\n")
        sheet.writeheader()
        for one in lines:
            sheet.writerow(one)
            written += 1
    unfinished.replace(path)
    return written
