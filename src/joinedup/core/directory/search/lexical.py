"""Which services say the words that were typed? On SQLite with FTS5 and BM25, on PostgreSQL with its full text.

Both keep the same fields and answer the same question; how they weigh words differs, and both are measured.
"""

from abc import ABC, abstractmethod
from collections.abc import Iterable, Sequence
from math import log
from typing import Any, ClassVar, NamedTuple

import numpy as np
from numpy.typing import NDArray

from joinedup.core.directory.search.documents import FIELDS, Document

Execute = Any  # (sql, parameters) -> rows; parameters stand as %s on either database
Choices = tuple[str, ...]  # the words that one word sought may be
FIELD_WEIGHTS = {"name": 4.0, "terms": 5.0, "synonyms": 0.5, "description": 2.0, "organisation": 0.5}
MOST_FOUND = 400
MOST_KNOWN = 1000  # words, with 16 bytes for each service a word is in: tens of megabytes at worst, of 5,000 services


class Hits(NamedTuple):
    """The documents a word is in, by key, each with how well it fits (above 0, higher is better)."""

    keys: NDArray[np.int64]
    fits: NDArray[np.float64]


class Lexical(ABC):
    """An index of words. What a word is in is asked once, and known until this index is told of a change."""

    CREATE: ClassVar[Sequence[str]]
    DROP: ClassVar[Sequence[str]]

    def __init__(self, execute: Execute) -> None:
        self._execute = execute
        self._known: dict[Choices, Hits] = {}

    def create(self) -> None:
        """Make the tables it keeps words in, where they are not there yet."""
        for statement in self.CREATE:
            self._execute(statement)

    def replace(self, documents: Iterable[Document]) -> None:
        """Put documents in, in the place of those with the same keys."""
        self._known = {}
        self._replace(documents)

    def remove(self, keys: Iterable[int]) -> None:
        """Take documents out."""
        self._known = {}
        self._remove(keys)

    def match(self, wanted: Iterable[Sequence[str]], *, among: int) -> dict[int, float]:
        """Documents with any of the words, by key, each with how well it matches: those that match best.

        Parameters
        ----------
        wanted : for each word sought, the words it may be.
        among : how many documents there are, which says how rare a word is.
        """
        sought = list(dict.fromkeys(map(tuple, wanted)))
        if not sought:
            return {}
        found = self._known_hits(sought)
        keys, where = np.unique(np.concatenate([one.keys for one in found]), return_inverse=True)
        fits = np.concatenate([one.fits * self._rarity(len(one.keys), among) for one in found])
        matches = np.bincount(where, fits, len(keys))
        best = np.argsort(-matches, kind="stable")[:MOST_FOUND]
        return dict(zip(keys[best].tolist(), matches[best].tolist(), strict=True))

    def _known_hits(self, sought: list[Choices]) -> list[Hits]:
        """What each word is in, asked for where it is not known."""
        known = self._known
        found = {one: known[one] for one in sought if one in known}
        unknown = [one for one in sought if one not in found]
        found |= dict(zip(unknown, self._hits(unknown), strict=True)) if unknown else {}
        self._known = {**(known if len(known) < MOST_KNOWN else {}), **found} if unknown else known
        return [found[one] for one in sought]

    @abstractmethod
    def _hits(self, sought: list[Choices]) -> list[Hits]:
        """For each word, the documents it is in, asked of the database."""

    @abstractmethod
    def _rarity(self, count: int, among: int) -> float:
        """What a word in `count` documents of so many is worth; 1 where the database weighs that itself."""

    @abstractmethod
    def _replace(self, documents: Iterable[Document]) -> None:
        """Put documents in, in the place of those with the same keys."""

    @abstractmethod
    def _remove(self, keys: Iterable[int]) -> None:
        """Take documents out."""


def hits(rows: Sequence[tuple[int, float]]) -> Hits:
    """Rows of a key and how well it fits, in columns."""
    keys, fits = zip(*rows, strict=True) if rows else ((), ())
    return Hits(np.array(keys, dtype=np.int64), np.array(fits, dtype=np.float64))


class SqliteLexical(Lexical):
    """FTS5 with Porter's stems."""

    CREATE = (
        "create virtual table if not exists directory_words using fts5("
        + ", ".join(FIELDS)
        + ", tokenize='porter unicode61 remove_diacritics 2')",
    )
    DROP = ("drop table if exists directory_words",)

    def _replace(self, documents: Iterable[Document]) -> None:
        for one in documents:
            self._execute("delete from directory_words where rowid = %s", (one.key,))
            self._execute(
                f"insert into directory_words (rowid, {', '.join(FIELDS)}) values (%s, %s, %s, %s, %s, %s)",
                (one.key, *(getattr(one, name) for name in FIELDS)),
            )

    def _remove(self, keys: Iterable[int]) -> None:
        for key in keys:
            self._execute("delete from directory_words where rowid = %s", (key,))

    def _hits(self, sought: list[Choices]) -> list[Hits]:
        weights = ", ".join(str(FIELD_WEIGHTS[name]) for name in FIELDS)
        question = (
            f"select rowid, -bm25(directory_words, {weights}) from directory_words where directory_words match %s"
        )
        # quoted: words are never operators
        return [hits(self._execute(question, (" OR ".join(f'"{word}"' for word in one),))) for one in sought]

    def _rarity(self, count: int, among: int) -> float:  # noqa: ARG002  (BM25 counts it)
        return 1.0


class PostgresLexical(Lexical):
    """tsvector in four weights, each word by how rare it is among the documents."""

    LETTERS = {"name": "A", "terms": "B", "synonyms": "D", "description": "C", "organisation": "D"}  # noqa: RUF012
    CREATE = (
        "create table if not exists directory_words (key bigint primary key, words tsvector not null)",
        "create index if not exists directory_words_gin on directory_words using gin (words) with (fastupdate = off)",
    )
    DROP = ("drop table if exists directory_words",)
    # One word at a time, each with all it is found in: nothing is kept aside and joined again to count it.
    QUESTION = """
        select coalesce(hit.keys, '{}'), coalesce(hit.fits, '{}')
        from unnest(%s::text[]) with ordinality as given(text, place),
            lateral (select to_tsquery('english', given.text) as sought offset 0) as word,
            lateral (
                select array_agg(kept.key) as keys, array_agg(ts_rank(%s::real[], kept.words, word.sought, 1)) as fits
                from directory_words as kept where kept.words @@ word.sought
            ) as hit
        order by given.place"""

    def _replace(self, documents: Iterable[Document]) -> None:
        vector = " || ".join(f"setweight(to_tsvector('english', %s), '{self.LETTERS[name]}')" for name in FIELDS)
        for one in documents:
            self._execute(
                f"insert into directory_words (key, words) values (%s, {vector}) "
                "on conflict (key) do update set words = excluded.words",
                (one.key, *(getattr(one, name) for name in FIELDS)),
            )

    def _remove(self, keys: Iterable[int]) -> None:
        self._execute("delete from directory_words where key = any(%s)", (list(keys),))

    def _hits(self, sought: list[Choices]) -> list[Hits]:
        weights = [FIELD_WEIGHTS[name] / 5 for name in ("synonyms", "description", "terms", "name")]
        words = [" | ".join(f"'{word}'" for word in one) for one in sought]  # letters and digits only
        rows = self._execute(self.QUESTION, (words, weights))
        return [Hits(np.array(keys, dtype=np.int64), np.array(fits, dtype=np.float64)) for keys, fits in rows]

    def _rarity(self, count: int, among: int) -> float:
        return log(1 + (among - count + 0.5) / (count + 0.5))
