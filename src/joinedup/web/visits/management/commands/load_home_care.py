"""`load_home_care FILE`: enter providers' carers and clients, and plan days from their usual week."""

from datetime import date, timedelta
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandParser
from django.utils import timezone

from joinedup.web.visits.intake.actions import enter_usual_days, load_provider, load_usual_days
from joinedup.web.visits.intake.provider_file import read_providers


class Command(BaseCommand):
    help = "Enter home-care providers' carers and clients, and plan days from their usual week."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("file", type=Path, help="as docs/reference/provider-file.md describes")
        parser.add_argument(
            "--from", dest="first", type=date.fromisoformat, help="first day to plan; today if left out"
        )
        parser.add_argument("--days", type=int, default=0, help="how many days to plan and publish; none if left out")
        parser.add_argument(
            "--then",
            type=int,
            default=0,
            help="how many days after those to enter, for a scheduler to plan by the week",
        )

    def handle(self, *args: Any, file: Path, first: date | None, days: int, then: int, **options: Any) -> None:
        at = timezone.now()  # noqa: TID251  (a command is where time comes in)
        for provider in read_providers(file):
            counts = load_provider(provider, by=None, at=at)
            begin = first or timezone.localdate(at)
            planned = load_usual_days(provider, begin, days, by=None, at=at)
            entered = enter_usual_days(provider, begin + timedelta(days=days), then, by=None, at=at)
            self.stdout.write(
                f"{provider.organisation}: {counts['carer']} carers, {counts['client']} clients, {planned} days"
                + (f", {entered} days to plan" if then else "")
            )
