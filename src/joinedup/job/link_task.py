"""What is asked of a link of any registers, and what do the files it names say?"""

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Self

import pyarrow as pa

from joinedup.core.engine import Engine
from joinedup.core.errors import CannotProceed
from joinedup.core.people import LinkParameters
from joinedup.core.people.increment import GONE
from joinedup.core.people.linking.model_json import Model
from joinedup.core.people.linking.model_json import read as read_model
from joinedup.job.decided import read_decisions, read_table
from joinedup.job.registers import Registers, read_registers


class NotRemoved(CannotProceed):
    """A file does not say which records are gone."""


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
    is_on_spark : whether Spark does the linking; then there is no index.
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
    is_on_spark: bool = False
    memory_gigabytes: float = 4


@dataclass(frozen=True)
class Given:
    """What the files of a task say.

    Parameters
    ----------
    registers : what was read of the registers.
    removed : source and record_id of the records that are gone; None if no file says so.
    model : the weights; None to learn them.
    decisions, rejects : what people decided, and the rows of the file that cannot be taken; None without a file.
    """

    registers: Registers
    removed: pa.Table | None
    model: Model | None
    decisions: pa.Table | None
    rejects: pa.Table | None

    @classmethod
    def read(cls, engine: Engine, task: Task) -> Self:
        """Read the files a task names; the registers, which take longest, come last."""
        model = None if task.model is None else read_model(task.model)
        decisions, rejects = (None, None) if task.decisions is None else read_decisions(task.decisions)
        removed = None if task.removed is None else _removed(task.removed)
        nobody = Registers(pa.table({name: pa.array([], pa.string()) for name in GONE.names}), {})
        registers = read_registers(engine, task.registers) if task.registers else nobody
        return cls(registers, removed, model, decisions, rejects)


def _removed(path: Path) -> pa.Table:
    """Source and record_id of the records that are gone."""
    table = read_table(path)
    missing = [name for name in GONE.names if name not in table.column_names]
    if missing:
        raise NotRemoved(f"{path} has no column {' or '.join(missing)}", expected="source and record_id of each record")
    return table.select(GONE.names).cast(GONE)
