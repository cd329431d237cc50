"""What is each person called from one run to the next?"""

import pyarrow as pa

from joinedup.core.engine import Engine
from joinedup.core.people.statements import run, text

PREVIOUS = pa.schema([("source", pa.string()), ("record_id", pa.string()), ("person_id", pa.string())])
NO_LINEAGE = "select '' as person_id, '' as became, '' as how, '' as reason where false"


def name(
    engine: Engine, previous: pa.Table | None, used_ids: str | None = None, *, is_reread: bool = True
) -> tuple[pa.Table, pa.Table, pa.Table]:
    """Name the people in `linkage_joined`; returns person_record, edge and lineage.

    A person keeps the earlier id most of their records had; two people joined keep the id of the larger share; of a
    person divided, the larger part keeps the id. New ids come from the hash of the founding record's key, and an id
    in use before is never given to anybody else.

    Parameters
    ----------
    previous : source, record_id, person_id of every record named before, those that are gone since among them.
    used_ids : a table of the engine with the person_id of every person there ever was; those in `previous` need not be
        among them.
    is_reread : whether `linkage.member`, what joins each record to its person, and `linkage.edge`, the links between
        records, are read again hereafter.
    """
    earlier = PREVIOUS.empty_table() if previous is None else previous.select(PREVIOUS.names).cast(PREVIOUS)
    engine.register("linkage_previous", earlier)
    run(engine, "identity/members")
    kind = "table" if is_reread or earlier.num_rows else "view"
    engine.execute(f"create {kind} linkage.member as {text('identity/member')}")
    run(engine, "identity/claims")
    while _keep_ids(engine):
        pass
    run(engine, "identity/identities")
    _never_again(engine, used_ids)
    engine.execute(f"create {kind} linkage.edge as {text('identity/edges')}")
    if earlier.num_rows:
        run(engine, "identity/lineage")
    else:
        engine.execute(f"create or replace table linkage.lineage as {NO_LINEAGE}")
    person_record = engine.table(
        "select source, record_id, person_id, how, weight from linkage.record_face"
        " join linkage.placed using (face) join linkage.identity using (grown) order by source, record_id"
    )
    edge = engine.table(
        "select left_source, left_record_id, right_source, right_record_id, how, weight, probability from linkage.edge"
        " order by all"
    )
    return person_record, edge, engine.table("from linkage.lineage order by person_id, became")


def _never_again(engine: Engine, used_ids: str | None) -> None:
    """Make new ids until none of them was ever used; they are hashes, so once is nearly always enough."""
    more = f" union all select person_id from {used_ids}" if used_ids else ""
    engine.execute(f"create or replace view linkage.used_id as select person_id from linkage_previous{more}")
    while engine.value(
        "select count(*) from linkage.identity semi join linkage.used_id using (person_id) where is_new"
    ):
        run(engine, "identity/renamed")


def people(engine: Engine) -> int:
    """How many people were named."""
    return int(engine.value("select count(*) from linkage.identity"))


def contradictions(engine: Engine) -> pa.Table:
    """The pairs of records decided to be one person that are two, because other decisions keep them apart."""
    return engine.table(text("identity/contradictions"))


def _keep_ids(engine: Engine) -> bool:
    before = engine.value("select count(*) from linkage.kept")
    run(engine, "identity/keep_ids")
    return bool(engine.value("select count(*) from linkage.kept") > before)
