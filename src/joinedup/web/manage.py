"""`python -m joinedup.web.manage …`: Django's own commands (migrate, collectstatic, check and so on)."""

import os
import sys

from joinedup.core.errors import CannotProceed

NO_DATABASE = (
    "The database cannot be reached or has not been made. Expected: the one of DATABASE_URL, and"
    " `python -m joinedup.web.manage migrate` before anything else."
)


def main() -> None:
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "joinedup.web.config.settings")
    from django.core.management import execute_from_command_line
    from django.db import OperationalError, ProgrammingError

    try:
        execute_from_command_line(sys.argv)
    except CannotProceed as problem:
        sys.exit(f"joinedup cannot proceed: {problem}")
    except (OperationalError, ProgrammingError) as problem:  # what the database says first names no row of data
        sys.exit(f"joinedup cannot proceed: {NO_DATABASE} It said: {str(problem).splitlines()[0]}")


if __name__ == "__main__":
    main()
