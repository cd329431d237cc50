"""How right are the links of a run? Written beside them."""

import json
from pathlib import Path
from typing import Any

import pyarrow as pa
import pyarrow.parquet as pq

from joinedup.core.engine import Engine
from joinedup.core.people import Linkage
from joinedup.core.people.quality import judge
from joinedup.core.people.quality.kept import as_tables, from_tables
from joinedup.core.people.quality.page import page
from joinedup.core.people.quality.sample import Sample
from joinedup.job.work import Work

HERE = Path(__file__).parent
SAMPLE, STRATUM, REPORT, PAGE = "clerical_sample.parquet", "clerical_stratum.parquet", "quality.json", "quality.md"


def write(
    engine: Engine,
    linkage: Linkage,
    into: Path,
    *,
    finished: Path,
    decisions: pa.Table | None,
    person: pa.Table | None = None,
    drawn_on: str = "",
) -> dict[str, Any]:
    """Write quality.json, the same as a page, and the samples the next run needs; returns the report.

    Parameters
    ----------
    into : folder of the link being written.
    finished : folder of the link before it, which may not be there.
    decisions : what people have decided, labels of clerical samples among it.
    person : one row per person: person_id, record_count and one column of text per way of grouping.
    drawn_on : the day the run speaks of, in words.
    """
    quality = judge(
        linkage,
        engine=engine,
        decisions=decisions,
        earlier=_earlier(finished),
        person=person,
        before=_report(finished),
        drawn_on=drawn_on,
    )
    drawn, stratum = as_tables(quality.samples)
    pq.write_table(drawn, into / SAMPLE, compression="zstd")
    pq.write_table(stratum, into / STRATUM, compression="zstd")
    (into / REPORT).write_text(json.dumps(quality.report, indent=1), encoding="utf-8")
    (into / PAGE).write_text(page(quality.report), encoding="utf-8")
    return dict(quality.report)


def grouped_people(work: Work) -> pa.Table:
    """One row per person: how many records they have, and the groups errors are told by."""
    work.engine.register("person", work.into / "person.parquet")
    sql = (HERE / "grouped_people.sql").read_text(encoding="utf-8")
    return work.engine.table(sql, as_at=work.place.as_at)


def _earlier(finished: Path) -> list[Sample]:
    if not (finished / SAMPLE).is_file() or not (finished / STRATUM).is_file():
        return []
    return from_tables(pq.read_table(finished / SAMPLE), pq.read_table(finished / STRATUM))


def _report(finished: Path) -> dict[str, Any] | None:
    if not (finished / REPORT).is_file():
        return None
    report: dict[str, Any] = json.loads((finished / REPORT).read_text(encoding="utf-8"))
    return report
