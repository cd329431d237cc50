"""Where in somebody's words does a phrase of a table stand, in any form and with small mistakes?"""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass

from joinedup.core.directory.search.words import stem, tokens

GAP = 2  # words that may stand between two words of a phrase
Heard = Sequence[Mapping[str, float]]  # for each word typed, the stems it may be, each with how much it counts


@dataclass(frozen=True)
class Match:
    """A phrase found.

    Parameters
    ----------
    owner : what it belongs to.
    positions : of the words it covers.
    weight : 1, or less where a word was mistyped.
    """

    owner: str
    phrase: str
    positions: tuple[int, ...]
    weight: float


class Phrases:
    """Phrases of a table, each with its owner.

    Parameters
    ----------
    phrases : owner and phrase; in a phrase `a/b` is either word, and <class> is any word of a class.
    classes : words by class.

    Examples
    --------
    >>> table = Phrases([("falls", "<parent> falls"), ("care", "home care")], {"parent": ["mum", "dad"]})
    >>> [match.owner for match in table.find([{"my": 1}, {"dad": 1}, {"keep": 1}, {"fall": 1}])]
    ['falls']
    """

    def __init__(self, phrases: Iterable[tuple[str, str]], classes: Mapping[str, Sequence[str]]) -> None:
        self._classes = {name: frozenset(stem(one) for word in words for one in tokens(word))
                         for name, words in classes.items()}  # fmt: skip
        self._by_start: dict[str, list[tuple[str, str, tuple[frozenset[str], ...]]]] = defaultdict(list)
        self.words: set[str] = {one for words in classes.values() for word in words for one in tokens(word)}
        for owner, phrase in phrases:
            elements = tuple(self._elements(phrase))
            for start in elements[0]:
                self._by_start[start].append((owner, phrase, elements))

    def _elements(self, phrase: str) -> Iterator[frozenset[str]]:
        """The words of a phrase as sets of stems, "do not" as one like everywhere."""
        marked = [part for part in phrase.split() if part.startswith("<")]
        plain = " ".join(f"zz{marked.index(part)}zz" if part.startswith("<") else part for part in phrase.split())
        if "/" not in plain:
            for word in tokens(plain):
                if word.startswith("zz") and word.endswith("zz"):
                    yield self._classes[marked[int(word[2:-2])].strip("<>")]
                else:
                    self.words.add(word)
                    yield frozenset({stem(word)})
            return
        for part in plain.split():
            choices = [one for word in part.split("/") for one in tokens(word)]
            self.words.update(choices)
            yield frozenset(map(stem, choices))

    def find(self, heard: Heard) -> list[Match]:
        """Every phrase that stands there, each once, where it stands first."""
        found: dict[tuple[str, str], Match] = {}
        for start, said in enumerate(heard):
            for one in said:
                for owner, phrase, elements in self._by_start.get(one, ()):
                    if (owner, phrase) not in found:
                        match = _at(owner, phrase, elements, heard, start)
                        if match:
                            found[owner, phrase] = match
        return list(found.values())


def _at(owner: str, phrase: str, elements: tuple[frozenset[str], ...], heard: Heard, start: int) -> Match | None:
    """The phrase from one word on, if it stands there."""
    positions, weight, place = [], 1.0, start
    for number, element in enumerate(elements):
        reach = range(place, place + 1) if number == 0 else range(place, min(place + GAP + 1, len(heard)))
        hit = next((at for at in reach if not element.isdisjoint(heard[at])), None)
        if hit is None:
            return None
        weight = min(weight, max(heard[hit][one] for one in element & heard[hit].keys()))
        positions.append(hit)
        place = hit + 1
    return Match(owner, phrase, tuple(positions), weight)
