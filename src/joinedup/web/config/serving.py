"""How is the web made ready, and served, from Python?"""

import os
import socket
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from joinedup.core.errors import CannotProceed


class PortTaken(CannotProceed):
    """Another program listens where the web was to be served."""


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


def serve(host: str = "127.0.0.1", port: int = 8000, *, threads: int = 2) -> None:
    """Serve the web until stopped (Ctrl+C), from a worker process for each core (four at most) with two threads.

    One more process does what takes longer than a request.

    One thread computes while the other waits for the database; with more, pages take turns and all are late.

    `setup` must have been called in this process: the workers inherit its environment.

    Raises
    ------
    PortTaken
        If another program listens at that port.
    """
    from django.conf import settings
    from granian import Granian
    from granian.constants import Interfaces
    from granian.log import LogLevels

    check_port_is_free(host, port)
    os.environ["SECRET_KEY"] = settings.SECRET_KEY  # every worker must know the same sessions
    with working_off_the_queue():
        Granian(
            "joinedup.web.config.wsgi:application",
            address=host,
            port=port,
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


def check_port_is_free(host: str, port: int) -> None:
    """Raise `PortTaken` if somebody listens there already."""
    with socket.socket() as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)  # what is only closing does not count
        try:
            probe.bind((host, port))
        except OSError as error:
            raise PortTaken(f"Port {port} is in use by another program", expected="another port") from error
