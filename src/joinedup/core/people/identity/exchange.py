"""Are these decisions fit to be used, and what is wrong with those that are not?

Decisions travel as a table with one row per decision (`decisions.SCHEMA`), as CSV or Parquet: from review outside the
web, and from the web to the next run.
"""

from collections.abc import Callable, Mapping
from datetime import UTC, datetime
from typing import Any

import pyarrow as pa

from joinedup.core.people.identity.decisions import (
    PURPOSES,
    SCHEMA,
    VERDICTS,
    NotDecisions,
    Pair,
    Record,
    pair_of,
    rows_of,
)

REJECTS = pa.schema([("line", pa.int64()), ("decision_id", pa.string()), ("field", pa.string()), ("rule", pa.string())])
YES_OR_NO = {"true": True, "yes": True, "1": True, "false": False, "no": False, "0": False, "": False}
SIDES = ("left_source", "left_record_id", "right_source", "right_record_id")
NEEDED = ("decision_id", *SIDES, "verdict", "decided_by", "decided_at")

Row = dict[str, Any]
Broken = tuple[str, str] | None  # the field, and the rule it breaks


def checked(
    sent: pa.Table, *, known: pa.Table | None = None, is_known: Callable[[Record], bool] | None = None
) -> tuple[pa.Table, pa.Table]:
    """The decisions that can be used, and what is wrong with the others.

    Parameters
    ----------
    sent : one row per decision, every column text or of its own type; columns that are empty throughout may be missing,
        but for decision_id, the two records, verdict, decided_by and decided_at.
    known : decisions made before; the same decision sent twice is taken once.
    is_known : whether there ever was such a record; anything goes if not given.

    Returns
    -------
    (decisions, rejects)
        Decisions as `decisions.SCHEMA`, those in `known` left out; rejects with one row per decision that cannot be
        used: line (1 is the first), decision_id, field, rule (unknown_verdict, unknown_purpose, not_a_date,
        not_yes_or_no, empty, unknown_record, same_record, decided_twice, unknown_decision, id_used_twice).

    Examples
    --------
    >>> row = {"decision_id": "1", "left_source": "gp", "left_record_id": "1", "right_source": "gp",
    ...        "right_record_id": "2", "verdict": "maybe", "decided_by": "ann", "decided_at": "2026-04-01T10:00:00Z"}
    >>> checked(pa.Table.from_pylist([row]))[1].to_pylist()
    [{'line': 1, 'decision_id': '1', 'field': 'verdict', 'rule': 'unknown_verdict'}]
    """
    missing = [name for name in NEEDED if name not in sent.column_names]
    if missing:
        raise NotDecisions(
            f"Decisions without {', '.join(missing)}", expected=", ".join(SCHEMA.names), available=sent.column_names
        )
    earlier = {row["decision_id"]: row for row in rows_of(known)}
    rows = [_read(written) for written in sent.to_pylist()]
    withdrawn = {row["undoes"] for row in (*earlier.values(), *(row for row, _ in rows))}
    said = {_who_and_what(row) for row in earlier.values() if row["verdict"] and row["decision_id"] not in withdrawn}
    good: dict[str, Row] = {}
    rejects: list[Row] = []
    for line, (row, broken) in enumerate(rows, start=1):
        broken = broken or _broken(row, earlier, good, is_known)
        if row["decision_id"] in earlier and not broken:
            continue
        counts = bool(row["verdict"]) and row["decision_id"] not in withdrawn
        if counts and not broken and _who_and_what(row) in said:
            broken = ("decided_by", "decided_twice")
        if broken:
            found = dict(zip(("field", "rule"), broken, strict=True))
            rejects.append({"line": line, "decision_id": row["decision_id"]} | found)
        else:
            good[row["decision_id"]] = row
            said |= {_who_and_what(row)} if counts else set()
    return pa.Table.from_pylist(list(good.values()), schema=SCHEMA), pa.Table.from_pylist(rejects, schema=REJECTS)


def _read(written: Mapping[str, Any]) -> tuple[Row, Broken]:
    """The values as their types, and the first that is not of its type."""
    row: Row = {name: _text(written.get(name)) for name in SCHEMA.names}
    row["purpose"] = row["purpose"] or "review"
    row["decided_at"], row["needs_two"] = _moment(written["decided_at"]), _yes_or_no(written.get("needs_two"))
    if row["decided_at"] is None:
        return row, ("decided_at", "not_a_date")
    if row["needs_two"] is None:
        return row, ("needs_two", "not_yes_or_no")
    return row, None


def _broken(row: Row, earlier: Mapping[str, Row], good: Mapping[str, Row], is_known: Any) -> Broken:
    """The first rule a decision breaks, if it breaks one."""
    if row["decision_id"] in earlier:
        return None if _says(row) == _says(earlier[row["decision_id"]]) else ("decision_id", "id_used_twice")
    for name in ("decision_id", *SIDES, "decided_by"):
        if not row[name]:
            return name, "empty"
    if row["decision_id"] in good:
        return "decision_id", "id_used_twice"
    if row["undoes"] and row["undoes"] not in earlier and row["undoes"] not in good:
        return "undoes", "unknown_decision"
    if row["verdict"] not in VERDICTS and (row["verdict"] or not row["undoes"]):
        return "verdict", "unknown_verdict"
    if row["purpose"] not in PURPOSES:
        return "purpose", "unknown_purpose"
    left, right = pair_of(row)
    if left == right:
        return "right_record_id", "same_record"
    if is_known and not (is_known(left) and is_known(right)):
        return ("left_record_id" if not is_known(_side(row, "left")) else "right_record_id"), "unknown_record"
    return None


def _who_and_what(row: Row) -> tuple[str, Pair, str | None, str]:
    """Nobody counts twice by saying the same again; who says something else has changed their mind."""
    return row["decided_by"], pair_of(row), row["verdict"], row["purpose"]


def _says(row: Row) -> tuple[Any, ...]:
    return tuple(row[name] or None for name in SCHEMA.names)


def _side(row: Row, side: str) -> Record:
    return row[f"{side}_source"], row[f"{side}_record_id"]


def _text(value: Any) -> str | None:
    return str(value).strip() or None if value is not None else None


def _yes_or_no(value: Any) -> bool | None:
    return value if isinstance(value, bool) else YES_OR_NO.get((_text(value) or "").lower())


def _moment(value: Any) -> datetime | None:
    """A moment as UTC without a zone; a moment written without a zone is taken for UTC."""
    try:
        moment = value if isinstance(value, datetime) else datetime.fromisoformat(_text(value) or "")
    except ValueError:
        return None
    return moment if moment.tzinfo is None else moment.astimezone(UTC).replace(tzinfo=None)
