"""Reads are looked into; which member of staff is which person of the place; everything read of a person."""

from datetime import datetime
from typing import Any

from django.db import IntegrityError, transaction

from joinedup.core.errors import CannotProceed
from joinedup.web.access import queries
from joinedup.web.governance.actions import record, staff_of
from joinedup.web.governance.models import AlertReview, StaffLink
from joinedup.web.governance.roles import Role
from joinedup.web.notices.actions import notify
from joinedup.web.people.models import Person


class CannotReview(CannotProceed):
    """A read cannot be looked into by this person, or was already."""


@transaction.atomic
def review_alert(alert: Any, *, outcome: str, note: str, by: Any, at: datetime) -> AlertReview:
    """Write down what came of looking into a read.

    Raises
    ------
    CannotReview : it is the reviewer's own read, or somebody reviewed it already.
    """
    if alert.user_id == by.pk:
        raise CannotReview("This is your own read", expected="a review by somebody else")
    try:
        with transaction.atomic():
            made = AlertReview.objects.create(alert=alert, outcome=outcome, note=note, by=by, at=at)
    except IntegrityError as problem:
        raise CannotReview("Somebody reviewed this already", expected="a look at what they found") from problem
    told = {"outcome": outcome, "kind": alert.kind, "alert": alert.pk}
    record(by=by, at=at, action="access.review_alert", person_id=alert.person_id, reason=note, detail=told)
    return made


@transaction.atomic
def escalate_overdue(*, at: datetime) -> int:
    """Tell the Caldicott Guardian of reads nobody looked into in time; returns how many are newly overdue."""
    overdue = list(queries.open_alerts().filter(due_at__lte=at, escalated_at=None))
    for alert in overdue:
        alert.escalated_at = at
        alert.save(update_fields=["escalated_at"])
        notify(staff_of(Role.CALDICOTT_GUARDIAN), "overdue_alert", at=at, key=f"alert:{alert.pk}")
        told = {"kind": alert.kind, "alert": alert.pk}
        record(by=None, at=at, action="access.escalate_alert", person_id=alert.person_id, detail=told)
    return len(overdue)


@transaction.atomic
def link_staff(member: Any, person: Person, *, by: Any, at: datetime) -> StaffLink:
    """Record which person of the place a member of staff is; only to notice reads of their own circle."""
    link, _ = StaffLink.objects.update_or_create(
        user=member, defaults={"person_id": person.person_id, "recorded_by": by, "recorded_at": at}
    )
    record(by=by, at=at, action="access.link_staff", person_id=person.person_id, detail={"for": member.username})
    return link


@transaction.atomic
def unlink_staff(member: Any, *, by: Any, at: datetime) -> None:
    """Forget which person a member of staff is."""
    for link in StaffLink.objects.filter(user=member):
        record(by=by, at=at, action="access.unlink_staff", person_id=link.person_id, detail={"for": member.username})
        link.delete()


@transaction.atomic
def print_reads(person: Person, *, by: Any, at: datetime) -> list[Any]:
    """Everything the audit says of a person, for showing to them; that it was asked for is in it too."""
    found = queries.reads_of(person.ids)
    record(by=by, at=at, action="access.view_reads", person_id=person.person_id, detail={"reads": len(found)})
    return found
