"""`joinedup county`: make the invented county."""

from datetime import datetime
from pathlib import Path
from typing import Annotated

import typer
from rich.console import Console

from joinedup.cli import app
from joinedup.cli.options import People


@app.command()
def county(
    out: Annotated[Path, typer.Option(help="Folder to write; an earlier county there is replaced.")],
    people: People = 20_000,
    seed: Annotated[int, typer.Option(help="The same seed makes the same county, byte for byte.", min=0)] = 2026,
    as_at: Annotated[
        datetime | None, typer.Option(formats=["%Y-%m-%d"], help="The day it speaks of, such as 2026-04-01.")
    ] = None,
) -> None:
    """Make an invented county: every agency's extract, its place.toml, and the truth beside them."""
    from joinedup.county import generate

    console = Console(stderr=True)
    day = as_at.date() if as_at else None
    rows = generate(
        people=people, seed=seed, out=out, as_at=day, tell=lambda words: console.print(f"  {words}", style="dim")
    )
    console.print(f"{people:,} people, {sum(rows.values()):,} rows in {len(rows)} extracts: {out / 'place.toml'}")
