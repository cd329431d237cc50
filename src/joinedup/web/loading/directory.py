"""How do a place's postcodes, the names of its towns and its first directory get into the database?"""

from collections import defaultdict
from collections.abc import Iterable, Iterator
from datetime import datetime
from typing import Any

import numpy as np
import pyarrow as pa
from django.db import transaction

from joinedup.core.directory.conformance import NotJson, parsed
from joinedup.core.directory.gazetteer import EARTH_RADIUS_METRES
from joinedup.core.directory.standards import hsds_uk_reading
from joinedup.core.directory.standards.reading import CannotBeRead, as_document
from joinedup.core.errors import CannotProceed
from joinedup.core.interop import Place
from joinedup.web.directory import store
from joinedup.web.directory.models import NamedPlace, PostcodePoint, Service

SPREAD_METRES = {"city": 3000.0, "town": 1500.0, "suburb": 800.0, "village": 500.0, "district": 8000.0}
BATCH = 2000
Row = dict[str, Any]


class DirectoryFileWrong(CannotProceed):
    """The place's directory file cannot be read."""


@transaction.atomic
def load(place: Place, *, at: datetime) -> dict[str, int]:
    """Put the place's postcodes and names in the place of those before, and its directory where there is none yet.

    A directory that is there already is kept: people here have kept it true since.

    Returns
    -------
    rows loaded: postcode_point, named_place, service; and entries of the directory that could not be read.
    """
    PostcodePoint.objects.all().delete()
    NamedPlace.objects.all().delete()
    points = list(postcode_points(place))
    PostcodePoint.objects.bulk_create(points, batch_size=BATCH)
    names = NamedPlace.objects.bulk_create(named_places(place))
    store.note_change(at)
    return {
        "postcode_point": len(points),
        "named_place": len(names),
        **({"service": 0} if Service.objects.exists() else load_services(place, at=at)),
    }


def load_services(place: Place, *, at: datetime) -> dict[str, int]:
    """The directory the place file names; returns how many services, and what could not be read."""
    if place.directory_path is None:
        return {"service": 0}
    try:
        document = as_document(parsed(place.directory_path.read_bytes()))
    except (OSError, NotJson, CannotBeRead) as problem:
        raise DirectoryFileWrong(
            f"{place.directory_path.name} is no directory", expected="a directory as HSDS-UK 3.0 writes it"
        ) from problem
    reading = hsds_uk_reading.read(document, place.name)
    directory = reading.directory()
    store.put_directory(directory, source=store.own_source(), at=at)
    return {"service": len(directory.services), "entry_unreadable": len(reading.unreadable)}


def postcode_points(place: Place) -> Iterator[PostcodePoint]:
    """Every live postcode with its point and areas, then sectors and districts in the middle of theirs."""
    parts: dict[str, list[Row]] = defaultdict(list)
    for row in located(place):
        yield PostcodePoint(
            text=row["postcode"], latitude=row["latitude"], longitude=row["longitude"], areas=areas_of(row, place)
        )
        parts[row["postcode"][:-2]].append(row)
        parts[row["postcode"].split(" ")[0]].append(row)
    for text, rows in parts.items():
        yield middle(text, rows, place)


def located(place: Place) -> list[Row]:
    """One row per live postcode: postcode, latitude, longitude, local_authority, neighbourhood.

    Where the postcode file has no point, the middle of the small area stands in.
    """
    postcodes = place.postcodes.filter(place.postcodes["is_live"])
    areas = place.areas.select(["lsoa", "latitude", "longitude", "local_authority", "neighbourhood"])
    areas = areas.rename_columns(["lsoa", "area_latitude", "area_longitude", "local_authority", "neighbourhood"])
    rows: list[Row] = postcodes.join(areas, "lsoa", join_type="inner").to_pylist()
    for row in rows:
        if row["latitude"] is None or row["longitude"] is None:
            row["latitude"], row["longitude"] = row["area_latitude"], row["area_longitude"]
    return rows


def areas_of(row: Row, place: Place) -> list[str]:
    """Codes and names of the areas a postcode lies in."""
    names = {hood.code: hood.name for hood in place.neighbourhoods}
    code = row["neighbourhood"]
    return [part for part in (code, names.get(code), row["local_authority"]) if part]


def middle(text: str, rows: list[Row], place: Place) -> PostcodePoint:
    """A sector or district: in the middle of its postcodes, as wide as they lie apart, in all their areas."""
    north = np.array([row["latitude"] for row in rows])
    east = np.array([row["longitude"] for row in rows])
    apart = np.radians(np.hypot(north - north.mean(), (east - east.mean()) * np.cos(np.radians(north.mean()))))
    return PostcodePoint(
        text=text,
        latitude=float(north.mean()),
        longitude=float(east.mean()),
        areas=sorted({area for row in rows for area in areas_of(row, place)}),
        spread_metres=float(EARTH_RADIUS_METRES * apart.mean()),
    )


def named_places(place: Place) -> Iterable[NamedPlace]:
    """Every name, with the areas it lies in."""
    names: pa.Table = place.place_names
    return [
        NamedPlace(
            name=row["name"],
            near=row["near"] or "",
            other_names=[name for name in (row["other_names"] or "").split("|") if name],
            latitude=row["latitude"],
            longitude=row["longitude"],
            areas=areas_of(row, place),
            spread_metres=SPREAD_METRES.get(row["size"], 500.0),
        )
        for row in names.to_pylist()
    ]
