"""What stands on the page of weeks being planned, and of one day of them?"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from joinedup.web.components.words import plural
from joinedup.web.visits import queries as provider
from joinedup.web.visits.actions import record_look
from joinedup.web.visits.days import attendances_of, problem_of
from joinedup.web.visits.planning.presenters.carer_weeks import fault_words
from joinedup.web.visits.planning.presenters.effects import changed_lines, compared
from joinedup.web.visits.planning.presenters.sentences import in_names, named_in
from joinedup.web.visits.planning.presenters.weeks import compared_weeks
from joinedup.web.visits.planning.replan_page import progress
from joinedup.web.visits.queries import People
from joinedup.web.visits.weeks import actions, queries
from joinedup.web.visits.weeks.facts import FiguresByDay, carer_weeks, weeks_averaged
from joinedup.web.visits.weeks.queries import WEEK, days_of


@dataclass(frozen=True)
class DayLine:
    """What a plan would do to a day."""

    on: date
    changed: str
    nobody: str
    late: str


def page(asked: Any, *, at: datetime) -> dict[str, Any]:
    """How far a plan is, and once it is ready what each day would be."""
    about = {"asked": asked, "monday": asked.monday, **progress(asked, at)}
    if asked.state not in {"ready", "accepted"}:
        return about
    days = queries.planned_days(asked)
    every = days_of(asked.monday, asked.weeks)
    people = provider.people_of(asked.organisation)
    now = figures_by_day(asked.organisation, every)
    before = now | {day.on: queries.figures_of(day.base) for day in days}
    after = now | {day.on: day.figures for day in days}
    return {
        **about,
        "is_stale": asked.state == "ready" and is_stale(asked, days, at=at),
        "lines": [line_of(day, before[day.on]) for day in days],
        "figures": compared_weeks(before, after, every),
        "faults": faults_of(after, asked, people),
        "faults_now": len(faults_of(before, asked, people)),
    }


def figures_by_day(organisation: str, days: list[date]) -> dict[date, Mapping[str, Any]]:
    """What days come to, with those before that their hours are an average of."""
    known = queries.states(organisation, days[0] - (weeks_averaged() - 1) * WEEK, days[-1])
    return {on: queries.figures_of(one) for on, one in known.items()}


def is_stale(asked: Any, days: Iterable[Any], *, at: datetime) -> bool:
    """Whether a day was changed, published or begun since it was asked for."""
    can = actions.days_to_plan(asked.organisation, asked.monday, asked.weeks, at=at)
    return any(day.on not in can or can[day.on].pk != day.base_id for day in days)


def line_of(day: Any, before: Mapping[str, Any]) -> DayLine:
    """What a plan would do to a day, in words."""
    then = day.figures
    return DayLine(
        day.on,
        f"{day.changes:,} of {plural(then['visits'], 'visit')}",
        f"{before['unplanned']:,} now, {then['unplanned']:,} then",
        f"{before['late_visits']:,} now, {then['late_visits']:,} then",
    )


def faults_of(figures: FiguresByDay, asked: Any, people: People) -> list[str]:
    """Rules on hours that are broken in the weeks of a plan."""
    return [
        words
        for number in range(asked.weeks)
        for one in carer_weeks(figures, asked.monday + number * WEEK, people.carers)
        for words in fault_words(one, people)
    ]


def day_page(asked: Any, day: Any, *, by: Any, at: datetime) -> dict[str, Any]:
    """Each visit of a day that a plan would change; their clients are written into the audit."""
    people = provider.people_of(asked.organisation)
    problem = problem_of(day.base.file.document, day.base.held)
    client_of = {one.id: one.person for one in problem.visits}
    changed = changed_lines(attendances_of(day.base.calls), attendances_of(day.calls), problem, people, day.unplanned)
    seen = {client_of.get(one.visit, "") for one in changed}
    seen |= named_in([*day.figures.get("broken", ()), *day.unplanned], client_of)
    record_look(
        "visits.view_day", [people.clients[one] for one in seen if one in people.clients], by=by, at=at, on=day.on
    )
    return {
        "asked": asked,
        "monday": asked.monday,
        "on": day.on,
        "changed": changed,
        "figures": compared(queries.figures_of(day.base), day.figures),
        "broken": [in_names(words, people, client_of) for words in day.figures.get("broken", ())],
        "unplanned": [in_names(f"{visit}: {why}", people, client_of) for visit, why in sorted(day.unplanned.items())],
    }
