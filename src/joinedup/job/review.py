"""What hangs on each doubtful join: where its people live, who sent their records, is there care on both sides?

The joining itself knows records and likeness only. What a mistake would cost is known once events are sorted by person:
that decides which pairs people look at first, and which need two people to agree.
"""

from pathlib import Path

import pyarrow as pa

from joinedup.core.interop.contract import all_contracts
from joinedup.job.work import Work

SQL = Path(__file__).with_name("review.sql")


def write(work: Work, pairs: pa.Table) -> int:
    """Write link/review_pair: the pairs found, with neighbourhood, organisations, priority and needs_two.

    Parameters
    ----------
    work : of the step `link`, after people and events are written into its folder.
    pairs : one row per pair of records worth a human look, as the linkage found them; `chance` (0-1, that the two are
        one person) may be missing, and then `probability` stands for it.

    Returns
    -------
    How many there are.
    """
    engine = work.engine
    if "chance" not in pairs.column_names:
        pairs = pairs.append_column("chance", pa.nulls(pairs.num_rows, pa.float64()))
    engine.register("review_found", pairs)
    engine.register("review_person", work.into / "person.parquet")
    engine.register("register_sent", work.finished / "check" / "register.parquet")
    engine.register("timeline", work.into / "timeline.parquet")
    engine.execute(f"create or replace temp table review_own as {_own_events(work)}")
    written = engine.write(SQL.read_text(encoding="utf-8"), work.into / "review_pair.parquet", as_at=work.place.as_at)
    engine.execute("drop table review_own")
    engine.connection.unregister("review_found")
    return written


def _own_events(work: Work) -> str:
    """Which record each event of a joined pair came under: the timeline knows people only."""
    kinds = [one.kind for one in all_contracts() if (work.into / "events" / f"{one.kind}.parquet").is_file()]
    parts = [
        f"select e.source, e.file, e.line, e.record_id from event_{kind} e"
        " semi join review_found p on p.left_person_id = e.person_id and p.left_person_id = p.right_person_id"
        for kind in kinds
    ]
    none = "select null::varchar as source, null::varchar as file, null::bigint as line, null::varchar as record_id"
    return " union all ".join(parts) or f"{none} where false"
