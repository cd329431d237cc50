"""A person somebody opens without having them in their care, and the end of having them."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from django.conf import settings
from django.db import transaction

from joinedup.web.access import queries
from joinedup.web.governance.actions import end_relationships, open_relationship, raise_alert, record
from joinedup.web.governance.models import BreakGlass
from joinedup.web.governance.queries import objecting_to
from joinedup.web.people.models import Person


@transaction.atomic
def end_care(person: Person, *, by: Any, at: datetime, reason: str) -> int:
    """End the user's own care relationships with a person, whatever they come from; returns how many held."""
    ended = [end_relationships(by=by, at=at, user=by, person_id=person_id, reason=reason) for person_id in person.ids]
    return sum(ended)


@transaction.atomic
def find_anybody(person_id: str, *, by: Any, at: datetime, action: str) -> Person | None:
    """A person wherever they live; where there is none, the audit says that somebody asked."""
    person = queries.anybody(person_id)
    if person is None:
        why = {"why": "no such person"}
        record(by=by, at=at, action=action, person_id=person_id, outcome="refused", detail=why)
    return person


@dataclass(frozen=True)
class GlassChoice:
    """On what ground somebody opens a record, and what of it."""

    ground: str
    reason: str
    opens_sealed: bool


@transaction.atomic
def break_glass(person: Person, choice: GlassChoice, *, by: Any, at: datetime) -> BreakGlass:
    """Open a person's record for `BREAK_GLASS_MINUTES`, and have it reviewed. One that holds already is given back."""
    ids = person.ids
    holding = queries.glass_of(by, ids, at=at)
    if holding and (holding.opens_sealed or not choice.opens_sealed):
        return holding
    glass = BreakGlass.objects.create(
        user=by,
        person_id=person.person_id,
        ground=choice.ground,
        reason=choice.reason[:500],
        opens_sealed=choice.opens_sealed,
        overrides_objection=bool(objecting_to(by, ids)),
        at=at,
        until=at + timedelta(minutes=settings.BREAK_GLASS_MINUTES),
    )
    asked = {"ground": glass.ground, "sealed": glass.opens_sealed, "objection": glass.overrides_objection}
    record(by=by, at=at, action="access.break_glass", person_id=person.person_id, reason=glass.reason, detail=asked)
    open_relationship(
        by=by,
        at=at,
        person_id=person.person_id,
        ground="break_glass",
        reason=glass.reason,
        source=source_of(glass),
        ends_at=glass.until,
    )
    raise_alert("break_glass", by=by, at=at, person_id=person.person_id, glass=glass)
    return glass


def source_of(glass: BreakGlass) -> str:
    """What the relationship of a break-glass says it comes from."""
    return f"governance.break_glass:{glass.pk}"


@transaction.atomic
def close_glass(person: Person, *, by: Any, at: datetime) -> None:
    """Close what the user opened by break-glass, before its time."""
    glass = queries.glass_of(by, person.ids, at=at)
    while glass:
        end_relationships(by=by, at=at, user=by, source=source_of(glass), reason="Closed by the one who opened it")
        glass = queries.glass_of(by, person.ids, at=at)
