"""All of the directory in one file: as JSON that `joinedup directory validate` and an import take, or as CSV."""

import json
from collections.abc import Callable, Iterator
from typing import Any

from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse, StreamingHttpResponse

from joinedup.core.directory.standards import csv_rows, hsds_uk
from joinedup.web.directory.around import directory_around, directory_with
from joinedup.web.directory.published import queries
from joinedup.web.directory.published.v3 import in_chunks

Json = dict[str, Any]


def as_json(request: HttpRequest) -> HttpResponse:
    """Every list of HSDS-UK 3.0, one entry a line."""
    response = StreamingHttpResponse(document(), content_type="application/json")
    response.headers["Content-Disposition"] = 'attachment; filename="directory.json"'
    return response


def document() -> Iterator[str]:
    """The document, a piece at a time; never more than some entries in hand."""
    yield json.dumps({"version": hsds_uk.VERSION, "profile": hsds_uk.PROFILE})[:-1]
    for name, rows, write in lists():
        yield f',\n"{name}": ['
        begin = "\n"
        for chunk in in_chunks(rows.iterator(200)):
            for entry in write(chunk):
                yield begin + json.dumps(entry, ensure_ascii=False)
                begin = ",\n"
        yield "\n]"
    yield "\n}\n"


def lists() -> Iterator[tuple[str, QuerySet[Any], Callable[[list[Any]], list[Json]]]]:
    """Each list of the standard: its name, its rows, and how they are written."""
    yield "taxonomies", queries.all_of("taxonomy"), lambda rows: [hsds_uk.taxonomy(row.value) for row in rows]
    yield (
        "taxonomy_terms",
        queries.all_of("taxonomy_term").select_related("taxonomy"),
        lambda rows: [hsds_uk.taxonomy_term(row.value, row.taxonomy.name) for row in rows],
    )
    yield "organizations", queries.all_of("organisation"), organisations
    yield "locations", queries.all_of("location"), locations
    yield "services", queries.all_of("service"), services
    yield (
        "service_at_locations",
        queries.all_of("service_at_location"),
        lambda rows: [{"id": row.id, "service_id": row.service_id, "location_id": row.location_id} for row in rows],
    )


def organisations(rows: list[Any]) -> list[Json]:
    """Organisations in full."""
    values = [row.value for row in rows]
    around = directory_with(organisations=values)
    return [hsds_uk.organisation(value, around) for value in values]


def locations(rows: list[Any]) -> list[Json]:
    """Locations in full."""
    values = [row.value for row in rows]
    around = directory_with(locations=values)
    return [hsds_uk.location(value, around) for value in values]


def services(rows: list[Any]) -> list[Json]:
    """Services in full, without the locations, which have their own list."""
    around = directory_around(rows)
    return [hsds_uk.service(one, around, within_location=True) for one in around.services.values()]


def as_csv(request: HttpRequest) -> HttpResponse:
    """One row per service and place where it is given."""
    response = StreamingHttpResponse(sheet(), content_type="text/csv; charset=utf-8")
    response.headers["Content-Disposition"] = 'attachment; filename="services.csv"'
    return response


def sheet() -> Iterator[str]:
    """The sheet, some rows at a time."""
    yield csv_rows.heading()
    for chunk in in_chunks(queries.all_of("service").iterator(200)):
        yield from csv_rows.lines(directory_around(chunk))
