"""Which entries does a request of the open API ask for?"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from math import cos, radians
from typing import Any, TypeVar

from django.db.models import Avg, Exists, F, Model, OuterRef, Q, QuerySet

from joinedup.core.directory import postcodes
from joinedup.core.directory.gazetteer import EARTH_RADIUS_METRES, Spot
from joinedup.core.errors import CannotProceed
from joinedup.web.directory.models import (
    KINDS,
    Location,
    OpeningHours,
    Organisation,
    PostcodePoint,
    Revision,
    Service,
    ServiceArea,
    ServiceAtLocation,
    ServiceTerm,
    Taxonomy,
    TaxonomyTerm,
)
from joinedup.web.directory.published.parameters import Organisations, Places, Search, ServiceFilters, Terms

METRES_PER_DEGREE = radians(1) * EARTH_RADIUS_METRES  # of latitude
MOST_KEY_LETTERS = 36
Row = TypeVar("Row", bound=Model)


class UnknownPostcode(CannotProceed):
    """Nobody knows where a postcode is."""


class NoSuchPage(CannotProceed):
    """A page after the last."""


@dataclass(frozen=True)
class PageOf:
    """One page of rows, and how many there are in all."""

    rows: Sequence[Any]
    total: int


def page_of(rows: QuerySet[Row], number: int, per_page: int) -> PageOf:
    """One page.

    Raises
    ------
    NoSuchPage : it is after the last.
    """
    total = rows.count()
    if number > max(1, -(-total // per_page)):
        raise NoSuchPage(f"There is no page {number}", expected=f"{max(1, -(-total // per_page))} at most")
    return PageOf(list(rows[(number - 1) * per_page : number * per_page]), total)


def services(asked: ServiceFilters) -> QuerySet[Service]:
    """Services, in an order that stays the same."""
    return Service.objects.filter(conditions(asked, "")).order_by("id")


def service_at_locations(asked: Places) -> QuerySet[ServiceAtLocation]:
    """Services at locations; with a postcode the nearest first."""
    rows = ServiceAtLocation.objects.filter(conditions(asked, "service__"))
    rows = rows.select_related("service", "location")
    if not asked.postcode:
        return rows.order_by("id")
    spot = spot_of(asked.postcode)
    rows = rows.filter(is_for(spot, OuterRef("service_id")))
    return near(rows, spot, asked.proximity, "location__").order_by("squared_metres", "id")


def conditions(asked: ServiceFilters, to: str) -> Q:
    """What must hold of a service, as asked from a table that reaches it by `to`."""
    service = OuterRef(f"{to}pk" if not to else "service_id")
    found = words(asked.search, f"{to}name", f"{to}description", f"{to}organisation__name")
    if asked.organization_id:
        found &= Q(**{f"{to}organisation_id": asked.organization_id})
    if asked.modified_after:
        found &= Q(**{f"{to}modified_at__gte": asked.modified_after})
    if asked.minimum_age is not None:
        found &= Q(**{f"{to}minimum_age__gte": asked.minimum_age})
    if asked.maximum_age is not None:
        found &= Q(**{f"{to}maximum_age__lte": asked.maximum_age})
    if asked.taxonomy_term_id:
        found &= Q(Exists(ServiceTerm.objects.filter(service=service, term=asked.taxonomy_term_id)))
    if asked.taxonomy_id:
        found &= Q(Exists(ServiceTerm.objects.filter(service=service, term__taxonomy=asked.taxonomy_id)))
    hours = hours_asked(asked)
    return found & Q(Exists(OpeningHours.objects.filter(hours, service=service))) if hours else found


def hours_asked(asked: Any) -> Q:
    """What must hold of one opening of a service, all at once."""
    found = Q(weekday=asked.day) if asked.day else Q()
    found &= Q(opens_at__gte=asked.start_time) if asked.start_time else Q()
    return found & (Q(closes_at__lte=asked.end_time) if asked.end_time else Q())


def words(text: str, *fields: str) -> Q:
    """Every word stands in one of the fields."""
    found = Q()
    for word in text.split()[:20]:
        one = Q()
        for name in fields:
            one |= Q(**{f"{name}__icontains": word})
        found &= one
    return found


def near(rows: QuerySet[Row], spot: Spot, metres: float | None, to: str) -> QuerySet[Row]:
    """Rows with `squared_metres` from a spot, as the crow flies; within so many metres, if any are given.

    The earth is taken as flat around it: within 50 km in Britain the error is below one in two hundred.
    """
    down = (F(f"{to}latitude") - spot.latitude) * METRES_PER_DEGREE
    across = (F(f"{to}longitude") - spot.longitude) * (METRES_PER_DEGREE * cos(radians(spot.latitude)))
    rows = rows.filter(**{f"{to}latitude__isnull": False}).annotate(squared_metres=down * down + across * across)
    return rows if metres is None else rows.filter(squared_metres__lte=metres * metres)


def spot_of(text: str) -> Spot:
    """Where a postcode is, or its sector or district: by the place's postcode file, or else by the directory itself.

    Raises
    ------
    UnknownPostcode : nobody knows.
    """
    postcode = postcodes.parse(text)
    if postcode is None:
        raise UnknownPostcode("We do not know this postcode", expected="a postcode of the place, such as DT1 1XJ")
    texts = dict.fromkeys(filter(None, (postcode.text, postcode.sector, postcode.district)))
    points = {point.text: point for point in PostcodePoint.objects.filter(text__in=texts)}
    for one in texts:
        if one in points:
            point = points[one]
            return Spot(one, point.latitude, point.longitude, tuple(point.areas))
    for one in texts:
        begins = one if " " in one else f"{one} "  # the district DT1 is not DT10 or DT11
        middle = Location.objects.filter(postcode__startswith=begins).aggregate(Avg("latitude"), Avg("longitude"))
        if middle["latitude__avg"] is not None:
            return Spot(one, middle["latitude__avg"], middle["longitude__avg"])
    raise UnknownPostcode("We do not know this postcode", expected="a postcode of the place, such as DT1 1XJ")


def is_for(spot: Spot, service: OuterRef) -> Q:
    """Whether a service is for where somebody is; a service without areas is for everywhere."""
    if not spot.areas:
        return Q()
    areas = ServiceArea.objects.filter(service=service)
    return Q(~Exists(areas)) | Q(Exists(areas.filter(code__in=spot.areas)))


def taxonomies(asked: Search) -> QuerySet[Taxonomy]:
    """Taxonomies."""
    return Taxonomy.objects.filter(words(asked.search, "name")).order_by("id")


def taxonomy_terms(asked: Terms) -> QuerySet[TaxonomyTerm]:
    """Terms of taxonomies."""
    rows = TaxonomyTerm.objects.filter(words(asked.search, "name")).select_related("taxonomy").order_by("id")
    if asked.taxonomy_id:
        rows = rows.filter(taxonomy=asked.taxonomy_id)
    if asked.parent_id:
        rows = rows.filter(parent=asked.parent_id)
    return rows.filter(parent=None) if asked.top_only else rows


def organisations(asked: Organisations) -> QuerySet[Organisation]:
    """Organisations."""
    return Organisation.objects.filter(words(asked.search, "name")).order_by("id")


def old_services(asked: Any) -> QuerySet[Service]:
    """Services as 1.0 asks for them."""
    found = words(asked.text, "name", "description", "organisation__name")
    tied = ServiceTerm.objects.filter(service=OuterRef("pk"))
    for names in (asked.need, asked.circumstance):
        if names:
            found &= Q(Exists(tied.filter(Q(term__name__in=names) | Q(term__in=names) | Q(term__code__in=names))))
    if asked.taxonomy_id:
        found &= Q(Exists(tied.filter(term__in=asked.taxonomy_id)))
    if asked.vocabulary:
        found &= Q(Exists(tied.filter(term__taxonomy__name__in=asked.vocabulary)))
    if asked.coverage:
        found &= Q(Exists(ServiceArea.objects.filter(service=OuterRef("pk"), code=asked.coverage)))
    found &= Q(minimum_age__gte=asked.minimum_age) if asked.minimum_age is not None else Q()
    found &= Q(maximum_age__lte=asked.maximum_age) if asked.maximum_age is not None else Q()
    hours = hours_asked(asked)
    if hours:
        found &= Q(Exists(OpeningHours.objects.filter(hours, service=OuterRef("pk"))))
    if asked.postcode:
        spot = spot_of(asked.postcode)
        places = near(ServiceAtLocation.objects.all(), spot, asked.proximity, "location__")
        found &= Q(Exists(places.filter(service=OuterRef("pk")))) & is_for(spot, OuterRef("pk"))
    return Service.objects.filter(found).order_by("id")


def old_taxonomies(asked: Any) -> QuerySet[TaxonomyTerm]:
    """Terms as 1.0 asks for them."""
    rows = TaxonomyTerm.objects.filter(words(asked.text, "name")).select_related("taxonomy").order_by("id")
    rows = rows.filter(taxonomy__name=asked.vocabulary) if asked.vocabulary else rows
    rows = rows.filter(parent=asked.parent_id) if asked.parent_id else rows
    return rows.filter(parent=None) if asked.root_only else rows


def entry(kind: str, key: str) -> Any:
    """One entry of a kind of `KINDS` by its id, in either case of letters; None if there is none."""
    if "\x00" in key or len(key) > MOST_KEY_LETTERS:  # PostgreSQL cannot even be asked for the one
        return None
    return KINDS[kind].objects.filter(pk=key.lower()).first()


def locations() -> QuerySet[Location]:
    """Locations."""
    return Location.objects.order_by("id")


def services_of(rows: Sequence[Organisation]) -> QuerySet[Service]:
    """Services of some organisations."""
    return Service.objects.filter(organisation__in=rows).order_by("id")


def vocabularies() -> list[str]:
    """Names of the taxonomies."""
    return list(Taxonomy.objects.order_by("name").values_list("name", flat=True))


def revision_now() -> int:
    """The number of changes of the directory so far."""
    return Revision.objects.filter(pk=1).values_list("number", flat=True).first() or 0


def changed_at() -> datetime | None:
    """The moment of the last change."""
    return Revision.objects.filter(pk=1).values_list("changed_at", flat=True).first()


def all_of(kind: str) -> QuerySet[Any]:
    """Every entry of a kind of `KINDS`."""
    return KINDS[kind].objects.order_by("id")
