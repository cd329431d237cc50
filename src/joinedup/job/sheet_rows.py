"""How does a sheet of pairs that somebody filled in become decisions?"""

import hashlib
from datetime import datetime
from typing import Any

import pyarrow as pa

from joinedup.core.people.identity.decisions import SCHEMA, Record


def as_decisions(sent: pa.Table, *, known: pa.Table, at: datetime) -> pa.Table:
    """The rows as decisions: a sheet has no ids of decisions, and rows that nobody filled in say nothing.

    A row of a sheet gets an id from the pair, the verdict and who gave it, so that the same sheet twice is the same
    decisions.

    Parameters
    ----------
    sent : decisions, left as they are, or a sheet with pair_id, verdict and decided_by.
    known : decisions the index knows.
    at : when the decisions of a sheet were made, where it does not say.
    """
    if "decision_id" in sent.column_names or "pair_id" not in sent.column_names:
        return sent
    when = {row["decision_id"]: row["decided_at"] for row in known.to_pylist()}
    rows = []
    for written in sent.to_pylist():
        if not written.get("verdict"):
            continue
        row: dict[str, Any] = {name: written.get(name) for name in SCHEMA.names}
        row["decision_id"] = _id_of(written)
        row["decided_at"] = when.get(row["decision_id"], written.get("decided_at") or at.isoformat())
        rows.append({name: None if value is None else str(value) for name, value in row.items()})
    return pa.Table.from_pylist(rows, schema=pa.schema([(name, pa.string()) for name in SCHEMA.names]))


def records_of(decisions: pa.Table) -> set[Record]:
    """The records that decisions name."""
    named: set[Record] = set()
    for side in ("left", "right"):
        keys = [f"{side}_source", f"{side}_record_id"]
        if all(key in decisions.column_names for key in keys):
            named |= {(str(row[keys[0]]), str(row[keys[1]])) for row in decisions.select(keys).to_pylist()}
    return named


def _id_of(row: dict[str, Any]) -> str:
    """A name for what one person said about one pair.

    Examples
    --------
    >>> _id_of({"pair_id": "1", "verdict": "same", "decided_by": "ann"})
    'saf59464c8e5d'
    """
    said = "|".join(str(row.get(name) or "").strip() for name in ("pair_id", "verdict", "decided_by", "decided_at"))
    return "s" + hashlib.blake2b(said.encode(), digest_size=6).hexdigest()
