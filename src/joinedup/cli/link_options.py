"""The options of `joinedup link`."""

from pathlib import Path
from typing import Annotated

import typer

Out = Annotated[Path, typer.Option(help="Folder for the result; ids and decisions of earlier links there are kept.")]
RegisterFiles = Annotated[
    list[Path] | None, typer.Option(help="A register: CSV, gzip or Parquet. Repeat for each register.")
]
MapFiles = Annotated[list[Path] | None, typer.Option(help="Its mapping file, TOML, in the same order.")]
Seed = Annotated[int, typer.Option(help="Seed of the sample the model learns from.", min=0)]
LeastWeight = Annotated[
    float | None,
    typer.Option(
        help="Evidence needed to join records without a shared number: log2 of the odds that they are one person. "
        "0 is even odds; 2.5, or about 6 to 1, if left out."
    ),
]
ModelFile = Annotated[
    Path | None, typer.Option(help="A model.json of an earlier link: weights are taken from it and not learnt.")
]
DecisionsFile = Annotated[Path | None, typer.Option(help="What people decided about pairs of records: CSV or Parquet.")]
IsIncrement = Annotated[
    bool, typer.Option("--increment", help="The registers hold only what is new or changed since the last link.")
]
RemovedFile = Annotated[
    Path | None,
    typer.Option(help="With --increment: records that are gone, CSV or Parquet with source and record_id."),
]
TestNumbers = Annotated[
    bool | None,
    typer.Option(
        "--test-numbers/--no-test-numbers",
        help="Whether NHS numbers that nobody real has (they begin with 9) join records. If left out, they do "
        "where most numbers are such.",
        show_default=False,
    ),
]
IsNoisyRegister = Annotated[
    bool,
    typer.Option(
        "--noisy-register",
        help="For one register that lists people many times, with many gaps and errors: --least-weight is then the "
        "mean over all pairs of records of two people, -11 if left out. Always a link of the whole register.",
    ),
]
WhichEngine = Annotated[
    str,
    typer.Option(help="Where the linking runs: duckdb (this machine) or spark (many; needs --model, keeps no index)."),
]
TwoRecords = Annotated[
    tuple[str, str] | None,
    typer.Option(
        metavar="SOURCE:RECORD SOURCE:RECORD",
        help="Link nothing; say why two records of the last link are one person, or what would join them.",
    ),
]
