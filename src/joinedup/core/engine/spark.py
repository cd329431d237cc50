"""How does joinedup run the same SQL on many machines?"""

import os
import shutil
import sys
from collections.abc import Sequence
from pathlib import Path
from tempfile import mkdtemp
from types import TracebackType
from typing import Any, Self

import duckdb
import pyarrow as pa
import pyarrow.parquet as pq
import sqlglot
from sqlglot import exp

from joinedup.core.engine.contraction import contract
from joinedup.core.engine.duck import Engine
from joinedup.core.engine.sharing import Blocks, Limits
from joinedup.core.engine.sharing_sql import share
from joinedup.core.engine.translation import DELEGATED, Macros, Tree, flat_name, table_of, translated
from joinedup.core.errors import CannotProceed


class NoSpark(CannotProceed):
    """Spark is not installed, or does not start."""


class SparkEngine(Engine):
    """One Spark session that reads the SQL of `Engine`, for what outgrows one machine.

    Parameters
    ----------
    master : where Spark runs: `local[2]` is two threads of this machine.
    memory_gigabytes : memory of the driver.
    folder : where tables are kept while the session lasts; shared storage on a cluster.

    Notes
    -----
    A table made is written as Parquet and read back, so that no plan grows with the number of steps. Files of DuckDB
    cannot be attached.
    """

    def __init__(self, *, master: str = "local[2]", memory_gigabytes: float = 4, folder: Path | None = None) -> None:
        self.folder = Path(mkdtemp(prefix="joinedup-spark-", dir=folder))
        self.session = _session(master, memory_gigabytes, self.folder)
        self.macros = Macros()
        self.tables: dict[str, Path] = {}
        self.made = 0
        for name, asked in DELEGATED.items():
            self.session.udf.register(name, _asked_of_duckdb(*asked))

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.session.stop()
        shutil.rmtree(self.folder, ignore_errors=True)

    def register(self, name: str, source: pa.Table | Path) -> None:
        """Make an Arrow table, or a Parquet file, readable in SQL as `name`."""
        path = source if isinstance(source, Path) else self._new_path()
        if isinstance(source, pa.Table):
            pq.write_table(_typed(source), path)
        self.session.read.parquet(str(path)).createOrReplaceTempView(name)

    def forget(self, name: str) -> None:
        """Let go of a table that was registered; nothing happens if there is none."""
        self.session.catalog.dropTempView(name)
        shutil.rmtree(self.tables.pop(name, self.folder / "none"), ignore_errors=True)

    def components(self, pairs: str, into: str) -> None:
        """Make the groups of all that the pairs of a query join readable as `into`: member, root (the lowest)."""
        contract(self, pairs, into)

    def sharing(self, keyed: Sequence[str], limits: Limits, *, into: str, unseen: str = "") -> Blocks:
        """Make the pairs of members that share a key readable as `into` (l < r); returns how large the groups are."""
        return share(self, keyed, limits, into=into, unseen=unseen)

    def execute(self, sql: str, **values: Any) -> None:
        """Run statements that make tables, views or macros, or drop them."""
        for statement in sqlglot.parse(sql, read="duckdb"):
            if statement is not None:
                self._run(statement, values)

    def table(self, sql: str, **values: Any) -> pa.Table:
        """The answer to a query, as an Arrow table."""
        path = self._new_path()
        self._query(sqlglot.parse_one(sql, read="duckdb"), values).write.parquet(str(path))
        return pq.read_table(path)

    def value(self, sql: str, **values: Any) -> Any:
        """The single value a query answers with."""
        row = self._query(sqlglot.parse_one(sql, read="duckdb"), values).first()
        return row[0] if row else None

    def write(self, sql: str, path: Path, **values: Any) -> int:
        """Write the answer to a query as one Parquet file; returns the number of rows."""
        answer = self.table(sql, **values)
        pq.write_table(answer, path, compression="zstd")
        return int(answer.num_rows)

    def _run(self, statement: Tree, values: dict[str, Any]) -> None:
        kind = statement.args.get("kind")
        if isinstance(statement, exp.Drop):
            self._drop(statement)
        elif isinstance(statement, exp.Alter):
            self._rename(statement)
        elif kind == "MACRO":
            self.macros.learn(statement)
        elif kind in ("TABLE", "VIEW"):
            answer = self._query(statement.expression, values)
            name = flat_name(table_of(statement))
            self._keep(answer, name) if kind == "TABLE" else answer.createOrReplaceTempView(name)
        elif kind != "SCHEMA":
            raise NotImplementedError(statement.sql("duckdb")[:200])

    def _keep(self, answer: Any, name: str) -> None:
        path = self._new_path()
        answer.write.parquet(str(path))
        self.session.read.parquet(str(path)).createOrReplaceTempView(name)
        shutil.rmtree(self.tables.pop(name, path.with_name("none")), ignore_errors=True)
        self.tables[name] = path

    def _drop(self, statement: exp.Drop) -> None:
        table = table_of(statement)
        is_schema = statement.args["kind"] == "SCHEMA"
        prefix = f"{table.db}__" if is_schema else flat_name(table)
        for view in self.session.catalog.listTables():
            if view.name.startswith(prefix) if is_schema else view.name == prefix:
                self.session.catalog.dropTempView(view.name)
                shutil.rmtree(self.tables.pop(view.name, self.folder / "none"), ignore_errors=True)

    def _rename(self, statement: exp.Alter) -> None:
        old = table_of(statement)
        new = exp.table_(statement.args["actions"][0].this.name, db=old.db)
        self.session.table(flat_name(old)).createOrReplaceTempView(flat_name(new))
        self.session.catalog.dropTempView(flat_name(old))
        self.tables[flat_name(new)] = self.tables.pop(flat_name(old))

    def _query(self, query: Tree, values: dict[str, Any]) -> Any:
        return self.session.sql(translated(self.macros.written_out(query), values))

    def _new_path(self) -> Path:
        self.made += 1
        return self.folder / f"{self.made:06}.parquet"


def _typed(table: pa.Table) -> pa.Table:
    """Spark passes over columns without a type: of those that hold nothing."""
    types = [pa.string() if pa.types.is_null(field.type) else field.type for field in table.schema]
    return table.cast(pa.schema([pa.field(name, kind) for name, kind in zip(table.column_names, types, strict=True)]))


def _session(master: str, memory_gigabytes: float, folder: Path) -> Any:
    try:
        from pyspark.sql import SparkSession
    except ImportError:
        raise NoSpark("Spark is not installed", expected="pip install 'joinedup[spark]' and Java 17") from None
    settings = {
        "spark.driver.memory": f"{memory_gigabytes}g",
        "spark.local.dir": str(folder / "spill"),
        "spark.sql.execution.arrow.pyspark.enabled": "true",
        "spark.sql.session.timeZone": "UTC",
        "spark.sql.shuffle.partitions": "8",
        "spark.sql.warehouse.dir": str(folder / "warehouse"),
        "spark.ui.enabled": "false",
        "spark.driver.host": "localhost",
        "spark.driver.bindAddress": "127.0.0.1",
        "spark.ui.showConsoleProgress": "false",
    }
    os.environ["PYSPARK_PYTHON"] = sys.executable  # the workers of a local session read it from here alone
    builder = SparkSession.builder.master(master).appName("joinedup")
    for name, value in settings.items():
        builder = builder.config(name, value)
    return builder.getOrCreate()


def _asked_of_duckdb(arguments: str, expression: str, answer: str) -> Any:
    """A function for Spark's workers that has DuckDB compute a whole batch of values at once."""
    from pandas import Series
    from pyspark.sql.functions import pandas_udf

    texts = ", ".join(f"{each}::varchar as {each}" for each in arguments)

    def asked(*columns: Any) -> Any:
        batch = pa.table({each: pa.Array.from_pandas(column) for each, column in zip(arguments, columns, strict=True)})
        with duckdb.connect() as connection:
            connection.register("batch", batch)
            query = f"select ({expression})::{answer} as answer from (select {texts} from batch)"
            return connection.sql(query).to_arrow_table()["answer"].to_pandas()

    asked.__annotations__ = {"columns": Series, "return": Series}
    return pandas_udf(asked, answer)
