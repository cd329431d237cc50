"""`joinedup serve`: the pages of a place that has its database and its identity provider."""

from pathlib import Path
from typing import Annotated

import typer

from joinedup.cli import app


@app.command()
def serve(
    host: Annotated[str, typer.Option(help="The address to listen at.")] = "127.0.0.1",
    port: Annotated[int, typer.Option(help="The port to listen at.", min=1, max=65535)] = 8000,
    unix_socket: Annotated[
        Path | None,
        typer.Option("--socket", help="A Unix socket for the proxy in front, in place of a port: answers are evener."),
    ] = None,
) -> None:
    """Serve the web, and do what takes longer than a request; settings come from the environment."""
    import joinedup.web

    joinedup.web.setup(is_demo=False)
    joinedup.web.serve(host, port, unix_socket=unix_socket)
