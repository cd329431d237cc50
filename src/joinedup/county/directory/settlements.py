"""Which towns, suburbs and villages are there, where are they, and which postcodes belong to each?"""

import csv
from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path

import numpy as np

from joinedup.county.addresses import invent_postcodes
from joinedup.county.chance import stream
from joinedup.county.template import Template, rows

TOWNS = ("city", "town")
COLUMNS = ("name", "near", "size", "latitude", "longitude", "other_names", "neighbourhood", "local_authority")


@dataclass(frozen=True)
class Settlement:
    """One place people name.

    Parameters
    ----------
    near : the town it belongs to, which tells two places with one name apart; "" for towns.
    size : city, town, suburb, village, or a district of several towns.
    postcodes : the invented postcodes of its sectors, with the number of the LSOA of each.
    hood, authority : numbers of its neighbourhood and local authority in the template.
    """

    name: str
    near: str
    size: str
    other_names: tuple[str, ...]
    latitude: float
    longitude: float
    postcodes: tuple[tuple[str, int], ...]
    hood: int
    authority: int


def settlements(template: Template, seed: int) -> list[Settlement]:
    """Every settlement of the place's places.csv; each lies amid the live postcodes of its sectors."""
    postcodes, area, _ = invent_postcodes(template, 0, stream(seed, "addresses"))  # those of the county's homes
    of_sector: dict[str, list[tuple[str, int]]] = defaultdict(list)
    for postcode, number in zip(postcodes, area, strict=True):
        of_sector[postcode[:-2]].append((postcode, int(number)))
    centres = _centres(template.sectors)
    return [_settlement(row, of_sector, centres, template) for row in rows(template.folder / "places.csv")]


def _settlement(
    row: dict[str, str],
    of_sector: dict[str, list[tuple[str, int]]],
    centres: dict[str, tuple[float, float, int]],
    template: Template,
) -> Settlement:
    sectors = row["sectors"].split("|")
    latitude, longitude, _ = np.average(
        np.array([centres[sector] for sector in sectors]), axis=0, weights=[centres[sector][2] for sector in sectors]
    )
    own = tuple(pair for sector in sectors for pair in of_sector[sector])
    lsoas = np.array([number for _, number in own])
    return Settlement(
        name=row["name"],
        near=row["near"],
        size=row["size"],
        other_names=tuple(name for name in row["other_names"].split("|") if name),
        latitude=round(float(latitude), 5),
        longitude=round(float(longitude), 5),
        postcodes=own,
        hood=int(np.bincount(template.neighbourhood_of_area[lsoas]).argmax()),
        authority=int(np.bincount(template.authority_of_area[lsoas]).argmax()),
    )


def _centres(sectors: Iterable[dict[str, str]]) -> dict[str, tuple[float, float, int]]:
    """Latitude and longitude of each sector, weighed by live postcodes, and how many of those it has."""
    parts: dict[str, list[tuple[float, float, int]]] = defaultdict(list)
    for row in sectors:
        parts[row["sector"]].append((float(row["latitude"]), float(row["longitude"]), int(row["live_postcodes"])))
    centres = {}
    for sector, found in parts.items():
        live = [count for _, _, count in found]
        north, east, _ = np.average(np.array(found), axis=0, weights=live)
        centres[sector] = (float(north), float(east), sum(live))
    return centres


def write_settlements(places: list[Settlement], template: Template, path: Path) -> None:
    """Write the names of places as the place file of a real place would give them: one row per place."""
    hoods, authorities = template.place["neighbourhoods"], template.authorities
    with path.open("w", encoding="utf-8", newline="") as file:
        writer = csv.writer(file, lineterminator="\n")
        writer.writerow(COLUMNS)
        for one in places:
            names = "|".join(one.other_names)
            where = (f"{one.latitude:.5f}", f"{one.longitude:.5f}")
            areas = (hoods[one.hood]["code"], authorities[one.authority])
            writer.writerow((one.name, one.near, one.size, *where, names, *areas))
