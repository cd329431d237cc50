"""Groups of what pairs join: found at once on one machine, by contraction on many, by walking in the twin."""

import pyarrow as pa
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from joinedup.core.engine import Engine
from joinedup.core.engine.components import components
from joinedup.core.engine.contraction import contract

NODES = st.integers(-9_000_000_000_000_000_000, 9_000_000_000_000_000_000) | st.integers(0, 12)


@pytest.fixture(scope="module")
def engine():
    with Engine() as engine:
        yield engine


def walked(pairs):
    """The slow obvious twin: spread the lowest name until nothing changes."""
    root = {node: node for pair in pairs for node in pair}
    for _ in root:
        for left, right in pairs:
            root[left] = root[right] = min(root[left], root[right])
    return root


def table(pairs):
    return pa.table({side: pa.array([pair[at] for pair in pairs], pa.int64()) for at, side in enumerate("lr")})


@given(pairs=st.lists(st.tuples(NODES, NODES), max_size=25))
@settings(max_examples=40, deadline=None, derandomize=True)
def test_both_ways_find_the_groups_a_walk_finds(engine, pairs):
    engine.register("some_pair", table(pairs))
    contract(engine, "select l, r from some_pair", into="grouped")
    expected = walked(pairs)
    for found in (engine.table("from grouped"), components(table(pairs))):
        assert dict(zip(found["member"].to_pylist(), found["root"].to_pylist(), strict=True)) == expected


def test_a_long_chain_is_one_group(engine):
    chain = [(number, number + 1) for number in range(2_000)]
    engine.register("some_pair", table(chain[::2] + chain[1::2]))
    contract(engine, "select l, r from some_pair", into="grouped")
    assert engine.table("select count(*) as n, max(root) as root from grouped").to_pylist() == [{"n": 2001, "root": 0}]
