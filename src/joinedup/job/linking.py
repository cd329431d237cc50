"""How are any registers linked, again and again, in one folder?"""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from pathlib import Path
from tempfile import TemporaryDirectory

import pyarrow as pa
import pyarrow.parquet as pq

from joinedup.core.engine import Engine, new_directory
from joinedup.core.errors import CannotProceed
from joinedup.core.people import Linkage, LinkParameters
from joinedup.core.people import link as link_registers
from joinedup.core.people.identity.index import FILE, opened
from joinedup.core.people.increment import GONE, update
from joinedup.core.people.linking.model_json import read as read_model
from joinedup.job import quality
from joinedup.job.decided import read_decisions, read_table
from joinedup.job.link import write_linkage
from joinedup.job.registers import Registers, read_registers


class NotRemoved(CannotProceed):
    """A file does not say which records are gone."""


NOTHING = Registers(pa.table({name: pa.array([], pa.string()) for name in GONE.names}), {})


@dataclass(frozen=True)
class Task:
    """What to link, with what, into which folder.

    Parameters
    ----------
    registers : register and mapping file, in pairs.
    out : the folder; its index, `people.duckdb`, stays from link to link, and its other files are replaced.
    model, decisions, removed : files, see `joinedup link --help`.
    has_parameters : whether `parameters` were asked for; an increment otherwise takes those of the last whole link.
    is_increment : the registers hold only what is new or changed.
    """

    registers: Sequence[tuple[Path, Path]]
    out: Path
    seed: int
    parameters: LinkParameters
    has_parameters: bool = False
    model: Path | None = None
    decisions: Path | None = None
    removed: Path | None = None
    is_increment: bool = False
    memory_gigabytes: float = 4


def run_link(task: Task, *, previous: pa.Table | None, at: datetime) -> tuple[Registers, Linkage]:
    """Link the registers of a task, keep who was who in its index, and write its files.

    Parameters
    ----------
    task : what to do.
    previous : the people of a link made before there was an index.
    at : when this is done.
    """
    model = None if task.model is None else read_model(task.model)
    decisions, rejects = (None, None) if task.decisions is None else read_decisions(task.decisions)
    with (
        TemporaryDirectory(prefix="joinedup-spill-") as spill,
        Engine(memory_gigabytes=task.memory_gigabytes, spill_directory=Path(spill)) as engine,
        opened(engine, task.out / FILE) as index,
    ):
        registers = read_registers(engine, task.registers) if task.registers else NOTHING
        if task.is_increment:
            linkage = update(
                registers.table,
                engine=engine,
                index=index,
                removed=_removed(task.removed),
                decisions=decisions,
                at=at,
                parameters=task.parameters if task.has_parameters else None,
            )
        else:
            linkage = link_registers(
                registers.table,
                engine=engine,
                seed=task.seed,
                previous=previous,
                model=model,
                decisions=decisions,
                index=index,
                at=at,
                parameters=task.parameters,
            )
        if rejects is not None:
            linkage = replace(linkage, counts=linkage.counts | {"decisions_not_taken": rejects.num_rows})
        with new_directory(task.out / "new") as into:
            write_linkage(linkage, into)
            if linkage.review is not None:
                pq.write_table(linkage.review.pair, into / "review_pair.parquet", compression="zstd")
                said = index.decisions()
                day = at.date().isoformat()
                quality.write(engine, linkage, into, finished=task.out, decisions=said, drawn_on=day)
            if task.is_increment:
                index.write_people(into)
            if rejects is not None:
                pq.write_table(rejects, into / "decision_reject.parquet", compression="zstd")
        _put_in_place(task.out)
    return registers, linkage


def _put_in_place(out: Path) -> None:
    """Every file was written beside its predecessor; now they take its place, one after the other at once."""
    for path in sorted((out / "new").iterdir()):
        path.replace(out / path.name)
    (out / "new").rmdir()


def _removed(path: Path | None) -> pa.Table | None:
    """Source and record_id of the records that are gone."""
    if path is None:
        return None
    table = read_table(path)
    missing = [name for name in GONE.names if name not in table.column_names]
    if missing:
        raise NotRemoved(f"{path} has no column {' or '.join(missing)}", expected="source and record_id of each record")
    return table.select(GONE.names).cast(GONE)
