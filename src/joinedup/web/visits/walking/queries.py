"""What is a carer's own round, as it was published?"""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any

from django.utils import timezone

from joinedup.core.visits import Attendance, Problem
from joinedup.core.visits.wall_clock import minutes_at
from joinedup.web.care.plan.queries import about_me_of
from joinedup.web.governance.queries import objecting_to
from joinedup.web.visits import queries
from joinedup.web.visits.days import attendances_of, problem_of
from joinedup.web.visits.models import CallEvent, Carer, Client, Publication
from joinedup.web.visits.words import ZONE

STILL_OUT_MINUTES = 120
"""After midnight yesterday's round is still the one shown for so long after its last call."""


@dataclass(frozen=True)
class Walk:
    """One carer's round of a day.

    Parameters
    ----------
    calls : the carer's own, in order; `others` those of whoever comes to the same visits.
    """

    carer: Carer
    on: date
    published: Publication
    problem: Problem
    calls: tuple[Attendance, ...]
    others: tuple[Attendance, ...]
    clients: dict[str, Client]
    carers: dict[str, Carer]
    told: list[CallEvent]
    about: dict[str, list[tuple[str, str]]]


ABOUT_ME = ("about-most-important", "about-communicate", "about-please-do", "about-support")
"""Headings of About Me that somebody who comes to help should have read."""


def about_me(clients: Iterable[Client], user: Any) -> dict[str, list[tuple[str, str]]]:
    """By client, what their About Me says, unless they object to the provider seeing what is held of them elsewhere."""
    person_of = {one.code: one.person_id for one in clients if one.person_id}
    if not person_of:
        return {}
    hidden = objecting_to(user, person_of.values())
    said = about_me_of(set(person_of.values()) - hidden, ABOUT_ME, by=user)
    return {code: said[person] for code, person in person_of.items() if person in said}


def walk(carer: Carer, on: date, *, user: Any = None) -> Walk | None:
    """A carer's round as published; None where nothing is published for them that day.

    Parameters
    ----------
    user : the carer's account, where what their clients say About Me is wanted.
    """
    published = queries.publication(carer.organisation, on)
    return None if published is None else walk_of(published, carer, user=user)


def walk_before(now: Walk, visit: str, at: datetime) -> Walk | None:
    """The round as it was published last before a moment with a visit that is the carer's no more.

    A phone without signal still shows it, and whoever went there was there.
    """
    for published in queries.publications_before(now.carer.organisation, now.on, at):
        if any((carer, each) == (now.carer.code, visit) for carer, each, *_ in published.revision.calls):
            return walk_of(published, now.carer)
    return None


def walk_of(published: Publication, carer: Carer, *, user: Any = None) -> Walk:
    """A carer's round in a state that was published."""
    on, attendances = published.on, attendances_of(published.revision.calls)
    calls = tuple(sorted((one for one in attendances if one.carer == carer.code), key=lambda one: one.start))
    visits = {one.visit for one in calls}
    others = tuple(one for one in attendances if one.visit in visits and one.carer != carer.code)
    problem = problem_of(published.revision.file.document, published.revision.held)
    persons = {one.person for one in problem.visits if one.id in visits}
    clients = queries.clients(carer.organisation, persons)
    return Walk(
        carer,
        on,
        published,
        problem,
        calls,
        others,
        clients,
        queries.carers(carer.organisation, {one.carer for one in others}),
        [one for one in queries.events(carer.organisation, on) if one.carer == carer.code],
        about_me(clients.values(), user) if user else {},
    )


def day_now(carer: Carer, at: datetime) -> date:
    """The day whose round a carer is on: yesterday's while that is hardly over."""
    today = timezone.localdate(at)
    yesterday = today - timedelta(days=1)
    before = walk(carer, yesterday)
    if before is None or not before.calls:
        return today
    last = before.calls[-1]
    ends = last.start + task_minutes(before.problem, last)
    return yesterday if minutes_at(yesterday, at, ZONE) < ends + STILL_OUT_MINUTES else today


def task_minutes(problem: Problem, call: Attendance) -> float:
    """How long a call is planned to take."""
    visit: Any = next(one for one in problem.visits if one.id == call.visit)
    return float(visit.tasks[call.side].minutes)
