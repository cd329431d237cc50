"""`joinedup directory validate`: does a feed of a directory keep to the national standard?"""

from __future__ import annotations

import json
import time
from dataclasses import asdict
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer
from rich.console import Console
from rich.markup import escape

from joinedup.cli import app

if TYPE_CHECKING:
    from joinedup.core.directory.conformance import GateParameters, Verdict
    from joinedup.core.directory.conformance.shapes import Shapes

directory = typer.Typer(name="directory", help="The open directory of services.", no_args_is_help=True)
app.add_typer(directory)
LARGEST_FILE = 500_000_000  # bytes


@directory.command()
def validate(
    feed: Annotated[str, typer.Argument(help="Address all endpoints of the feed begin with, or a JSON file.")],
    standard: Annotated[str, typer.Option(help="3.0 or 1.0; if left out, what the feed says of itself.")] = "",
    as_published: Annotated[
        bool, typer.Option("--as-published", help="Judge with the faults of the published OpenAPI document.")
    ] = False,
    sampled: Annotated[
        bool,
        typer.Option("--sampled", help="Three pages and ten entries of each list, as nationally."),
    ] = False,
    seed: Annotated[int, typer.Option(help="For the entries drawn with --sampled.")] = 0,
    schemas: Annotated[
        Path | None, typer.Option(help="Folder of the published JSON Schemas to judge by, in place of our own types.")
    ] = None,
    most_pages: Annotated[int, typer.Option(help="Of one list; more are an error.", min=1)] = 2_000,
    as_json: Annotated[bool, typer.Option("--json", help="Print everything as JSON.")] = False,
) -> None:
    """Judge a feed: 0 without errors, 1 with errors, 2 if it could not be judged."""
    from joinedup.core.directory.conformance import GateParameters

    parameters = GateParameters(
        version=standard,
        is_as_published=as_published,
        ids="sampled" if sampled else "all",
        seed=seed,
        most_pages=most_pages,
    )
    began = time.monotonic()
    found = judged(feed, parameters, schemas)
    if as_json:
        Console(soft_wrap=True, highlight=False, markup=False).print(json.dumps(asdict(found), indent=1))
    else:
        show(found, time.monotonic() - began)
    if found.errors:
        raise typer.Exit(1)


def judged(feed: str, parameters: GateParameters, schemas: Path | None) -> Verdict:
    """The verdict on a feed on the web, or in a file."""
    from dataclasses import replace

    from joinedup.core.directory.conformance import DocumentFeed, judge, parsed
    from joinedup.feeds.client import FeedClient

    if "://" in feed:
        with FeedClient(feed, allow_private=True) as client:
            return judge(client.ask, parameters, shapes_of(client.ask, parameters, schemas))
    path = Path(feed)
    check_size(path)
    ask = DocumentFeed(parsed(path.read_bytes())).answer
    return judge(ask, replace(parameters, is_over_http=False), shapes_of(ask, parameters, schemas))


def check_size(path: Path) -> None:
    """Raise unless a file is one that can be held."""
    from joinedup.core.directory.conformance import FeedIsTooLarge

    if path.stat().st_size > LARGEST_FILE:
        raise FeedIsTooLarge(f"{path} has more than {LARGEST_FILE:,} bytes", expected="a directory of services")


def shapes_of(ask: object, parameters: GateParameters, schemas: Path | None) -> Shapes | None:
    """The published schemas as shapes, if a folder of them is given."""
    if schemas is None:
        return None
    from joinedup.core.directory.conformance.gate import which_standard
    from joinedup.core.directory.conformance.published import PublishedShapes

    standard, _ = which_standard(ask, parameters)  # type: ignore[arg-type]
    return PublishedShapes(schemas, standard, parameters.is_as_published)


def show(found: Verdict, seconds: float) -> None:
    """Print the verdict: levels, what was read, then what is wrong."""
    console = Console(highlight=False, soft_wrap=True)
    how = "with the faults of the published OpenAPI document" if found.is_as_published else "as the standard means it"
    console.print(f"{found.standard}, judged {how}")
    for words, is_met in (
        ("Level 1 (required endpoints)", found.level_1),
        ("Level 2 (optional endpoints)", found.level_2),
        ("National validator's public answer", found.passes_nationally),
    ):
        console.print(f"  {words}: {'[green]pass[/]' if is_met else '[red]FAIL[/]'}")
    listed = ", ".join(f"{count:,} {path} on {found.pages[path]:,} pages" for path, count in found.entries.items())
    console.print(f"read {listed}: {found.answers:,} answers, {found.answered_bytes:,} bytes, {seconds:.1f} s")
    console.print(f"{found.errors} errors, {found.warnings} warnings")
    for one in found.findings:
        met = f"{one.count:,} times, first at " if one.count > 1 else "at "
        where = f" ({met}{one.example})" if one.example else ""
        console.print(escape(f"{one.severity.value}: {one.endpoint} {one.words}{where} [{one.rule}]"))
