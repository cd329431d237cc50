"""Growing people along judged pairs: nothing is joined that must stay apart."""

import numpy as np
from hypothesis import given, settings
from hypothesis import strategies as st

from joinedup.core.people.linking.clusters import agglomerate, components

UNITS = range(8)
PAIRS = st.lists(st.tuples(st.sampled_from(UNITS), st.sampled_from(UNITS)).filter(lambda p: p[0] != p[1]), max_size=15)


def groups_of(pairs):
    left, right = (np.array([pair[side] for pair in pairs], dtype=np.int64) for side in (0, 1))
    return components(len(UNITS), left, right)


@given(pairs=PAIRS, apart=PAIRS, trusted=st.sets(st.sampled_from(UNITS)), most=st.integers(1, 8))
@settings(max_examples=150, deadline=None, derandomize=True)
def test_no_group_holds_what_must_stay_apart_or_outgrows_the_limit(pairs, apart, trusted, most):
    kept = agglomerate(pairs, faces=dict.fromkeys(UNITS, 1), trusted=trusted, apart=apart, most_faces=most)
    group = groups_of(kept)
    assert set(kept) <= set(pairs)
    assert all(group[left] != group[right] for left, right in apart)
    for name in set(group.tolist()):
        members = {unit for unit in UNITS if group[unit] == name}
        assert len(members) <= max(most, 1) and len(members & trusted) <= 1


@given(pairs=PAIRS)
@settings(max_examples=100, deadline=None, derandomize=True)
def test_without_limits_everything_connected_is_one(pairs):
    kept = agglomerate(pairs, faces=dict.fromkeys(UNITS, 1), trusted=set(), apart=[], most_faces=99)
    assert groups_of(kept).tolist() == groups_of(pairs).tolist()


def test_the_surest_pair_wins():
    kept = agglomerate([(1, 3), (2, 3)], faces={1: 1, 2: 1, 3: 1}, trusted={1, 2}, apart=[], most_faces=9)
    assert kept == [(1, 3)]
