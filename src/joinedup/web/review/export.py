"""How do decisions leave the pages, in the form in which the next joining of records takes them?"""

import csv
from collections.abc import Iterable, Iterator
from datetime import UTC
from pathlib import Path
from typing import Any

from joinedup.core.people.identity.decisions import SCHEMA
from joinedup.web.risk.download import harmless

COLUMNS = tuple(SCHEMA.names)


def rows(decisions: Iterable[Any]) -> Iterator[dict[str, str]]:
    """Decisions as rows of the exchange format: ids of records, what was said, by whom; nothing else about anybody.

    Parameters
    ----------
    decisions : as `queries.all_decisions` gives them, with the username of whoever decided.
    """
    for made in decisions:
        yield {
            "decision_id": made.decision_id,
            "left_source": made.left_source,
            "left_record_id": made.left_record_id,
            "right_source": made.right_source,
            "right_record_id": made.right_record_id,
            "verdict": made.verdict,
            "purpose": made.purpose,
            "needs_two": "true" if made.needs_two else "false",
            "decided_by": made.username,
            "decided_at": made.decided_at.astimezone(UTC).replace(tzinfo=None).isoformat(timespec="microseconds"),
            "undoes": made.undoes,
            "reason": harmless(made.reason),
        }


def write(decisions: Iterable[Any], path: Path) -> int:
    """Write decisions as CSV, in place of a file of that name only once they are all written; returns how many."""
    unfinished = path.with_name(f".{path.name}.unfinished")
    written = 0
    with unfinished.open("w", encoding="utf-8", newline="") as out:
        sheet = csv.DictWriter(out, COLUMNS, lineterminator="\n")
        sheet.writeheader()
        for row in rows(decisions):
            sheet.writerow(row)
            written += 1
    unfinished.replace(path)
    return written
