"""`python -m joinedup.web.manage export_package_decisions --out packages.csv`."""

from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandParser
from django.utils import timezone

from joinedup.web.plans import actions


class Command(BaseCommand):
    help = "Write what was proposed and decided about packages as CSV, for `package_decisions` of the place file."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--out", type=Path, required=True, help="file to write; one that is there is replaced")

    def handle(self, *args: Any, out: Path, **options: Any) -> None:
        written = actions.export_decisions(out, at=timezone.now())  # noqa: TID251  (a command is where time comes in)
        self.stdout.write(f"{written:,} proposals and decisions in {out}")
