"""Growing people along judged pairs: nothing is joined that must stay apart."""

import pyarrow as pa
from hypothesis import given, settings
from hypothesis import strategies as st

from joinedup.core.engine.components import components
from joinedup.core.people.linking.clusters import agglomerate

UNITS = range(8)
PAIRS = st.lists(st.tuples(st.sampled_from(UNITS), st.sampled_from(UNITS)).filter(lambda p: p[0] != p[1]), max_size=15)


def groups_of(pairs):
    left, right = (pa.array([pair[side] for pair in pairs], pa.int64()) for side in (0, 1))
    found = components(pa.table({"l": left, "r": right}))
    return {unit: unit for unit in UNITS} | dict(zip(*found.to_pydict().values(), strict=True))


@given(pairs=PAIRS, apart=PAIRS, trusted=st.sets(st.sampled_from(UNITS)), most=st.integers(1, 8))
@settings(max_examples=150, deadline=None, derandomize=True)
def test_no_group_holds_what_must_stay_apart_or_outgrows_the_limit(pairs, apart, trusted, most):
    kept = agglomerate(pairs, faces=dict.fromkeys(UNITS, 1), trusted=trusted, apart=apart, most_faces=most)
    group = groups_of(kept)
    assert set(kept) <= set(pairs)
    assert all(group[left] != group[right] for left, right in apart)
    for name in set(group.values()):
        members = {unit for unit in UNITS if group[unit] == name}
        assert len(members) <= max(most, 1) and len(members & trusted) <= 1


@given(pairs=PAIRS)
@settings(max_examples=100, deadline=None, derandomize=True)
def test_without_limits_everything_connected_is_one(pairs):
    kept = agglomerate(pairs, faces=dict.fromkeys(UNITS, 1), trusted=set(), apart=[], most_faces=99)
    assert groups_of(kept) == groups_of(pairs)


def test_the_surest_pair_wins():
    kept = agglomerate([(1, 3), (2, 3)], faces={1: 1, 2: 1, 3: 1}, trusted={1, 2}, apart=[], most_faces=9)
    assert kept == [(1, 3)]
