"""The directory as a sheet, one row per service and place.

The columns are ours: no standard has any. A sheet needs `service` and `organisation`; any other may be missing.
"""

import csv
import io
from collections.abc import Iterable, Iterator
from typing import Any

from joinedup.core.directory.entries import Directory
from joinedup.core.directory.locations import Location
from joinedup.core.directory.services import Service
from joinedup.core.directory.standards.csv_hours import as_cell

COLUMNS = (
    "id", "service", "description", "status", "organisation", "organisation_id", "url", "email", "telephone", "fees",
    "minimum_age", "maximum_age", "attending", "referral_routes", "carers", "not_for", "categories", "areas", "hours",
    "location_id", "location", "address", "city", "county", "postcode", "latitude", "longitude",
    "wheelchair_accessible", "assured_date",
)  # fmt: skip
BEGINS_A_FORMULA = ("=", "@", "+", "-", "\t", "\r")
SEPARATOR = "; "


def heading() -> str:
    """The first line."""
    return as_line(COLUMNS)


def lines(directory: Directory) -> Iterator[str]:
    """A line for each service and place; a service that is nowhere has one."""
    for service in directory.services.values():
        places = directory.places_of.get(service.id, ())
        at: list[Location | None] = [directory.locations[place.location_id] for place in places]
        for location in at or [None]:
            row = cells(service, location, directory)
            yield as_line([safe(row.get(name, "")) for name in COLUMNS])


def as_line(values: Iterable[str]) -> str:
    """One line of CSV (RFC 4180)."""
    out = io.StringIO()
    csv.writer(out).writerow(values)
    return out.getvalue()


def safe(value: str) -> str:
    """A cell that no spreadsheet takes for a formula; numbers stay numbers.

    Examples
    --------
    >>> safe("=HYPERLINK(1)"), safe("-2.22"), safe("+44 1632 960001")
    ("'=HYPERLINK(1)", '-2.22', '+44 1632 960001')
    """
    is_number = value[1:].replace(" ", "").replace(".", "", 1).isdigit()
    return f"'{value}" if value.startswith(BEGINS_A_FORMULA) and not (value[0] in "+-" and is_number) else value


def cells(service: Service, location: Location | None, directory: Directory) -> dict[str, str]:
    """What a row says of a service, and of one place where it is given."""
    rules, owner = service.eligibility, directory.organisations[service.organisation_id]
    found: dict[str, Any] = {
        "id": service.id,
        "service": service.name,
        "description": service.description,
        "status": service.status.value,
        "organisation": owner.name,
        "organisation_id": owner.id,
        "url": service.url,
        "email": service.email,
        "telephone": SEPARATOR.join(phone.number for phone in service.phones),
        "fees": service.fees,
        "minimum_age": "" if rules.minimum_age is None else f"{rules.minimum_age:g}",
        "maximum_age": "" if rules.maximum_age is None else f"{rules.maximum_age:g}",
        "attending": SEPARATOR.join(service.attending),
        "referral_routes": SEPARATOR.join(rules.referral_routes),
        "carers": rules.carers.value,
        "not_for": SEPARATOR.join(rules.not_for),
        "categories": SEPARATOR.join(directory.taxonomy_terms[one.taxonomy_term_id].name for one in service.attributes),
        "areas": SEPARATOR.join(area.name or area.code for area in service.service_areas),
        "hours": SEPARATOR.join(filter(None, map(as_cell, service.schedules))),
        "assured_date": service.assured_date.isoformat() if service.assured_date else "",
    }
    return found | (place_cells(location) if location else {})


def place_cells(location: Location) -> dict[str, str]:
    """What a row says of a place."""
    address = next(iter(location.addresses), None)
    wheelchair = {True: "yes", False: "no", None: ""}[location.is_wheelchair_accessible]
    return {
        "location_id": location.id,
        "location": location.name,
        "address": address.address_1 if address else "",
        "city": address.city if address else "",
        "county": address.state_province if address else "",
        "postcode": location.postcode,
        "latitude": "" if location.latitude is None else str(location.latitude),
        "longitude": "" if location.longitude is None else str(location.longitude),
        "wheelchair_accessible": wheelchair,
    }


def unsafe(value: str) -> str:
    """A cell as it was before `safe`."""
    return value[1:] if value[:1] == "'" and value[1:2] in BEGINS_A_FORMULA and value[1:] else value.strip()
