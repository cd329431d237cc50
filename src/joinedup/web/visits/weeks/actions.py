"""Ask for weeks to be planned, plan them in the background, and take on what was found, or throw it away."""

from collections.abc import Collection, Iterable, Mapping
from datetime import date, datetime
from threading import Event
from typing import Any

from django.db import transaction
from django.utils import timezone

from joinedup.core.errors import CannotProceed
from joinedup.core.visits import Stop, plan_period
from joinedup.web.governance.actions import record
from joinedup.web.visits import actions, asking
from joinedup.web.visits import queries as provider
from joinedup.web.visits.days import changed_visits, weighed
from joinedup.web.visits.models import PlannedDay, Revision, WeekPlan
from joinedup.web.visits.weeks import mixture, queries
from joinedup.web.visits.weeks.period import period_of, time_off_by_day
from joinedup.web.visits.weeks.queries import days_of

SECONDS_AT_LEAST = 15.0
VISITS_A_SECOND = 150.0
"""A provider's 10,500 visits of a week had 60 seconds in docs/evidence/rounds.md, and have 85 here."""


class NothingToPlan(CannotProceed):
    """Every day of the weeks is published, past, or has no visits."""

    def __init__(self) -> None:
        super().__init__("There is no day to plan", expected="a day to come that has visits and is not published")


def days_to_plan(organisation: str, monday: date, weeks: int, *, at: datetime) -> dict[date, Revision]:
    """Days to come that have visits and that carers were not given: those a plan may change."""
    days = days_of(monday, weeks)
    given = queries.published(organisation, days[0], days[-1])
    known = queries.states(organisation, days[0], days[-1])
    return {on: one for on, one in known.items() if on > timezone.localdate(at) and on not in given}


def seconds_for(visits: int) -> float:
    """For how long is searched.

    Examples
    --------
    >>> seconds_for(300), seconds_for(10_500), seconds_for(42_000)
    (17.0, 85.0, 295.0)
    """
    return SECONDS_AT_LEAST + visits / VISITS_A_SECOND


@transaction.atomic
def ask(organisation: str, monday: date, weeks: int, *, by: Any, at: datetime) -> WeekPlan:
    """Ask for weeks to be planned from the days as they stand; a job then plans them.

    Raises
    ------
    NothingToPlan : there is no day a plan may change.
    """
    days = days_to_plan(organisation, monday, weeks, at=at)
    if not days:
        raise NothingToPlan
    asked = WeekPlan.objects.create(
        organisation=organisation,
        monday=monday,
        weeks=weeks,
        seconds=seconds_for(sum(int(queries.figures_of(one)["visits"]) for one in days.values())),
        days=len(days),
        asked_by=by,
        asked_at=at,
    )
    PlannedDay.objects.bulk_create(PlannedDay(plan=asked, on=on, base=state) for on, state in days.items())
    detail = {"monday": monday.isoformat(), "weeks": weeks, "days": len(days), "plan": asked.pk}
    record(by=by, at=at, action="visits.ask_week", detail=detail)
    return asked


def carry_out(number: int, *, at: datetime) -> None:
    """Plan the weeks that were asked for."""

    def keep(_asked: WeekPlan, found: list[PlannedDay]) -> None:
        PlannedDay.objects.bulk_update(found, ["calls", "unplanned", "figures", "changes"])

    asking.carry_out(WeekPlan, number, planned, keep, at=at)


def planned(asked: WeekPlan) -> list[PlannedDay]:
    """The days of a plan with the rounds that were found."""
    days = queries.whole_planned_days(asked)
    period = period_of(asked.organisation, {day.on: day.base for day in days})
    is_left, done = Event(), set[date]()

    def told(on: date) -> None:
        done.add(on)
        if not WeekPlan.objects.filter(pk=asked.pk, state=asking.State.RUNNING).update(days_done=len(done)):
            is_left.set()

    found = plan_period(period, Stop(asked.seconds, is_asked=is_left.is_set), seed=asked.pk, told=told)
    for day in days:
        rounds = weighed(period.days[day.on], found.days[day.on].attendances)
        day.calls, day.figures = rounds.calls, rounds.figures
        day.unplanned = dict(found.days[day.on].unplanned)
        day.changes = len(changed_visits(day.base.calls, day.calls))
    return days


@transaction.atomic
def accept(asked: WeekPlan, chosen: Collection[date], *, known: Collection[str], by: Any, at: datetime) -> int:
    """Make what was found for some days these days as they stand; carers see each once it is published.

    Parameters
    ----------
    chosen : the days to be taken on; the others stay as they are.
    known : rules on hours the scheduler saw would be broken, by codes.

    Returns
    -------
    how many days changed.

    Raises
    ------
    NotReady : there is nothing to take on, something happened since that it does not know of, or rules would be broken
        that the scheduler did not see.
    ChangedMeanwhile : somebody changed or published one of the days since it was asked for.
    """
    days = [day for day in queries.whole_planned_days(asked) if day.on in chosen]
    if not days:
        raise asking.NotReady("No day of the plan was chosen", expected="one day at least")
    check_still_true(asked, days, at=at)
    check_broken_is_known(asked, days, known)
    asking.take_on(asked, at=at)
    changed = [day for day in days if day.changes]
    for day in changed:
        keep(asked, day, by=by, at=at)
    detail = {"plan": asked.pk, "monday": asked.monday.isoformat(), "days": len(changed)}
    record(by=by, at=at, action="visits.accept_week", detail=detail)
    return len(changed)


def check_broken_is_known(asked: WeekPlan, days: list[PlannedDay], known: Collection[str]) -> None:
    """Raise if days of a plan, beside the others as they stand, break rules on hours the scheduler did not see."""
    carers = provider.carers(asked.organisation)
    before, after = mixture.beside(mixture.as_they_stand(asked), days, {day.on for day in days})
    new = [words for _, words in mixture.newly_broken(before, after, asked, carers) if words not in known]
    if new:
        raise asking.NotReady(
            f"Rules on hours would be broken that were not on the screen: {len(new)}",
            expected="to look at the plan again",
        )


def keep(asked: WeekPlan, day: PlannedDay, *, by: Any, at: datetime) -> Revision:
    """A day of a plan as a new state of the day."""
    change = actions.Change(
        how=Revision.How.WEEK,
        held=day.base.held,
        calls=day.calls,
        unplanned=day.unplanned,
        figures=day.figures,
        file=day.base.file,
        detail={"plan": asked.pk, "changes": day.changes},
    )
    return actions.keep(change, organisation=asked.organisation, on=day.on, after=day.base.number, by=by, at=at)


def still_open(asked: WeekPlan, days: Iterable[PlannedDay], *, at: datetime) -> set[date]:
    """Those of a plan's days that were neither changed nor published nor begun since it was asked for."""
    can = days_to_plan(asked.organisation, asked.monday, asked.weeks, at=at)
    return {day.on for day in days if day.on in can and can[day.on].pk == day.base_id}


def check_still_true(asked: WeekPlan, days: list[PlannedDay], *, at: datetime) -> None:
    """Raise if a day was changed, published or begun since, or somebody the plan needs has time off by now."""
    if len(still_open(asked, days, at=at)) < len(days):
        raise actions.ChangedMeanwhile
    off = time_off_by_day(asked.organisation, days[0].on, days[-1].on)
    if any(call[0] in off.get(day.on, ()) for day in days for call in day.calls):
        raise asking.NotReady("A carer has time off by now whom this plan sends out", expected="to ask again")


@transaction.atomic
def drop(asked: WeekPlan, *, by: Any, at: datetime) -> None:
    """Throw a plan away: the days stay as they are."""
    if asking.leave(asked, at=at):
        record(by=by, at=at, action="visits.drop_week", detail={"plan": asked.pk, "monday": asked.monday.isoformat()})


@transaction.atomic
def publish_days(organisation: str, seen: Mapping[date, int], *, by: Any, at: datetime) -> int:
    """Let carers see days as they stand, all or none.

    Parameters
    ----------
    seen : by day, number of the state on the scheduler's screen.

    Returns
    -------
    how many days.

    Raises
    ------
    ChangedMeanwhile : a day is another by now, or somebody published it at the same moment.
    VisitHasBegun : publishing would take a visit from whoever has begun it.
    """
    for on, number in sorted(seen.items()):
        actions.publish(organisation, on, seen=number, by=by, at=at)
    return len(seen)
