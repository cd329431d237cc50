"""`joinedup …`: the core from a terminal, without the web.

A command imports what it computes with only when it is run, so that `joinedup --help` answers at once.
"""

import errno
import signal
import sys
from importlib import import_module
from types import FrameType

import typer
from rich.console import Console
from rich.markup import escape

from joinedup.core.errors import CannotProceed

app = typer.Typer(
    name="joinedup",
    help="Join what a place's agencies know about a person, find who is at risk and why, and propose packages of care.",
    no_args_is_help=True,
    pretty_exceptions_enable=False,
    add_completion=False,
)
COMMANDS = (
    *("audit", "check", "county", "demo", "directory", "link", "people", "plans"),
    *("reference", "risk", "risk_evaluate", "rounds", "run", "screenshots", "serve"),
)
STOPPED = 130  # what shells expect of a program that was interrupted
NO_ROOM = {errno.ENOSPC, errno.EDQUOT, errno.EFBIG}
NOT_ALLOWED = {
    errno.ENOENT,
    errno.EACCES,
    errno.EPERM,
    errno.EROFS,
    errno.ENOTDIR,
    errno.EISDIR,
    errno.EEXIST,
    errno.ENAMETOOLONG,
}


class Stopped(BaseException):
    """Somebody asked the program to stop."""


class FileTrouble(CannotProceed):
    """The operating system does not let a file be read or written."""


def main() -> None:
    """Run a command; a failure that was anticipated is one sentence and exit code 2."""
    for commands in COMMANDS:
        import_module(f"joinedup.cli.{commands}")  # each adds its commands to app
    stops: list[int] = []

    def stop(number: int, frame: FrameType | None) -> None:  # noqa: ARG001  (Python passes both)
        stops.append(number)
        raise Stopped

    for number in (signal.SIGINT, signal.SIGTERM):
        signal.signal(number, stop)
    try:
        app()
    except BaseException as problem:
        if stops:  # whatever a library made of the interruption
            tell("stopped", "Earlier results are as they were; the same command again goes on where it can.")
            sys.exit(STOPPED)
        known = as_known(problem)
        if known is None:
            raise
        tell("cannot proceed:", str(known))
        sys.exit(known.exit_code)


def tell(headline: str, words: str) -> None:
    """Print to standard error, so that results on standard output stay clean."""
    line = f"[bold red]joinedup {headline}[/] {escape(words)}"
    Console(stderr=True).print(line, soft_wrap=True, highlight=False)


def as_known(problem: BaseException) -> CannotProceed | None:
    """The failure as one that was anticipated, or None for a fault in joinedup."""
    if isinstance(problem, CannotProceed):
        return problem
    if isinstance(problem, OSError) and problem.errno in NO_ROOM:
        return FileTrouble("The disk is full; earlier results are untouched", expected="more room")
    if isinstance(problem, OSError) and problem.errno in NOT_ALLOWED and problem.filename:
        return FileTrouble(
            f"{problem.filename} cannot be used: {problem.strerror}", expected="a place joinedup may read and write"
        )
    if type(problem).__module__.endswith("duckdb"):
        return as_lack_of_room(problem)
    return None


def as_lack_of_room(problem: BaseException) -> CannotProceed | None:
    """The engine's want of memory or disk as a sentence; its own words may quote values."""
    from joinedup.core.engine import lacks_room

    if not isinstance(problem, Exception) or not lacks_room(problem):
        return None
    return FileTrouble(
        "The engine ran out of memory or disk; earlier results are untouched",
        expected="more room on the disk, or a larger --memory-gigabytes",
    )
