"""`joinedup risk place`, `fit` and `score`: who is at risk in a place, and a glass-box model for any table."""

from pathlib import Path
from typing import Annotated

import numpy as np
import pyarrow as pa
import pyarrow.csv as arrow_csv
import pyarrow.parquet as pq
import typer
from rich.console import Console

from joinedup.cli import app
from joinedup.cli.summary import show
from joinedup.cli.telling import telling
from joinedup.core.risk.additive import probability, total
from joinedup.core.risk.fit_any import Fitted, fit_any
from joinedup.core.risk.model_file import read_model, write_model
from joinedup.core.risk.parameters import FitParameters
from joinedup.core.risk.table import fit_table, read_table, score_columns
from joinedup.job.pipeline import run_steps

risk = typer.Typer(name="risk", help="Who is at risk, and why.", no_args_is_help=True)
app.add_typer(risk)


@risk.command("place")
def score_place(
    place: Annotated[Path, typer.Argument(help="The place file, place.toml.")],
    out: Annotated[Path, typer.Option(help="Folder of the run; the steps before are brought up to date as well.")],
    memory_gigabytes: Annotated[float, typer.Option(help="Most memory the engine may hold.", min=0.5)] = 4,
) -> None:
    """Fit the place's models, score everybody in it, and give the reasons of those most at risk."""
    with telling() as tell:
        result = run_steps(place, out, steps=["risk"], memory_gigabytes=memory_gigabytes, tell=tell)
    show(result, out)


@risk.command()
def fit(
    table: Annotated[Path, typer.Argument(help="CSV or Parquet: one row per person, or several.")],
    outcome: Annotated[str, typer.Option(help="The column to foretell: 0 and 1, true and false, or yes and no.")],
    person: Annotated[str, typer.Option(help="The column that says which rows are of one person.")],
    out: Annotated[Path, typer.Option(help="Where to write the model, as JSON.")],
    exclude: Annotated[list[str] | None, typer.Option(help="A column the model may not use; repeat for more.")] = None,
    seed: Annotated[int, typer.Option(help="Seed of the split and the fit.")] = 1,
) -> None:
    """Fit a glass-box model, judge it on people held out, and write it."""
    given = fit_table(read_table(table), outcome=outcome, person=person, exclude=exclude or [])
    fitted = fit_any(outcome, given, FitParameters(), seed=seed)
    write_model(fitted.model, out)
    report(fitted, out)


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
        console.print(f"calibration slope {figures.slope}")
        console.print(f"observed/expected {figures.observed_over_expected}")
    console.print(f"model written to {out}")


@risk.command()
def score(
    table: Annotated[Path, typer.Argument(help="CSV or Parquet with the model's features.")],
    model: Annotated[Path, typer.Option(help="A model `joinedup risk fit` wrote.")],
    out: Annotated[Path, typer.Option(help="CSV or Parquet to write: the table's rows with their risk and its parts.")],
) -> None:
    """Score every row: probability, log-odds, and each term's contribution, which add up to the log-odds."""
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
    if out.suffix == ".parquet":
        pq.write_table(scored, out)
    else:
        arrow_csv.write_csv(scored, out)
    for note in notes:
        console.print(f"note: {note}")
    console.print(f"{given.num_rows} rows scored, written to {out}")
