"""`check_pages`: ask the web page of each service once, and write down which do not answer."""

from typing import Any

from django.core.management.base import BaseCommand, CommandParser
from django.utils import timezone

from joinedup.web.directory.upkeep import queries
from joinedup.web.directory.upkeep.pages_check import check_page


class Command(BaseCommand):
    help = "Ask the web page of each service in use; those that do not answer come into the queue of broken entries."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--most", type=int, default=1000, help="pages in one run, those not asked longest first")

    def handle(self, *args: Any, most: int, **options: Any) -> None:
        at = timezone.now()  # noqa: TID251  (a command reads the clock)
        checks = [check_page(service, at=at) for service in queries.pages_to_check(most)]
        broken = sum(check.is_broken for check in checks)
        self.stdout.write(f"{len(checks)} pages asked, {broken} broken")
