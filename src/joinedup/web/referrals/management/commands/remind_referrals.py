"""`remind_referrals`: write to organisations outside whose referrals are overdue; once a day at most, by a timer."""

from typing import Any

from django.core.management.base import BaseCommand, CommandParser
from django.utils import timezone

from joinedup.core.errors import CannotProceed
from joinedup.web.referrals import actions, links, queries


class Command(BaseCommand):
    help = "Send each organisation outside with an overdue referral a new link to it; the same again after three days."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--most", type=int, default=200, help="messages in one run")

    def handle(self, *args: Any, most: int, **options: Any) -> None:
        at = timezone.now()  # noqa: TID251  (a command reads the clock)
        sent, not_sent = 0, []
        for row in queries.to_remind(at)[:most]:
            try:
                actions.send_link_again(row, by=None, at=at, opening=links.REMINDER)
                sent += 1
            except CannotProceed as problem:
                not_sent.append(f"{row.reference}: {problem}")
        self.stdout.write("\n".join([f"{sent} reminders sent; {len(not_sent)} could not be", *not_sent]))
