"""`remind_organisations`: write to organisations whose entries nobody has checked for half a year."""

from typing import Any

from django.core.management.base import BaseCommand, CommandParser
from django.utils import timezone

from joinedup.web.directory.upkeep import actions, queries
from joinedup.web.directory.upkeep.mail import NobodyToWriteTo


class Command(BaseCommand):
    help = "Send each organisation with a stale entry one link for it; the same entry again after four weeks at most."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--most", type=int, default=200, help="messages in one run")

    def handle(self, *args: Any, most: int, **options: Any) -> None:
        at = timezone.now()  # noqa: TID251  (a command reads the clock)
        sent = without = 0
        for service in queries.to_remind(at, timezone.localdate(at))[:most]:
            try:
                actions.send_link(service, by=None, at=at, is_reminder=True)
                sent += 1
            except NobodyToWriteTo:
                without += 1
        self.stdout.write(f"{sent} reminders sent; {without} stale entries have no address to write to")
