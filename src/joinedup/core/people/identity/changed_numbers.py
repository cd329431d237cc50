"""Which NHS numbers are those of an identity and of the one it was changed to?

Who decides that an identity was changed names two records. Records are keyed anew, and more come under the same
numbers: so it is the two numbers that are kept apart, for as long as the decision is in force.
"""

import pyarrow as pa
import pyarrow.compute as pc

from joinedup.core.engine import Engine
from joinedup.core.people.identity.decisions import SCHEMA, changes
from joinedup.core.people.linking.decided import NUMBERS
from joinedup.core.people.statements import run, text

NUMBERS_OF_DECISION = pa.schema([("decision_id", pa.string()), *NUMBERS])


def changed_numbers(engine: Engine, decisions: pa.Table | None, rows: str, *, kept: pa.Table | None = None) -> pa.Table:
    """The NHS numbers that changed identities keep apart: one row per decision in force and pair of numbers.

    Parameters
    ----------
    engine : where the SQL runs; it learns the macros of linking.
    decisions : `joinedup.core.people.identity.decisions.SCHEMA`.
    rows : a query of what registers say, or said: source, record_id, nhs_number.
    kept : the numbers found in earlier runs; the records of a decision may be gone since.

    Examples
    --------
    >>> decision = dict.fromkeys(SCHEMA.names) | {"decision_id": "1", "left_source": "gp", "left_record_id": "old",
    ...     "right_source": "gp", "right_record_id": "new", "purpose": "changed_identity"}
    >>> rows = "select 'gp' as source, unnest(['old', 'new']) as record_id"
    >>> rows += ", unnest(['9990000018', '9990000026']) as nhs_number"
    >>> with Engine() as engine:
    ...     changed_numbers(engine, pa.Table.from_pylist([decision], schema=SCHEMA), rows).to_pylist()
    [{'decision_id': '1', 'left_number': '9990000018', 'right_number': '9990000026'}]
    """
    changing = pa.Table.from_pylist(changes(decisions), schema=SCHEMA)
    if not changing.num_rows:
        return NUMBERS_OF_DECISION.empty_table()
    engine.register("linkage_changing", changing)
    run(engine, "macros")
    engine.execute(f"create or replace temp view linkage_numbered as {rows}")
    found = engine.table(text("identity/changed_numbers")).cast(NUMBERS_OF_DECISION)
    engine.execute("drop view linkage_numbered")
    engine.forget("linkage_changing")
    if kept is not None:
        in_force = pc.is_in(kept["decision_id"], value_set=changing["decision_id"].combine_chunks())
        found = pa.concat_tables([found, kept.select(found.column_names).cast(found.schema).filter(in_force)])
    return found.group_by(found.column_names).aggregate([])
