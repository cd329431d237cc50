"""The words of names that could be what was typed are found without one being missed."""

from hypothesis import given
from hypothesis import strategies as st

from joinedup.web.people.finding.asked import distance
from joinedup.web.people.finding.vocabulary import Vocabulary

names = st.text("abcdeéжم", min_size=1, max_size=7)


@given(st.sets(names, max_size=30), names, st.integers(1, 2))
def test_no_word_within_so_many_slips_is_left_out(words, typed, slips):
    found = set(Vocabulary(words).with_letters_like(typed, slips))
    assert {word for word in words if distance(typed, word) <= slips} <= found <= words


@given(st.sets(names, max_size=30), names)
def test_words_with_a_beginning_are_those_that_begin_so(words, beginning):
    found = list(Vocabulary(words).beginning_with(beginning))
    assert found == sorted(word for word in words if word.startswith(beginning))
