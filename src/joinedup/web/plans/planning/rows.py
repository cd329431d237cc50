"""How do the core's tables for the place become rows the pages keep?"""

import io
from collections.abc import Mapping
from typing import Any

import pyarrow as pa
import pyarrow.parquet as pq


def place_tables(tables: Mapping[str, pa.Table]) -> dict[str, list[dict[str, Any]]]:
    """Fields of a Plan; of people who collide only how many they are."""
    collisions = [
        {name: value for name, value in row.items() if not name.endswith("_ids")} | {"people": len(row["person_ids"])}
        for row in tables["collision"].to_pylist()
    ]
    return {
        "limits": tables["limit"].to_pylist(),
        "unmet": tables["unmet"].to_pylist(),
        "promises": tables["promise"].to_pylist(),
        "ledger": tables["ledger"].to_pylist(),
        "collisions": collisions,
    }


def table_of(kept: bytes) -> pa.Table:
    """A Parquet file that was kept as bytes."""
    return pq.read_table(io.BytesIO(bytes(kept)))
