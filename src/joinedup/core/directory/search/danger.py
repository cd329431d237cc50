"""Do somebody's words sound like danger though no rule names them? A model that adds up what each word says.

Rules hear what they were written for; people say it in a thousand other ways. The model is the mean of two logistic
regressions: on words, pairs of words, and pairs with one between; and on pieces of words as they were typed, which know
a word in a form or spelling that nobody wrote before. Its weights are a file that can be read, learnt from phrases
(`bench/searching/learn_danger.py`). It adds numbers, and takes back none that a rule brings by words that always mean
danger. Where it is in two minds it says so, and the page shows the number more quietly.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cache, cached_property
from itertools import pairwise
from math import exp, log2, sqrt

from joinedup import definitions
from joinedup.core.directory.search.words import stem

WINDOW, STEP = 25, 12  # words listened to at once: a long story may hold one sentence of danger
OF_SEVERAL = 0.5  # log-odds taken off for each doubling of parts: the loudest of many is loud by chance
LEAST_SHARE, MOST_KINDS = 0.1, 3  # of the likelihood of all kinds, from which a further one is told; most told
LIKELY = 0.5  # share from which a kind is told though it may be no danger at all
UNCLEAR = "unclear"  # the danger of `crisis` that stands for whichever it may be
PERSON, FIGURE = "<person>", "#"
PIECES = (3, 4, 5)  # letters


@dataclass(frozen=True)
class Word:
    """A word as it was typed, and the stem of what was meant by it."""

    typed: str
    stem: str


@dataclass(frozen=True)
class SoundsLike:
    """What words sound like.

    Parameters
    ----------
    kinds : codes of dangers; none where they do not sound like any.
    is_sure : like enough to say so aloud; otherwise it may well be something else.
    """

    kinds: tuple[str, ...] = ()
    is_sure: bool = False


@dataclass(frozen=True)
class DangerModel:
    """What each word, pair of words and piece of a word says.

    Parameters
    ----------
    people : stems that stand for somebody: pairs count with who it is, and with "somebody".
    sure, perhaps : the sum from which words count as danger, and from which they may.
    weights, pieces : log-odds of danger, by feature and by piece of a word; `bias` is added to their mean.
    kinds : for each danger of `crisis`, its bias and what each feature and each piece says for it.
    """

    people: frozenset[str]
    sure: float
    perhaps: float
    bias: float
    weights: Mapping[str, float]
    pieces: Mapping[str, float]
    kinds: Mapping[str, tuple[float, Mapping[str, float], Mapping[str, float]]]

    @cached_property
    def words(self) -> frozenset[str]:
        """The stems it knows."""
        return frozenset(one for one in self.weights if " " not in one)

    def score(self, words: Sequence[Word]) -> float:
        """The log-odds of danger."""
        return self.bias + _added(self._known(words), self.weights, self.pieces)

    def _known(self, words: Sequence[Word]) -> tuple[list[str], list[str]]:
        """The features and the pieces of some words that the model has ever met."""
        features = features_of([word.stem for word in words], self.people)
        pieces = pieces_of([word.typed for word in words])
        return [one for one in features if one in self.weights], [one for one in pieces if one in self.pieces]

    def kinds_of(self, words: Sequence[Word], *, is_sure: bool) -> tuple[str, ...]:
        """What danger it is most likely, and others where they are likely too; where it may be none, no guesses."""
        known = self._known(words)
        sums = {code: bias + _added(known, weights, pieces) for code, (bias, weights, pieces) in self.kinds.items()}
        highest = max(sums.values())
        share = {code: exp(total - highest) for code, total in sums.items()}
        whole = sum(share.values())
        if not is_sure:
            return (*(code for code in share if share[code] > LIKELY * whole), UNCLEAR)
        order = sorted(share, key=lambda code: -share[code])[:MOST_KINDS]
        return tuple(code for at, code in enumerate(order) if at == 0 or share[code] >= LEAST_SHARE * whole)

    def hear(self, words: Sequence[Word], *, is_everyday: bool = False) -> "SoundsLike":
        """What some words sound like; of a long text, the part that speaks most of danger.

        Parameters
        ----------
        is_everyday : somebody wrote down that these very words mean a need that is no danger: then it is never sure.

        Examples
        --------
        >>> danger_model().hear([Word(one, stem(one)) for one in "dad has wandered off and its dark".split()])
        SoundsLike(kinds=('missing',), is_sure=True)
        >>> danger_model().hear([Word(one, stem(one)) for one in "lunch club for my dad".split()])
        SoundsLike(kinds=(), is_sure=False)
        """
        starts = range(0, max(1, len(words) - WINDOW + STEP), STEP)
        heard = [words[start : start + WINDOW] for start in starts]
        score, loudest = max(((self.score(part), part) for part in heard), key=lambda one: one[0])
        score -= OF_SEVERAL * log2(len(heard))
        is_sure = score >= self.sure and not is_everyday
        return SoundsLike(self.kinds_of(loudest, is_sure=is_sure) if score >= self.perhaps else (), is_sure)


def _added(known: tuple[list[str], list[str]], *told: Mapping[str, float]) -> float:
    """The mean of what features and pieces say, each added up as a row of length 1."""
    return sum(
        sum(says.get(one, 0.0) for one in some) / sqrt(max(len(some), 1))
        for some, says in zip(known, told, strict=True)
    ) / len(told)


def pieces_of(words: Sequence[str]) -> frozenset[str]:
    """Every three, four and five letters in a row, the space before and after a word being one.

    Examples
    --------
    >>> sorted(pieces_of(["dad"]))
    [' da', ' dad', ' dad ', 'ad ', 'dad', 'dad ']
    """
    return frozenset(
        f" {word} "[at : at + long] for word in words for long in PIECES for at in range(len(word) + 3 - long)
    )


def features_of(stems: Sequence[str], people: frozenset[str]) -> frozenset[str]:
    """What a model looks at: each word, pairs, pairs with one between, and pairs with "somebody" for who it is.

    Examples
    --------
    >>> sorted(features_of(["dad", "fell", "twice"], frozenset({"dad"})))
    ['<person> fell', 'dad', 'dad _ twice', 'dad fell', 'fell', 'fell twice', 'twice']
    """
    said = [FIGURE if one.isdigit() else one for one in stems]
    general = [PERSON if one in people else one for one in said]
    apart = zip(said, said[2:], strict=False)
    return frozenset(
        [
            *said,
            *(f"{one} {other}" for one, other in pairwise(said)),
            *(f"{one} _ {other}" for one, other in apart),
            *(f"{one} {other}" for one, other in pairwise(general)),
        ]
    )


@cache
def danger_model() -> DangerModel:
    """The model of definitions/directory/danger.json."""
    read = definitions.read("directory/danger.json")
    return DangerModel(
        people=frozenset(map(stem, read["people"])),
        sure=read["sure"],
        perhaps=read["perhaps"],
        bias=read["bias"],
        weights=read["weights"],
        pieces=read["pieces"],
        kinds={code: (one["bias"], one["weights"], one["pieces"]) for code, one in read["kinds"].items()},
    )
