"""`joinedup reference`: the reference documents, from the definitions they describe."""

from pathlib import Path
from typing import Annotated

import typer

from joinedup.cli import app


@app.command()
def reference(
    out: Annotated[Path, typer.Option(help="Folder of the reference documents.")] = Path("docs/reference"),
) -> None:
    """For developers: write the reference documents of extracts, tables, evidence, settings and permissions anew."""
    from joinedup.core.interop.reference import write_documents
    from joinedup.web.config.reference import documents

    for path in write_documents(out):
        typer.echo(path)
    for name, text in documents(out).items():
        (out / name).write_text(text, encoding="utf-8")
        typer.echo(out / name)
