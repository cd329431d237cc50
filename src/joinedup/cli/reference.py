"""`joinedup reference`: the reference documents, from the definitions they describe."""

from pathlib import Path
from typing import Annotated

import typer

from joinedup.cli import app


@app.command()
def reference(
    out: Annotated[Path, typer.Option(help="Folder of the reference documents.")] = Path("docs/reference"),
) -> None:
    """For developers: write the reference documents of extracts, tables and evidence anew."""
    from joinedup.core.interop.reference import write_documents

    for path in write_documents(out):
        typer.echo(path)
