"""Neighbourhoods, postcodes and money of the invented county fit together."""

import csv
import json
from collections import Counter
from pathlib import Path
from typing import Any

import numpy as np
import pytest
import shapely
from shapely.geometry import shape

from joinedup.county.place import HOME_CARE_ROLES, LAST_ROLES, LATER_TEAM_ROLES, PLACE_ROLES, TEAM_ROLES
from joinedup.county.template import Template, msoa_names


def read_csv(path: Path) -> list[dict[str, str]]:
    with path.open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


@pytest.fixture(scope="module")
def shapes(small_county: Path) -> dict[str, Any]:
    features = json.loads((small_county / "neighbourhoods.geojson").read_text())["features"]
    return {feature["properties"]["neighbourhood"]: shape(feature["geometry"]) for feature in features}


def test_every_msoa_is_in_one_neighbourhood(template: Template) -> None:
    listed = Counter(name for hood in template.place["neighbourhoods"] for name in msoa_names(hood))
    assert set(listed) == {row["msoa_name"] for row in template.areas}
    assert max(listed.values()) == 1


def test_shapes_are_valid_apart_and_cover_their_centroids(template: Template, shapes: dict[str, Any]) -> None:
    polygons = list(shapes.values())
    assert all(polygon.is_valid for polygon in polygons)
    assert shapely.union_all(polygons).area == pytest.approx(sum(polygon.area for polygon in polygons), rel=1e-4)
    hoods = [hood["code"] for hood in template.place["neighbourhoods"]]
    points = shapely.points(template.column("longitude"), template.column("latitude"))
    for number, code in enumerate(hoods):
        inside = shapely.contains(shapes[code], points)
        assert np.array_equal(inside, template.neighbourhood_of_area == number)


def test_postcodes_are_within_real_sectors_and_given_once(small_county: Path, template: Template) -> None:
    postcodes = read_csv(small_county / "postcodes.csv")
    assert len({row["postcode"] for row in postcodes}) == len(postcodes)
    sectors = {(row["sector"], row["lsoa"]) for row in template.sectors}
    assert {(row["postcode"][:-2], row["lsoa"]) for row in postcodes} == sectors


def test_staff_have_every_role_and_every_team_a_lead(small_county: Path, template: Template) -> None:
    staff = read_csv(small_county / "staff.csv")
    roles = {*TEAM_ROLES, *LATER_TEAM_ROLES, *PLACE_ROLES, *LAST_ROLES, *HOME_CARE_ROLES, "team_lead"}
    assert {row["role"] for row in staff} == roles
    leads = {row["neighbourhood"] for row in staff if row["role"] == "team_lead"}
    assert leads == {hood["code"] for hood in template.place["neighbourhoods"]}
    assert len({row["username"] for row in staff}) == len(staff)
    assert all(not row["neighbourhood"] for row in staff if row["role"] in {*PLACE_ROLES, *LAST_ROLES})


def test_every_neighbourhood_has_voluntary_help_on_numbers_that_are_nobodys(small_county: Path) -> None:
    services = read_csv(small_county / "services.csv")
    assert len({row["service"] for row in services}) == len(services)
    assert all(row["telephone"].startswith("01632 960") for row in services)
    assert min(Counter(row["neighbourhood"] for row in services).values()) >= 5


def test_capacity_and_money_grow_with_the_people(place_file: dict[str, Any], template: Template) -> None:
    rates = template.place["capacities_places_per_year_per_100000_people"]
    for offer, rate in rates.items():
        places = sum(entry["places_per_year"] for entry in place_file["capacities"] if entry["offer"] == offer)
        assert abs(places - rate * 3_000 / 100_000) <= 1
    funders = {entry["funder"] for entry in place_file["budgets"]}
    assert funders <= {entry["code"] for entry in place_file["organisations"]}
