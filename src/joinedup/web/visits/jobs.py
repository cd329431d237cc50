"""What is done in the background for rounds: a day planned anew, weeks planned together.

Run by `python -m joinedup.web.manage db_worker`.
"""

from django.utils import timezone
from django_tasks import task

from joinedup.web.visits.replanning.actions import carry_out
from joinedup.web.visits.weeks import actions as weeks


@task()
def plan_anew(number: int) -> None:
    """Plan what was asked for; the queue holds its number and nothing about anybody."""
    carry_out(number, at=timezone.now())  # noqa: TID251  (a job is where time comes in)


@task(priority=-10)  # a day that is out there is planned anew before weeks to come are planned
def plan_weeks(number: int) -> None:
    """Plan the weeks that were asked for; the queue holds the plan's number and nothing about anybody."""
    weeks.carry_out(number, at=timezone.now())  # noqa: TID251  (a job is where time comes in)
