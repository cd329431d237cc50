"""`remind_actions`: tell staff, once, that an action is due that a meeting or a plan gave them; in the morning."""

from datetime import date, datetime
from typing import Any
from uuid import NAMESPACE_OID, uuid5

from django.core.management.base import BaseCommand
from django.utils import timezone

from joinedup.web.care.plan import queries as plans
from joinedup.web.notices.actions import notify
from joinedup.web.teams.meetings import queries


class Command(BaseCommand):
    help = (
        "Tell whoever promised an action at a meeting, or is named by one of a plan, once, that it is due or overdue."
    )

    def handle(self, *args: Any, **options: Any) -> None:
        at = timezone.now()  # noqa: TID251  (a command reads the clock)
        on = timezone.localdate(at)
        self.stdout.write(f"{of_meetings(on, at=at) + of_plans(on, at=at)} actions are due")


def of_meetings(on: date, *, at: datetime) -> int:
    """Tell of what was promised at meetings; returns how many."""
    due = queries.open_actions().filter(is_given_on=False, due__lte=on)
    return sum(notify([one.who], "task", at=at, key=f"outcome:{one.pk}:due") for one in due)


def of_plans(on: date, *, at: datetime) -> int:
    """Tell of what else plans give to staff, anew when it is due on another day; returns how many."""
    due = [
        (user, task.action)
        for user in plans.due_by(on)
        for task in plans.tasks_of(user, at=at)
        if task.action.due_on and task.action.due_on <= on
    ]
    promised = {(one.who_id, one.agreed_in) for one in queries.open_actions().filter(is_given_on=False)}
    return sum(
        notify([user], "task", at=at, key=key_of(action))
        for user, action in due
        if (user.pk, action.agreed_in) not in promised
    )


def key_of(action: Any) -> str:
    """What a reminder is about: this action of this person's plan, due on this day; of any length the ids may have."""
    return f"care.due:{uuid5(NAMESPACE_OID, f'{action.person_id}:{action.item_id}:{action.due_on}')}"
