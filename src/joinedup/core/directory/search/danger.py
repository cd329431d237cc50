"""Do somebody's words sound like danger though no rule names them? A model that adds up what each word says.

Rules hear what they were written for; people say it in a thousand other ways. The model is a logistic regression on
words, pairs of words, and pairs with one between; its weights are a file that can be read, learnt from phrases that
people wrote who had not seen the rules (`bench/searching/learn_danger.py`). It adds numbers, and takes back none that a
rule brings by words that always mean danger.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import cache, cached_property
from itertools import pairwise
from math import exp, sqrt

from joinedup import definitions
from joinedup.core.directory.search.words import stem

WINDOW, STEP = 25, 12  # words listened to at once: a long story may hold one sentence of danger
OF_SEVERAL = 0.5  # log-odds taken off where the loudest of several parts counts: one of many is loud by chance
LEAST_SHARE = 0.25  # of the likelihood of all kinds, from which a second kind is told too
PERSON, FIGURE = "<person>", "#"


@dataclass(frozen=True)
class SoundsLike:
    """What words sound like.

    Parameters
    ----------
    kinds : codes of dangers; none where they do not sound like any.
    is_doubtful : so little like danger that a word which may mean something else most likely does; never where a word
        is not known, which may be one mistyped.
    """

    kinds: tuple[str, ...] = ()
    is_doubtful: bool = False


@dataclass(frozen=True)
class DangerModel:
    """What each word and pair of words says.

    Parameters
    ----------
    people : stems that stand for somebody: pairs count with who it is, and with "somebody".
    least, doubt : the sum from which words count as danger, and below which a doubtful one does not.
    weights : log-odds of danger, by feature; `bias` is added to them.
    kinds : for each danger of `crisis`, its bias and what each feature says for it.
    """

    people: frozenset[str]
    least: float
    doubt: float
    bias: float
    weights: Mapping[str, float]
    kinds: Mapping[str, tuple[float, Mapping[str, float]]]

    @cached_property
    def words(self) -> frozenset[str]:
        """The stems it knows."""
        return frozenset(one for one in self.weights if " " not in one)

    def score(self, features: Iterable[str]) -> float:
        """The log-odds of danger."""
        known = [self.weights[one] for one in features if one in self.weights]
        return self.bias + sum(known) / sqrt(len(known)) if known else self.bias

    def kinds_of(self, features: frozenset[str]) -> tuple[str, ...]:
        """What danger it is most likely, and a second one where that is likely too."""
        sums = {}
        for code, (bias, weights) in self.kinds.items():
            known = [weights[one] for one in features if one in weights]
            sums[code] = bias + (sum(known) / sqrt(len(features)) if features else 0.0)
        highest = max(sums.values())
        share = {code: exp(total - highest) for code, total in sums.items()}
        whole = sum(share.values())
        order = sorted(share, key=lambda code: -share[code])[:2]
        return tuple(code for at, code in enumerate(order) if at == 0 or share[code] / whole >= LEAST_SHARE)

    def hear(self, stems: Sequence[str]) -> "SoundsLike":
        """What some words sound like; of a long text, the part that speaks most of danger.

        Examples
        --------
        >>> danger_model().hear([stem(word) for word in "dad has wandered off and its dark".split()]).kinds
        ('missing',)
        >>> harmless = danger_model().hear([stem(word) for word in "lunch club for my dad".split()])
        >>> harmless.kinds, harmless.is_doubtful
        ((), True)
        """
        starts = range(0, max(1, len(stems) - WINDOW + STEP), STEP)
        heard = [features_of(stems[start : start + WINDOW], self.people) for start in starts]
        loudest = max(heard, key=self.score)
        score = self.score(loudest) - (OF_SEVERAL if len(heard) > 1 else 0.0)
        is_doubtful = score < self.doubt and self.words.issuperset(stems)
        return SoundsLike(self.kinds_of(loudest) if score >= self.least else (), is_doubtful)


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
        least=read["least"],
        doubt=read["doubt"],
        bias=read["bias"],
        weights=read["weights"],
        kinds={code: (one["bias"], one["weights"]) for code, one in read["kinds"].items()},
    )
