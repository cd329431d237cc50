"""`remind_actions`: tell staff, once, that an action they promised at a meeting is due; by a timer, in the morning."""

from typing import Any

from django.core.management.base import BaseCommand
from django.utils import timezone

from joinedup.web.notices.actions import notify
from joinedup.web.teams.meetings import queries


class Command(BaseCommand):
    help = "Tell whoever promised an action at a meeting, once, that it is due today or overdue."

    def handle(self, *args: Any, **options: Any) -> None:
        at = timezone.now()  # noqa: TID251  (a command reads the clock)
        due = queries.open_actions().filter(is_given_on=False, due__lte=timezone.localdate(at))
        told = sum(notify([one.who], "task", at=at, key=f"outcome:{one.pk}:due") for one in due)
        self.stdout.write(f"{told} actions are due")
