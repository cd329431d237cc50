"""How are any registers linked, again and again, in one folder?"""

from dataclasses import replace
from datetime import datetime
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

import pyarrow as pa
import pyarrow.parquet as pq

from joinedup.core.engine import Engine, new_directory
from joinedup.core.errors import CannotProceed
from joinedup.core.people import Linkage, link
from joinedup.core.people.identity.index import FILE, PersonIndex, opened
from joinedup.core.people.increment import update
from joinedup.job import quality
from joinedup.job.link import write_linkage
from joinedup.job.link_task import Given, Task
from joinedup.job.registers import Registers

BEING_WRITTEN = ".link-being-written"
"""A name nobody gives a folder of their own: what a link that was cut off left there is written over."""


class NotOnSpark(CannotProceed):
    """Spark is asked for what only one machine does."""


def run_link(task: Task, *, previous: pa.Table | None, at: datetime) -> tuple[Registers, Linkage]:
    """Link the registers of a task, keep who was who in its index, and write its files.

    Parameters
    ----------
    task : what to do.
    previous : the people of a link made without an index.
    at : when this is done.

    Raises
    ------
    NotOnSpark
        Spark is asked for what needs one machine: training, or the index.
    """
    with (
        TemporaryDirectory(prefix="joinedup-spill-") as spill,
        Engine(memory_gigabytes=task.memory_gigabytes, spill_directory=Path(spill)) as engine,
    ):
        given = Given.read(engine, task)
        if task.is_on_spark:
            linkage = _on_spark(task, given, previous, at)
            _write(task, linkage, given, engine=engine, decisions=given.decisions, at=at)
        else:
            with opened(engine, task.out / FILE) as index:
                linkage = _in_index(task, given, previous, engine=engine, index=index, at=at)
                _write(task, linkage, given, engine=engine, decisions=index.decisions(), at=at, index=index)
    if given.rejects is not None:
        linkage = replace(linkage, counts=linkage.counts | {"decisions_not_taken": given.rejects.num_rows})
    return given.registers, linkage


def _in_index(
    task: Task, given: Given, previous: pa.Table | None, *, engine: Engine, index: PersonIndex, at: datetime
) -> Linkage:
    """Link what is new or changed, or everything, with the ids and decisions of the index."""
    known: dict[str, Any] = {"engine": engine, "index": index, "decisions": given.decisions, "at": at}
    if task.is_increment:
        parameters = task.parameters if task.has_parameters else None
        return update(given.registers.table, removed=given.removed, parameters=parameters, **known)
    return link(
        given.registers.table,
        seed=task.seed,
        previous=previous,
        model=given.model,
        parameters=task.parameters,
        **known,
    )


def _on_spark(task: Task, given: Given, previous: pa.Table | None, at: datetime) -> Linkage:
    """Link with a model that one machine learnt; ids are kept from the files of the link before."""
    if given.model is None or task.is_increment:
        raise NotOnSpark(
            "Spark links whole registers with a model that is there already",
            expected="--model with the model.json of a link made on one machine, and no --increment",
        )
    if (task.out / FILE).exists():
        raise NotOnSpark(f"{task.out} holds an index, which one machine keeps", expected="a folder of its own")
    from joinedup.core.engine.spark import SparkEngine

    with SparkEngine(memory_gigabytes=task.memory_gigabytes) as engine:
        return link(
            given.registers.table,
            engine=engine,
            seed=task.seed,
            previous=previous,
            at=at,
            model=given.model,
            decisions=given.decisions,
            parameters=task.parameters,
        )


def _write(
    task: Task,
    linkage: Linkage,
    given: Given,
    *,
    engine: Engine,
    decisions: pa.Table | None,
    at: datetime,
    index: PersonIndex | None = None,
) -> None:
    with new_directory(task.out / BEING_WRITTEN, is_earlier=lambda _: True) as into:
        write_linkage(linkage, into)
        if linkage.review is not None:
            pq.write_table(linkage.review.pair, into / "review_pair.parquet", compression="zstd")
            day = at.date().isoformat()
            quality.write(engine, linkage, into, finished=task.out, decisions=decisions, drawn_on=day)
        if task.is_increment and index is not None:
            index.write_people(into)
        if given.rejects is not None:
            pq.write_table(given.rejects, into / "decision_reject.parquet", compression="zstd")
    _put_in_place(task.out)


def _put_in_place(out: Path) -> None:
    """Every file was written beside its predecessor; now they take its place, one after the other at once."""
    for path in sorted((out / BEING_WRITTEN).iterdir()):
        path.replace(out / path.name)
    (out / BEING_WRITTEN).rmdir()
