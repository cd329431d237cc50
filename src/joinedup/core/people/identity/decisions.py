"""What have people decided about pairs of records, and which of it is in force?

A decision is never changed: another one withdraws it. The table of decisions therefore only grows, and what holds today
is worked out from all of it.
"""

from collections import Counter, defaultdict
from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

import pyarrow as pa

from joinedup.core.errors import CannotProceed

SCHEMA = pa.schema(
    [
        *((name, pa.string()) for name in ("decision_id", "left_source", "left_record_id")),
        *((name, pa.string()) for name in ("right_source", "right_record_id", "verdict", "purpose")),
        ("needs_two", pa.bool_()),
        ("decided_by", pa.string()),
        ("decided_at", pa.timestamp("us")),
        ("undoes", pa.string()),
        ("reason", pa.string()),
    ]
)
VERDICTS = ("same", "different", "cannot_tell")
PURPOSES = ("review", "unlink", "changed_identity", "sample")
LINK = pa.schema([(f"{side}_{name}", pa.string()) for side in ("left", "right") for name in ("source", "record_id")])

Record = tuple[str, str]  # source, record_id
Pair = tuple[Record, Record]


class NotDecisions(CannotProceed):
    """A table of decisions lacks what a decision says."""


@dataclass(frozen=True)
class Standing:
    """What holds today.

    Parameters
    ----------
    must_link : pairs of records that are one person, the latest decision first.
    cannot_link : pairs of records that are two people.
    waiting : pairs of which one person decided something that needs a second.
    """

    must_link: list[Pair] = field(default_factory=list)
    cannot_link: list[Pair] = field(default_factory=list)
    waiting: list[Pair] = field(default_factory=list)


def standing(decisions: pa.Table | None) -> Standing:
    """Which pairs of records must, and which cannot, be one person.

    A withdrawn decision counts for nothing. A changed identity keeps its records apart whatever else was decided.
    Otherwise the latest verdict holds; of each person only the last word counts; and a verdict that needs two counts
    from when two different people have given it, and more than have given any other: two against two leave what held.

    Parameters
    ----------
    decisions : one row per thing one person decided (`SCHEMA`); None if there are none.

    Raises
    ------
    NotDecisions
        A column is missing.

    Examples
    --------
    >>> row = {"decision_id": "1", "left_source": "gp", "left_record_id": "1", "right_source": "gp",
    ...        "right_record_id": "2", "verdict": "different", "purpose": "unlink", "needs_two": False,
    ...        "decided_by": "ann", "decided_at": datetime(2026, 4, 1), "undoes": None, "reason": "two people"}
    >>> standing(pa.Table.from_pylist([row], schema=SCHEMA)).cannot_link
    [(('gp', '1'), ('gp', '2'))]
    >>> undo = row | {"decision_id": "2", "verdict": None, "decided_at": datetime(2026, 4, 2), "undoes": "1"}
    >>> standing(pa.Table.from_pylist([row, undo], schema=SCHEMA)).cannot_link
    []
    """
    by_pair: dict[Pair, list[dict[str, Any]]] = defaultdict(list)
    for row in in_force(rows_of(decisions)):
        pair = pair_of(row)
        if pair[0] != pair[1]:
            by_pair[pair].append(row)
    must: list[tuple[datetime, Pair]] = []
    found = Standing()
    for pair, rows in sorted(by_pair.items()):
        verdict, at = _effective(rows)
        if verdict == "same":
            must.append((at, pair))
        elif verdict == "different":
            found.cannot_link.append(pair)
        elif verdict is None:
            found.waiting.append(pair)
    found.must_link.extend(pair for _, pair in sorted(must, key=lambda each: each[0], reverse=True))
    return found


def rows_of(decisions: pa.Table | None) -> list[dict[str, Any]]:
    """The decisions as rows, in the order they were made."""
    if decisions is None:
        return []
    missing = [name for name in SCHEMA.names if name not in decisions.column_names]
    if missing:
        raise NotDecisions(
            f"Decisions without {', '.join(missing)}",
            expected="one row per decision, with all its columns",
            available=decisions.column_names,
        )
    rows: list[dict[str, Any]] = decisions.select(SCHEMA.names).cast(SCHEMA).to_pylist()
    return sorted(rows, key=lambda row: (row["decided_at"], bool(row["undoes"]), row["decision_id"]))


def in_force(rows: Iterable[dict[str, Any]]) -> list[dict[str, Any]]:
    """The decisions that no decision in force withdraws; `rows` stand in the order they were made.

    A withdrawal may itself be withdrawn, and then the first decision holds again.
    """
    withdrawn: set[str] = set()
    kept = []
    for row in reversed(list(rows)):  # only what came later can withdraw
        if row["decision_id"] in withdrawn:
            continue
        if row["undoes"]:
            withdrawn.add(row["undoes"])
        if row["verdict"] or not row["undoes"]:
            kept.append(row)
    return kept[::-1]


def changes(decisions: pa.Table | None) -> list[dict[str, Any]]:
    """The decisions in force that say an identity was changed."""
    return [row for row in in_force(rows_of(decisions)) if row["purpose"] == "changed_identity"]


def changed_identities(decisions: pa.Table | None) -> pa.Table:
    """The pairs of records of which one is an identity the other was changed from, as `as_table` gives pairs."""
    return as_table(sorted({pair_of(row) for row in changes(decisions)}))


def pair_of(row: dict[str, Any]) -> Pair:
    """The two records a decision is about, in the order of their keys."""
    left, right = ((row[f"{side}_source"], row[f"{side}_record_id"]) for side in ("left", "right"))
    return (left, right) if left <= right else (right, left)


def verdict_of(row: dict[str, Any]) -> str | None:
    """What a decision says: to unlink, or to change an identity, is to say that they are two people."""
    return "different" if row["purpose"] in ("unlink", "changed_identity") else row["verdict"]


def _effective(rows: list[dict[str, Any]]) -> tuple[str | None, datetime]:
    """The verdict on one pair, and since when; None while a second person is waited for."""
    if any(row["purpose"] == "changed_identity" for row in rows):
        return "different", rows[0]["decided_at"]
    last_word = {row["decided_by"]: row for row in rows}
    best: tuple[str | None, datetime] = (None, rows[0]["decided_at"])
    said: Counter[str | None] = Counter()
    for row in sorted(last_word.values(), key=lambda row: (row["decided_at"], row["decision_id"])):
        verdict = verdict_of(row)
        said[verdict] += 1
        most_others = max((count for other, count in said.items() if other != verdict), default=0)
        if not row["needs_two"] or said[verdict] > max(most_others, 1):
            best = (verdict, row["decided_at"])
    return best


def as_table(pairs: Iterable[Pair]) -> pa.Table:
    """Pairs of records as a table: left_source, left_record_id, right_source, right_record_id."""
    return pa.Table.from_pylist(
        [dict(zip(LINK.names, (*left, *right), strict=True)) for left, right in pairs], schema=LINK
    )
