"""Registers written row by row, and linked with the starting weights, so that nothing depends on training."""

from datetime import date

import pyarrow as pa
import pytest

from joinedup.core.engine import Engine
from joinedup.core.people import LinkParameters, link
from joinedup.core.people.linking.comparisons import COLUMNS, settings

NUMBERS = ["9990000018", "9990000026", "9990000034", "9990000042", "9990000050"]
SCHEMA = pa.schema(
    [(name, pa.string()) for name in ("source", "record_id", "nhs_number", "superseded_nhs_number", "given_name")]
    + [("family_name", pa.string()), ("birth_date", pa.date32()), ("sex", pa.string()), ("address", pa.string())]
    + [("postcode", pa.string()), ("updated_on", pa.date32())]
)


def person(source: str, record_id: str, **values) -> dict:
    """A record of Margaret Lane, but for what is said otherwise."""
    usual = {
        "given_name": "Margaret",
        "family_name": "Lane",
        "birth_date": date(1941, 5, 6),
        "sex": "female",
        "address": "12 Harbour Road, Swanage",
        "postcode": "BH19 1AB",
    }
    return {"source": source, "record_id": record_id} | usual | values


def table(*records: dict) -> pa.Table:
    return pa.Table.from_pylist(list(records), schema=SCHEMA)


STARTING_WEIGHTS = settings(set(COLUMNS), prior=1e-5)


@pytest.fixture(scope="session")
def numbers() -> list[str]:
    """NHS numbers of the test range, with right check digits."""
    return NUMBERS


@pytest.fixture(scope="session")
def linked():
    """Link records with the starting weights."""

    def run(*records: dict, registers: pa.Table | None = None, previous=None, decisions=None, **parameters):
        with Engine(threads=1) as engine:
            return link(
                table(*records) if registers is None else registers,
                engine=engine,
                seed=1,
                previous=previous,
                decisions=decisions,
                model=STARTING_WEIGHTS,
                parameters=LinkParameters(**parameters),
            )

    return run


@pytest.fixture(scope="session")
def people_of():
    """The people found, each as the set of their record ids."""

    def groups(linkage) -> set[frozenset[str]]:
        by_person: dict[str, set[str]] = {}
        for row in linkage.person_record.to_pylist():
            by_person.setdefault(row["person_id"], set()).add(f"{row['source']}:{row['record_id']}")
        return {frozenset(records) for records in by_person.values()}

    return groups


@pytest.fixture(scope="session")
def record():
    return person


@pytest.fixture(scope="session")
def registers_of():
    """Records as a table of registers."""
    return table


@pytest.fixture(scope="session")
def starting_weights():
    return STARTING_WEIGHTS
