"""`python -m joinedup.web.manage …`: Django's own commands (migrate, collectstatic, check and so on)."""

import os
import sys

from joinedup.core.errors import CannotProceed


def main() -> None:
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "joinedup.web.config.settings")
    from django.core.management import execute_from_command_line

    try:
        execute_from_command_line(sys.argv)
    except CannotProceed as problem:
        sys.exit(f"joinedup cannot proceed: {problem}")


if __name__ == "__main__":
    main()
