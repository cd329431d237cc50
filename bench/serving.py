"""The server the product starts, at a port or at a proxy's Unix socket, for as long as a bench asks it."""

import http.client
import os
import socket
import subprocess
import sys
import time
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from http.cookies import SimpleCookie
from pathlib import Path
from urllib.parse import urlencode

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


def connection_to(where: Where) -> http.client.HTTPConnection:
    """A connection that is opened when something is asked."""
    return AtSocket(where) if isinstance(where, Path) else http.client.HTTPConnection("127.0.0.1", where, timeout=30)


def get(where: Where, path: str) -> tuple[int, float]:
    """Status and milliseconds of one request; status 0 if nobody listens."""
    began = time.perf_counter()
    try:
        connection = connection_to(where)
        connection.request("GET", path)
        response = connection.getresponse()
        response.read()
        connection.close()
    except OSError:
        return 0, 0.0
    return response.status, 1000 * (time.perf_counter() - began)


@dataclass(frozen=True)
class Answer:
    """What a server said."""

    status_code: int
    content: bytes


class Browser:
    """One person's cookies and connection. As little work as can be: it shares the machine with what is measured."""

    def __init__(self, where: Where) -> None:
        self.connection, self.cookies = connection_to(where), SimpleCookie[str]()

    def get(self, path: str) -> Answer:
        """Ask for a page."""
        return self.ask("GET", path)

    def post(self, path: str, form: dict[str, str]) -> Answer:
        """Send a form, with the token that shows it is ours."""
        token = self.cookies["csrftoken"].value if "csrftoken" in self.cookies else ""
        return self.ask("POST", path, urlencode({**form, "csrfmiddlewaretoken": token}))

    def ask(self, method: str, path: str, body: str | None = None) -> Answer:
        """Ask, and keep the cookies of the answer; a broken connection is opened anew for the next."""
        headers = {"Cookie": "; ".join(f"{name}={one.value}" for name, one in self.cookies.items())}
        if body is not None:
            headers |= {"Content-Type": "application/x-www-form-urlencoded", "Origin": "http://" + self.host}
        try:
            self.connection.request(method, path, body, headers)
            response = self.connection.getresponse()
            content = response.read()
        except (OSError, http.client.HTTPException):
            self.connection.close()
            raise
        for cookie in response.headers.get_all("Set-Cookie", ()):
            self.cookies.load(cookie)
        return Answer(response.status, content)

    @property
    def host(self) -> str:
        """As the server is told it."""
        host, port = self.connection.host, self.connection.port
        return host if port == http.client.HTTP_PORT else f"{host}:{port}"
