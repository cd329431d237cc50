"""Who cares for whom now, and what does the audit say?"""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from typing import Any

from django.db.models import Q, QuerySet
from django.utils import timezone

from joinedup.web.governance.models import (
    IN_FORCE,
    AuditEntry,
    BreakGlass,
    CareRelationship,
    Objection,
    SealedPart,
    StaffLink,
)
from joinedup.web.governance.permissions import Refused


def relationships(user: Any, *, at: datetime) -> QuerySet[CareRelationship]:
    """The care relationships of a user that hold at a moment."""
    return CareRelationship.objects.filter(user=user, starts_at__lte=at, ends_at__gt=at)


def has_relationship(user: Any, person_id: str, at: datetime) -> bool:
    """Whether a user has a care relationship with a person at a moment, and the person does not object."""
    return bool(in_care_of(user, [person_id], at))


def in_care_of(user: Any, person_ids: Iterable[str], at: datetime) -> set[str]:
    """Those of some people whom the user may see by name: in their care, without an objection to it or in spite of it.

    Two queries for a whole list. Merged people are `people.queries.in_care`'s to see to.
    """
    held = relationships(user, at=at).filter(person_id__in=list(person_ids)).values_list("person_id", "ground")
    grounds = set(held)
    known = {person_id for person_id, _ in grounds}
    objecting = objecting_to(user, known) if known else set()
    broken = {person_id for person_id, ground in grounds if ground == CareRelationship.Ground.BREAK_GLASS}
    return known - (objecting - broken)


def objections_to(user: Any) -> QuerySet[Objection]:
    """The objections in force to the user seeing a joined record."""
    return objections(user, Objection.Scope.ALL)


def objections(user: Any, *scopes: str) -> QuerySet[Objection]:
    """The objections in force of some scopes, and those to the user's organisation."""
    theirs = Q(scope=Objection.Scope.ORGANISATION, organisation=user.organisation)
    return Objection.objects.filter(Q(scope__in=scopes) | theirs, status__in=IN_FORCE)


def objecting_to(user: Any, person_ids: Iterable[str]) -> set[str]:
    """Those of some people who object to the user seeing their joined record."""
    return set(objections_to(user).filter(person_id__in=list(person_ids)).values_list("person_id", flat=True))


def off_lists(user: Any) -> QuerySet[Objection]:
    """The objections in force that keep people off the lists the user sees."""
    return objections(user, Objection.Scope.ALL, Objection.Scope.LISTS)


def sealed_from(user: Any, person_ids: Iterable[str]) -> dict[str, set[str]]:
    """By person, the parts of their record that are sealed from the user."""
    found: dict[str, set[str]] = {}
    for one in seals(person_ids):
        if not one.is_open_to(user):
            found.setdefault(one.person_id, set()).add(one.part)
    return found


def seals(person_ids: Iterable[str]) -> QuerySet[SealedPart]:
    """Everything sealed of some people."""
    return SealedPart.objects.filter(person_id__in=list(person_ids), lifted_at=None)


def sealed_kinds(person_ids: Iterable[str]) -> frozenset[str]:
    """The kinds of entry of some people that anybody sealed."""
    parts = seals(person_ids).values_list("part", flat=True)
    return frozenset(part for part in parts if not part.startswith(SealedPart.ITEM))


def all_sealed_items() -> frozenset[str]:
    """The ids of every item of any plan that anybody sealed."""
    held = SealedPart.objects.filter(part__startswith=SealedPart.ITEM, lifted_at=None)
    return items_in(held.values_list("part", flat=True))


def items_in(parts: Iterable[str]) -> frozenset[str]:
    """Of some parts that are sealed, the ids of items of the plan."""
    return frozenset(part.removeprefix(SealedPart.ITEM) for part in parts if part.startswith(SealedPart.ITEM))


@dataclass(frozen=True)
class Standing:
    """How a member of staff stands to a person at a moment.

    Parameters
    ----------
    is_in_care : a care relationship holds, whatever its ground.
    has_objected : the person objects to the user seeing the joined record.
    glass : the break-glass that holds, if any.
    hidden : kinds of entry sealed from the user.
    hidden_items : ids of items of the plan sealed from the user; `sealed_items` from anybody.
    """

    is_in_care: bool
    has_objected: bool = False
    glass: BreakGlass | None = None
    hidden: frozenset[str] = frozenset()
    hidden_items: frozenset[str] = frozenset()
    sealed_items: frozenset[str] = frozenset()

    @property
    def may_see(self) -> bool:
        """Whether the record opens."""
        return self.glass is not None or (self.is_in_care and not self.has_objected)


def standing(user: Any, person_ids: list[str], *, at: datetime) -> Standing:
    """How the user stands to one person.

    Parameters
    ----------
    person_ids : the person's id, and those that were merged into it.
    """
    held = list(relationships(user, at=at).filter(person_id__in=person_ids).values_list("ground", "source").order_by())
    glass = broken([source for ground, source in held if ground == CareRelationship.Ground.BREAK_GLASS])
    sealed = list(seals(person_ids))
    opens_all = glass is not None and glass.opens_sealed
    hidden = {one.part for one in sealed if not opens_all and not one.is_open_to(user)}
    return Standing(
        is_in_care=bool(held),
        has_objected=bool(objecting_to(user, person_ids)),
        glass=glass,
        hidden=frozenset(part for part in hidden if not part.startswith(SealedPart.ITEM)),
        hidden_items=items_in(hidden),
        sealed_items=items_in(one.part for one in sealed),
    )


def broken(sources: list[str]) -> BreakGlass | None:
    """The break-glass some relationships come from: one that opens sealed parts first, then the latest."""
    ids = [int(source.rsplit(":", 1)[1]) for source in sources]
    return BreakGlass.objects.filter(pk__in=ids).order_by("-opens_sealed", "-id").first() if ids else None


def circle_of(user: Any, person_ids: list[str]) -> tuple[str, bool]:
    """The user's own person id, if they are a person of the place, and whether some ids are a colleague's."""
    ties = StaffLink.objects.filter(Q(user=user) | Q(person_id__in=person_ids, user__organisation=user.organisation))
    found = dict(ties.values_list("user_id", "person_id"))
    return found.pop(user.pk, ""), bool(found)


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
