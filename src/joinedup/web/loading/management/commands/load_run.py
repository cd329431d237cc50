"""`python -m joinedup.web.manage load_run RUN_DIR --place place.toml`."""

from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandParser
from django.utils import timezone

from joinedup.web import loading


class Command(BaseCommand):
    help = "Show a finished run of the job in the pages, in the place of the one shown now."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("run_dir", type=Path, help="folder that `joinedup run` wrote")
        parser.add_argument("--place", type=Path, required=True, help="the place file it was made from")

    def handle(self, *args: Any, run_dir: Path, place: Path, **options: Any) -> None:
        counts = loading.load(run_dir, place, at=timezone.now())  # noqa: TID251  (a command is where time comes in)
        for name, rows in counts.items():
            self.stdout.write(f"{name:20} {rows:>10,}")
