"""What stands on a scheduler's page of one week?"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from django.utils import timezone

from joinedup.web.components.words import plural
from joinedup.web.visits import queries as provider
from joinedup.web.visits.actions import record_look
from joinedup.web.visits.planning.presenters.carer_weeks import carer_lines, young_words
from joinedup.web.visits.planning.presenters.weeks import (
    client_lines,
    day_cards,
    plan_lines,
    week_tiles,
)
from joinedup.web.visits.queries import People
from joinedup.web.visits.weeks import actions, queries
from joinedup.web.visits.weeks.facts import FiguresByDay, carer_weeks, faces, mean_faces, weeks_averaged
from joinedup.web.visits.weeks.queries import WEEK, days_of
from joinedup.web.visits.words import carer_name

CLIENTS_AT_ONCE = 60


@dataclass(frozen=True)
class Week:
    """A week as it stands, with the weeks before that its hours are an average of.

    Parameters
    ----------
    known : days as they stand, of this week.
    figures : what days come to, of this week and those before.
    given : by day, the key of the state carers see.
    """

    organisation: str
    monday: date
    people: People
    known: Mapping[date, Any]
    figures: FiguresByDay
    given: Mapping[date, int]
    off: list[Any]

    @property
    def days(self) -> list[date]:
        return days_of(self.monday)

    @property
    def off_by_carer(self) -> dict[tuple[str, date], str]:
        """By carer and day, why they have time off."""
        return {
            (one.carer, on): one.get_reason_display()
            for one in self.off
            for on in self.days
            if one.first_on <= on <= one.last_on
        }

    @property
    def off_by_day(self) -> dict[date, list[str]]:
        """By day, who has time off and why."""
        found: dict[date, list[str]] = {}
        for (carer, on), why in self.off_by_carer.items():
            found.setdefault(on, []).append(f"{carer_name(carer, self.people.carers)}: {why.lower()}")
        return found


def week_of(organisation: str, monday: date) -> Week:
    """A week of a provider, whether it has rounds or not."""
    days = days_of(monday)
    known = queries.states(organisation, monday - (weeks_averaged() - 1) * WEEK, days[-1])
    return Week(
        organisation,
        monday,
        provider.people_of(organisation),
        {on: one for on, one in known.items() if on >= monday},
        {on: queries.figures_of(one) for on, one in known.items()},
        queries.published(organisation, days[0], days[-1]),
        provider.time_off(organisation, days[0], days[-1]),
    )


def page(week: Week, *, by: Any, at: datetime, number: int = 1) -> dict[str, Any]:
    """The words of the week's template; each client whose faces are on it is written into the audit.

    Parameters
    ----------
    number : of the page, where there are many clients.
    """
    days, people = week.days, week.people
    found = carer_weeks(week.figures, week.monday, people.carers)
    carers = carer_lines(found, days, people, week.off_by_carer)
    now = faces(week.figures, days)
    every = client_lines(now, faces(week.figures, days_of(week.monday - WEEK)), people)
    pages = max(1, -(-len(every) // CLIENTS_AT_ONCE))
    number = min(max(number, 1), pages)
    clients = every[(number - 1) * CLIENTS_AT_ONCE : number * CLIENTS_AT_ONCE]
    seen = [people.clients[line.code] for line in clients if line.code in people.clients]
    record_look("visits.view_week", seen, by=by, at=at, on=week.monday)
    before, after = queries.nearest_weeks(week.organisation, week.monday)
    return {
        "monday": week.monday,
        "days": days,
        "before": before,
        "after": after,
        "cards": day_cards(days, week.known, week.figures, week.given, week.off_by_day),
        "tiles": week_tiles([week.figures[on] for on in week.known], carers, mean_faces(now)),
        "carers": carers,
        "young": young_words(found, people),
        "faults": [words for line in carers for words in line.faults],
        "clients": clients,
        "page": number,
        "pages": pages,
        "plans": plan_lines(queries.plans(week.organisation, week.monday)),
        "to_publish": to_publish(week, at=at),
        **planning(week, at=at),
    }


def to_publish(week: Week, *, at: datetime) -> list[str]:
    """Days from today on that somebody comes to and carers do not see as they stand, each with its state's number."""
    today = timezone.localdate(at)
    return [
        f"{on.isoformat()}:{one.number}"
        for on, one in week.known.items()
        if on >= today and week.given.get(on) != one.pk and week.figures[on]["unplanned"] < week.figures[on]["visits"]
    ]


def planning(week: Week, *, at: datetime) -> dict[str, Any]:
    """Which days a plan of the week would change, and which of the four weeks from then on."""
    today = timezone.localdate(at)
    free = [on for on in week.known if on > today and on not in week.given]
    month = actions.days_to_plan(week.organisation, week.monday, queries.MOST_WEEKS, at=at)
    return {
        "to_plan": plural(len(free), "day") if free else "",
        "to_plan_month": plural(len(month), "day") if len(month) > len(free) else "",
        "fixed": plural(len(week.known) - len(free), "day") if len(week.known) > len(free) else "",
    }
