"""`find_doubled`: look through the whole directory for services entered twice."""

from typing import Any

from django.core.management.base import BaseCommand
from django.utils import timezone

from joinedup.web.directory.upkeep import doubled


class Command(BaseCommand):
    help = "Find pairs of entries that may be one service; they come into the queue, and people decide."

    def handle(self, *args: Any, **options: Any) -> None:
        found = doubled.find_doubled(by=None, at=timezone.now())  # noqa: TID251  (a command reads the clock)
        self.stdout.write(f"{found:,} pairs may be one service")
