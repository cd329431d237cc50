"""How does a sheet of pairs that somebody filled in become decisions?"""

import hashlib
from datetime import datetime
from typing import Any

import pyarrow as pa

from joinedup.core.people.identity.decisions import LINK, SCHEMA, Pair, Record, pair_of


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


def with_need_of_two(sent: pa.Table, *, known: pa.Table, pairs: set[Pair]) -> pa.Table:
    """The decisions, those of pairs of which two people must agree marked so, whatever the file says of that.

    A file can be edited; what a mistake would cost is known to the run. A decision made before stays as it was made.

    Parameters
    ----------
    sent : decisions as a file has them.
    known : decisions the index knows; a pair of which one needed two still does.
    pairs : the records that the run says need two.
    """
    if any(name not in sent.column_names for name in ("decision_id", *LINK.names)):
        return sent  # it is refused with a sentence where decisions are checked
    made = {row["decision_id"]: row["needs_two"] for row in known.to_pylist()}
    pairs = pairs | {pair_of(row) for row in known.to_pylist() if row["needs_two"]}
    rows = sent.to_pylist()
    needs = [made[row["decision_id"]] if row["decision_id"] in made else _keyed(row) in pairs or None for row in rows]
    written = [row.get("needs_two") for row in rows]
    column = [other if need is None else str(bool(need)).lower() for need, other in zip(needs, written, strict=True)]
    kept = sent.drop_columns(["needs_two"]) if "needs_two" in sent.column_names else sent
    return kept.append_column("needs_two", pa.array([None if one is None else str(one) for one in column], pa.string()))


def _keyed(row: dict[str, Any]) -> Pair:
    return pair_of({name: str(row[name]).strip() for name in LINK.names})


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
