"""The directory as a sheet, one row per service and place, and such a sheet read back.

The columns are ours: no standard has any. A sheet needs `service` and `organisation`; any other may be missing.
"""

import csv
import io
from collections.abc import Iterable, Iterator, Mapping
from typing import Any

from joinedup.core.directory.entries import Directory
from joinedup.core.directory.locations import Location
from joinedup.core.directory.services import Service
from joinedup.core.directory.standards import hsds_uk_reading
from joinedup.core.directory.standards.csv_hours import as_cell, as_schedule
from joinedup.core.directory.standards.reading import CannotBeRead, Reading, Unreadable

COLUMNS = (
    "id", "service", "description", "status", "organisation", "organisation_id", "url", "email", "telephone", "fees",
    "minimum_age", "maximum_age", "attending", "referral_routes", "carers", "not_for", "categories", "areas", "hours",
    "location_id", "location", "address", "city", "county", "postcode", "latitude", "longitude",
    "wheelchair_accessible", "assured_date",
)  # fmt: skip
BEGINS_A_FORMULA = ("=", "@", "+", "-", "\t", "\r")
MOST_ROWS = 200_000
SEPARATOR = "; "


class NotASheet(CannotBeRead):
    """A file is not the sheet that is read here."""


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


def read(text: str, source: str) -> Reading:
    """A sheet as entries.

    Parameters
    ----------
    text : CSV with a heading.
    source : code of where it comes from.

    Raises
    ------
    NotASheet : it has not the columns that are needed, or no end.
    """
    plain = text.lstrip("\ufeff").replace("\r\n", "\n").replace("\r", "\n")
    rows = csv.DictReader(io.StringIO(plain), strict=True)  # else a quotation mark left open swallows the rest
    try:
        names = [(name or "").strip().lower() for name in rows.fieldnames or ()]
    except csv.Error as problem:
        raise NotASheet("The first line is no CSV", expected="a heading", available=COLUMNS) from problem
    missing = [name for name in ("service", "organisation") if name not in names]
    if missing:
        raise NotASheet(f"The sheet has no column {missing[0]}", expected="a heading", available=COLUMNS)
    rows.fieldnames = names
    services: dict[str, dict[str, Any]] = {}
    bad: list[Unreadable] = []
    try:
        for number, row in enumerate(rows, 2):
            if number > MOST_ROWS:
                raise NotASheet(f"The sheet has more than {MOST_ROWS:,} rows", expected="a directory of services")
            cells_of = {name: unsafe(row.get(name) or "") for name in COLUMNS}
            wrong = take_row(services, cells_of, has_more=None in row)
            if wrong:
                line = rows.line_num  # blank lines count too, as in whatever shows the sheet
                bad.append(Unreadable("service", cells_of["id"] or f"line {line}", f"Line {line} {wrong}"))
    except csv.Error as problem:
        raise NotASheet(f"Line {rows.line_num} is no CSV", expected="every quotation mark closed") from problem
    reading = hsds_uk_reading.read({"services": list(services.values())}, source)
    reading.unreadable[:0] = bad
    for one in bad:
        reading.leave_out(one.kind, one.key)
    return reading


def unsafe(value: str) -> str:
    """A cell as it was before `safe`."""
    return value[1:] if value[:1] == "'" and value[1:2] in BEGINS_A_FORMULA and value[1:] else value.strip()


def take_row(services: dict[str, dict[str, Any]], row: Mapping[str, str], *, has_more: bool) -> str:
    """Take a row as a service of HSDS-UK 3.0, or as one more place of one that was there; returns what is wrong.

    Parameters
    ----------
    has_more : it has more cells than the heading, so that nobody knows which is which.
    """
    if has_more:
        return "has more cells than the heading. Expected: quotation marks around a cell with a comma."
    if not row["service"] or not row["organisation"]:
        return "has no service or no organisation. Expected: both."
    owner = row["organisation_id"] or row["organisation"].casefold()
    key = row["id"] or f"{owner} {row['service'].casefold()}"
    said = as_service(row, key, owner)
    first = services.setdefault(key, said)
    place = as_place(row, key)
    if place:
        first["service_at_locations"].append(place)
    other = [name for name in said if name not in ("id", "service_at_locations") and said[name] != first[name]]
    if not other:
        return ""
    return f"says otherwise of {', '.join(other)} than an earlier line of the same service, which counts."


def as_service(row: Mapping[str, str], key: str, owner: str) -> dict[str, Any]:
    """What a row says of a service, under the standard's names."""
    return {
        "id": key,
        "name": row["service"],
        "description": row["description"],
        "status": row["status"],
        "url": row["url"],
        "email": row["email"],
        "fees": row["fees"],
        "minimum_age": row["minimum_age"],
        "maximum_age": row["maximum_age"],
        "assured_date": row["assured_date"],
        "organization": {"id": owner, "name": row["organisation"]},
        "phones": [{"number": number} for number in parts(row["telephone"])],
        "service_areas": [{"name": name} for name in parts(row["areas"])],
        "schedules": [as_schedule(hours) for hours in parts(row["hours"])],
        "attributes": [
            {"id": f"{key} {name}", "taxonomy_term": {"id": name.casefold(), "name": name, "taxonomy": "Categories"}}
            for name in parts(row["categories"])
        ],
        "joinedup_attending": parts(row["attending"].lower()),
        "joinedup_eligibility": {
            "referral_routes": parts(row["referral_routes"].lower()),
            "not_for": parts(row["not_for"]),
            **({"carers": row["carers"].lower()} if row["carers"] else {}),
        },
        "service_at_locations": [],
    }


def as_place(row: Mapping[str, str], service: str) -> dict[str, Any] | None:
    """The place a row names, if it names one."""
    where = [row[name] for name in ("location", "address", "city", "postcode", "latitude", "longitude")]
    if not any(where):
        return None
    key = row["location_id"] or " ".join(filter(None, where)).casefold()
    location = {
        "id": key,
        "name": row["location"],
        "latitude": row["latitude"],
        "longitude": row["longitude"],
        "addresses": [
            {
                "id": f"{key} address",
                "address_1": row["address"],
                "city": row["city"],
                "state_province": row["county"],
                "postal_code": row["postcode"],
            }
        ],
    }
    said = {"yes": True, "no": False}.get(row["wheelchair_accessible"].lower())
    if said is not None:
        words = "Wheelchair accessible" if said else "Not wheelchair accessible"
        location["accessibility"] = [
            {"id": f"{key} wheelchair", "accessibility": words, "joinedup_is_wheelchair_accessible": said}
        ]
    return {"id": f"{service} {key}", "location": location}


def parts(cell: str) -> list[str]:
    """The parts of a cell, with semicolons between."""
    return [part.strip() for part in cell.split(";") if part.strip()]
