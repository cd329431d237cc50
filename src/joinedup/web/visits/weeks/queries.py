"""What is kept of the days of some weeks, and of plans of weeks? Each is one query, however many days there are."""

from collections.abc import Iterable, Mapping
from datetime import date, timedelta
from typing import Any

from django.db.models import Max, OuterRef, QuerySet, Subquery

from joinedup.web.visits.days import attendances_of, problem_of, weighed
from joinedup.web.visits.models import PlannedDay, Publication, Revision, WeekPlan

WEEK = timedelta(days=7)
MOST_WEEKS = 4
"""So many weeks are planned together at most."""


def latest_states(organisation: str, first: date, last: date) -> QuerySet[Revision]:
    """Days from the first to the last as they stand."""
    newest = Revision.objects.filter(organisation=organisation, on=OuterRef("on")).order_by("-number")
    found = Revision.objects.filter(organisation=organisation, on__gte=first, on__lte=last)
    return found.filter(number=Subquery(newest.values("number")[:1]))


def states(organisation: str, first: date, last: date) -> dict[date, Revision]:
    """Days as they stand, by day, with what they come to and without their calls."""
    found = latest_states(organisation, first, last).order_by("on")
    return {one.on: one for one in found.defer("held", "calls", "unplanned", "detail")}


def whole_states(organisation: str, days: Iterable[date]) -> dict[date, Revision]:
    """Some days as they stand, with all that is kept of them."""
    wanted = set(days)
    if not wanted:
        return {}
    found = latest_states(organisation, min(wanted), max(wanted)).filter(on__in=wanted)
    return {one.on: one for one in found.select_related("file").order_by("on")}


def figures_of(state: Revision) -> Mapping[str, Any]:
    """What a day comes to; of one that was kept before hours were, worked out now."""
    if "carers" in state.figures:
        found: Mapping[str, Any] = state.figures
        return found
    return weighed(problem_of(state.file.document, state.held), attendances_of(state.calls)).figures


def published(organisation: str, first: date, last: date) -> dict[date, int]:
    """By day, the key of the state published last."""
    found = Publication.objects.filter(organisation=organisation, on__gte=first, on__lte=last)
    return dict(found.order_by("number").values_list("on", "revision_id"))


def nearest_weeks(organisation: str, monday: date) -> tuple[date | None, date | None]:
    """The Mondays of the last week before that has rounds, and of the next one after."""
    days = Revision.objects.filter(organisation=organisation, number=1)
    before = days.filter(on__lt=monday).aggregate(on=Max("on"))["on"]
    after = days.filter(on__gte=monday + WEEK).order_by("on").values_list("on", flat=True).first()
    return before and monday_of(before), after and monday_of(after)


def monday_of(on: date) -> date:
    """The Monday of a day's week.

    Examples
    --------
    >>> monday_of(date(2026, 4, 1)), monday_of(date(2026, 3, 30))
    (datetime.date(2026, 3, 30), datetime.date(2026, 3, 30))
    """
    return on - timedelta(days=on.weekday())


def days_of(monday: date, weeks: int = 1) -> list[date]:
    """The days of weeks."""
    return [monday + timedelta(days=number) for number in range(7 * weeks)]


def plan(organisation: str, number: int) -> WeekPlan | None:
    return WeekPlan.objects.filter(organisation=organisation, pk=number).select_related("asked_by").first()


def plans(organisation: str, monday: date) -> list[WeekPlan]:
    """The latest times a week was asked to be planned, alone or with others, latest first."""
    found = WeekPlan.objects.filter(organisation=organisation, monday__lte=monday)
    near = found.filter(monday__gt=monday - MOST_WEEKS * WEEK).select_related("asked_by").order_by("-asked_at", "-pk")
    return [one for one in near[:20] if one.monday + one.weeks * WEEK > monday][:5]


def planned_days(wanted: WeekPlan) -> list[PlannedDay]:
    """The days of a plan with what they come to, before and after, and without their calls."""
    found = wanted.planned_days.select_related("base").order_by("on")
    return list(found.defer("calls", "unplanned", "base__calls", "base__held", "base__unplanned", "base__detail"))


def whole_planned_days(wanted: WeekPlan) -> list[PlannedDay]:
    """The days of a plan with all that is kept of them."""
    return list(wanted.planned_days.select_related("base", "base__file").order_by("on"))


def planned_day(wanted: WeekPlan, on: date) -> PlannedDay | None:
    """One day of a plan, whole."""
    return wanted.planned_days.select_related("base", "base__file").filter(on=on).first()


def taken_on(asked: WeekPlan) -> set[date]:
    """The days that were changed when a plan was taken on."""
    made = Revision.objects.filter(organisation=asked.organisation, how=Revision.How.WEEK, detail__plan=asked.pk)
    return set(made.values_list("on", flat=True))
