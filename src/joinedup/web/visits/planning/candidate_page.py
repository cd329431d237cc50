"""Who could come to a visit, at what cost to others, and why not the rest?"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Any

from django.utils import timezone

from joinedup.core.visits import Attendance, Candidate, Problem, who_can_take
from joinedup.core.visits.replanning import from_present
from joinedup.web.components.words import plural
from joinedup.web.visits.actions import record_look
from joinedup.web.visits.days import problem_of
from joinedup.web.visits.planning.day import Day
from joinedup.web.visits.planning.presenters.happened import happened_words
from joinedup.web.visits.planning.presenters.sentences import in_names
from joinedup.web.visits.planning.presenters.standing import called
from joinedup.web.visits.queries import People
from joinedup.web.visits.replanning.actions import picture_of, places_of
from joinedup.web.visits.replanning.happenings import after
from joinedup.web.visits.words import carer_name, length_words, time_words

MOST_SHOWN = 40


@dataclass(frozen=True)
class CandidateLine:
    """One carer, and what it would mean if they came.

    Parameters
    ----------
    start : as a form takes it; empty if the carer cannot come.
    others : codes of those who would come too.
    """

    carer: str
    name: str
    comes_now: bool
    when: str
    start: str
    others: tuple[str, ...]
    means: str
    cost: str
    why_not: str


def asked(day: Day, happened: Mapping[str, Any], *, by: Any, at: datetime) -> dict[str, Any]:
    """Who could take a visit that is not planned yet; that its client was looked at is written into the audit."""
    picture = after(picture_of(day.state), [happened], places_of(day.organisation))
    before = {one["id"] for one in day.state.file.document["visits"]}
    code = next(one["id"] for one in picture.document["visits"] if one["id"] not in before)
    problem = problem_of(picture.document, picture.held, day.begun, day.off)
    client = day.people.clients[happened["client"]]
    record_look("visits.view_client", [client], by=by, at=at, on=day.on)
    lines = candidate_lines(day, problem, day.attendances, code, now=day.now)
    return {"asked": happened_words(happened, day.people), "lines": lines[:MOST_SHOWN], "happened": happened}


def candidate_lines(
    day: Day, problem: Problem, present: Sequence[Attendance], code: str, *, now: float | None
) -> list[CandidateLine]:
    """Every carer for one visit, those first for whom it costs least."""
    there = [one.carer for one in present if one.visit == code]
    others = [one for one in present if one.visit != code]
    facts = replace(from_present(free(problem, code), others, now), present=())
    found = who_can_take(facts, others, [code])
    cost_now = next((one.cost for one in found if one.carer in there and one.takes), None)
    client_of = {one.id: one.person for one in problem.visits}
    return [line_of(one, code, there, cost_now, day.people, client_of) for one in found]


def free(problem: Problem, code: str) -> Problem:
    """The problem with nobody fixed for one visit: every carer is asked about."""
    visits = (
        replace(one, pinned_carers=frozenset(), pinned_start=None) if one.id == code and not one.has_started else one
        for one in problem.visits
    )
    return replace(problem, visits=tuple(visits))


def line_of(
    one: Candidate,
    code: str,
    there: Sequence[str],
    cost_now: float | None,
    people: People,
    client_of: Mapping[str, str],
) -> CandidateLine:
    """One carer in words."""
    name = carer_name(one.carer, people.carers)
    comes_now = one.carer in there
    if not one.takes:
        why = in_names(" ".join(one.why_not.values()), people, client_of)
        return CandidateLine(one.carer, name, comes_now, "", "", (), "", "", why)
    taken = one.takes[0]
    whole = round(taken.start)
    with_whom = " and ".join(carer_name(other, people.carers) for other in taken.others)
    return CandidateLine(
        carer=one.carer,
        name=name,
        comes_now=comes_now,
        when=f"{time_words(taken.start)}{f', with {with_whom}' if with_whom else ''}",
        start=f"{whole // 60:02d}:{whole % 60:02d}",
        others=taken.others,
        means=means_words(one, people, client_of),
        cost=cost_words(one.cost, cost_now, is_now=comes_now),
        why_not="",
    )


def means_words(one: Candidate, people: People, client_of: Mapping[str, str]) -> str:
    """What it would do to travel, lateness and others' times."""
    said = [f"{length_words(abs(one.travel_minutes))} {'more' if one.travel_minutes >= 0 else 'less'} travel"]
    if abs(one.late_minutes) >= 1:
        said.append(f"{length_words(abs(one.late_minutes))} {'more' if one.late_minutes > 0 else 'less'} lateness")
    if not one.is_preferred:
        said.append("not a usual carer")
    if one.changes:
        moved = "; ".join(
            f"{called(each.visit, people, client_of)} at {time_words(each.start)}"
            for each in one.changes[:3]
            if each.start is not None
        )
        said.append(f"{plural(len(one.changes), 'other visit')} would move ({moved})")
    return ", ".join(said)


def cost_words(cost: float, cost_now: float | None, *, is_now: bool) -> str:
    """What it would cost, beside who comes now.

    Examples
    --------
    >>> cost_words(30.0, 20.0, is_now=False), cost_words(20.0, 20.0, is_now=True), cost_words(30.0, None, is_now=False)
    ('30 (10 more than now)', '20 (now)', '30')
    """
    if is_now:
        return f"{cost:,.0f} (now)"
    if cost_now is None:
        return f"{cost:,.0f}"
    by = round(cost) - round(cost_now)
    return f"{cost:,.0f} ({abs(by):,} {'more' if by >= 0 else 'less'} than now)"


def client_words(client: Any, *, by: Any, at: datetime) -> dict[str, Any]:
    """What the provider knows of a client."""
    record_look("visits.view_client", [client], by=by, at=at, on=timezone.localdate(at))
    return {"client": client, "calls": list(client.calls.values())}
