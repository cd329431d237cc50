"""`joinedup check`: can the files a place's agencies sent be used, and what is wrong with them?"""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import TYPE_CHECKING, Annotated

import typer
from rich.console import Console
from rich.markup import escape
from rich.table import Table

from joinedup.cli import app
from joinedup.cli.options import Memory, PlaceFile

if TYPE_CHECKING:
    from joinedup.core.interop import FileReport


@app.command()
def check(
    place: PlaceFile,
    out: Annotated[
        Path | None, typer.Option(help="Folder of the run's results; if left out, the report is only printed.")
    ] = None,
    memory_gigabytes: Memory = 4,
) -> None:
    """Read every file a place's agencies sent, and report which rows cannot be used and why."""
    from joinedup.cli.telling import telling
    from joinedup.core.interop import read_report
    from joinedup.job.pipeline import run_steps

    with TemporaryDirectory(prefix="joinedup-check-") as spare:
        into = out or Path(spare)
        with telling() as tell:
            run_steps(place, into, steps=["check"], memory_gigabytes=memory_gigabytes, tell=tell)
        show(read_report(into / "check" / "report.json"))
    if out:
        Console(soft_wrap=True, highlight=False).print(
            f"Rejected rows, one line per rule broken: {out}/check/rejects.csv"
        )


def show(reports: Sequence[FileReport]) -> None:
    """Print what was found: a table of files, then sentences about each file that needs a look."""
    console = Console(highlight=False, soft_wrap=True)
    console.print(counts(reports))
    for report in reports:
        sentences = [*report.faults, *report.warnings]
        if report.unused_columns:
            sentences.append(f"columns not used: {', '.join(report.unused_columns)}")
        if sentences:
            console.print(f"\n[bold]{escape(report.file)}[/] ({report.kind})")
            for sentence in sentences:
                console.print(f"  {escape(sentence)}")
    rows, kept = sum(report.rows for report in reports), sum(report.kept for report in reports)
    console.print(f"\n{rows:,} rows in {len(reports)} files: {kept:,} kept, {rows - kept:,} rejected")


def counts(reports: Sequence[FileReport]) -> Table:
    """One line per file: rows, kept, rejected."""
    table = Table(box=None, padding=(0, 2, 0, 0))
    for heading in ("file", "kind", "sent by"):
        table.add_column(heading)
    for heading in ("rows", "kept", "rejected", "warnings"):
        table.add_column(heading, justify="right")
    for report in reports:
        figures = (report.rows, report.kept, report.rejected, len(report.warnings))
        table.add_row(escape(report.file), report.kind, report.organisation, *(f"{figure:,}" for figure in figures))
    return table
