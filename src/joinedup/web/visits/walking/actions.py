"""A carer tells of a call: that they are there, that they left, that they run late. Told twice, it counts once."""

from datetime import datetime, timedelta
from typing import Any

from django.db import IntegrityError, transaction

from joinedup.core.errors import CannotProceed
from joinedup.core.visits.wall_clock import minutes_at
from joinedup.web.governance.actions import record
from joinedup.web.visits.models import CallEvent
from joinedup.web.visits.walking.queries import Walk, walk_before
from joinedup.web.visits.words import ZONE

LATE_MINUTES = (10, 20, 30, 45, 60, 90)
"""What a carer can say they are late by."""
OLDEST_HOURS, FASTEST_MINUTES = 36, 5
"""What a phone kept because it could not send counts as when it happened, if that is neither long ago nor to come."""
EARLIEST_MINUTES = 6 * 60
"""Nothing is told of a call so long before it is planned to begin: that would be of another day."""
SAME_SECONDS = 120
"""Running late by as much, said again within so long, is the same message."""
Kind = CallEvent.Kind


class CannotTell(CannotProceed):
    """Something cannot have happened, or not yet."""


def tell(
    walk: Walk, visit: str, kind: str, *, happened_at: datetime | None, minutes: int = 0, by: Any, at: datetime
) -> bool:
    """Write down what a carer says of a call of their own round.

    Parameters
    ----------
    happened_at : by the phone, where it could not send at once; what lies too far away counts as now.
    minutes : how late, for running late.

    Returns
    -------
    whether it was new: the same again is harmless.

    Raises
    ------
    CannotTell : the visit was never on their round, is hours away, or has not been arrived at.
    """
    moment = plausible(happened_at, at)
    walk = round_with(walk, visit, kind, moment)
    told = {one.kind: one for one in walk.told if one.visit == visit}
    planned = next(one.start for one in walk.calls if one.visit == visit)
    if minutes_at(walk.on, at, ZONE) < planned - EARLIEST_MINUTES:
        raise CannotTell("This call is still hours away", expected="a call that is near")
    if kind == Kind.LEFT and Kind.ARRIVED not in told:
        raise CannotTell("You have not checked in to this call", expected="check in first")
    if kind in told and kind != Kind.RUNNING_LATE:
        return False
    if kind == Kind.LEFT:
        moment = max(moment, told[Kind.ARRIVED].happened_at)
    if kind == Kind.RUNNING_LATE and is_the_same(told.get(kind), minutes, at):
        return False
    try:
        write_event(walk, visit, kind, minutes=minutes or None, happened_at=moment, by=by, at=at)
    except IntegrityError:
        return False  # sent twice at one moment: the first counts
    return True


def round_with(walk: Walk, visit: str, kind: str, moment: datetime) -> Walk:
    """The round a visit is on: as published now or, for who was there, as it was before the visit was given away.

    Raises
    ------
    CannotTell : it is on neither.
    """
    if visit in {one.visit for one in walk.calls}:
        return walk
    before = None if kind == Kind.RUNNING_LATE else walk_before(walk, visit, moment)
    if before is None:
        raise CannotTell("This call is not on your round", expected="one of your own calls")
    return before


@transaction.atomic
def write_event(
    walk: Walk, visit: str, kind: str, *, minutes: int | None, happened_at: datetime, by: Any, at: datetime
) -> None:
    CallEvent.objects.create(
        organisation=walk.carer.organisation,
        on=walk.on,
        carer=walk.carer.code,
        visit=visit,
        kind=kind,
        minutes_late=minutes if kind == Kind.RUNNING_LATE else None,
        happened_at=happened_at,
        received_at=at,
        told_by=by,
    )
    client = walk.clients.get(next((one.person for one in walk.problem.visits if one.id == visit), ""))
    detail = {"on": walk.on.isoformat(), "visit": visit, "kind": kind}
    record(by=by, at=at, action="visits.tell_call", person_id=client.person_id if client else "", detail=detail)


def plausible(happened_at: datetime | None, at: datetime) -> datetime:
    """When something happened, going by the phone where that can be."""
    if happened_at is None:
        return at
    is_possible = at - timedelta(hours=OLDEST_HOURS) <= happened_at <= at + timedelta(minutes=FASTEST_MINUTES)
    return min(happened_at, at) if is_possible else at


def is_the_same(before: CallEvent | None, minutes: int, at: datetime) -> bool:
    """Whether being so late was said a moment ago."""
    if before is None or before.minutes_late != minutes:
        return False
    return (at - before.received_at).total_seconds() < SAME_SECONDS
