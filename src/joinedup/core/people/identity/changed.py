"""Whose identity was changed, so that the new one must never be joined to the old?"""

from hashlib import md5

import pyarrow as pa

from joinedup.core.engine import Engine
from joinedup.core.people.identity.decisions import SCHEMA
from joinedup.core.people.linking import registers
from joinedup.core.people.parameters import LinkParameters
from joinedup.core.people.statements import run, text

COLUMN = "changed_identity_of"
COLUMNS_READ = dict.fromkeys(("source", "record_id", "nhs_number", COLUMN), "varchar") | {"updated_on": "date"}


def changed(engine: Engine, sent: registers.Registers, parameters: LinkParameters) -> pa.Table:
    """What registers themselves say about changed identities, as decisions: one row per pair of records.

    A register says so in its column `changed_identity_of`: its own record id, or the NHS number, of the identity the
    person had before an adoption, a gender reassignment or a move under protection. Every record under the new number
    is then kept apart from every record under the old one.

    Parameters
    ----------
    engine : where the SQL runs; it learns the macros of linking.
    sent : one row per record of a register, as `joinedup.core.people.link` takes them.
    parameters : a number on more records than `most_records_of_number` is no identity.

    Returns
    -------
    rows of `joinedup.core.people.identity.decisions.SCHEMA`, with the purpose `changed_identity` and no reason, for the
    reason is never to be shown.
    """
    source = registers.named(engine, sent)
    if COLUMN not in engine.table(f"select * from {source} limit 0").column_names:
        return SCHEMA.empty_table()
    engine.execute(f"create or replace temp view linkage_register as {as_read(engine, sent)}")
    run(engine, "macros")
    most = parameters.most_records_of_number
    pairs = engine.table(text("identity/changed_identities"), most_records=most).to_pylist()
    registers.forget(engine)
    return pa.Table.from_pylist([_decision(pair) for pair in pairs], schema=SCHEMA)


def with_changed(
    decisions: pa.Table | None, engine: Engine, sent: registers.Registers, parameters: LinkParameters
) -> pa.Table | None:
    """Decisions, and with them the changed identities that registers tell of."""
    told = changed(engine, sent, parameters)
    if not told.num_rows:
        return decisions
    return told if decisions is None else pa.concat_tables([decisions.select(SCHEMA.names).cast(SCHEMA), told])


def as_read(engine: Engine, sent: registers.Registers) -> str:
    """A query of what bears on changed identities, empty where the registers have no such column."""
    return registers.typed(engine, registers.named(engine, sent), COLUMNS_READ)


def _decision(pair: dict[str, object]) -> dict[str, object]:
    keys = [str(value) for name, value in pair.items() if name != "decided_at"]
    return pair | {
        "decision_id": "r" + md5("\x1f".join(keys).encode(), usedforsecurity=False).hexdigest()[:16],
        "verdict": "different",
        "purpose": "changed_identity",
        "needs_two": False,
        "decided_by": f"register of {pair['left_source']}",
        "undoes": None,
        "reason": None,
    }
