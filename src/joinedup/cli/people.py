"""`joinedup people review …`: review outside the web, with a spreadsheet or a tool of one's own."""

from datetime import UTC, datetime
from pathlib import Path
from typing import Annotated

import typer
from rich.console import Console

from joinedup.cli import app

people = typer.Typer(help="Who is who: review of uncertain joins outside the web.", no_args_is_help=True)
review = typer.Typer(help="Pairs of people that somebody should look at, and what was decided.", no_args_is_help=True)
people.add_typer(review, name="review")
app.add_typer(people, name="people")

Results = Annotated[Path, typer.Argument(help="Folder of a link or of a run, with its people.duckdb.")]


@review.command("export")
def export_pairs(
    results: Results,
    out: Annotated[Path, typer.Option(help="File to write, CSV: one row per pair, its two records side by side.")],
) -> None:
    """Write the pairs that wait for a decision, most consequential first, with what differs between the two."""
    from joinedup.job.review_sheet import write_sheet

    written = write_sheet(results, out)
    console = Console(highlight=False, soft_wrap=True)
    console.print(f"{written:,} pairs in {out}: fill in verdict and decided_by, then joinedup people review import")


@review.command("import")
def import_decisions(
    results: Results,
    decisions: Annotated[Path, typer.Option(help="What was decided: CSV or Parquet, one row per decision.")],
    rejects: Annotated[Path | None, typer.Option(help="Where to write the rows that cannot be used, CSV.")] = None,
) -> None:
    """Add decisions to the index; the next link or run holds to them. The same file twice adds nothing."""
    from joinedup.job.review_sheet import add_decisions

    rejects = rejects or decisions.with_suffix(".rejects.csv")
    added, known, rejected = add_decisions(results, decisions, rejects, at=datetime.now(UTC))
    console = Console(highlight=False, soft_wrap=True)
    console.print(f"{added:,} decisions added, {known:,} were known")
    if rejected:
        console.print(f"{rejected:,} rows cannot be used: {rejects} says which and why")
