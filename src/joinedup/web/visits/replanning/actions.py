"""Ask for a day to be planned anew, plan it in the background, and accept what was found, or leave it."""

from collections.abc import Mapping, Sequence
from datetime import date, datetime
from functools import partial
from typing import Any

from django.db import transaction
from django.utils import timezone

from joinedup.core.visits import Attendance, Stop, replan
from joinedup.core.visits.wall_clock import minutes_at
from joinedup.web.governance.actions import record
from joinedup.web.visits import actions, asking, queries
from joinedup.web.visits.days import (
    LAST_MINUTE,
    as_begun,
    attendances_of,
    changed_visits,
    problem_of,
    taken_away,
    weighed,
)
from joinedup.web.visits.models import Replan, Revision
from joinedup.web.visits.replanning.happenings import HappenedNot, Picture, after
from joinedup.web.visits.words import ZONE

SECONDS = 5.0
"""For which is searched: enough for 200 carers, and a scheduler waits."""


@transaction.atomic
def ask(state: Revision, happened: Sequence[Mapping[str, Any]], *, by: Any, at: datetime) -> Replan:
    """Ask for a day to be planned anew from a state of it; a job then plans it.

    Raises
    ------
    HappenedNot : what happened does not fit the day, or the day is over.
    """
    now = now_of(state.on, at)
    if now is not None and now > LAST_MINUTE:
        raise HappenedNot("This day is over", expected="a day that is not")
    picture = after(picture_of(state), happened, places_of(state.organisation))
    asked = Replan.objects.create(
        organisation=state.organisation,
        on=state.on,
        base=state,
        changes=[dict(one) for one in happened],
        seconds=SECONDS,
        document=dict(picture.document),
        held=dict(picture.held),
        asked_by=by,
        asked_at=at,
    )
    detail = {"on": state.on.isoformat(), "revision": state.number, "kinds": [one["kind"] for one in happened]}
    record(by=by, at=at, action="visits.ask_replan", detail=detail)
    return asked


def picture_of(state: Revision) -> Picture:
    """A state of a day, before what happened."""
    return Picture(state.file.document, state.held, attendances_of(state.calls))


def places_of(organisation: str) -> dict[str, dict[str, Any]]:
    """The homes of a provider's clients, as the file of a day has places."""
    return {
        code: {"id": code, "latitude": one.latitude, "longitude": one.longitude, "rural": one.is_rural}
        for code, one in queries.clients(organisation).items()
    }


def carry_out(number: int, *, at: datetime) -> None:
    """Plan the day that was asked for."""

    def keep(asked: Replan, found: Mapping[str, Any]) -> None:
        Replan.objects.filter(pk=asked.pk).update(**found)

    asking.carry_out(Replan, number, partial(planned, at=at), keep, at=at)


def planned(asked: Replan, *, at: datetime) -> dict[str, Any]:
    """The rounds of a day after what happened, as little changed as may be."""
    told = queries.events(asked.organisation, asked.on)
    off = queries.off_on(asked.organisation, asked.on)
    problem = problem_of(asked.document, asked.held, queries.begun(told, on=asked.on, at=at), off)
    now = now_of(asked.on, at)
    present = still_there(as_begun(problem, attendances_of(asked.base.calls)), problem)
    found = replan(problem, present, now=now, stop=Stop(asked.seconds), seed=asked.pk)
    rounds = weighed(problem, found.attendances, now=now)
    return {"calls": rounds.calls, "unplanned": dict(found.unplanned), "figures": rounds.figures}


def now_of(on: date, at: datetime) -> float | None:
    """Minutes from midnight of a day; None while it is to come."""
    return None if on > timezone.localdate(at) else minutes_at(on, at, ZONE)


def still_there(attendances: Sequence[Attendance], problem: Any) -> list[Attendance]:
    """Those of a plan whose carer is not away, or whose visit is fixed to them."""
    away = {carer.id for carer in problem.carers if carer.is_away}
    pinned = {visit.id: visit.pinned_carers for visit in problem.visits}
    return [
        one for one in attendances if one.visit in pinned and (one.carer not in away or one.carer in pinned[one.visit])
    ]


@transaction.atomic
def accept(asked: Replan, *, seen: int, by: Any, at: datetime) -> Revision:
    """Make what was found the day as it stands; carers see it once it is published.

    Raises
    ------
    NotReady : there is nothing to accept.
    ChangedMeanwhile : somebody changed the day since it was asked for.
    """
    if asked.base.number != seen:
        raise actions.ChangedMeanwhile
    check_still_true(asked, at=at)
    asking.take_on(asked, at=at)
    is_same_file = asked.document == asked.base.file.document
    change = actions.Change(
        how=Revision.How.REPLANNED,
        held=asked.held,
        calls=asked.calls,
        unplanned=asked.unplanned,
        figures=asked.figures,
        file=asked.base.file if is_same_file else None,
        document=asked.document,
        detail={"replan": asked.pk, "changes": len(changed_visits(asked.base.calls, asked.calls))},
    )
    made = actions.keep(change, organisation=asked.organisation, on=asked.on, after=seen, by=by, at=at)
    name_new_visits(asked)
    record(by=by, at=at, action="visits.ask_replan", detail={"accepted": asked.pk, "revision": made.number})
    return made


def check_still_true(asked: Replan, *, at: datetime) -> None:
    """Raise if a carer has begun a visit since, that the plan gives to somebody else or leaves out."""
    begun = queries.begun(queries.events(asked.organisation, asked.on), on=asked.on, at=at)
    if taken_away(begun, asked.calls, asked.base.file.document):
        words = "A carer has begun a visit since that is given to somebody else or left out"
        raise asking.NotReady(words, expected="to ask again")


def name_new_visits(asked: Replan) -> None:
    """Write down with the client what a further visit is called."""
    before = {one["id"] for one in asked.base.file.document["visits"]}
    new = [one["id"] for one in asked.document["visits"] if one["id"] not in before]
    happened = [one for one in asked.changes if one["kind"] == "visit"]
    for code, one in zip(new, happened, strict=False):
        client = queries.client(asked.organisation, one["client"])
        if client is not None:
            kept = {"name": one["name"], "tasks": [], "is_short_agreed": bool(one.get("is_short_agreed"))}
            client.calls = {**client.calls, code: kept}
            client.save(update_fields=["calls"])


@transaction.atomic
def drop(asked: Replan, *, by: Any, at: datetime) -> None:
    """Leave the day as it is."""
    if asking.leave(asked, at=at):
        record(by=by, at=at, action="visits.drop_replan", detail={"replan": asked.pk, "on": asked.on.isoformat()})
