"""Keep a state of a day, publish it, undo it; each audited, and none over another's."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Any

from django.db import IntegrityError, transaction

from joinedup.core.errors import CannotProceed
from joinedup.core.visits.wall_clock import minutes_at
from joinedup.web.governance.actions import record, record_each
from joinedup.web.visits import queries
from joinedup.web.visits.days import LAST_MINUTE, taken_away
from joinedup.web.visits.models import Client, DayFile, Publication, Revision
from joinedup.web.visits.words import ZONE


class ChangedMeanwhile(CannotProceed):
    """Somebody else changed or published the day between looking and doing."""

    def __init__(self) -> None:
        super().__init__("Somebody changed this day while you were looking", expected="a look at it as it is now")


class NothingToUndo(CannotProceed):
    """The day is as it was first planned, is over, or a visit has begun as it is now."""

    def __init__(
        self, found: str = "This day is as it was first planned", *, expected: str = "a change to undo"
    ) -> None:
        super().__init__(found, expected=expected)


class VisitHasBegun(CannotProceed):
    """A carer is at a visit that the day gives to somebody else or leaves out."""

    def __init__(self, on: date) -> None:
        super().__init__(
            f"A carer has begun a visit of {on:%A %d %B} that the day now gives to somebody else or leaves out",
            expected="to plan anew, which leaves it with whoever is there",
        )


@dataclass(frozen=True)
class Change:
    """A new state of a day, before it is kept.

    Parameters
    ----------
    file : of the day; `None` where `document` is a new one.
    figures, unplanned : what the rounds come to, and why nobody comes to some visits.
    detail : codes of what changed.
    """

    how: str
    held: Mapping[str, Any]
    calls: list[list[Any]]
    unplanned: Mapping[str, str]
    figures: Mapping[str, Any]
    file: DayFile | None = None
    document: Mapping[str, Any] | None = None
    detail: Mapping[str, Any] = field(default_factory=dict)


def record_look(
    action: str, clients: Iterable[Client], *, by: Any, at: datetime, on: date, detail: Mapping[str, Any] | None = None
) -> None:
    """Write into the audit that somebody saw clients: one entry for each."""
    seen = sorted(clients, key=lambda one: one.code)
    known = {"on": on.isoformat(), **(detail or {})}
    record_each([(one.person_id, {**known, "client": one.code}) for one in seen], by=by, at=at, action=action)


def keep(change: Change, *, organisation: str, on: date, after: int, by: Any, at: datetime) -> Revision:
    """Keep a new state of a day, after the one its maker saw.

    Parameters
    ----------
    after : number of the state it was made from; 0 for a day's first.

    Raises
    ------
    ChangedMeanwhile : there is a later one by now.
    """
    try:
        return write_revision(change, organisation=organisation, on=on, number=after + 1, by=by, at=at)
    except IntegrityError as problem:
        if queries.revision(organisation, on, after + 1):
            raise ChangedMeanwhile from problem
        raise


@transaction.atomic
def write_revision(change: Change, *, organisation: str, on: date, number: int, by: Any, at: datetime) -> Revision:
    file = change.file
    if file is None:
        file = DayFile.objects.create(
            organisation=organisation, on=on, document=dict(change.document or {}), made_at=at
        )
    made = Revision.objects.create(
        organisation=organisation,
        on=on,
        number=number,
        file=file,
        held=dict(change.held),
        calls=change.calls,
        unplanned=dict(change.unplanned),
        figures=dict(change.figures),
        how=change.how,
        detail=dict(change.detail),
        made_by=by,
        made_at=at,
    )
    detail = {"on": on.isoformat(), "revision": number, "how": change.how, **change.detail}
    record(by=by, at=at, action="visits.change_day", detail=detail)
    return made


def publish(organisation: str, on: date, *, seen: int, by: Any, at: datetime) -> Publication:
    """Let carers see a day as it stands.

    Parameters
    ----------
    seen : number of the state on the scheduler's screen.

    Raises
    ------
    ChangedMeanwhile : the day is another by now, or somebody published at the same moment.
    VisitHasBegun : publishing would take a visit from whoever has begun it.
    """
    state = queries.latest(organisation, on)
    if state is None or state.number != seen:
        raise ChangedMeanwhile
    before = queries.publication(organisation, on)
    if before is not None and before.revision_id == state.pk:
        return before  # sent twice
    if before is not None and takes_away(before.revision, state, at=at):
        raise VisitHasBegun(on)
    try:
        return write_publication(state, number=before.number + 1 if before else 1, by=by, at=at)
    except IntegrityError as problem:
        raise ChangedMeanwhile from problem


@transaction.atomic
def write_publication(state: Revision, *, number: int, by: Any, at: datetime) -> Publication:
    made = Publication.objects.create(
        organisation=state.organisation, on=state.on, number=number, revision=state, published_by=by, published_at=at
    )
    detail = {"on": state.on.isoformat(), "revision": state.number, "publication": number}
    record(by=by, at=at, action="visits.publish_day", detail=detail)
    return made


def undo(organisation: str, on: date, *, seen: int, by: Any, at: datetime) -> Revision:
    """Put a day back as it was before its latest change; undone again, as it was before the one before.

    Raises
    ------
    ChangedMeanwhile : the day is another by now.
    NothingToUndo : it is as it was first planned, is over, or undoing would take a visit from whoever has begun it.
    """
    state = queries.latest(organisation, on)
    if state is None or state.number != seen:
        raise ChangedMeanwhile
    if minutes_at(on, at, ZONE) > LAST_MINUTE:
        raise NothingToUndo("This day is over", expected="a day that is not")
    as_before = int(state.detail.get("as", state.number)) - 1
    earlier = queries.revision(organisation, on, as_before)
    if earlier is None:
        raise NothingToUndo
    if takes_away(state, earlier, at=at):
        raise NothingToUndo("A visit that this would change has begun", expected="to plan anew")
    change = Change(
        how=Revision.How.UNDONE,
        held=earlier.held,
        calls=earlier.calls,
        unplanned=earlier.unplanned,
        figures=earlier.figures,
        file=earlier.file,
        detail={"as": int(earlier.detail.get("as", earlier.number))},
    )
    return keep(change, organisation=organisation, on=on, after=seen, by=by, at=at)


def takes_away(state: Revision, other: Revision, *, at: datetime) -> set[str]:
    """Visits that a carer has begun and that another state gives to somebody else or leaves out, and this one does not.

    Visits the day does not have any more are nobody's to keep.
    """
    begun = queries.begun(queries.events(state.organisation, state.on), on=state.on, at=at)
    latest = max(state, other, key=lambda one: one.number)
    document = latest.file.document
    return taken_away(begun, other.calls, document) - taken_away(begun, state.calls, document)
