"""How is the web made ready, and served, from Python?"""

import os
from pathlib import Path


def setup(database_path: Path | None = None, *, is_demo: bool = True) -> None:
    """Make Django ready in this process, and the database's tables up to date.

    Parameters
    ----------
    database_path : an SQLite file, made if it is not there; DATABASE_URL's database if not given.
    is_demo : whether anyone may sign in as one of the place's invented staff.
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


def serve(host: str = "127.0.0.1", port: int = 8000, *, threads: int = 4) -> None:
    """Serve the web until stopped (Ctrl+C), from one worker process with a few threads.

    `setup` must have been called in this process: the worker inherits its environment.
    """
    from granian import Granian
    from granian.constants import Interfaces
    from granian.log import LogLevels

    Granian(
        "joinedup.web.config.wsgi:application",
        address=host,
        port=port,
        interface=Interfaces.WSGI,
        workers=1,
        blocking_threads=threads,
        log_level=LogLevels.warning,
    ).serve()
