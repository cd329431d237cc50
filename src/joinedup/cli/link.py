"""`joinedup link`: which records of any registers are about one person?"""

from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Annotated

import pyarrow.parquet as pq
import typer
from rich.console import Console

from joinedup.cli import app
from joinedup.core.engine import Engine, new_directory
from joinedup.core.errors import CannotProceed
from joinedup.core.people import Linkage, LinkParameters
from joinedup.core.people import link as link_registers
from joinedup.job.link import write_linkage
from joinedup.job.registers import Registers, read_registers

LEAST_WEIGHT = LinkParameters().least_weight


class UnevenPairs(CannotProceed):
    """Registers and maps do not pair up."""


@app.command()
def link(
    register: Annotated[list[Path], typer.Option(help="A register: CSV, gzip or Parquet. Repeat for each register.")],
    map: Annotated[list[Path], typer.Option(help="Its mapping file, in the same order.")],
    out: Annotated[Path, typer.Option(help="Folder to write; ids of an earlier run there are kept.")],
    seed: Annotated[int, typer.Option(help="Seed of the sample the model learns from.")] = 1,
    least_weight: Annotated[
        float, typer.Option(help="Evidence needed to join without a shared number: log2 of the odds. 0 is even odds.")
    ] = LEAST_WEIGHT,
    memory_gigabytes: Annotated[float, typer.Option(help="Most memory the engine may hold.", min=0.5)] = 4,
) -> None:
    """Join the records of any registers into people."""
    if len(register) != len(map):
        raise UnevenPairs(
            f"{len(register)} registers and {len(map)} maps were given", expected="one --map for each --register"
        )
    earlier = out / "person_record.parquet"
    previous = pq.read_table(earlier) if earlier.exists() else None
    with (
        TemporaryDirectory(prefix="joinedup-spill-") as spill,
        Engine(memory_gigabytes=memory_gigabytes, spill_directory=Path(spill)) as engine,
    ):
        registers = read_registers(engine, list(zip(register, map, strict=True)))
        linkage = link_registers(
            registers.table,
            engine=engine,
            seed=seed,
            previous=previous,
            parameters=LinkParameters(least_weight=least_weight),
        )
    with new_directory(out) as into:
        write_linkage(linkage, into)
    show(registers, linkage, out)


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
    console.print(f"{out / 'person_record.parquet'}: source, record_id, person_id, how, weight")


NOTEWORTHY = {
    "numbers_disputed": "NHS numbers on records that disagree about the person",
    "numbers_quarantined": "NHS numbers on too many different people to be believed",
    "repeated_keys": "rows whose record id came before in the same register",
    "blocks_too_large": "groups too large to compare, left out",
    "pairs_contested": "likely pairs left apart because another match is as good",
    "ids_changed": "earlier person ids merged or split",
}
