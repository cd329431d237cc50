"""How right are groups of records, held against the truth, by pairs?"""

import resource
from typing import Any

import pyarrow as pa
import pyarrow.parquet as pq

from joinedup.core.engine import Engine

PAIRS = """
    with known as (select found.person_id, truth.person from found join truth using (source, record_id)),
    size as (
        select grouping(person_id) as f, grouping(person) as t, count(*) as n
        from known group by grouping sets ((person_id), (person), (person_id, person))
    )
    select
        coalesce(sum(n * (n - 1) / 2) filter (f = 0 and t = 0), 0) as right_pairs,
        coalesce(sum(n * (n - 1) / 2) filter (f = 0 and t = 1), 0) as found_pairs,
        coalesce(sum(n * (n - 1) / 2) filter (f = 1 and t = 0), 0) as true_pairs
    from size
"""


def spent() -> dict[str, Any]:
    """Processor seconds and peak memory of this process so far, asked before judging, which is no part of the work."""
    used = resource.getrusage(resource.RUSAGE_SELF)
    return {"cpu_seconds": used.ru_utime + used.ru_stime, "megabytes": used.ru_maxrss / 1024}


def judged(person_record: pa.Table, truth: pa.Table) -> dict[str, Any]:
    """Precision, recall and F1 of pairs of records.

    Parameters
    ----------
    person_record : one row per record: source, record_id, person_id.
    truth : one row per record: source, record_id, person. Records it lacks do not count.
    """
    with Engine() as engine:
        engine.register("found", person_record)
        engine.register("truth", truth)
        [row] = engine.table(PAIRS).to_pylist()
    return measures(row["right_pairs"], row["found_pairs"], row["true_pairs"])


def truth_of_county(path: str) -> pa.Table:
    """The truth an invented county keeps: source, record_id, person."""
    truth = pq.read_table(path)
    return truth.rename_columns(["person" if name == "true_person_id" else name for name in truth.column_names])


def measures(right: float, found: float, true: float) -> dict[str, Any]:
    """Precision, recall and F1.

    Examples
    --------
    >>> measures(8, 10, 16)["recall"]
    0.5
    """
    precision, recall = right / max(found, 1), right / max(true, 1)
    f1 = 2 * precision * recall / max(precision + recall, 1e-9)
    return {"precision": precision, "recall": recall, "f1": f1, "false": found - right, "missed": true - right}
