"""The server the product starts, at a port or at a proxy's Unix socket, for as long as a bench asks it."""

import http.client
import os
import socket
import subprocess
import sys
import time
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path

STARTING_SECONDS = 60
Where = int | Path  # a port, or a Unix socket


@contextmanager
def served(where: Where, environment: Mapping[str, str] | None = None) -> Iterator[None]:
    """`joinedup serve` in a process of its own, from when it answers."""
    at = ["--socket", str(where)] if isinstance(where, Path) else ["--port", str(where)]
    process = subprocess.Popen(
        [sys.executable, "-m", "joinedup.cli", "serve", *at], start_new_session=True, env=environment
    )
    try:
        until = time.monotonic() + STARTING_SECONDS
        while get(where, "/healthz")[0] != 200:
            if process.poll() is not None or time.monotonic() > until:
                raise RuntimeError(f"the server at {where} does not answer within {STARTING_SECONDS} s")
            time.sleep(0.2)
        yield
    finally:
        os.killpg(process.pid, 15)
        process.wait(30)


class AtSocket(http.client.HTTPConnection):
    """HTTP at a Unix socket, as a proxy asks."""

    def __init__(self, path: Path) -> None:
        super().__init__("127.0.0.1", timeout=30)
        self.path = path

    def connect(self) -> None:
        """Connect to the socket."""
        self.sock = socket.socket(socket.AF_UNIX)
        self.sock.settimeout(self.timeout)
        self.sock.connect(str(self.path))


def get(where: Where, path: str) -> tuple[int, float]:
    """Status and milliseconds of one request; status 0 if nobody listens."""
    began = time.perf_counter()
    try:
        at_port = isinstance(where, int)
        connection = http.client.HTTPConnection("127.0.0.1", where, timeout=30) if at_port else AtSocket(where)
        connection.request("GET", path)
        response = connection.getresponse()
        response.read()
        connection.close()
    except OSError:
        return 0, 0.0
    return response.status, 1000 * (time.perf_counter() - began)
