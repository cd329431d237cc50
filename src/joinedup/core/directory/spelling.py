"""Which word that we know did somebody mean by one that we do not?"""

from collections import defaultdict
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cached_property

from jellyfish import damerau_levenshtein_distance

SHORTEST = 4  # a shorter word has too many neighbours
TWO_MISTAKES_FROM = 8  # letters
MOST_MEANT = 3
WEIGHT = {1: 0.85, 2: 0.7}  # how much a word counts that is so many mistakes away


@dataclass(frozen=True)
class Speller:
    """Every word that is known, with how often it is used."""

    known: Mapping[str, int]

    @cached_property
    def _by_letter(self) -> dict[str, list[str]]:
        by_letter: dict[str, list[str]] = defaultdict(list)
        for word in self.known:
            if len(word) >= SHORTEST - 1 and word.isalpha():
                by_letter[word[0]].append(word)
        return by_letter

    def meant(self, word: str) -> dict[str, float]:
        """Words that may be meant, each with how much it counts; none if the word itself is known.

        A mistake is a letter too many, too few, another, or two that changed places (Damerau and Levenshtein). The
        first letter is taken to be right.

        Examples
        --------
        >>> Speller({"dementia": 9, "demand": 1}).meant("demetia")
        {'dementia': 0.85}
        >>> Speller({"dementia": 9}).meant("dementia")
        {}
        """
        if word in self.known or len(word) < SHORTEST or not word.isalpha():
            return {}
        most = 2 if len(word) >= TWO_MISTAKES_FROM else 1
        near = []
        for other in self._by_letter.get(word[0], ()):
            if abs(len(other) - len(word)) <= most:
                mistakes = damerau_levenshtein_distance(word, other)
                if mistakes <= most:
                    near.append((mistakes, -self.known[other], other))
        near.sort()
        return {other: WEIGHT[mistakes] for mistakes, _, other in near[:MOST_MEANT] if mistakes == near[0][0]}
