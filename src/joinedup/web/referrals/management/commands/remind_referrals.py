"""`remind_referrals`: tell whoever has an overdue referral, outside by a link, inside by a notice; by a timer."""

from typing import Any

from django.core.management.base import BaseCommand, CommandParser
from django.utils import timezone

from joinedup.core.errors import CannotProceed
from joinedup.web.referrals import links, queries, telling


class Command(BaseCommand):
    help = (
        "Send each organisation outside with an overdue referral a new link, again after three days; tell staff once. "
        "One whose links staff ended is left alone."
    )

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--most", type=int, default=200, help="messages in one run")

    def handle(self, *args: Any, most: int, **options: Any) -> None:
        at = timezone.now()  # noqa: TID251  (a command reads the clock)
        sent, not_sent = 0, []
        for row in queries.to_remind(at)[:most]:
            try:
                telling.send_link_again(row, by=None, at=at, opening=links.REMINDER)
                sent += 1
            except CannotProceed as problem:
                not_sent.append(f"{row.reference}: {problem}")
        for row in queries.overdue_inside(at):
            telling.remind_staff(row, at=at)
        ended = [f"{row.reference}: staff ended its links" for row in queries.without_links(at)]
        counted = f"{sent} reminders sent; {len(not_sent)} could not be"
        left = [f"{len(ended)} left alone", *ended] if ended else []
        self.stdout.write("\n".join([counted, *not_sent, *left]))
