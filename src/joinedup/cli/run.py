"""`joinedup run`: the whole job, from agencies' files to proposed packages."""

from typing import Annotated, Literal

import typer

from joinedup.cli import app
from joinedup.cli.options import Memory, PlaceFile, RunFolder

Step = Literal["check", "link", "risk", "plans"]


@app.command()
def run(
    place: PlaceFile,
    out: RunFolder,
    until: Annotated[Step, typer.Option(help="The last step to do.")] = "plans",
    memory_gigabytes: Memory = 4,
) -> None:
    """Do the whole job for a place: check the files, link the records, find who is at risk, propose packages."""
    from joinedup.cli.step import bring_up_to_date

    bring_up_to_date(place, out, until, memory_gigabytes)
