"""Answers in Open Referral UK 1.0, for readers that have not moved on."""

from typing import Any

from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse
from ninja import Query

from joinedup.core.directory import Directory
from joinedup.core.directory.standards import oruk
from joinedup.core.directory.standards.hsds_uk import known
from joinedup.web.directory.around import directory_around, with_organisations
from joinedup.web.directory.published import queries
from joinedup.web.directory.published.answering import as_json
from joinedup.web.directory.published.parameters import OldServices, OldTaxonomies, Organisations, Paging
from joinedup.web.directory.published.v3 import Write, not_found

Json = dict[str, Any]


def about(request: HttpRequest) -> HttpResponse:
    """Says the version, so that nobody takes these addresses for 3.0."""
    url = request.build_absolute_uri(request.path.rstrip("/") + "/openapi.json")
    return as_json({"version": oruk.VERSION, "openapi_url": url})


def answer(rows: QuerySet[Any], asked: Paging, write: Write) -> HttpResponse:
    """A page of a list."""
    found = queries.page_of(rows, asked.page, asked.per_page)
    contents = write(list(found.rows))
    return as_json(oruk.page(contents, number=asked.page, per_page=asked.per_page, total_items=found.total))


def services(request: HttpRequest, asked: Query[OldServices]) -> HttpResponse:
    """Services, page by page."""

    def write(rows: list[Any]) -> list[Json]:
        around = with_organisations(rows)
        return [oruk.basic_service(one, around) for one in around.services.values()]

    return answer(queries.old_services(asked), asked, write)


def service(request: HttpRequest, key: str) -> HttpResponse:
    """One service in full."""
    row = queries.entry("service", key)
    if row is None:
        return not_found("service", key)
    around = directory_around([row])
    return as_json(oruk.service(around.services[row.id], around))


def taxonomies(request: HttpRequest, asked: Query[OldTaxonomies]) -> HttpResponse:
    """Terms, page by page."""
    return answer(queries.old_taxonomies(asked), asked, lambda rows: [written(row) for row in rows])


def taxonomy(request: HttpRequest, key: str) -> HttpResponse:
    """One term."""
    row = queries.entry("taxonomy_term", key)
    return as_json(written(row)) if row else not_found("taxonomy", key)


def written(row: Any) -> Json:
    """A term."""
    return oruk.taxonomy(row.value, Directory.of(taxonomies=[row.taxonomy.value]))


def organisations(request: HttpRequest, asked: Query[Paging]) -> HttpResponse:
    """Organisations, page by page."""
    rows = queries.organisations(Organisations(page=1))
    return answer(rows, asked, lambda rows: [oruk.organisation(row.value) for row in rows])


def organisation(request: HttpRequest, key: str) -> HttpResponse:
    """One organisation with its services."""
    row = queries.entry("organisation", key)
    if row is None:
        return not_found("organization", key)
    around = with_organisations(row.services.all())
    services = [oruk.basic_service(one, around) for one in around.services.values()]
    return as_json(oruk.organisation(row.value) | known(services=services))


def locations(request: HttpRequest, asked: Query[Paging]) -> HttpResponse:
    """Locations, page by page."""
    return answer(queries.locations(), asked, lambda rows: [oruk.location(row.value) for row in rows])


def location(request: HttpRequest, key: str) -> HttpResponse:
    """One location with the services given there."""
    row = queries.entry("location", key)
    if row is None:
        return not_found("location", key)
    places = list(row.places.select_related("service"))
    around = with_organisations([place.service for place in places])
    here = tuple(
        {"id": place.id, "service": oruk.basic_service(around.services[place.service_id], around)} for place in places
    )
    return as_json(oruk.location(row.value, here))


def reviews(request: HttpRequest, asked: Query[Paging]) -> HttpResponse:
    """None: joinedup keeps no reviews of services."""
    return as_json(oruk.page([], number=1, per_page=asked.per_page, total_items=0))


def review(request: HttpRequest, key: str) -> HttpResponse:
    """None."""
    return not_found("review", key)


def vocabularies(request: HttpRequest) -> HttpResponse:
    """Names of the taxonomies."""
    return as_json(queries.vocabularies())
