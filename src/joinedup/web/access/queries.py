"""Which reads wait for a review, who objects, what is sealed, and who looked at a record?"""

from collections.abc import Collection, Iterable
from datetime import datetime
from typing import Any

from django.db.models import QuerySet

from joinedup.web.governance.models import (
    IN_FORCE,
    Alert,
    AuditEntry,
    BreakGlass,
    CareRelationship,
    Objection,
    SealedPart,
    StaffLink,
)
from joinedup.web.governance.queries import relationships, relationships_with, seals
from joinedup.web.people.models import FormerId, Person, reference
from joinedup.web.people.queries import current_id, ids_with

__all__ = ["GROUNDS", "reference"]  # for presenters, which do not reach into models

PAGE_SIZE = 50
GROUNDS = {**dict(CareRelationship.Ground.choices), **dict(BreakGlass.Ground.choices)}
MOST_READS = 1_000


def anybody(person_id: str) -> Person | None:
    """A person wherever they live, by this id or one they had."""
    return Person.objects.filter(person_id=current_id(person_id)).first()


def person_with_number(nhs_number: str) -> Person | None:
    return Person.objects.filter(nhs_number=nhs_number).exclude(nhs_number="").first()


def glass_of(user: Any, person_ids: list[str], *, at: datetime) -> BreakGlass | None:
    """The user's break-glass that holds, if any; one that opens sealed parts before another."""
    held = relationships(user, at=at).filter(person_id__in=person_ids, ground=CareRelationship.Ground.BREAK_GLASS)
    numbers = [int(one.source.rsplit(":", 1)[1]) for one in held]
    return BreakGlass.objects.filter(pk__in=numbers).order_by("-opens_sealed", "-id").first()


def holding(person_ids: list[str], *, at: datetime, but_from: Collection[str] = ()) -> list[CareRelationship]:
    """The care relationships with a person that hold, by name of the member of staff.

    Parameters
    ----------
    but_from : sources the reader is told nothing of.
    """
    found = relationships_with(*person_ids).filter(starts_at__lte=at, ends_at__gt=at)
    return list(found.exclude(source__in=but_from).order_by("user__name", "id"))


def open_alerts() -> QuerySet[Alert]:
    """Reads nobody looked into yet, the longest waiting first."""
    return Alert.objects.filter(review=None).select_related("user", "break_glass", "review").order_by("due_at", "id")


def reviewed_alerts() -> list[Alert]:
    """Those looked into, latest first."""
    looked_into = Alert.objects.exclude(review=None).select_related("user", "break_glass", "review__by")
    return list(looked_into.order_by("-review__id")[:PAGE_SIZE])


def alert(alert_id: int) -> Alert | None:
    return Alert.objects.filter(pk=alert_id).select_related("user", "break_glass", "review__by").first()


def what_was_read(one: Alert) -> list[AuditEntry]:
    """What the user did with the person's record from then on, that day or while the break-glass held."""
    until = one.break_glass.until if one.break_glass else None
    entries = AuditEntry.objects.filter(user=one.user, person_id=one.person_id, at__gte=one.at)
    entries = entries.filter(at__lte=until) if until else entries.filter(at__date=one.on)
    return list(entries.order_by("id")[:PAGE_SIZE])


def waiting_objections() -> list[Objection]:
    found = Objection.objects.filter(status=Objection.Status.WAITING).select_related("recorded_by")
    return once(found.order_by("recorded_at", "id"))


def decided_objections() -> list[Objection]:
    found = Objection.objects.exclude(status=Objection.Status.WAITING).select_related("recorded_by", "decided_by")
    return once(found.order_by("-decided_at", "-id")[:PAGE_SIZE])


def objection(objection_id: int) -> Objection | None:
    return Objection.objects.filter(pk=objection_id).select_related("recorded_by", "decided_by").first()


def objections_of(person_ids: Iterable[str]) -> list[Objection]:
    """A person's objections, those in force first."""
    found = Objection.objects.filter(person_id__in=list(person_ids)).select_related("recorded_by", "decided_by")
    return sorted(once(found), key=lambda one: (one.status not in IN_FORCE, -one.pk))


def same_of_other_ids(objection: Objection) -> QuerySet[Objection]:
    """The same objection as kept under the other ids that are the person's today.

    One recorded apart from it is another, though it says the same: where two people were joined by mistake it may be
    the other's, and holds until it is settled for itself.
    """
    same = {name: getattr(objection, name) for name in ("scope", "organisation", "recorded_at")}
    return Objection.objects.filter(person_id__in=ids_with(objection.person_id), **same).exclude(pk=objection.pk)


def once(found: Iterable[Objection]) -> list[Objection]:
    """Some objections, each once: of those kept under several ids of one person, that under today's."""
    rows = list(found)
    former = FormerId.objects.filter(former_id__in={one.person_id for one in rows})
    became = dict(former.values_list("former_id", "person_id"))
    kept: dict[tuple[Any, ...], Objection] = {}
    for one in rows:
        person_id = became.get(one.person_id, one.person_id)
        said = (person_id, one.scope, one.organisation, one.status, one.recorded_at, one.decided_at)
        if said not in kept or one.person_id == person_id:
            kept[said] = one
    return list(kept.values())


def seals_of(person_ids: Iterable[str], *, by: Any) -> list[SealedPart]:
    """What the user's own organisation sealed and they see; of others' seals nobody is told."""
    held = seals(person_ids).filter(organisation=by.organisation).select_related("sealed_by").order_by("part")
    return [one for one in held if one.is_open_to(by)]


def staff_links() -> list[StaffLink]:
    return list(StaffLink.objects.select_related("user", "recorded_by").order_by("user__name"))


def reads_of(person_ids: list[str]) -> list[AuditEntry]:
    """Everything the audit says of a person, latest first: also the lists on which somebody saw their name."""
    own = AuditEntry.objects.filter(person_id__in=person_ids).select_related("user").order_by("-id")[:MOST_READS]
    could_name = {one.user_id for one in relationships_with(*person_ids)}
    # reads of many at once: their detail says who was named
    lists = (
        AuditEntry.objects.filter(user__in=could_name, detail__has_key="named").select_related("user").order_by("-id")
    )
    wanted = set(person_ids)
    named = [entry for entry in lists[: 20 * MOST_READS].iterator(chunk_size=500) if wanted & set(named_in(entry))]
    return sorted([*own, *named], key=lambda entry: -entry.pk)[:MOST_READS]


def named_in(entry: AuditEntry) -> list[str]:
    """Those whose name a list showed."""
    named = entry.detail.get("named", [])
    return named if isinstance(named, list) else []
