"""What hangs on each doubtful join: where its people live, who sent their records, is there care on both sides?

The joining itself knows records and likeness only. What a mistake would cost is known once events are sorted by person:
that decides which pairs people look at first, and which need two people to agree.
"""

from pathlib import Path

import pyarrow as pa
import pyarrow.parquet as pq

from joinedup.core.interop.contract import all_contracts
from joinedup.core.people import Linkage
from joinedup.job.work import Work

SQL = Path(__file__).with_name("review.sql")
PAIR = pa.schema(
    [
        *(
            (f"{side}_{name}", pa.string())
            for side in ("left", "right")
            for name in ("source", "record_id", "person_id")
        ),
        *((name, pa.string()) for name in ("pair_id", "why", "stratum")),
        *((name, pa.float64()) for name in ("weight", "probability", "chance")),
        ("is_linked", pa.bool_()),
        ("stratum_pairs", pa.int64()),
    ]
)
EVIDENCE = pa.schema([*((name, pa.string()) for name in ("pair_id", "comparison", "label")), ("weight", pa.float64())])


def write(work: Work, linkage: Linkage) -> int:
    """Write link/review_pair and link/review_evidence: what people should look at, and what hangs on it.

    Parameters
    ----------
    work : of the step `link`, after people and events are written into its folder.
    linkage : with its `review`; of one without, such as an increment, both tables are empty.

    Returns
    -------
    How many pairs there are.
    """
    engine = work.engine
    pairs = PAIR.empty_table() if linkage.review is None else linkage.review.pair.select(PAIR.names).cast(PAIR)
    evidence = EVIDENCE.empty_table() if linkage.review_evidence is None else linkage.review_evidence
    pq.write_table(evidence.cast(EVIDENCE), work.into / "review_evidence.parquet", compression="zstd")
    engine.register("review_found", pairs)
    engine.register("review_person", work.into / "person.parquet")
    engine.register("register_sent", work.finished / "check" / "register.parquet")
    engine.register("timeline", work.into / "timeline.parquet")
    engine.execute(f"create or replace temp table review_own as {_own_events(work)}")
    written = engine.write(SQL.read_text(encoding="utf-8"), work.into / "review_pair.parquet", as_at=work.place.as_at)
    engine.execute("drop table review_own")
    engine.forget("review_found")
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
