"""What is done in the background for rounds: a day planned anew. Run by `python -m joinedup.web.manage db_worker`."""

from django.utils import timezone
from django_tasks import task

from joinedup.web.visits.replanning.actions import carry_out


@task()
def plan_anew(number: int) -> None:
    """Plan what was asked for; the queue holds its number and nothing about anybody."""
    carry_out(number, at=timezone.now())  # noqa: TID251  (a job is where time comes in)
