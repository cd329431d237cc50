"""What kind of service is it likely to be, where nobody has said? By its own words, against those of each kind."""

import math
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence

from joinedup.core.directory import service_types
from joinedup.core.directory.search.documents import Document
from joinedup.core.directory.search.everyday import sayings
from joinedup.core.directory.search.words import is_content, stem, tokens

NAME_COUNTS = 3  # a word of a name says as much as so many of a description
LEAST_ALIKE = 0.2  # cosine below which nothing is said
MOST_KINDS = 2
NEXT_BEST = 0.8  # a second kind is named if it is at least so likely as the first, in proportion

Words = Mapping[str, float]


def likely_kinds(documents: Sequence[Document]) -> dict[int, dict[str, float]]:
    """For each document that says no kind, by its place, the kinds it is likely to be, each with how likely (0 to 1).

    A kind's words are its name, what people say who look for it, and what services say that are of that kind. Likeness
    is the cosine of words weighed by how rare they are (Salton and Buckley, 1988).
    """
    unsaid = {place: one for place, one in enumerate(documents) if not one.kinds}
    if not unsaid:
        return {}
    profiles = _profiles(documents)
    rarity = _rarity(profiles.values())
    known = {kind: _unit(words, rarity) for kind, words in profiles.items()}
    found = {}
    for place, one in unsaid.items():
        within = [kind for topic in service_types.topics() if topic.code in one.topics for kind in topic.types]
        alike = _alike(_unit(_words_of(one), rarity), {kind: known[kind] for kind in within or known})
        if alike:
            found[place] = alike
    return found


def _profiles(documents: Sequence[Document]) -> dict[str, Counter[str]]:
    """The words of each kind, those of services of the kind among them."""
    profiles = {
        kind: Counter(_stems(sayings(kind))) + Counter(NAME_COUNTS * _stems(name))
        for kind, name in service_types.names().items()
    }
    for one in documents:
        for kind in one.kinds:
            profiles[kind].update(set(_words_of(one)))
    return profiles


def _words_of(one: Document) -> Counter[str]:
    return Counter(NAME_COUNTS * _stems(one.name) + _stems(one.description))


def _stems(text: str) -> list[str]:
    return [stem(word) for part in text.split(" · ") for word in tokens(part) if is_content(word)]


def _rarity(profiles: Iterable[Words]) -> dict[str, float]:
    every = list(profiles)
    in_kinds = Counter(word for words in every for word in words)
    return {word: math.log(1 + len(every) / count) for word, count in in_kinds.items()}


def _unit(words: Words, rarity: Words) -> dict[str, float]:
    weighed = {word: (1 + math.log(count)) * rarity.get(word, 0.0) for word, count in words.items()}
    length = math.sqrt(sum(weight * weight for weight in weighed.values())) or 1.0
    return {word: weight / length for word, weight in weighed.items() if weight}


def _alike(words: Words, known: Mapping[str, Words]) -> dict[str, float]:
    """The kinds most alike, the first as 1 and the next in proportion; none if nothing is alike."""
    cosines = {
        kind: sum(weight * other.get(word, 0.0) for word, weight in words.items()) for kind, other in known.items()
    }
    best = sorted(cosines, key=lambda kind: -cosines[kind])[:MOST_KINDS]
    first = cosines[best[0]] if best else 0.0
    if first < LEAST_ALIKE:
        return {}
    return {kind: cosines[kind] / first for kind in best if cosines[kind] >= NEXT_BEST * first}
