"""The clerical sample is the same as if all records of each person met one another, and they do not."""

from itertools import combinations
from math import comb

import numpy as np
import pyarrow as pa
import pytest

from joinedup.core.engine import Engine
from joinedup.core.people.parameters import LinkParameters
from joinedup.core.people.review import finding
from joinedup.core.people.statements import run, text

JOINS_FROM = LinkParameters().least_weight
MEMBER = pa.schema(
    [(name, pa.int64()) for name in ("record", "grown", "unit", "number_unit")] + [("number", pa.string())]
)


def people_of(random: np.random.Generator, sizes: list[int]) -> tuple[pa.Table, pa.Table]:
    """Members of some people, in units and number units of their own, and the weakest link of each person."""
    rows, weakest = [], []
    for grown, size in enumerate(sizes, 1):
        for _ in range(size):
            unit = grown * 100 + int(random.integers(0, 3))
            has_number = bool(random.random() < 0.7)
            number = unit * 10 + int(random.integers(0, 2)) if has_number else -1
            record = int(random.integers(0, 2**63 - 1))
            row = {"record": record, "grown": grown, "unit": unit, "number": str(number) if has_number else None}
            rows.append(row | {"number_unit": number if has_number else record})
        weakest.append({"grown": grown, "weight": JOINS_FROM + float(random.integers(0, 15))})
    return pa.Table.from_pylist(rows, schema=MEMBER), pa.Table.from_pylist(weakest)


def drawn(engine: Engine, member: pa.Table, weakest: pa.Table, wanted: int) -> list[dict]:
    """What is drawn, by stratum and place."""
    engine.execute("create schema if not exists linkage")
    for name, table in (("member", member), ("weakest", weakest)):
        engine.register(f"given_{name}", table)
        engine.execute(f"create or replace table linkage.{name} as select * from given_{name}")
    engine.execute(
        "create or replace table linkage.doubtful as select {'record_l': 0::bigint, 'record_r': 0::bigint} as records,"
        " 0::bigint as grown_l, 0::bigint as grown_r, '' as stratum, 0.0::double as weight where false"
    )
    engine.execute(
        "create or replace table linkage.chance as select 0 as grown_l, 0 as grown_r, '' as stratum, 0.0 as chance"
        " where false"
    )
    engine.execute("create or replace table linkage.size as select 0 as grown, 0 as records where false")
    run(engine, "review/strata", joins_from=JOINS_FROM)
    finding._draw(engine, 7, LinkParameters(sample_pairs=wanted))
    return engine.table(
        "select stratum, record_l, record_r, place from linkage.drawn_pair order by stratum, place"
    ).to_pylist()


def slowly(engine: Engine, member: pa.Table, weakest: pa.Table, wanted: int) -> list[dict]:
    """The slow twin: all pairs of the records of each person."""
    mix = engine.value("select people_record_key('sample', '7')")
    weight = {row["grown"]: row["weight"] for row in weakest.to_pylist()}
    found: dict[str, list[dict]] = {}
    for one, other in combinations(sorted(member.to_pylist(), key=lambda row: row["record"]), 2):
        if one["grown"] != other["grown"]:
            continue
        above = weight[one["grown"]] - JOINS_FROM
        likely = "likeness_10" if above >= 10 else "likeness_4" if above >= 4 else "likeness_0"
        is_number = one["number"] is not None and one["number_unit"] == other["number_unit"]
        stratum = "number" if is_number else "demographics" if one["unit"] == other["unit"] else likely
        row = {"stratum": stratum, "record_l": one["record"], "record_r": other["record"]}
        found.setdefault(stratum, []).append(row | {"place": one["record"] ^ other["record"] ^ mix})
    most = {"number": finding.BY_NUMBER_MORE * wanted}
    return [
        row
        for stratum in sorted(found)
        for row in sorted(found[stratum], key=lambda row: row["place"])[: most.get(stratum, wanted)]
    ]


@pytest.fixture(scope="module")
def engine():
    with Engine() as made:
        made.execute(text("macros"))
        yield made


@pytest.mark.parametrize("sizes", [[1, 2, 3], [40] * 20, [300, 2, 2, 150]])
@pytest.mark.parametrize("wanted", [3, 40])
def test_the_lowest_of_all_pairs_are_drawn(engine, sizes, wanted):
    member, weakest = people_of(np.random.default_rng(len(sizes)), sizes)
    assert drawn(engine, member, weakest, wanted) == slowly(engine, member, weakest, wanted)


def test_so_many_records_of_one_person_that_their_pairs_could_not_be_held(engine):
    member, weakest = people_of(np.random.default_rng(1), [40_000])
    pairs = comb(40_000, 2)
    found = drawn(engine, member, weakest, 50)
    counted = engine.table("select sum(pairs)::bigint as pairs from linkage.stratum").to_pylist()
    assert counted == [{"pairs": pairs}]
    assert {row["stratum"] for row in found} > {"number", "demographics"}
    assert len(found) == 5 * 50
