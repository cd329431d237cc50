"""Small worlds to ask risk questions of: a few people and records, in the shape the link step writes."""

from collections.abc import Callable, Iterator
from datetime import date
from typing import Any

import pyarrow as pa
import pytest

from joinedup import definitions
from joinedup.core.engine import Engine
from joinedup.core.risk.features.sources import PERSON_COLUMNS, event_schema, open_codelists

AS_AT = date(2025, 4, 1)
PERSON_SCHEMA = pa.schema(
    [
        (
            name,
            {"birth_date": pa.date32(), "death_date": pa.date32(), "deprivation_decile": pa.int64()}.get(
                name, pa.string()
            ),
        )
        for name in PERSON_COLUMNS.split(", ")[:-1]
    ]
    + [("is_opted_out", pa.bool_())]
)
Row = dict[str, Any]
World = Callable[..., set[str]]


@pytest.fixture(scope="module")
def engine() -> Iterator[Engine]:
    with Engine(threads=1) as session:
        open_codelists(session)
        yield session


@pytest.fixture(scope="module")
def world(engine: Engine) -> World:
    """Call it with people and, by kind, records: fills the tables and answers which kinds there are."""

    def fill(people: list[Row], **events: list[Row]) -> set[str]:
        engine.register("made_people", pa.Table.from_pylist(people, schema=PERSON_SCHEMA))
        engine.execute("create or replace temp table person as from made_people")
        for kind in definitions.names("extracts"):
            if kind == "register":
                continue
            rows = [
                {"organisation": f"org_{kind}", "file": f"{kind}.csv", "line": at} | row
                for at, row in enumerate(events.get(kind, []), 2)
            ]
            engine.register(f"made_{kind}", pa.Table.from_pylist(rows, schema=event_schema(kind)))
            engine.execute(f"create or replace temp table {kind} as from made_{kind}")
        return set(events)

    return fill
