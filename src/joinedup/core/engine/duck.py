"""How does joinedup run SQL over Parquet and Arrow tables on one machine?"""

from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from types import TracebackType
from typing import Any, Self

import duckdb
import pyarrow as pa

from joinedup.core.engine.components import components
from joinedup.core.engine.sharing import KEYED, Blocks, Limits, sharing
from joinedup.core.errors import CannotProceed

SqlError = duckdb.Error  # what the engine refuses; its words may quote values, so they are never shown


def lacks_room(problem: Exception) -> bool:
    """Whether the engine gave up for want of memory or disk, rather than because of what it was given."""
    return isinstance(problem, duckdb.OutOfMemoryException) or "No space left" in str(problem)


class FileInUse(CannotProceed):
    """Another program is writing a database file."""


class NotADatabase(CannotProceed):
    """A file cannot be read as a database of ours."""


class Engine:
    """One DuckDB session with bounded memory and threads.

    Parameters
    ----------
    memory_gigabytes : most memory DuckDB may hold before it spills to disk.
    threads : most threads it may use.
    spill_directory : where it spills; the current folder's `.spill` if not given.

    Examples
    --------
    >>> with Engine() as engine:
    ...     engine.table("select 6 * $by as answer", by=7).to_pylist()
    [{'answer': 42}]
    """

    def __init__(self, *, memory_gigabytes: float = 4, threads: int = 2, spill_directory: Path | None = None) -> None:
        self.connection = duckdb.connect(
            config={
                "memory_limit": f"{memory_gigabytes}GB",
                "threads": threads,
                "preserve_insertion_order": False,
                **({"temp_directory": str(spill_directory)} if spill_directory else {}),
            }
        )

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.connection.close()

    def register(self, name: str, source: pa.Table | Path) -> None:
        """Make an Arrow table, or a Parquet file, readable in SQL as `name`."""
        if isinstance(source, Path):
            path = str(source).replace("'", "''")
            self.connection.execute(f"create or replace temp view {quoted(name)} as from read_parquet('{path}')")
        else:
            self.connection.register(name, source)

    def forget(self, name: str) -> None:
        """Let go of an Arrow table that was registered; nothing happens if there is none."""
        self.connection.unregister(name)

    def components(self, pairs: str, into: str) -> None:
        """Make the groups of all that the pairs of a query join readable as `into`: member, root (the lowest member).

        Parameters
        ----------
        pairs : a query with two columns of whole numbers.
        """
        self.register(into, components(self.table(pairs)))

    def sharing(self, keyed: Sequence[str], limits: Limits, *, into: str, unseen: str = "") -> Blocks:
        """Make the pairs of members that share a key readable as `into` (l < r); returns how large the groups are.

        Parameters
        ----------
        keyed, limits, unseen : as `joinedup.core.engine.sharing.sharing` takes them; the names of tables, and a query.
        """
        tables = [self.table(f"select {', '.join(KEYED)} from {table}") for table in keyed]
        pairs, blocks = sharing(tables, limits, self.table(unseen) if unseen else None)
        self.register(into, pairs)
        return blocks

    def attach(self, name: str, path: Path) -> None:
        """Open a database file, made if it is not there, to read and write as `name`, alone while it is open.

        Raises
        ------
        FileInUse
            Another program has it open.
        NotADatabase
            It is something else, or was written by a later version.
        """
        target = str(path).replace("'", "''")
        try:
            self.connection.execute(f"attach '{target}' as {quoted(name)}")
        except (duckdb.IOException, duckdb.BinderException) as problem:
            if "lock" in str(problem) or "already" in str(problem):
                raise FileInUse(f"{path} is in use by another run", expected="that it ends first") from problem
            if not path.exists():
                raise NotADatabase(f"{path} cannot be made", expected="a folder that may be written to") from problem
            raise NotADatabase(f"{path} cannot be read", expected="a database as joinedup wrote it") from problem
        except (duckdb.SerializationException, duckdb.InternalException) as problem:
            raise NotADatabase(f"{path} is damaged", expected="a database as joinedup wrote it") from problem

    @contextmanager
    def transaction(self) -> Iterator[None]:
        """All that is written to one attached database in the block, or nothing of it."""
        self.connection.begin()
        try:
            yield
        except BaseException:
            self.connection.rollback()
            raise
        self.connection.commit()

    def execute(self, sql: str, **values: Any) -> None:
        """Run a statement; `values` are bound to `$name` in it."""
        self.connection.execute(sql, values or None)

    def table(self, sql: str, **values: Any) -> pa.Table:
        """The answer to a query, as an Arrow table."""
        return self.connection.sql(sql, params=values or None).to_arrow_table()

    def value(self, sql: str, **values: Any) -> Any:
        """The single value a query answers with."""
        rows = self.connection.execute(sql, values or None).fetchall()  # a result read in part would hold the session
        return rows[0][0] if rows else None

    def write(self, sql: str, path: Path, **values: Any) -> int:
        """Write the answer to a query as Parquet; returns the number of rows.

        Parameters
        ----------
        sql : a query, with its own `order by` where order matters.
        path : a new file in a folder that exists.
        """
        target = str(path).replace("'", "''")
        done = self.connection.execute(
            f"copy ({sql}) to '{target}' (format parquet, compression zstd)", values or None
        ).fetchone()
        return int(done[0]) if done else 0


def quoted(name: str) -> str:
    """A name as an SQL identifier.

    Examples
    --------
    >>> quoted('an "odd" name')
    '"an ""odd"" name"'
    """
    return '"' + name.replace('"', '""') + '"'
