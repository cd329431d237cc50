"""What waits for staff: proposals, stale entries, broken ones, doubled ones; and what was an entry before?"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any

from django.db.models import Exists, F, Max, OuterRef, Q, QuerySet, Subquery

from joinedup.core.directory.locations import LocationType
from joinedup.core.directory.stored import from_json
from joinedup.core.directory.upkeep import REMINDER_DAYS, STALE_DAYS, faults
from joinedup.web.directory.models import (
    DoubledPair,
    EditLink,
    Entry,
    Location,
    NotDuplicates,
    Organisation,
    PostcodePoint,
    Proposal,
    Service,
    ServiceAtLocation,
    Version,
)

IN_USE = Q(status="active")


def service(key: str) -> Service | None:
    """A service with its organisation."""
    return Service.objects.filter(pk=key.lower()).select_related("organisation", "source", "url_check").first()


def stale(as_at: date) -> QuerySet[Service]:
    """Services in use that nobody has checked for too long, those never checked first."""
    before = as_at - timedelta(days=STALE_DAYS)
    late = Service.objects.filter(IN_USE).filter(Q(assured_on=None) | Q(assured_on__lt=before))
    return late.select_related("organisation").order_by(F("assured_on").asc(nulls_first=True), "name", "id")


@dataclass(frozen=True)
class Broken:
    """A service with what about it cannot be used."""

    service: Service
    faults: tuple[str, ...]


def broken(as_at: date) -> list[Broken]:
    """Services in use about which something cannot be used, the worst first."""
    places: dict[str, list[Any]] = {}
    for place in ServiceAtLocation.objects.filter(service__status="active").select_related("location"):
        places.setdefault(place.service_id, []).append(place.location.value)
    found = []
    for row in Service.objects.filter(IN_USE).select_related("organisation", "url_check").order_by("name", "id"):
        told = faults_of(row, places.get(row.id, []), as_at)
        if told:
            found.append(Broken(row, told))
    return sorted(found, key=lambda one: -len(one.faults))


def faults_of(row: Service, places: Sequence[Any], as_at: date) -> tuple[str, ...]:
    """What about a service cannot be used, its web page's last answer included."""
    check = getattr(row, "url_check", None)
    value = row.value
    page = (check.words,) if check is not None and check.is_broken and check.url == value.url else ()
    return faults(value, places, as_at) + page


def locations_of(row: Service) -> list[Any]:
    """Where a service is given, as the core knows it."""
    return [place.location.value for place in row.places.select_related("location")]


def waiting() -> QuerySet[Proposal]:
    """Proposals nobody has decided about, oldest first."""
    rows = Proposal.objects.filter(state=Proposal.State.WAITING).select_related("service__organisation")
    return rows.order_by("proposed_at", "pk")


def proposal(number: int) -> Proposal | None:
    """A proposal with its service."""
    return Proposal.objects.filter(pk=number).select_related("service__organisation", "decided_by").first()


def to_remind(at: datetime, as_at: date) -> QuerySet[Service]:
    """Stale services with an address to write to, about which nobody was written to lately."""
    lately = at - timedelta(days=REMINDER_DAYS)
    last = EditLink.objects.filter(service=OuterRef("pk")).values("service").annotate(at=Max("sent_at")).values("at")
    rows = stale(as_at).annotate(written_at=Subquery(last))
    rows = rows.filter(Q(written_at=None) | Q(written_at__lt=lately))
    return rows.exclude(organisation__email="", content__email__isnull=True)


def history(kind: str, key: str) -> list[Version]:
    """Every version of an entry, latest first."""
    return list(Version.objects.filter(kind=kind, entry_id=key).select_related("by").order_by("-number"))


def as_opened(kind: str, row: Entry, number: str) -> Any:
    """An entry as a form showed it, by the number of the version it carries; as it is now where that is none."""
    found = version(kind, row.id, int(number)) if number.isdigit() and len(number) < 10 else None
    return from_json(row.core_type, found.content) if found is not None and found.content else row.value


def latest_number(kind: str, key: str) -> int:
    """The number of an entry's newest version."""
    return Version.objects.filter(kind=kind, entry_id=key).aggregate(newest=Max("number"))["newest"] or 0


def surroundings_of(row: Service) -> dict[tuple[str, str], Organisation | Location]:
    """A service's organisation, and the places somebody can go to, by kind and id."""
    places = row.places.select_related("location").order_by("location__name", "location_id")
    physical = [one.location for one in places if one.location.value.location_type is LocationType.PHYSICAL]
    return {("organisation", row.organisation_id): row.organisation} | {("location", one.id): one for one in physical}


def others_that_use(part: Organisation | Location, row: Service) -> int:
    """How many other services an organisation gives, or are given at a place."""
    field = "organisation" if isinstance(part, Organisation) else "places__location"
    return Service.objects.filter(**{field: part}).exclude(pk=row.pk).distinct().count()


def point_of(postcode: str) -> PostcodePoint | None:
    """Where a whole postcode is, as it is written: "BH1 1AA"."""
    return PostcodePoint.objects.filter(text=postcode).first()


def version(kind: str, key: str, number: int) -> Version | None:
    """One version of an entry."""
    return Version.objects.filter(kind=kind, entry_id=key, number=number).first()


def taken_out(most: int = 200) -> list[Version]:
    """Services that are there no more, as they were, latest first."""
    ends = Version.objects.filter(kind="service", content__isnull=True)
    newer = Version.objects.filter(kind="service", entry_id=OuterRef("entry_id"), number__gt=OuterRef("number"))
    return list(ends.filter(~Exists(newer)).order_by("-at", "-pk")[:most])


def not_duplicates() -> set[tuple[str, str]]:
    """Pairs that staff say are two services."""
    return set(NotDuplicates.objects.values_list("first_id", "second_id"))


def doubled() -> QuerySet[DoubledPair]:
    """Pairs that may be one service and that nobody has decided about, the likeliest first."""
    decided = NotDuplicates.objects.filter(first_id=OuterRef("first_id"), second_id=OuterRef("second_id"))
    return DoubledPair.objects.filter(~Exists(decided)).order_by("-probability", "pk")


def services_named(text: str, most: int = 50) -> list[Service]:
    """Services whose name, or whose organisation's, holds some words."""
    found = Q()
    for word in text.split()[:10]:
        found &= Q(name__icontains=word) | Q(organisation__name__icontains=word)
    return list(Service.objects.filter(found).select_related("organisation").order_by("name", "id")[:most])


def every_service() -> QuerySet[Service]:
    """All of them."""
    return Service.objects.order_by("id")


def pages_to_check(most: int) -> list[Service]:
    """Services in use with a web page, those asked longest ago first."""
    rows = Service.objects.filter(IN_USE, content__url__isnull=False)
    return list(rows.order_by(F("url_check__checked_at").asc(nulls_first=True), "id")[:most])


def terms_of(row: Service) -> list[str]:
    """Names of the terms a service is tied to."""
    return list(row.terms.order_by("term__name").values_list("term__name", flat=True).distinct())


def services_of(keys: Iterable[str]) -> QuerySet[Service]:
    """Services by their ids."""
    return Service.objects.filter(pk__in=list(keys)).order_by("id")
