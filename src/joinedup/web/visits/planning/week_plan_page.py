"""What stands on the page of weeks being planned, and of one day of them?"""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from joinedup.web.components.words import plural
from joinedup.web.visits import queries as provider
from joinedup.web.visits.actions import record_look
from joinedup.web.visits.days import attendances_of, problem_of
from joinedup.web.visits.planning.presenters.carer_weeks import fault_words
from joinedup.web.visits.planning.presenters.effects import changed_lines, compared
from joinedup.web.visits.planning.presenters.sentences import in_names, named_in, replaced
from joinedup.web.visits.planning.presenters.weeks import compared_weeks
from joinedup.web.visits.planning.replan_page import progress
from joinedup.web.visits.queries import People
from joinedup.web.visits.weeks import actions, mixture, queries
from joinedup.web.visits.weeks.facts import CarerWeek, FiguresByDay
from joinedup.web.visits.weeks.queries import days_of, monday_of
from joinedup.web.visits.words import carer_name, length_words


@dataclass(frozen=True)
class DayLine:
    """What a plan would do to a day.

    Parameters
    ----------
    is_open : it can still be taken on.
    is_in : what stands below counts it as taken on.
    """

    on: date
    changed: str
    nobody: str
    late: str
    is_open: bool
    is_in: bool


def page(asked: Any, *, at: datetime, chosen: Collection[date] = ()) -> dict[str, Any]:
    """How far a plan is, and once it is ready what each day would be.

    Parameters
    ----------
    chosen : days to be taken on; all that can be, if none is said.
    """
    about = {"asked": asked, "monday": asked.monday, **progress(asked, at)}
    if asked.state not in {"ready", "accepted"}:
        return about
    days = queries.planned_days(asked)
    can = actions.still_open(asked, days, at=at) if asked.state == "ready" else set()
    shown = (can & set(chosen) if chosen else can) if asked.state == "ready" else queries.taken_on(asked)
    return {
        **about,
        "is_stale": asked.state == "ready" and len(can) < len(days),
        "is_part": len(shown) < len(days),
        "shown": [on.isoformat() for on in sorted(shown)],
        "lines": [line_of(day, can, shown) for day in days],
        **together(asked, days, shown),
    }


def together(asked: Any, days: list[Any], shown: Collection[date]) -> dict[str, Any]:
    """What some days of a plan come to beside the others as they stand, and what that was agreed they break."""
    people, every = provider.people_of(asked.organisation), days_of(asked.monday, asked.weeks)
    before, after = mixture.beside(mixture.as_they_stand(asked), days, shown)
    new = mixture.newly_broken(before, after, asked, people.carers)
    of_weeks = [faults_of(figures, asked, people) for figures in (before, after)]
    return {
        "figures": compared_weeks(before, after, every),
        "faults_now": len(of_weeks[0]),
        "faults": list(dict.fromkeys(of_weeks[1] + [named(*one, people) for one in new])),
        "broken": [words for _, words in new],
        "farther": [
            farther_words(*both, people) for both in mixture.farther_from_agreed(before, after, asked, people.carers)
        ],
        "more_faces": mixture.more_faces(before, after, every),
    }


def named(carer: str, words: str, people: People) -> str:
    """A rule that is broken, with the carer's name."""
    return replaced(words, {carer: carer_name(carer, people.carers)})


def farther_words(now: CarerWeek, then: CarerWeek, people: People) -> str:
    """A carer's hours of a week beside those agreed."""
    agreed, monday = now.contract.contracted_minutes or 0.0, monday_of(min(now.days))
    return (
        f"{carer_name(now.carer, people.carers)}: {length_words(agreed)} agreed in the week of {monday:%d %B}, "
        f"{length_words(now.paid_minutes)} now, {length_words(then.paid_minutes)} then"
    )


def line_of(day: Any, can: Collection[date], shown: Collection[date]) -> DayLine:
    """What a plan would do to a day, in words."""
    before, then = queries.figures_of(day.base), day.figures
    return DayLine(
        day.on,
        f"{day.changes:,} of {plural(then['visits'], 'visit')}",
        f"{before['unplanned']:,} now, {then['unplanned']:,} then",
        f"{before['late_visits']:,} now, {then['late_visits']:,} then",
        day.on in can,
        day.on in shown,
    )


def faults_of(figures: FiguresByDay, asked: Any, people: People) -> list[str]:
    """Rules on hours that are broken in the weeks of a plan."""
    weeks = mixture.weeks_of(figures, asked, people.carers)
    return [words for one in weeks for words in fault_words(one, people)]


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
