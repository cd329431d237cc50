"""`python -m joinedup.web.manage export_decisions --out decisions.csv`."""

from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandParser
from django.utils import timezone

from joinedup.web.review import actions


class Command(BaseCommand):
    help = "Write every decision about joins as CSV, for `joinedup people review import` and the next joining."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--out", type=Path, required=True, help="file to write; one that is there is replaced")

    def handle(self, *args: Any, out: Path, **options: Any) -> None:
        written = actions.export_decisions(out, at=timezone.now())  # noqa: TID251  (a command is where time comes in)
        self.stdout.write(f"{written:,} decisions in {out}")
