"""Of what two people changed, what stands is never written over by what came second."""

from hypothesis import given, settings
from hypothesis import strategies as some

from joinedup.core.merging import merge

CONTENT = some.dictionaries(some.sampled_from("abcd"), some.integers(0, 3))


@given(CONTENT, CONTENT)
@settings(deadline=None)  # a busy machine is not slow code
def test_who_alone_changed_something_is_followed(base, new):
    assert merge(base, base, new).content == new
    assert merge(base, new, base).content == new
    assert merge(base, new, new).clashes == ()


@given(CONTENT, CONTENT, CONTENT)
@settings(deadline=None)
def test_what_was_changed_there_stands_removed_or_not_and_who_comes_second_is_told(base, standing, mine):
    merged = merge(base, standing, mine)
    for name in set(base) | set(standing):
        if base.get(name) != standing.get(name):
            assert merged.content.get(name) == standing.get(name)
    told = {clash.key for clash in merged.clashes}
    assert told == {name for name in "abcd" if base.get(name) != standing.get(name) != mine.get(name) != base.get(name)}
