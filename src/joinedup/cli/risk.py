"""`joinedup risk place`, `fit`, `evaluate`, `score`: who is at risk in a place; a glass-box model for any table."""

from __future__ import annotations

from collections.abc import Collection
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer
from rich.console import Console

from joinedup.cli import app
from joinedup.cli.options import Memory, PlaceFile, RunFolder

if TYPE_CHECKING:
    import pyarrow as pa

    from joinedup.core.risk.any_table.fit_any import Fitted

risk = typer.Typer(
    name="risk", help="Find who is at risk in a place and why, or fit a model to any table.", no_args_is_help=True
)
app.add_typer(risk)


@risk.command("place")
def score_place(place: PlaceFile, out: RunFolder, memory_gigabytes: Memory = 4) -> None:
    """Fit the place's models, score everybody in it, and give the reasons of those most at risk."""
    from joinedup.cli.step import bring_up_to_date

    bring_up_to_date(place, out, "risk", memory_gigabytes)


@risk.command()
def fit(
    table: Annotated[Path, typer.Argument(help="CSV or Parquet: one row per person, or several.")],
    outcome: Annotated[str, typer.Option(help="The column to foretell: 0 and 1, yes and no, or two other values.")],
    person: Annotated[str, typer.Option(help="The column that says which rows are of one person.")],
    out: Annotated[Path, typer.Option(help="Where to write the model, as JSON.")],
    exclude: Annotated[list[str] | None, typer.Option(help="A column the model may not use; repeat for more.")] = None,
    group: Annotated[list[str] | None, typer.Option(help="A feature it is audited by; repeat for more.")] = None,
    event: Annotated[str | None, typer.Option(help='The outcome\'s value that counts as having it, or ">0".')] = None,
    population: Annotated[str, typer.Option(help="Whom the table is about, for the model file.")] = "",
    intended_use: Annotated[str, typer.Option(help="What the model is for, for the model file.")] = "",
    seed: Annotated[int, typer.Option(help="Seed of the split and the fit.", min=0)] = 1,
) -> None:
    """Fit a model whose every part can be read, judge it on people held out, and write it."""
    from joinedup.core.risk.any_table.fit_any import fit_any
    from joinedup.core.risk.any_table.reading import read_table
    from joinedup.core.risk.any_table.table import fit_table
    from joinedup.core.risk.models.model_file import write_model
    from joinedup.core.risk.models.parameters import FitParameters

    given = fit_table(read_table(table), outcome=outcome, person=person, exclude=exclude or [], event=event)
    check_groups(group or [], given.columns)
    fitted = fit_any(
        outcome,
        given,
        FitParameters(groups=tuple(group or ())),
        seed=seed,
        population=population or f"Those in {table.name}",
        intended_use=intended_use,
    )
    out.parent.mkdir(parents=True, exist_ok=True)
    write_model(fitted.model, out)
    report(fitted, out)


def check_groups(groups: Collection[str], features: Collection[str]) -> None:
    """Refuse to spread risks by groups of what is no feature of the model."""
    from joinedup.core.risk.failures import ColumnMissing

    strange = [name for name in groups if name not in features]
    if strange:
        raise ColumnMissing(
            f"The model has no feature {', '.join(strange)}", expected="to be audited by features", available=features
        )


def report(fitted: Fitted, out: Path) -> None:
    """Print what came of a fit."""
    console = Console(soft_wrap=True, highlight=False, markup=False)
    for note in fitted.notes:
        console.print(f"note: {note}")
    figures = fitted.held_out
    console.print(f"held out: {figures.rows} rows of {figures.people} people, {figures.events} with the outcome")
    if figures.auroc is None:
        console.print("too few of them to judge the model")
    else:
        console.print(f"AUROC {figures.auroc}")
        console.print(f"calibration slope {figures.slope or 'not told: too few have the outcome'}")
        console.print(f"observed/expected {figures.observed_over_expected}")
    console.print(f"model written to {out}")


@risk.command()
def score(
    table: Annotated[Path, typer.Argument(help="CSV or Parquet with the model's features.")],
    model: Annotated[Path, typer.Option(help="A model `joinedup risk fit` wrote.")],
    out: Annotated[Path, typer.Option(help="CSV or Parquet to write: the table's rows with their risk and its parts.")],
) -> None:
    """Score every row of a table: its probability, and what each feature adds to the log-odds."""
    import numpy as np
    import pyarrow as pa

    from joinedup.core.risk.any_table.reading import read_table
    from joinedup.core.risk.any_table.table import score_columns
    from joinedup.core.risk.models.additive import probability, total
    from joinedup.core.risk.models.model_file import read_model

    console = Console(soft_wrap=True, highlight=False, markup=False)
    fitted, given = read_model(model), read_table(table)
    columns, notes = score_columns(given, fitted)
    contributions = fitted.contributions(columns)
    log_odds = total(fitted.baseline, contributions)
    scored = given.append_column("probability", pa.array(probability(log_odds)))
    scored = scored.append_column("log_odds", pa.array(log_odds))
    scored = scored.append_column("baseline", pa.array(np.full(len(log_odds), fitted.baseline)))
    for at, name in enumerate(fitted.term_names):
        scored = scored.append_column(f"because: {name}", pa.array(contributions[:, at]))
    write_table(scored, out)
    for note in notes:
        console.print(f"note: {note}")
    console.print(f"{given.num_rows} rows scored, written to {out}")


def write_table(table: pa.Table, out: Path) -> None:
    """Write CSV, or Parquet if the name says so, whole or not at all."""
    import pyarrow.csv as arrow_csv
    import pyarrow.parquet as pq

    out.parent.mkdir(parents=True, exist_ok=True)
    partial = out.with_name(out.name + ".partial")
    try:
        (pq.write_table if out.suffix == ".parquet" else arrow_csv.write_csv)(table, partial)
        partial.replace(out)
    finally:
        partial.unlink(missing_ok=True)
