"""`joinedup link`: which records of any registers are about one person?"""

from __future__ import annotations

import math
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import TYPE_CHECKING, Annotated

import typer
from rich.console import Console

from joinedup.cli import app
from joinedup.cli.options import Memory
from joinedup.core.errors import CannotProceed

if TYPE_CHECKING:
    import pyarrow as pa

    from joinedup.core.people import Linkage
    from joinedup.job.registers import Registers

RESULT, RESULT_COLUMNS = "person_record.parquet", ("source", "record_id", "person_id", "how", "weight")


class UnevenPairs(CannotProceed):
    """Registers and maps do not pair up."""


class NotALink(CannotProceed):
    """A folder holds something that is no earlier link, and would be lost."""


@app.command()
def link(
    register: Annotated[list[Path], typer.Option(help="A register: CSV, gzip or Parquet. Repeat for each register.")],
    map: Annotated[list[Path], typer.Option(help="Its mapping file, TOML, in the same order.")],
    out: Annotated[Path, typer.Option(help="Folder for the result; ids of an earlier link there are kept.")],
    seed: Annotated[int, typer.Option(help="Seed of the sample the model learns from.", min=0)] = 1,
    least_weight: Annotated[
        float | None,
        typer.Option(
            help="Evidence needed to join records without a shared number: log2 of the odds that they are one person. "
            "0 is even odds; 6, or 64 to 1, if left out."
        ),
    ] = None,
    memory_gigabytes: Memory = 4,
) -> None:
    """Join the records of any registers into people, without a place file."""
    if len(register) != len(map):
        raise UnevenPairs(
            f"{len(register)} registers and {len(map)} maps were given", expected="one --map for each --register"
        )
    if least_weight is not None and not math.isfinite(least_weight):
        raise typer.BadParameter(f"{least_weight} is no number", param_hint="--least-weight")
    from joinedup.core.engine import Engine, new_directory
    from joinedup.core.people import LinkParameters
    from joinedup.core.people import link as link_registers
    from joinedup.job.link import write_linkage
    from joinedup.job.registers import read_registers

    previous = earlier_link(out)
    parameters = LinkParameters() if least_weight is None else LinkParameters(least_weight=least_weight)
    with (
        TemporaryDirectory(prefix="joinedup-spill-") as spill,
        Engine(memory_gigabytes=memory_gigabytes, spill_directory=Path(spill)) as engine,
    ):
        registers = read_registers(engine, list(zip(register, map, strict=True)))
        linkage = link_registers(registers.table, engine=engine, seed=seed, previous=previous, parameters=parameters)
    with new_directory(out) as into:
        write_linkage(linkage, into)
    show(registers, linkage, out)


def earlier_link(out: Path) -> pa.Table | None:
    """The result of an earlier link in a folder, if any; the folder is replaced, so it may hold nothing else."""
    import pyarrow as pa
    import pyarrow.parquet as pq

    if out.exists() and not (out.is_dir() and ((out / RESULT).is_file() or not any(out.iterdir()))):
        raise NotALink(f"{out} exists and holds no earlier link", expected="a new folder, or that of an earlier link")
    if not (out / RESULT).is_file():
        return None
    try:
        return pq.read_table(out / RESULT, columns=list(RESULT_COLUMNS))
    except (pa.ArrowException, OSError) as problem:
        raise NotALink(
            f"{out / RESULT} cannot be read", expected="the file as joinedup wrote it, or another folder"
        ) from problem


def show(registers: Registers, linkage: Linkage, out: Path) -> None:
    """Print what was read and what was found."""
    console, counts = Console(highlight=False, soft_wrap=True), linkage.counts
    for file, rules in registers.unread.items():
        for rule, count in rules.items():
            console.print(f"{file}: {count:,} values not used: {rule.replace('_', ' ')}")
    console.print(f"{counts['records']:,} records of {counts['registers']} registers are {counts['people']:,} people")
    console.print(f"  joined by NHS number and demographics: {counts['joined_by_nhs_number']:,} records")
    console.print(f"  joined by full name, date of birth and postcode: {counts['joined_by_demographics']:,}")
    console.print(f"  joined by likeness: {counts['joined_by_splink']:,}")
    console.print(f"  alone: {counts['alone']:,}")
    for name, words in NOTEWORTHY.items():
        if counts[name]:
            console.print(f"  {words}: {counts[name]:,}")
    console.print(f"{out / RESULT}: source, record_id, person_id, how, weight")


NOTEWORTHY = {
    "numbers_disputed": "NHS numbers on records that disagree about the person",
    "numbers_quarantined": "NHS numbers on too many different people to be believed",
    "repeated_keys": "rows whose record id came before in the same register",
    "blocks_too_large": "groups too large to compare, left out",
    "pairs_contested": "likely pairs left apart because another match is as good",
    "ids_changed": "earlier person ids merged or split",
}
