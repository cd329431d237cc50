"""Answers in HSDS-UK 3.0."""

import json
from collections.abc import Callable, Iterable, Iterator
from itertools import islice
from typing import Any

from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse, StreamingHttpResponse
from ninja import Query

from joinedup.core.directory import Directory
from joinedup.core.directory.standards import hsds_uk
from joinedup.web.directory.around import directory_around, directory_with, with_organisations
from joinedup.web.directory.published import queries
from joinedup.web.directory.published.answering import as_json, problem
from joinedup.web.directory.published.parameters import Organisations, Places, Search, Services, Terms

Json = dict[str, Any]
Write = Callable[[list[Any]], list[Json]]
CHUNK = 200  # entries read at once when a whole list is sent


def about(request: HttpRequest) -> HttpResponse:
    """What is served here, and where its description is."""
    url = request.build_absolute_uri(request.path.rstrip("/") + "/openapi.json")
    return as_json({"version": hsds_uk.VERSION, "profile": hsds_uk.PROFILE, "openapi_url": url})


def answer(rows: QuerySet[Any], asked: Search, write: Write) -> HttpResponse:
    """A page of a list, or the whole of it one entry a line."""
    if asked.format == "ndjson":
        return StreamingHttpResponse(lines(rows, write), content_type="application/x-ndjson")
    found = queries.page_of(rows, asked.page, asked.per_page)
    page = hsds_uk.page(write(list(found.rows)), number=asked.page, per_page=asked.per_page, total_items=found.total)
    return as_json(page)


def lines(rows: QuerySet[Any], write: Write) -> Iterator[str]:
    """Every entry, one a line; never more than a chunk in hand."""
    for chunk in in_chunks(rows.iterator(CHUNK)):
        for entry in write(chunk):
            yield json.dumps(entry, ensure_ascii=False) + "\n"


def in_chunks(rows: Iterable[Any]) -> Iterator[list[Any]]:
    """Rows, some at a time."""
    reader = iter(rows)
    while chunk := list(islice(reader, CHUNK)):
        yield chunk


def services(request: HttpRequest, asked: Query[Services]) -> HttpResponse:
    """Services, page by page."""

    def write(rows: list[Any]) -> list[Json]:
        if asked.minimal:
            return [{"id": row.id, "last_modified": row.modified_at.isoformat()} for row in rows]
        around = directory_around(rows) if asked.full else with_organisations(rows)
        return [hsds_uk.service(one, around, full=asked.full) for one in around.services.values()]

    return answer(queries.services(asked), asked, write)


def service(request: HttpRequest, key: str) -> HttpResponse:
    """One service in full."""
    row = queries.entry("service", key)
    if row is None:
        return not_found("service", key)
    around = directory_around([row])
    return as_json(hsds_uk.service(around.services[row.id], around))


def service_at_locations(request: HttpRequest, asked: Query[Places]) -> HttpResponse:
    """Services at locations, page by page."""

    def write(rows: list[Any]) -> list[Json]:
        around = directory_around({row.service_id: row.service for row in rows}.values())
        places = around.service_at_locations
        return [hsds_uk.service_at_location(places[row.id], around, full=asked.full) for row in rows]

    return answer(queries.service_at_locations(asked), asked, write)


def service_at_location(request: HttpRequest, key: str) -> HttpResponse:
    """One service at a location in full."""
    row = queries.entry("service_at_location", key)
    if row is None:
        return not_found("service at location", key)
    around = directory_around([row.service])
    return as_json(hsds_uk.service_at_location(around.service_at_locations[row.id], around))


def organisations(request: HttpRequest, asked: Query[Organisations]) -> HttpResponse:
    """Organisations, page by page."""

    def write(rows: list[Any]) -> list[Json]:
        if asked.full_service:
            around = directory_around(queries.services_of(rows))
            return [with_services(row, around, full=True) for row in rows]
        values = [row.value for row in rows]
        around = directory_with(organisations=values)
        return [hsds_uk.organisation(value, around, full=asked.full) for value in values]

    return answer(queries.organisations(asked), asked, write)


def organisation(request: HttpRequest, key: str, full_service: bool = False) -> HttpResponse:
    """One organisation with its services, in short or in full."""
    row = queries.entry("organisation", key)
    if row is None:
        return not_found("organization", key)
    around = directory_around(row.services.all())
    return as_json(with_services(row, around, full=full_service))


def with_services(row: Any, around: Directory, *, full: bool) -> Json:
    """An organisation and what it provides."""
    value = row.value
    known = directory_with(organisations=[value])
    mine = around.services_of.get(row.id, ())
    written = [hsds_uk.service(one, around, full=full) for one in mine]
    return hsds_uk.organisation(value, known) | hsds_uk.known(services=written)


def taxonomies(request: HttpRequest, asked: Query[Search]) -> HttpResponse:
    """Taxonomies, page by page."""
    return answer(queries.taxonomies(asked), asked, lambda rows: [hsds_uk.taxonomy(row.value) for row in rows])


def taxonomy(request: HttpRequest, key: str) -> HttpResponse:
    """One taxonomy with its terms."""
    row = queries.entry("taxonomy", key)
    if row is None:
        return not_found("taxonomy", key)
    terms = [term.value for term in row.terms.order_by("id")]
    return as_json(hsds_uk.taxonomy(row.value, Directory.of(taxonomies=[row.value], taxonomy_terms=terms)))


def taxonomy_terms(request: HttpRequest, asked: Query[Terms]) -> HttpResponse:
    """Terms, page by page."""

    def write(rows: list[Any]) -> list[Json]:
        return [hsds_uk.taxonomy_term(row.value, row.taxonomy.name) for row in rows]

    return answer(queries.taxonomy_terms(asked), asked, write)


def taxonomy_term(request: HttpRequest, key: str) -> HttpResponse:
    """One term."""
    row = queries.entry("taxonomy_term", key)
    if row is None:
        return not_found("taxonomy term", key)
    return as_json(hsds_uk.taxonomy_term(row.value, row.taxonomy.name))


def not_found(kind: str, key: str) -> HttpResponse:
    """There is no such entry."""
    return problem(404, f"There is no {kind} {key[:40]}.")
