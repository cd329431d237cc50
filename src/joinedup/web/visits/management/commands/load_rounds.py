"""`load_rounds FILE --organisation CODE --on DATE`: plan a provider's day from its file."""

from datetime import date
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandParser
from django.utils import timezone

from joinedup.web.visits.intake.actions import load_day
from joinedup.web.visits.intake.provider_file import parsed


class Command(BaseCommand):
    help = "Plan a provider's day from its file; its scheduler looks at it and publishes it."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("file", type=Path, help="as docs/reference/visits-of-a-day.md describes")
        parser.add_argument("--organisation", required=True, help="code of the provider")
        parser.add_argument("--on", required=True, type=date.fromisoformat, help="the day, such as 2026-04-01")

    def handle(self, *args: Any, file: Path, organisation: str, on: date, **options: Any) -> None:
        at = timezone.now()  # noqa: TID251  (a command is where time comes in)
        made = load_day(parsed(file), organisation=organisation, on=on, by=None, at=at)
        self.stdout.write(f"{organisation}, {on}: {len(made.calls)} calls, {len(made.unplanned)} visits unplanned")
