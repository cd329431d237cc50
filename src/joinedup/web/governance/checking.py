"""Is the audit as it was written, asked from a terminal?"""

import os
import secrets
from pathlib import Path
from typing import TYPE_CHECKING

from joinedup.core.errors import CannotProceed

if TYPE_CHECKING:
    from joinedup.web.governance.chain import Checked


class NoDatabase(CannotProceed):
    """The database cannot be reached, or holds no audit."""


def walked(database: Path | None, anchor: tuple[int, str] | None) -> "Checked":
    """What walking the chain finds, in an SQLite file or the database of DATABASE_URL.

    Parameters
    ----------
    anchor : position and digest an earlier check printed, if any.

    Raises
    ------
    NoDatabase
        If there is no audit to walk.
    """
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "joinedup.web.config.settings")
    os.environ.setdefault("SECRET_KEY", secrets.token_urlsafe(50))  # nothing is signed here
    if database is not None:
        os.environ["DATABASE_URL"] = f"sqlite:///{database.absolute()}"
    import django
    from django.db import OperationalError, ProgrammingError

    django.setup()
    from django.utils import timezone

    from joinedup.web.governance import chain

    try:
        return chain.check(at=timezone.now(), anchor=anchor)  # noqa: TID251  (the edge, where time comes in)
    except (OperationalError, ProgrammingError) as problem:
        said = str(problem).splitlines()[0]
        raise NoDatabase(f"The audit cannot be read: {said}", expected="a database with joinedup's tables") from problem
