"""`python -m joinedup.web.manage staff FILE`: enter staff, or bring them up to date, from a CSV file."""

import csv
from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand

from joinedup.web.accounts.actions import load_staff


class Command(BaseCommand):
    """Reads username, name, role, organisation, neighbourhood and, optionally, subject."""

    help = __doc__

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("file", type=Path, help="a CSV file in UTF-8")

    def handle(self, *args: Any, **options: Any) -> None:
        with options["file"].open(encoding="utf-8-sig", newline="") as lines:
            count = load_staff(csv.DictReader(lines))
        self.stdout.write(f"{count} members of staff are entered.")
