"""`joinedup audit check`: is the audit as it was written?"""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from joinedup.cli import app
from joinedup.core.errors import CannotProceed

audit = typer.Typer(name="audit", help="Who read or changed what, and whether that is as it was written.")
app.add_typer(audit)
BROKEN = 1  # exit code


@audit.callback()
def about() -> None:
    """Keeps `check` a word of its own: the only command would stand in for the whole."""


class NotNoted(CannotProceed):
    """What was given as an earlier check's head is none."""


@audit.command()
def check(
    database: Annotated[
        Path | None, typer.Option(help="An SQLite file; the database of DATABASE_URL if left out.", exists=True)
    ] = None,
    noted: Annotated[str, typer.Option(help="The head an earlier check printed, as POSITION:DIGEST.")] = "",
) -> None:
    """Walk the audit's chain: 0 if it holds, 1 if it breaks, and where, 2 if it could not be checked."""
    anchor = read_anchor(noted)
    from joinedup.web.governance.checking import walked

    found = walked(database, anchor)
    for one in found.breaks:
        where = f"link {one.position}" if one.position else "outside the chain"
        typer.echo(f"BROKEN at {where}, entry {one.entry_id or 'not known'}: {one.words}")
    if found.broken > len(found.breaks):
        typer.echo(f"… and {found.broken - len(found.breaks)} more")
    if found.broken:
        typer.echo(f"The audit is not as it was written: {found.broken} breaks in {found.last:,} links.")
        raise typer.Exit(BROKEN)
    typer.echo(f"The audit is whole: {found.last:,} entries. Keep this elsewhere: {found.last}:{found.head}")


def read_anchor(noted: str) -> tuple[int, str] | None:
    """Position and digest of `POSITION:DIGEST`; None if nothing was given."""
    if not noted:
        return None
    position, _, digest = noted.partition(":")
    if not position.isdecimal() or len(digest) != 64:
        raise NotNoted(f"{noted!r} is no head of the audit", expected="what an earlier check printed: POSITION:DIGEST")
    return int(position), digest
