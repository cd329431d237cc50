"""Options that several commands have, so that they are called and explained alike."""

from pathlib import Path
from typing import Annotated

import typer

PlaceFile = Annotated[
    Path, typer.Argument(help="The place file, place.toml: organisations, neighbourhoods and the files agencies sent.")
]
RunFolder = Annotated[
    Path, typer.Option(help="Folder of the run's results. A step whose inputs have not changed is not done again.")
]
Memory = Annotated[float, typer.Option(help="Most memory the SQL engine may hold before it uses the disk.", min=0.5)]
FEWEST_PEOPLE, MOST_PEOPLE = 500, 900_000
People = Annotated[
    int,
    typer.Option(
        help="How many people to invent, those who die in the four years among them.",
        min=FEWEST_PEOPLE,
        max=MOST_PEOPLE,
    ),
]
