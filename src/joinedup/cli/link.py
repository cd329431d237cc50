"""`joinedup link`: which records of any registers are about one person?"""

from __future__ import annotations

import math
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING, Any

import typer
from rich.console import Console

from joinedup.cli import app
from joinedup.cli.link_options import (
    DecisionsFile,
    IsIncrement,
    IsNoisyRegister,
    LeastWeight,
    MapFiles,
    ModelFile,
    Out,
    RegisterFiles,
    RemovedFile,
    Seed,
    TestNumbers,
    TwoRecords,
    WhichEngine,
)
from joinedup.cli.options import Memory
from joinedup.core.errors import CannotProceed

if TYPE_CHECKING:
    import pyarrow as pa

    from joinedup.core.people import Linkage
    from joinedup.job.registers import Registers

RESULT, RESULT_COLUMNS = "person_record.parquet", ("source", "record_id", "person_id", "how", "weight")
ENGINES = ["duckdb", "spark"]


class UnevenPairs(CannotProceed):
    """Registers and maps do not pair up."""


class NotALink(CannotProceed):
    """A folder holds something that is no earlier link, and would be lost."""


class NoIncrement(CannotProceed):
    """What only an increment takes was given without one."""


@app.command()
def link(
    out: Out,
    register: RegisterFiles = None,
    map: MapFiles = None,
    seed: Seed = 1,
    least_weight: LeastWeight = None,
    model: ModelFile = None,
    decisions: DecisionsFile = None,
    increment: IsIncrement = False,
    removed: RemovedFile = None,
    test_numbers: TestNumbers = None,
    noisy_register: IsNoisyRegister = False,
    engine: WhichEngine = "duckdb",
    explain: TwoRecords = None,
    memory_gigabytes: Memory = 4,
) -> None:
    """Join the records of any registers into people, without a place file."""
    check_options(register or [], map or [], least_weight, engine)
    if explain:
        show_explanation(out, explain)
        return
    check_input(register, removed, is_increment=increment)
    from joinedup.core.people import LinkParameters
    from joinedup.job.link_task import Task
    from joinedup.job.linking import run_link

    check_folder(out)
    asked = asked_of(least_weight, test_numbers, is_noisy=noisy_register)
    task = Task(
        registers=list(zip(register or [], map or [], strict=True)),
        out=out,
        seed=seed,
        parameters=LinkParameters(**asked),
        has_parameters=bool(asked),
        model=model,
        decisions=decisions,
        removed=removed,
        is_increment=increment,
        is_on_spark=engine == "spark",
        memory_gigabytes=memory_gigabytes,
    )
    registers, linkage = run_link(task, previous=earlier_link(out), at=datetime.now(UTC))
    show(registers, linkage, out)


def check_input(register: list[Path] | None, removed: Path | None, *, is_increment: bool) -> None:
    """Refuse a link of nothing, and what is gone without an increment."""
    if removed and not is_increment:
        raise NoIncrement("--removed was given without --increment", expected="both, or a full link without them")
    if not register and not removed:
        raise UnevenPairs("No register was given", expected="--register FILE --map FILE")


def asked_of(least_weight: float | None, test_numbers: bool | None, *, is_noisy: bool) -> dict[str, Any]:
    """The parameters that were asked for, by name."""
    from joinedup.core.people.parameters import NOISY_REGISTER

    wanted = {"least_weight": least_weight, "accepts_test_numbers": test_numbers}
    given = {name: value for name, value in wanted.items() if value is not None}
    return (dict(NOISY_REGISTER) if is_noisy else {}) | given


def check_options(register: list[Path], map: list[Path], least_weight: float | None, engine: str) -> None:
    """Refuse what cannot be meant, before anything is read."""
    if len(register) != len(map):
        raise UnevenPairs(
            f"{len(register)} registers and {len(map)} maps were given", expected="one --map for each --register"
        )
    if least_weight is not None and not math.isfinite(least_weight):
        raise typer.BadParameter(f"{least_weight} is no number", param_hint="--least-weight")
    if engine not in ENGINES:
        from joinedup.core.engine import NoSuchEngine

        raise NoSuchEngine(f"There is no engine '{engine}'", expected="an engine", available=ENGINES)


def check_folder(out: Path) -> None:
    """Refuse a folder with other people's files in it: files of a link there are replaced."""
    from joinedup.core.people.identity.index import FILE

    is_ours = out.is_dir() and ((out / RESULT).is_file() or (out / FILE).is_file() or not any(out.iterdir()))
    if out.exists() and not is_ours:
        raise NotALink(f"{out} exists and holds no earlier link", expected="a new folder, or that of an earlier link")


def earlier_link(out: Path) -> pa.Table | None:
    """The people of a link made before there was an index, if the folder holds one."""
    import pyarrow as pa
    import pyarrow.parquet as pq

    from joinedup.core.people.identity.index import FILE

    if (out / FILE).is_file() or not (out / RESULT).is_file():
        return None
    try:
        return pq.read_table(out / RESULT, columns=list(RESULT_COLUMNS))
    except (pa.ArrowException, OSError) as problem:
        raise NotALink(
            f"{out / RESULT} cannot be read", expected="the file as joinedup wrote it, or another folder"
        ) from problem


def show_explanation(out: Path, pair: tuple[str, str]) -> None:
    """Print why two records are one person, or what would join them."""
    from joinedup.job.explaining import explain_records

    console = Console(highlight=False, soft_wrap=True)
    for line in explain_records(out, *pair):
        console.print(line, markup=False)


def show(registers: Registers, linkage: Linkage, out: Path) -> None:
    """Print what was read and what was found."""
    console, counts = Console(highlight=False, soft_wrap=True), linkage.counts
    for file, rules in registers.unread.items():
        for rule, count in rules.items():
            console.print(f"{file}: {count:,} values not used: {rule.replace('_', ' ')}")
    if counts["birth_dates_later"]:
        console.print(f"{counts['birth_dates_later']:,} values not used: birth date later than today")
    if "records_changed" in counts:
        console.print(
            f"{counts['records_changed']:,} records new or changed, {counts['records_removed']:,} gone, which bear on:"
        )
    console.print(f"{counts['records']:,} records of {counts['registers']} registers are {counts['people']:,} people")
    console.print(f"  joined by NHS number and demographics: {counts['joined_by_nhs_number']:,} records")
    console.print(f"  joined by full name, date of birth and postcode: {counts['joined_by_demographics']:,}")
    console.print(f"  joined by a decision: {counts['joined_by_decision']:,}")
    console.print(f"  joined by likeness: {counts['joined_by_splink']:,}")
    console.print(f"  alone: {counts['alone']:,}")
    for name, words in NOTEWORTHY.items():
        if counts.get(name):
            console.print(f"  {words}: {counts[name]:,}")
    if repeats_people(linkage):
        console.print("This one register lists people again and again: --noisy-register may find more of them")
    if linkage.review is not None:
        console.print(f"{out / 'quality.md'}: how right the links are, as far as anybody has said")
    console.print(f"{out / RESULT}: source, record_id, person_id, how, weight")


def repeats_people(linkage: Linkage) -> bool:
    """Whether one register alone has so many records of each person that it is better linked by means."""
    counts = linkage.counts
    is_one = counts["registers"] == 1 and not linkage.parameters.grows_by_mean
    return is_one and counts["records"] >= RECORDS_OF_A_PERSON * counts["people"]


RECORDS_OF_A_PERSON = 1.5  # a register of a care agency lists hardly anybody twice
NOTEWORTHY = {
    "numbers_disputed": "NHS numbers on records that disagree about the person",
    "numbers_quarantined": "NHS numbers on too many different people to be believed",
    "records_of_refused_numbers": "records whose NHS number is for tests or was never issued (number_check.parquet)",
    "repeated_keys": "rows whose record id came before in the same register",
    "blocks_too_large": "groups too large to compare, left out",
    "decisions_contradicted": "decisions that two records are one person, which others keep apart",
    "decisions_waiting": "pairs of records on which a second person has to decide",
    "decisions_not_taken": "rows of the decisions that cannot be used (decision_reject.parquet says why)",
    "review_pairs": "pairs of people worth a human look (joinedup people review export)",
    "pairs_contested": "likely pairs left apart because another match is as good",
    "ids_changed": "earlier person ids merged or split",
}
