"""Which of the words of names a place knows could be a word as it was typed? A hundred thousand, asked all at once."""

from bisect import bisect_left
from collections.abc import Iterable, Iterator
from itertools import takewhile

import numpy as np

KINDS_OF_LETTER = 64


class Vocabulary:
    """The words of names a place knows.

    Parameters
    ----------
    words : each once, in any order.
    """

    def __init__(self, words: Iterable[str]) -> None:
        self.words = sorted(words)
        self._length = np.array([len(word) for word in self.words], np.int64)
        self._letters = np.array([letters(word) for word in self.words], np.uint64)

    def beginning_with(self, beginning: str) -> Iterator[str]:
        """The words that begin so.

        Examples
        --------
        >>> list(Vocabulary(["ann", "anna", "hannah"]).beginning_with("ann"))
        ['ann', 'anna']
        """
        rest = (self.words[at] for at in range(bisect_left(self.words, beginning), len(self.words)))
        return takewhile(lambda word: word.startswith(beginning), rest)

    def with_letters_like(self, word: str, slips: int) -> Iterator[str]:
        """The words that could be this one but for so many slips, and some that are not.

        A slip changes the length by one letter at most, and of the kinds of letter there are, one that goes and one
        that comes; two letters exchanged change neither.

        Examples
        --------
        >>> list(Vocabulary(["smith", "smythe", "lane"]).with_letters_like("smiht", 1))
        ['smith']
        """
        kinds = np.bitwise_count(self._letters ^ np.uint64(letters(word)))
        could = (np.abs(self._length - len(word)) <= slips) & (kinds <= 2 * slips)
        return (self.words[at] for at in np.flatnonzero(could).tolist())


def letters(word: str) -> int:
    """The kinds of letter in a word, one bit each; letters of other alphabets share bits."""
    found = 0
    for letter in word:
        found |= 1 << ord(letter) % KINDS_OF_LETTER
    return found
