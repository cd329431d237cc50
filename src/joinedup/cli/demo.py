"""`joinedup demo`: what `make run` does, from an invented county to pages in a browser."""

from datetime import date, datetime
from pathlib import Path
from typing import TYPE_CHECKING, Annotated
from zoneinfo import ZoneInfo

import typer
from rich.console import Console

from joinedup.cli import app
from joinedup.cli.options import People

if TYPE_CHECKING:
    from joinedup.job.work import Tell


@app.command()
def demo(
    people: People = 20_000,
    seed: Annotated[int, typer.Option(help="The same seed makes the same county.", min=0)] = 2026,
    out: Annotated[Path, typer.Option(help="Folder for the county, the run's results and the database.")] = Path(
        "var/demo"
    ),
    port: Annotated[int, typer.Option(help="The pages are served on http://localhost:PORT.", min=1, max=65535)] = 8000,
    no_serve: Annotated[bool, typer.Option("--no-serve", help="Stop after the summary.")] = False,
) -> None:
    """Make an invented county, run the whole job on it, and serve its pages: what `make run` does."""
    from joinedup.cli.summary import show
    from joinedup.cli.telling import telling
    from joinedup.job.pipeline import run_steps

    place, results = out / "county" / "place.toml", out / "run"
    now = datetime.now(ZoneInfo("Europe/London"))
    with telling() as tell:
        _make_county(people, seed, now.date().replace(day=1), out / "county", tell)
        result = run_steps(place, results, tell=tell)
    show(result, results)
    if not no_serve:
        _load(out, place, results, seed, now)
        _serve(port)


def _make_county(people: int, seed: int, as_at: date, out: Path, tell: "Tell") -> None:
    import joinedup.county
    from joinedup.core.engine import write_text
    from joinedup.job import fingerprint

    made_from = fingerprint.of_values(people, seed, as_at, fingerprint.of_software(), fingerprint.of_code("county"))
    mark = out / "made_from"
    if mark.exists() and mark.read_text(encoding="utf-8") == made_from:
        tell("county: as made before")
        return
    joinedup.county.generate(
        people=people, seed=seed, out=out, as_at=as_at, tell=lambda words: tell(f"county: {words}")
    )
    write_text(mark, made_from)


def _load(home: Path, place: Path, results: Path, seed: int, at: datetime) -> None:
    import joinedup.web
    from joinedup.cli.telling import telling

    joinedup.web.setup(home / "joinedup.sqlite3")
    from joinedup.web import loading  # models can be imported only once Django is set up

    with telling() as tell:
        tell("web: loading the results into the database")
        loading.load(results, place, at=at)
        tell("web: a month of work by the county's neighbourhood teams")
        done = loading.work_a_month(seed=seed, at=at)
        tell(f"web: {_in_words(done)}")
        tell("web: ready")


def _in_words(done: dict[str, int]) -> str:
    """What a month of work came to."""
    if not done:
        return "kept what was done here before"
    return f"{done['version']} versions of plans, {done['referral']} referrals, {done['meeting']} meetings"


def _serve(port: int) -> None:
    import joinedup.web

    Console(highlight=False).print(
        f"\n[bold]http://localhost:{port}[/]  Open this address and sign in as one of the county's invented staff."
        f"\n[bold]http://localhost:{port}/find-help/[/]  The directory of services, open to everybody."
        "\nStop with Ctrl-C."
    )
    joinedup.web.serve("127.0.0.1", port)
