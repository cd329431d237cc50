"""`joinedup risk evaluate`: how good is the glass box on a table, by people it never met, against a challenger?"""

from __future__ import annotations

import json
import os
import resource
import time
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer
from rich.console import Console

from joinedup.cli.risk import risk

if TYPE_CHECKING:
    from joinedup.core.risk.evaluation.evaluate import Evaluation

KILOBYTES_IN_MEGABYTE = 1024


@risk.command()
def evaluate(
    table: Annotated[Path, typer.Argument(help="CSV or Parquet: one row per person, or several.")],
    outcome: Annotated[str, typer.Option(help="The column to foretell: 0 and 1, yes and no, or two other values.")],
    person: Annotated[str, typer.Option(help="The column that says which rows are of one person.")],
    group: Annotated[list[str] | None, typer.Option(help="A column to audit by; repeat for more.")] = None,
    exclude: Annotated[list[str] | None, typer.Option(help="A column no model may use; repeat for more.")] = None,
    event: Annotated[str | None, typer.Option(help='The outcome\'s value that counts as having it, or ">0".')] = None,
    out: Annotated[list[Path] | None, typer.Option(help="Report to write: .json, or .md to read; repeat.")] = None,
    seed: Annotated[int, typer.Option(help="Seed of every split, fit and draw.", min=0)] = 1,
    repeats: Annotated[int | None, typer.Option(help="How often people are divided anew.", min=1)] = None,
) -> None:
    """Judge the glass box against a tuned LightGBM and a spline logistic, by nested cross-validation of people."""
    one_thread_each()
    from joinedup.core.risk.any_table.reading import read_table
    from joinedup.core.risk.any_table.table import fit_table
    from joinedup.core.risk.evaluation.evaluate import evaluate
    from joinedup.core.risk.evaluation.groupings import groupings
    from joinedup.core.risk.evaluation.parameters import EvaluationParameters

    check_reports(out or [])
    given = read_table(table)
    columns = fit_table(given, outcome=outcome, person=person, exclude=exclude or [], event=event)
    groups = groupings(given, group or [], columns.used)
    start = time.process_time(), time.monotonic()
    progress = Console(stderr=True, soft_wrap=True, highlight=False, markup=False)
    found = evaluate(columns, groups, EvaluationParameters(repeats=repeats), seed=seed, tell=progress.print)
    measured = {
        "processor seconds": f"{time.process_time() - start[0]:.0f}",
        "seconds": f"{time.monotonic() - start[1]:.0f}",
        "peak memory, MB": f"{resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / KILOBYTES_IN_MEGABYTE:.0f}",
    }
    report(found, f"How well {outcome} is foretold: {table.name}", measured, out or [])


def one_thread_each() -> None:
    """Let no library open threads of its own beside ours; they would wait for one another. Before any is imported."""
    for name in ("OMP_NUM_THREADS", "OPENBLAS_NUM_THREADS", "MKL_NUM_THREADS"):
        os.environ.setdefault(name, "1")
    os.environ.setdefault("OMP_WAIT_POLICY", "PASSIVE")


def check_reports(out: list[Path]) -> None:
    """Refuse a report's name that says neither JSON nor Markdown, before any work is done."""
    strange = [path.name for path in out if path.suffix not in {".json", ".md"}]
    if strange:
        raise typer.BadParameter(f"{', '.join(strange)}: a report ends in .json or .md", param_hint="--out")


def report(found: Evaluation, title: str, measured: dict[str, str], out: list[Path]) -> None:
    """Print what an evaluation found, and write it where asked."""
    from joinedup.core.engine import write_text
    from joinedup.core.risk.evaluation.report import as_json, as_markdown

    page = as_markdown(found, title, measured)
    Console(soft_wrap=True, highlight=False, markup=False).print(page)
    for path in out:
        path.parent.mkdir(parents=True, exist_ok=True)
        as_data = json.dumps({**as_json(found), "measured": measured}, indent=1)
        write_text(path, as_data if path.suffix == ".json" else page)
