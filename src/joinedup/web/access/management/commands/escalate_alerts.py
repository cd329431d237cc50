"""`python -m joinedup.web.manage escalate_alerts`: tell the Caldicott Guardian of reviews that are overdue."""

from typing import Any

from django.core.management.base import BaseCommand
from django.utils import timezone

from joinedup.web.access.actions.reviewing import escalate_overdue


class Command(BaseCommand):
    """Meant to be run every hour; it tells of each overdue review once."""

    help = __doc__

    def handle(self, *args: Any, **options: Any) -> None:
        overdue = escalate_overdue(at=timezone.now())  # noqa: TID251  (the edge, where time comes in)
        self.stdout.write(f"{overdue} reviews became overdue.")
