"""`joinedup rounds solve` and `rounds check`: who visits whom when, and whether rounds are what they say."""

from __future__ import annotations

import json
import signal
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from threading import Event
from typing import TYPE_CHECKING, Annotated, Any

import typer
from rich.console import Console
from rich.table import Table

from joinedup.cli import app

if TYPE_CHECKING:
    from joinedup.core.visits import Rounds

rounds = typer.Typer(
    name="rounds", help="Plan home-care rounds by individual need, and check rounds.", no_args_is_help=True
)
app.add_typer(rounds)
LONGEST_SECONDS = 24 * 3600


@rounds.command()
def solve(
    file: Annotated[
        Path, typer.Argument(help="Visits and carers: joinedup's own form, or the HHCRSP benchmark (JSON).")
    ],
    out: Annotated[Path, typer.Option(help="Where the rounds go, in the form that belongs to the file's.")],
    seconds: Annotated[float, typer.Option(help="How long to search, by the clock.", min=0, max=LONGEST_SECONDS)] = 30,
    moves: Annotated[
        int | None, typer.Option(help="How many changes to try instead: equal input then gives equal rounds.", min=0)
    ] = None,
    seed: Annotated[int, typer.Option(help="Of the draws of the search.", min=0, max=2**30)] = 0,
) -> None:
    """Plan rounds: skills, windows, two carers at once, gaps, shifts, who is refused or preferred.

    Interrupted (Ctrl-C), it writes the best rounds found so far.
    """
    from joinedup.core.engine import write_text
    from joinedup.core.visits import Stop, read_problem, write_rounds
    from joinedup.core.visits import solve as search

    said = document(file)
    problem = read_problem(said)
    with stopping_early() as is_asked:
        found = search(problem, Stop(seconds, moves, is_asked), seed)
    write_text(out, json.dumps(write_rounds(found, said), indent=1, ensure_ascii=False) + "\n")
    tell(found, out)


@rounds.command()
def check(
    file: Annotated[Path, typer.Argument(help="Visits and carers, as for `solve`.")],
    solution: Annotated[Path, typer.Argument(help="Rounds, as `solve` writes them or as the benchmark does.")],
) -> None:
    """Work out what rounds cost and which rules they break, with nothing of the search; fails if any is broken."""
    from joinedup.core.visits import check as checked
    from joinedup.core.visits import read_problem, read_rounds

    problem = read_problem(document(file))
    found = checked(problem, read_rounds(document(solution), problem))
    table = Table(title="Rounds as they are", title_justify="left", show_header=False)
    for name, value in {
        "cost": f"{found.cost:,.3f}",
        "travel, minutes": f"{found.travel_minutes:,.1f}",
        "late, minutes": f"{found.late_minutes:,.1f}",
        "longest lateness, minutes": f"{found.worst_late_minutes:,.1f}",
        "visits nobody comes to": f"{len(found.unplanned)}",
        "rules broken": f"{len(found.broken)}",
    }.items():
        table.add_row(name, value)
    Console().print(table)
    for words in found.broken:
        typer.echo(words)
    if found.broken or (found.unplanned and problem.weights.unplanned is None):
        raise typer.Exit(1)


@contextmanager
def stopping_early() -> Iterator[Callable[[], bool]]:
    """Whether somebody asked to stop: within, that ends the search and not the program."""
    asked = Event()
    before = {number: signal.signal(number, lambda *_: asked.set()) for number in (signal.SIGINT, signal.SIGTERM)}
    try:
        yield asked.is_set
    finally:
        for number, handler in before.items():
            signal.signal(number, handler)


def document(path: Path) -> Any:
    """A JSON file.

    Raises
    ------
    RoundsWrong : it is not there, or not JSON.
    """
    from joinedup.core.visits import RoundsWrong

    try:
        return json.loads(path.read_text(encoding="utf-8-sig"))
    except OSError as problem:
        raise RoundsWrong(f"The file {path} cannot be opened", expected="a JSON file") from problem
    except (ValueError, RecursionError) as problem:
        raise RoundsWrong(f"{path.name} is not JSON, or was cut off", expected="a whole JSON file") from problem


def tell(found: Rounds, out: Path) -> None:
    """What was found, in a few lines."""
    table = Table(title="Rounds", title_justify="left", show_header=False)
    working = {call.carer for call in found.calls}
    for name, value in {
        "calls": f"{len(found.calls):,} by {len(working):,} carers",
        "cost": f"{found.cost:,.2f}",
        **{f"of it {name.replace('_', ' ')}": f"{value:,.2f}" for name, value in found.costs.items()},
        "visits nobody comes to": f"{len(found.unplanned):,}",
        "changes tried": f"{found.moves:,} in {found.seconds:.0f} s",
    }.items():
        table.add_row(name, value)
    Console().print(table)
    for visit, why in found.unplanned.items():
        typer.echo(f"{visit}: {why}")
    typer.echo(f"Rounds: {out}")
