"""Which rows do agencies send that nobody can use?"""

from datetime import timedelta
from typing import Any

import numpy as np
import pyarrow as pa

from joinedup import definitions
from joinedup.county.chance import Rng
from joinedup.county.template import Template, figures

ROWS_FOR_ONE_MORE = 20_000


def with_bad_rows(kind: str, table: pa.Table, template: Template, rng: Rng) -> tuple[pa.Table, dict[str, int]]:
    """The table with a few bad rows of every kind at its end, and how many of each.

    Parameters
    ----------
    table : under our own column names; a rule about a column that the agency does not send is left out.
    """
    counts: dict[str, int] = {}
    tables = [table]
    for fault in figures("bad_rows")[kind] if table.num_rows else []:
        if set(fault["set"]) <= set(table.column_names):
            rows = 1 + table.num_rows // ROWS_FOR_ONE_MORE
            tables.append(spoilt(kind, table, fault, rows, len(counts), template, rng))
            counts[fault["rule"]] = counts.get(fault["rule"], 0) + rows
    return pa.concat_tables(tables), counts


def spoilt(
    kind: str, table: pa.Table, fault: dict[str, Any], rows: int, turn: int, template: Template, rng: Rng
) -> pa.Table:
    """Copies of good rows, changed as the fault says, with a key of their own unless the key is the fault."""
    chosen = table.take(pa.array(rng.choice(table.num_rows, rows, replace=rows > table.num_rows)))
    changes = dict(fault["set"])
    if fault.get("new_id"):
        changes[definitions.read(f"extracts/{kind}.yaml")["key"][0]] = [
            f"BAD{turn}{number:04d}" for number in range(rows)
        ]
    for name, value in changes.items():
        place = chosen.column_names.index(name)
        chosen = chosen.set_column(
            place, chosen.schema.field(name), same_type(value, chosen.schema.field(name).type, rows, template)
        )
    return chosen


def same_type(value: Any, type_: pa.DataType, rows: int, template: Template) -> pa.Array:
    """A value, repeated, in the column's own type; whole numbers are days from the as-at day."""
    if isinstance(value, list):
        return pa.array(value, type_)
    if isinstance(value, int) and pa.types.is_date(type_):
        value = template.date_of("as_at") + timedelta(days=value)
    return pa.array(np.full(rows, value, dtype=object).tolist(), type_)
