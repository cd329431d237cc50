"""`joinedup …`: the core from a terminal, without the web."""

import sys

import typer
from rich.console import Console
from rich.markup import escape

from joinedup.core.errors import CannotProceed

app = typer.Typer(name="joinedup", no_args_is_help=True, pretty_exceptions_enable=False, add_completion=False)


def main() -> None:
    """Run a command; a failure that was anticipated is one sentence and exit code 2."""
    from joinedup.cli import check, county, demo, link, plans, reference, risk, run, screenshots  # noqa: F401  (each adds its commands to app)

    try:
        app()
    except CannotProceed as problem:
        Console(stderr=True).print(
            f"[bold red]joinedup cannot proceed[/]: {escape(str(problem))}", soft_wrap=True, highlight=False
        )
        sys.exit(problem.exit_code)
