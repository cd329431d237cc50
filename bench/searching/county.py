"""The invented county's directory and atlas, in memory, for measuring search."""

import sqlite3
from collections import defaultdict
from collections.abc import Callable

import numpy as np

from joinedup import definitions
from joinedup.core.directory.atlas import Atlas
from joinedup.core.directory.gazetteer import Gazetteer, PlaceName, Spot
from joinedup.county.directory import make_directory
from joinedup.county.directory.settlements import settlements
from joinedup.county.template import Template

SEED = 2026


def county(fullness: float = 0.85):
    """The directory with the kind of each service, and the atlas."""
    template = Template(definitions.HOME / "places" / "dorset")
    made = make_directory(template, SEED, fullness=fullness)
    return made.directory(), made.kind_of, atlas(template)


def atlas(template: Template) -> Atlas:
    """Every invented postcode, sector and district, and every name."""
    hoods, authorities = template.place["neighbourhoods"], template.place["local_authorities"]
    names, units = [], {}
    for one in settlements(template, SEED):
        authority = template.authorities[one.authority]
        areas = (hoods[one.hood]["code"], hoods[one.hood]["name"], authority, authorities[authority]["ons_code"])
        label = f"{one.name}, near {one.near}" if one.near else one.name
        spread = {"city": 3000.0, "town": 1500.0, "district": 8000.0}.get(one.size, 500.0)
        names.append(
            PlaceName(one.name, one.near, Spot(label, one.latitude, one.longitude, areas, spread), one.other_names)
        )
        for postcode, area in one.postcodes:
            row = template.areas[area]
            hood = hoods[template.neighbourhood_of_area[area]]
            where = (float(row["latitude"]), float(row["longitude"]))
            unit = Spot(postcode, *where, (hood["code"], hood["name"], row["local_authority"],
                        authorities[row["local_authority"]]["ons_code"]))  # fmt: skip
            units[postcode] = unit
    wider = defaultdict(list)
    for postcode, spot in units.items():
        wider[postcode[:-2]].append(spot)
        wider[postcode.split(" ")[0]].append(spot)
    for part, spots in wider.items():
        middle = np.mean([(spot.latitude, spot.longitude) for spot in spots], axis=0)
        units[part] = Spot(part, *map(float, middle), tuple({area for spot in spots for area in spot.areas}), 1000.0)
    return Atlas(
        Gazetteer(names, ordinary_words={"wool", "preston", "easton", "upton", "burton", "holt", "stur"}),
        units.get,
        "Dorset",
    )


def on_sqlite() -> Callable:
    """A database in memory, as the indexes want it."""
    connection = sqlite3.connect(":memory:")

    def execute(sql: str, parameters=()):
        return connection.execute(sql.replace("%s", "?"), tuple(parameters)).fetchall()

    return execute


def on_postgresql(address: str) -> Callable:
    """A PostgreSQL, as the indexes want it."""
    import psycopg

    connection = psycopg.connect(address, autocommit=True)

    def execute(sql: str, parameters=()):
        cursor = connection.execute(sql, tuple(parameters) or None)
        return cursor.fetchall() if cursor.description else []

    return execute


def into_database(*, fullness: float, at) -> int:
    """The directory, its postcodes and names into the web's database; returns how many services."""
    from joinedup.web.directory import store
    from joinedup.web.directory.models import NamedPlace, PostcodePoint

    directory, _, known = county(fullness)
    store.put_directory(directory, source=store.own_source(), at=at)
    units = known.find.__self__
    PostcodePoint.objects.bulk_create(
        PostcodePoint(
            text=text,
            latitude=spot.latitude,
            longitude=spot.longitude,
            areas=list(spot.areas),
            spread_metres=spot.spread_metres,
        )
        for text, spot in units.items()
    )
    NamedPlace.objects.bulk_create(
        NamedPlace(
            name=one.name,
            near=one.near,
            other_names=list(one.other_names),
            latitude=one.spot.latitude,
            longitude=one.spot.longitude,
            areas=list(one.spot.areas),
            spread_metres=one.spot.spread_metres,
        )
        for one in known.gazetteer.names
    )
    store.note_change(at)
    return len(directory.services)
