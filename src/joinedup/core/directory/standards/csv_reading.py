"""Read a sheet of services: forgiving of what can be understood, plain about what cannot."""

import csv
import io
from collections.abc import Iterator, Mapping
from typing import Any

from joinedup.core.directory.standards import hsds_uk_reading
from joinedup.core.directory.standards.csv_hours import as_schedule
from joinedup.core.directory.standards.csv_rows import COLUMNS, unsafe
from joinedup.core.directory.standards.reading import CannotBeRead, Reading, Unreadable

MOST_ROWS = 200_000


class NotASheet(CannotBeRead):
    """A file is not the sheet that is read here."""


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
    services: dict[str, dict[str, Any]] = {}
    bad: list[Unreadable] = []
    for line, row, has_more in rows_of(text):
        if wrong := take_row(services, row, has_more=has_more):
            bad.append(Unreadable("service", row["id"] or f"line {line}", f"Line {line} {wrong}"))
    reading = hsds_uk_reading.read({"services": list(services.values())}, source)
    reading.unreadable[:0] = bad
    for one in bad:
        reading.leave_out(one.kind, one.key)
    return reading


def rows_of(text: str) -> Iterator[tuple[int, dict[str, str], bool]]:
    """Each row with its line (blank lines count too, as in whatever shows the sheet), and whether it has more cells."""
    plain = text.lstrip("\ufeff").replace("\r\n", "\n").replace("\r", "\n")
    rows = csv.DictReader(io.StringIO(plain), strict=True)  # else a quotation mark left open swallows the rest
    rows.fieldnames = headings(rows)
    try:
        for number, row in enumerate(rows, 2):
            if number > MOST_ROWS:
                raise NotASheet(f"The sheet has more than {MOST_ROWS:,} rows", expected="a directory of services")
            yield rows.line_num, {name: unsafe(row.get(name) or "") for name in COLUMNS}, None in row
    except csv.Error as problem:
        raise NotASheet(f"Line {rows.line_num} is no CSV", expected="every quotation mark closed") from problem


def headings(rows: "csv.DictReader[str]") -> list[str]:
    """The names of the columns; raises where one that is needed is not there."""
    try:
        names = [(name or "").strip().lower() for name in rows.fieldnames or ()]
    except csv.Error as problem:
        raise NotASheet("The first line is no CSV", expected="a heading", available=COLUMNS) from problem
    missing = [name for name in ("service", "organisation") if name not in names]
    if missing:
        raise NotASheet(f"The sheet has no column {missing[0]}", expected="a heading", available=COLUMNS)
    return names


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
