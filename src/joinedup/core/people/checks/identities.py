"""Whose identity was changed, so that the new one must never be joined to the old?"""

from hashlib import md5

import pyarrow as pa

from joinedup.core.engine import Engine
from joinedup.core.people.identity.decisions import SCHEMA
from joinedup.core.people.parameters import LinkParameters
from joinedup.core.people.statements import run, text

COLUMN = "changed_identity_of"


def changed(engine: Engine, registers: pa.Table, parameters: LinkParameters) -> pa.Table:
    """What registers themselves say about changed identities, as decisions: one row per pair of records.

    A register says so in its column `changed_identity_of`: its own record id, or the NHS number, of the identity the
    person had before an adoption, a gender reassignment or a move under protection. Every record under the new number
    is then kept apart from every record under the old one.

    Parameters
    ----------
    engine : where the SQL runs; it learns the macros of linking.
    registers : one row per record of a register, as `joinedup.core.people.link` takes them.
    parameters : a number on more records than `most_records_of_number` is no identity.

    Returns
    -------
    rows of `joinedup.core.people.identity.decisions.SCHEMA`, with the purpose `changed_identity` and no reason, for the
    reason is never to be shown.
    """
    if COLUMN not in registers.column_names or registers[COLUMN].null_count == registers.num_rows:
        return SCHEMA.empty_table()
    wanted = {"source": pa.string(), "record_id": pa.string(), "nhs_number": pa.string(), COLUMN: pa.string()}
    kinds = wanted | {"updated_on": pa.date32()}
    columns = {
        name: registers[name].cast(kind) if name in registers.column_names else pa.nulls(registers.num_rows, kind)
        for name, kind in kinds.items()
    }
    run(engine, "macros")
    engine.register("linkage_register", pa.table(columns))
    pairs = engine.table(text("checks/changed_identities"), most_records=parameters.most_records_of_number).to_pylist()
    engine.forget("linkage_register")
    return pa.Table.from_pylist([_decision(pair) for pair in pairs], schema=SCHEMA)


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
