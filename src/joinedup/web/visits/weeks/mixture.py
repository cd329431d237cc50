"""What do some days of a plan come to beside the others as they stand, and what that was agreed is then broken?"""

from collections.abc import Collection, Iterable, Mapping
from datetime import date
from typing import Any

from joinedup.web.visits.models import Carer, PlannedDay, WeekPlan
from joinedup.web.visits.weeks import queries
from joinedup.web.visits.weeks.facts import CarerWeek, FiguresByDay, carer_weeks, faces, weeks_averaged
from joinedup.web.visits.weeks.queries import WEEK, days_of

FARTHER_MINUTES = 30.0
"""Hours that differ from those agreed by less than so much more are as good."""


def as_they_stand(asked: WeekPlan) -> dict[date, Mapping[str, Any]]:
    """What the days of a plan come to now, those before that hours are an average of, and the week after."""
    first, last = asked.monday - (weeks_averaged() - 1) * WEEK, asked.monday + asked.weeks * WEEK
    known = queries.states(asked.organisation, first, days_of(last)[-1])
    return {on: queries.figures_of(one) for on, one in known.items()}


def beside(
    now: FiguresByDay, days: Iterable[PlannedDay], chosen: Collection[date]
) -> tuple[FiguresByDay, FiguresByDay]:
    """What all days come to before some days of a plan are taken on, and after."""
    taken = [day for day in days if day.on in chosen]
    before = {**now, **{day.on: queries.figures_of(day.base) for day in taken}}
    return before, {**before, **{day.on: day.figures for day in taken}}


def broken_rules(figures: FiguresByDay, asked: WeekPlan, carers: Mapping[str, Carer]) -> list[tuple[str, str]]:
    """Rules on hours that are broken in the weeks of a plan and the one after, each with its carer, by codes."""
    return [(one.carer, words) for one in weeks_of(figures, asked, carers, 1) for words in one.broken]


def newly_broken(
    before: FiguresByDay, after: FiguresByDay, asked: WeekPlan, carers: Mapping[str, Carer]
) -> list[tuple[str, str]]:
    """Rules on hours that are broken after and were not before."""
    known = set(broken_rules(before, asked, carers))
    return [one for one in broken_rules(after, asked, carers) if one not in known]


def weeks_of(figures: FiguresByDay, asked: WeekPlan, carers: Mapping[str, Carer], more: int = 0) -> list[CarerWeek]:
    """Each carer's weeks of a plan, and so many after."""
    return [one for monday in mondays_of(asked, more) for one in carer_weeks(figures, monday, carers)]


def mondays_of(asked: WeekPlan, more: int = 0) -> list[date]:
    """The Mondays of a plan's weeks, and of so many after."""
    return [asked.monday + number * WEEK for number in range(asked.weeks + more)]


def farther_from_agreed(
    before: FiguresByDay, after: FiguresByDay, asked: WeekPlan, carers: Mapping[str, Carer]
) -> list[tuple[CarerWeek, CarerWeek]]:
    """Weeks of carers, now and then, whose paid time would be farther from the hours agreed than it is."""
    return [
        (now, then)
        for monday in mondays_of(asked)
        for now, then in in_both(carer_weeks(before, monday, carers), carer_weeks(after, monday, carers))
        if off_agreed(then) > off_agreed(now) + FARTHER_MINUTES
    ]


def in_both(before: list[CarerWeek], after: list[CarerWeek]) -> list[tuple[CarerWeek, CarerWeek]]:
    """A week of carers who are there now and then, side by side."""
    now = {one.carer: one for one in before}
    return [(now[one.carer], one) for one in after if one.carer in now]


def off_agreed(week: CarerWeek) -> float:
    """Minutes by which paid time differs from what was agreed; 0 where nothing was."""
    agreed = week.contract.contracted_minutes
    return 0.0 if agreed is None else abs(week.paid_minutes - agreed)


def more_faces(before: FiguresByDay, after: FiguresByDay, days: list[date]) -> int:
    """How many clients would see more different carers than now."""
    now, then = faces(before, days), faces(after, days)
    return sum(len(carers) > len(now.get(client, ())) for client, carers in then.items() if client in now)
