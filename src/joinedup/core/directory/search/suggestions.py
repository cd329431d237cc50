"""What may somebody be about to type?"""

from bisect import bisect_left
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from functools import cache

from joinedup import definitions
from joinedup.core.directory import service_types
from joinedup.core.directory.search.documents import Document
from joinedup.core.directory.search.everyday import needs

SHORTEST = 2
LONGEST = 60
MOST_LOOKED_AT = 200
KIND, NEED, SAYING, SERVICE = range(4)  # kinds of service come before sayings, names of services last


@dataclass(frozen=True)
class Suggestions:
    """Everything that can be completed, by the beginning of each of its words.

    Parameters
    ----------
    entries : beginning (small letters, from some word on), rank, and the whole as shown; sorted.
    """

    entries: tuple[tuple[str, int, str], ...]

    @classmethod
    def of(cls, documents: Iterable[Document]) -> "Suggestions":
        """Kinds of service, needs, what people say, and names of services."""
        return cls(tuple(sorted({*_of_tables(), *_starts(SERVICE, (one.name for one in documents))})))

    def complete(self, typed: str, *, most: int = 8) -> list[str]:
        """What begins so, or has a word that does; the best first.

        Examples
        --------
        >>> Suggestions.of([]).complete("food ba")
        ['Food bank', 'food banks']
        """
        start = " ".join(typed.casefold().split())[:LONGEST]
        if len(start) < SHORTEST:
            return []
        at = bisect_left(self.entries, (start,))
        found = []
        for beginning, rank, whole in self.entries[at : at + MOST_LOOKED_AT]:
            if not beginning.startswith(start):
                break
            found.append((not whole.casefold().startswith(start), rank, len(whole), whole))
        best: dict[str, str] = {}
        for *_, whole in sorted(found):
            best.setdefault(whole.casefold(), whole)
        return list(best.values())[:most]


@cache
def _of_tables() -> frozenset[tuple[str, int, str]]:
    read = definitions.read("directory/everyday_words.yaml")["needs"]
    sayings = (phrase for one in read.values() for phrase in one["says"] if "<" not in phrase and "/" not in phrase)
    return frozenset(
        {
            *_starts(KIND, service_types.names().values()),
            *_starts(NEED, (need.name for need in needs().values())),
            *_starts(SAYING, sayings),
        }
    )


def _starts(rank: int, phrases: Iterable[str]) -> Iterator[tuple[str, int, str]]:
    """Each phrase from each of its words on."""
    for phrase in phrases:
        words = phrase.casefold().split()
        for at in range(min(len(words), 6)):
            yield " ".join(words[at:])[:LONGEST], rank, phrase
