"""Which services say the words that were typed? On SQLite with FTS5 and BM25, on PostgreSQL with its full text.

Both keep the same fields and answer the same question; how they weigh words differs, and both are measured.
"""

from collections.abc import Iterable, Sequence
from typing import Any, Protocol

from joinedup.core.directory.search.documents import FIELDS, Document

Execute = Any  # (sql, parameters) -> rows; parameters stand as %s on either database
FIELD_WEIGHTS = {"name": 4.0, "terms": 5.0, "synonyms": 0.5, "description": 2.0, "organisation": 0.5}
MOST_FOUND = 400


class Lexical(Protocol):
    """An index of words."""

    def create(self) -> None:
        """Make the tables it keeps words in, where they are not there yet."""

    def replace(self, documents: Iterable[Document]) -> None:
        """Put documents in, in the place of those with the same keys."""

    def remove(self, keys: Iterable[int]) -> None:
        """Take documents out."""

    def match(self, wanted: Sequence[Sequence[str]], *, among: int) -> dict[int, float]:
        """Documents with any of the words, by key, each with how well it matches (above 0, higher is better).

        Parameters
        ----------
        wanted : for each word sought, the words it may be.
        among : how many documents there are, which says how rare a word is.
        """


class SqliteLexical:
    """FTS5 with Porter's stems."""

    CREATE = (
        "create virtual table if not exists directory_words using fts5("
        + ", ".join(FIELDS)
        + ", tokenize='porter unicode61 remove_diacritics 2')",
    )
    DROP = ("drop table if exists directory_words",)

    def __init__(self, execute: Execute) -> None:
        self._execute = execute

    def create(self) -> None:
        """Make the tables it keeps words in, where they are not there yet."""
        for statement in self.CREATE:
            self._execute(statement)

    def replace(self, documents: Iterable[Document]) -> None:
        """Put documents in, in the place of those with the same keys."""
        for one in documents:
            self._execute("delete from directory_words where rowid = %s", (one.key,))
            self._execute(
                f"insert into directory_words (rowid, {', '.join(FIELDS)}) values (%s, %s, %s, %s, %s, %s)",
                (one.key, *(getattr(one, name) for name in FIELDS)),
            )

    def remove(self, keys: Iterable[int]) -> None:
        """Take documents out."""
        for key in keys:
            self._execute("delete from directory_words where rowid = %s", (key,))

    def match(self, wanted: Sequence[Sequence[str]], *, among: int) -> dict[int, float]:  # noqa: ARG002  (BM25 counts)
        """Documents with any of the words, by BM25 with a weight for each field."""
        sought = dict.fromkeys(word for choices in wanted for word in choices)
        if not sought:
            return {}
        weights = ", ".join(str(FIELD_WEIGHTS[name]) for name in FIELDS)
        rows = self._execute(
            f"select rowid, -bm25(directory_words, {weights}) from directory_words "
            "where directory_words match %s order by 2 desc limit %s",
            (" OR ".join(f'"{word}"' for word in sought), MOST_FOUND),  # quoted: words are never operators
        )
        return {int(key): float(score) for key, score in rows}


class PostgresLexical:
    """tsvector in four weights, each word by how rare it is among the documents."""

    LETTERS = {"name": "A", "terms": "B", "synonyms": "D", "description": "C", "organisation": "D"}  # noqa: RUF012
    CREATE = (
        "create table if not exists directory_words (key bigint primary key, words tsvector not null)",
        "create index if not exists directory_words_gin on directory_words using gin (words) with (fastupdate = off)",
    )
    DROP = ("drop table if exists directory_words",)
    # One word at a time, each with all it is found in: nothing is kept aside and joined again to count it.
    QUESTION = """
        select found.key, sum(found.fits * ln(1 + (%s - hit.documents + 0.5::float8) / (hit.documents + 0.5::float8)))
        from unnest(%s::text[]) as given(text),
            lateral (select to_tsquery('english', given.text) as sought offset 0) as word,
            lateral (
                select count(*) as documents, array_agg(kept.key) as keys,
                    array_agg(ts_rank(%s::real[], kept.words, word.sought, 1)::float8) as fits
                from directory_words as kept where kept.words @@ word.sought
            ) as hit,
            lateral unnest(hit.keys, hit.fits) as found(key, fits)
        group by found.key order by 2 desc, 1 limit %s"""

    def __init__(self, execute: Execute) -> None:
        self._execute = execute

    def create(self) -> None:
        """Make the tables it keeps words in, where they are not there yet."""
        for statement in self.CREATE:
            self._execute(statement)

    def replace(self, documents: Iterable[Document]) -> None:
        """Put documents in, in the place of those with the same keys."""
        vector = " || ".join(f"setweight(to_tsvector('english', %s), '{self.LETTERS[name]}')" for name in FIELDS)
        for one in documents:
            self._execute(
                f"insert into directory_words (key, words) values (%s, {vector}) "
                "on conflict (key) do update set words = excluded.words",
                (one.key, *(getattr(one, name) for name in FIELDS)),
            )

    def remove(self, keys: Iterable[int]) -> None:
        """Take documents out."""
        self._execute("delete from directory_words where key = any(%s)", (list(keys),))

    def match(self, wanted: Sequence[Sequence[str]], *, among: int) -> dict[int, float]:
        """Documents with any of the words, by rank times rarity."""
        sought = [" | ".join(f"'{word}'" for word in choices) for choices in wanted]  # letters and digits only
        if not sought:
            return {}
        weights = [FIELD_WEIGHTS[name] / 5 for name in ("synonyms", "description", "terms", "name")]
        rows = self._execute(self.QUESTION, (among, sought, weights, MOST_FOUND))
        return {int(key): float(score) for key, score in rows}
