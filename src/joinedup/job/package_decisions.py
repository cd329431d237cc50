"""What people decided about packages, as the next choice takes it: read from the place's file, under today's ids."""

from pathlib import Path

import pyarrow as pa

from joinedup.core.engine import Engine
from joinedup.core.interop import Place
from joinedup.core.plans import library
from joinedup.core.plans.decisions import COLUMNS, lists_of
from joinedup.job.decided import read_table

TODAY = """
select coalesce(moved.became, given.person_id) as person_id, given.offer, given.choice, given.reason, given.decided_on
from given
left join (select person_id, min(became) as became from lineage where how = 'merged' group by person_id) as moved
    on moved.person_id = given.person_id
where given.offer in (select unnest($offers))"""
NOTHING = pa.table({name: pa.array([], pa.string()) for name in COLUMNS})
NO_LINEAGE = pa.table({name: pa.array([], pa.string()) for name in ("person_id", "became", "how")})


def find_lists(engine: Engine, place: Place, finished: Path) -> int:
    """Make the table `offer_list` in the engine: one row per person somebody decided about; returns how many.

    A person whose records moved to another id is found under it. Decisions about offers that the catalogue no longer
    has are left out: there is nothing to choose any more.

    Raises
    ------
    DecisionsWrong : the file lacks a column, or has a choice or a day that is none.
    """
    path = place.package_decisions_path
    given = read_table(path) if path else NOTHING
    moved = finished / "link" / "lineage.parquet"
    if set(COLUMNS) <= set(given.column_names):
        engine.register("given", given.select(COLUMNS).cast(NOTHING.schema))
        engine.register("lineage", moved if moved.is_file() else NO_LINEAGE)
        given = engine.table(TODAY, offers=[offer.code for offer in library().offers])
    found = lists_of(given, engine, as_at=place.as_at)
    engine.register("offer_list", found)
    return int(found.num_rows)
