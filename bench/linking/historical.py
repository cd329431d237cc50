"""Historical people: one register that lists each person many times, with many gaps and errors.

The truth (`cluster`) and `unique_id`, which contains it, take no part: records are shuffled by the seed and numbered.
"""

from pathlib import Path

import numpy as np
import pyarrow as pa
import pyarrow.parquet as pq

from joinedup.core.engine import Engine

CLEANED = """
    select source, record_id, cluster, first_name, dob, birth_place, postcode_fake as postcode, occupation, surname,
        case when surname is not null and ends_with(full_name, ' ' || surname)
            then left(full_name, length(full_name) - 1 - length(surname)) else full_name end as given_name,
        surname as family_name, dob as birth_date, case when gender in ('female', 'male') then gender end as sex
    from shuffled
"""


def halves(path: Path, seed: int) -> tuple[pa.Table, pa.Table]:
    """The people divided by a seed into two halves: those thresholds are chosen on, those they are tried on."""
    everybody = pq.read_table(path)
    rng = np.random.default_rng(seed)
    everybody = everybody.take(pa.array(rng.permutation(everybody.num_rows)))
    numbers = pa.array([f"r{number:06d}" for number in range(everybody.num_rows)])
    named = everybody.append_column("record_id", numbers).append_column("source", pa.array(["register"] * len(numbers)))
    clusters = np.unique(everybody["cluster"].to_pylist())
    chosen = set(clusters[rng.permutation(len(clusters))[: len(clusters) // 2]])
    first = pa.array([cluster in chosen for cluster in everybody["cluster"].to_pylist()])
    with Engine() as engine:
        engine.register("shuffled", named)
        cleaned = engine.table(CLEANED + " order by record_id")
    return cleaned.filter(first), cleaned.filter(pa.compute.invert(first))


def truth_of(people: pa.Table) -> pa.Table:
    """Who each record is about."""
    return people.select(["source", "record_id", "cluster"]).rename_columns(["source", "record_id", "person"])
