"""`joinedup run`: the whole job, from agencies' files to proposed packages."""

from pathlib import Path
from typing import Annotated

import typer

from joinedup.cli import app
from joinedup.cli.summary import show
from joinedup.cli.telling import telling
from joinedup.job.pipeline import STEPS, run_steps


@app.command()
def run(
    place: Annotated[Path, typer.Argument(help="The place file, place.toml.")],
    out: Annotated[Path, typer.Option(help="Folder for the results.")],
    until: Annotated[str, typer.Option(help=f"Last step to do: {', '.join(STEPS)}.")] = "plans",
    memory_gigabytes: Annotated[float, typer.Option(help="Most memory the engine may hold.", min=0.5)] = 4,
) -> None:
    """Check, link, risk and plans: bring the results of a place up to date."""
    if until not in STEPS:
        raise typer.BadParameter(f"{until} is not a step; the steps are {', '.join(STEPS)}")
    with telling() as tell:
        result = run_steps(place, out, steps=[until], memory_gigabytes=memory_gigabytes, tell=tell)
    show(result, out)
