"""`joinedup reference`: the reference documents, from the definitions they describe."""

from pathlib import Path
from typing import Annotated

import typer

from joinedup.cli import app
from joinedup.core.interop.reference import write_documents


@app.command()
def reference(
    out: Annotated[Path, typer.Option(help="Folder of the reference documents.")] = Path("docs/reference"),
) -> None:
    """Render docs/reference: the contracts of extracts and the tables of a run."""
    for path in write_documents(out):
        typer.echo(path)
