"""On which engine is something done: one that is there, or one called by its name?"""

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Literal

from joinedup.core.engine.duck import Engine
from joinedup.core.errors import CannotProceed

ENGINES = ("duckdb", "spark")

WhichEngine = Engine | Literal["duckdb", "spark"]


class NoSuchEngine(CannotProceed):
    """An engine was called by a name that none has."""


@contextmanager
def session(engine: WhichEngine) -> Iterator[Engine]:
    """An engine that is there, as it is; or one made for the block by its name, with its usual memory.

    Raises
    ------
    NoSuchEngine
        There is none of that name.
    NoSpark
        Spark is asked for and is not installed.

    Examples
    --------
    >>> with session("duckdb") as engine:
    ...     engine.value("select 42")
    42
    """
    if isinstance(engine, Engine):
        yield engine
        return
    if engine not in ENGINES:
        raise NoSuchEngine(
            f"There is no engine {engine!r}", expected="an Engine, or the name of one", available=ENGINES
        )
    with _made(engine) as made:
        yield made


def _made(name: str) -> Engine:
    if name == "duckdb":
        return Engine()
    from joinedup.core.engine.spark import SparkEngine  # slow to load, and not always there

    return SparkEngine()
