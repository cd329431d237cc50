"""Which members share a key: on one machine, by SQL, and as one would do it by hand."""

from itertools import combinations

import numpy as np
import pyarrow as pa
import pytest

from joinedup.core.engine import Engine, Limits
from joinedup.core.engine.sharing import KEYED
from joinedup.core.engine.sharing_sql import share

LIMITS = Limits(even=5, odd=3)


def rows(seed, members, keys, per_row, first=0):
    """Members with keys of a few values from `first`, some missing, in blocks of every size; each kind has its own."""
    random = np.random.default_rng(seed)
    return [
        {
            "member": int(member),
            "unit": int(member) // 2,
            "bits": int(random.integers(0, 3)),
            "asks": bool(random.random() < 0.4),
            "keys": [
                None
                if random.random() < 0.2
                else first + int(random.integers(keys)) * per_row * 2 + kind * 2 + kind % 2
                for kind in range(per_row)
            ],
        }
        for member in members
    ]


def by_hand(tables, unseen):
    """Every group with its members, and every pair of each, one by one."""
    groups = {}
    for row in (row for table in tables for row in table):
        for key in row["keys"]:
            if key is not None:
                groups.setdefault(key, []).append(row)
    pairs, sizes = set(), []
    for key, group in groups.items():
        size = len(group) + unseen.get(key, 0)
        if len(group) < 2 or not any(row["asks"] for row in group):
            continue
        if key % 2 == 0:
            sizes.append(size)
        if size <= (LIMITS.odd if key % 2 else LIMITS.even):
            for one, other in combinations(group, 2):
                if one["unit"] != other["unit"] and (one["asks"] or other["asks"]) and not one["bits"] & other["bits"]:
                    pairs.add((min(one["member"], other["member"]), max(one["member"], other["member"])))
    return pairs, max(sizes, default=0), sum(size > LIMITS.even for size in sizes)


@pytest.mark.parametrize("seed", range(6))
@pytest.mark.parametrize("is_by_sql", [False, True])
def test_the_pairs_and_sizes_are_those_made_by_hand(seed, is_by_sql):
    random = np.random.default_rng(seed)
    members = random.permutation(1_000)[:60] * 10**15
    tables = [rows(seed, members, 25, 3), rows(seed + 50, random.choice(members, 30), 12, 2, first=1_000)]
    unseen = {int(key): int(random.integers(1, 4)) for key in random.choice(150, 20, replace=False)}
    schema = pa.schema(
        [*((name, pa.int64()) for name in KEYED[:3]), ("asks", pa.bool_()), ("keys", pa.list_(pa.uint64()))]
    )
    with Engine() as engine:
        for name, table in zip("ab", tables, strict=True):
            engine.register(name, pa.Table.from_pylist(table, schema=schema))
        more = pa.table({"key": pa.array(unseen, pa.uint64()), "members": list(unseen.values())})
        engine.register("more", more)
        pair_up = (lambda *asked, **how: share(engine, *asked, **how)) if is_by_sql else engine.sharing
        blocks = pair_up(["a", "b"], LIMITS, into="pair", unseen="from more")
        found = engine.table("from pair").to_pylist()
    pairs, largest, too_large = by_hand(tables, unseen)
    assert len(pairs) > 5 and {(row["l"], row["r"]) for row in found} == pairs and len(found) == len(pairs)
    assert (blocks.largest, blocks.too_large) == (largest, too_large)


def test_without_keys_nobody_is_paired():
    with Engine() as engine:
        engine.execute(
            "create table keyed as select 1 as member, 1 as unit, 0 as bits, true as asks, [null::ubigint] as keys"
        )
        for source in ("keyed", "(select * from keyed where false)"):
            assert engine.sharing([source], LIMITS, into="pair").largest == 0
            assert engine.value("select count(*) from pair") == 0
