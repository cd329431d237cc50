"""`joinedup plans`: which combined package should each person most at risk be offered?"""

from pathlib import Path
from typing import Annotated

import typer

from joinedup.cli import app
from joinedup.cli.summary import show
from joinedup.cli.telling import telling
from joinedup.job.pipeline import run_steps


@app.command()
def plans(
    place: Annotated[Path, typer.Argument(help="The place file, place.toml.")],
    out: Annotated[Path, typer.Option(help="Folder of the run; the steps before are brought up to date as well.")],
    memory_gigabytes: Annotated[float, typer.Option(help="Most memory the engine may hold.", min=0.5)] = 4,
) -> None:
    """Propose a package of care, support and advice for everybody above the place's thresholds."""
    with telling() as tell:
        result = run_steps(place, out, steps=["plans"], memory_gigabytes=memory_gigabytes, tell=tell)
    show(result, out)
