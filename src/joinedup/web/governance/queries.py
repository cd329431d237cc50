"""Who cares for whom now, and what does the audit say?"""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime, time
from typing import Any

from django.db.models import QuerySet
from django.utils import timezone

from joinedup.web.governance.models import AuditEntry, CareRelationship
from joinedup.web.governance.permissions import Refused


def relationships(user: Any, *, at: datetime) -> QuerySet[CareRelationship]:
    """The care relationships of a user that hold at a moment."""
    return CareRelationship.objects.filter(user=user, starts_at__lte=at, ends_at__gt=at)


def has_relationship(user: Any, person_id: str, at: datetime) -> bool:
    """Whether a user has a care relationship with a person at a moment."""
    return relationships(user, at=at).filter(person_id=person_id).exists()


def in_care_of(user: Any, person_ids: Iterable[str], at: datetime) -> set[str]:
    """Those of some people with whom the user has a care relationship: one query for a whole list."""
    return set(relationships(user, at=at).filter(person_id__in=list(person_ids)).values_list("person_id", flat=True))


def check_relationship(user: Any, person_id: str, at: datetime, *, action: str = "people.view_person") -> None:
    """Raise `Refused`, which is audited, unless the user has a care relationship with the person."""
    if not has_relationship(user, person_id, at):
        raise Refused(action, person_id=person_id, words="Record why this person is in your care first.")


def relationships_with(person_id: str) -> QuerySet[CareRelationship]:
    """Every care relationship with a person, past ones too, latest first."""
    return CareRelationship.objects.filter(person_id=person_id).select_related("user")


@dataclass(frozen=True)
class AuditFilter:
    """Which entries of the audit are wanted; empty means any.

    Parameters
    ----------
    until : the last day wanted, included.
    """

    person_id: str = ""
    username: str = ""
    action: str = ""
    outcome: str = ""
    since: date | None = None
    until: date | None = None


def audit(wanted: AuditFilter) -> QuerySet[AuditEntry]:
    """The entries wanted, latest first."""
    exact = {
        field: getattr(wanted, field)
        for field in ("person_id", "username", "action", "outcome")
        if getattr(wanted, field)
    }
    entries = AuditEntry.objects.filter(**exact)
    if wanted.since:
        entries = entries.filter(at__gte=timezone.make_aware(datetime.combine(wanted.since, time.min)))
    if wanted.until:
        entries = entries.filter(at__lte=timezone.make_aware(datetime.combine(wanted.until, time.max)))
    return entries.order_by("-id")


def actions_seen() -> list[str]:
    """The actions that occur in the audit."""
    return list(AuditEntry.objects.order_by("action").values_list("action", flat=True).distinct())
