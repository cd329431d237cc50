"""Who cares for whom now, and what does the audit say?"""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
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


def relationships_with(*person_ids: str) -> QuerySet[CareRelationship]:
    """Every care relationship with a person, under any id they had, past ones too, latest first."""
    return CareRelationship.objects.filter(person_id__in=person_ids).select_related("user")


def from_source(user: Any, *, at: datetime) -> QuerySet[CareRelationship]:
    """Those a register, a referral, a team or a plan brought about: they reach beyond the user's neighbourhood."""
    return relationships(user, at=at).exclude(source="")


def in_care_from(source: str, *, at: datetime) -> QuerySet[CareRelationship]:
    """The relationships that come from one source and hold, such as everybody's from one referral."""
    return CareRelationship.objects.filter(source=source, starts_at__lte=at, ends_at__gt=at).select_related("user")


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


@dataclass(frozen=True)
class AuditPage:
    """A page of the audit, latest first, and the ids to go on from: 0 where there is nothing further."""

    entries: list[AuditEntry]
    newer_than: int
    older_than: int


def audit(wanted: AuditFilter) -> QuerySet[AuditEntry]:
    """The entries wanted, latest first."""
    exact = {field: value for field in EXACT if (value := getattr(wanted, field))}
    entries = AuditEntry.objects.filter(**exact).select_related("user")
    if wanted.since:
        entries = entries.filter(at__gte=timezone.make_aware(datetime.combine(wanted.since, time.min)))
    if wanted.until:
        entries = entries.filter(at__lt=timezone.make_aware(datetime.combine(wanted.until + ONE_DAY, time.min)))
    return entries.order_by("-id")


def audit_page(wanted: AuditFilter, *, older_than: int = 0, newer_than: int = 0, size: int = 50) -> AuditPage:
    """One page of the entries wanted, found by key: as fast on the last page as on the first.

    Parameters
    ----------
    older_than, newer_than : the id of the entry the page begins after, in either direction; 0 is the latest page.
    """
    entries = audit(wanted)
    if newer_than:
        found = list(entries.filter(id__gt=newer_than).order_by("id")[: size + 1])
        page, has_newer, has_older = found[:size][::-1], len(found) > size, True
    else:
        found = list(entries.filter(id__lt=older_than)[: size + 1] if older_than else entries[: size + 1])
        page, has_newer, has_older = found[:size], bool(older_than), len(found) > size
    return AuditPage(
        page,
        newer_than=page[0].id if page and has_newer else 0,
        older_than=page[-1].id if page and has_older else 0,
    )


ONE_DAY = timedelta(days=1)
EXACT = ("person_id", "username", "action", "outcome")
