"""How is the web made ready, and served, from Python?"""

import os
import socket
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from joinedup.core.errors import CannotProceed


class PortTaken(CannotProceed):
    """Another program listens where the web was to be served, or something else stands there."""


def setup(database_path: Path | None = None, *, is_demo: bool = True) -> None:
    """Make Django ready in this process, and the database's tables up to date.

    Parameters
    ----------
    database_path : an SQLite file, made if it is not there; DATABASE_URL's database if not given.
    is_demo : whether anyone may sign in as one of the place's invented staff; JOINEDUP_DEMO, if set, decides instead.
    """
    os.environ["DJANGO_SETTINGS_MODULE"] = "joinedup.web.config.settings"
    os.environ.setdefault("JOINEDUP_DEMO", "yes" if is_demo else "no")
    if database_path is not None:
        database_path.parent.mkdir(parents=True, exist_ok=True)
        os.environ["DATABASE_URL"] = f"sqlite:///{database_path.absolute()}"
    import django
    from django.core.management import call_command

    django.setup()
    call_command("migrate", verbosity=0)


MOST_WORKERS = 4


def serve(host: str = "127.0.0.1", port: int = 8000, *, unix_socket: Path | None = None, threads: int = 2) -> None:
    """Serve the web until stopped (Ctrl+C), from a worker process for each core (four at most) with two threads.

    One more process does what takes longer than a request.

    One thread computes while the other waits for the database; with more, pages take turns and all are late.

    `setup` must have been called in this process: the workers inherit its environment.

    Parameters
    ----------
    host, port : where anybody asks.
    unix_socket : where a proxy in front asks, in place of a port. Everybody then waits in one queue.
    threads : of each worker.

    Raises
    ------
    PortTaken
        If another program listens there.
    """
    from django.conf import settings
    from granian import Granian
    from granian.constants import Interfaces
    from granian.log import LogLevels

    where = at_port(host, port) if unix_socket is None else at_socket(unix_socket, threads)
    os.environ["SECRET_KEY"] = settings.SECRET_KEY  # every worker must know the same sessions
    with working_off_the_queue():
        Granian(
            "joinedup.web.config.wsgi:application",
            **where,
            interface=Interfaces.WSGI,
            workers=min(MOST_WORKERS, os.cpu_count() or 1),
            blocking_threads=threads,
            log_level=LogLevels.warning,
        ).serve()


WORKER = ("-m", "joinedup.web.manage", "db_worker", "--no-startup-delay", "--verbosity", "0")
SECONDS_TO_END = 10


@contextmanager
def working_off_the_queue() -> Iterator[None]:
    """A process beside this one that does what is in the queue, and ends with it."""
    worker = subprocess.Popen([sys.executable, *WORKER], stdin=subprocess.DEVNULL)  # noqa: S603  (our own command)
    try:
        yield
    finally:
        worker.terminate()
        try:
            worker.wait(SECONDS_TO_END)
        except subprocess.TimeoutExpired:
            worker.kill()


def at_port(host: str, port: int) -> dict[str, Any]:
    """A port: Linux gives its connections to the workers by lot, and some wait at one while another is idle."""
    check_port_is_free(host, port)
    return {"address": host, "port": port}


def at_socket(path: Path, threads: int) -> dict[str, Any]:
    """A socket for a proxy: each worker takes a connection when it has a thread for it, and ends it with its answer.

    Not for a port: who opens a connection and says nothing, as browsers do, would keep a thread from everybody else.
    """
    from granian.http import HTTP1Settings

    check_socket_is_free(path)
    one_queue = {"backpressure": threads, "http1_settings": HTTP1Settings(keep_alive=False)}
    return {"uds": path, "uds_permissions": FOR_THE_GROUP, **one_queue}


FOR_THE_GROUP = 0o660


def check_socket_is_free(path: Path) -> None:
    """Raise `PortTaken` if somebody listens there, or it is no socket; one left by a server that was killed goes."""
    if path.exists() and not path.is_socket():
        raise PortTaken(f"{path} is there and is no socket", expected="another path")
    path.parent.mkdir(parents=True, exist_ok=True)
    with socket.socket(socket.AF_UNIX) as probe:
        try:
            probe.connect(str(path))
        except ConnectionRefusedError:
            path.unlink()
        except FileNotFoundError:
            return
        else:
            raise PortTaken(f"{path} is in use by another program", expected="another path")


def check_port_is_free(host: str, port: int) -> None:
    """Raise `PortTaken` if somebody listens there already."""
    with socket.socket() as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)  # what is only closing does not count
        try:
            probe.bind((host, port))
        except OSError as error:
            raise PortTaken(f"Port {port} is in use by another program", expected="another port") from error
