"""What does the place's geography look like in files: small areas, postcodes, neighbourhood shapes?"""

import json
from pathlib import Path

import numpy as np
import pyarrow as pa
import pyarrow.csv
import shapely

from joinedup.county.addresses import Addresses
from joinedup.county.template import Template

MARGIN_DEGREES = 0.03
AREA_COLUMNS = (
    "lsoa",
    "lsoa_name",
    "msoa_name",
    "local_authority",
    "latitude",
    "longitude",
    "population",
    "deprivation_decile",
    "is_rural",
)


def write_areas(template: Template, addresses: Addresses, folder: Path) -> None:
    """Write areas.csv, postcodes.csv and neighbourhoods.geojson."""
    areas = pa.table({name: [row[name] for row in template.areas] for name in AREA_COLUMNS})
    pa.csv.write_csv(areas, folder / "areas.csv", pa.csv.WriteOptions(quoting_style="needed"))
    codes = pa.array([row["lsoa"] for row in template.areas]).take(pa.array(addresses.postcode_area))
    postcodes = pa.table({"postcode": addresses.postcodes, "lsoa": codes}).sort_by("postcode")
    pa.csv.write_csv(postcodes, folder / "postcodes.csv", pa.csv.WriteOptions(quoting_style="needed"))
    shapes = neighbourhood_shapes(template)
    features = [
        {
            "type": "Feature",
            "properties": {"neighbourhood": hood["code"], "name": hood["name"]},
            "geometry": shapely.geometry.mapping(shape),
        }
        for hood, shape in zip(template.place["neighbourhoods"], shapes, strict=True)
    ]
    (folder / "neighbourhoods.geojson").write_text(
        json.dumps({"type": "FeatureCollection", "features": features}), encoding="utf-8"
    )


def neighbourhood_shapes(template: Template) -> list[shapely.Geometry]:
    """One shape per neighbourhood: the cells nearest to its LSOAs' centroids, within a margin around them all.

    For drawing, not for finding out where an address belongs: true boundaries differ.
    """
    longitude, latitude = template.column("longitude"), template.column("latitude")
    stretch = 1 / np.cos(np.radians(latitude.mean()))  # a degree of latitude is longer than one of longitude
    points = shapely.points(longitude, latitude * stretch)
    everywhere = shapely.concave_hull(shapely.multipoints(points), ratio=0.25).buffer(MARGIN_DEGREES)
    cells = shapely.get_parts(shapely.voronoi_polygons(shapely.multipoints(points), extend_to=everywhere))
    owner = shapely.STRtree(points).query(cells, predicate="contains")
    hood_of_cell = np.empty(len(cells), dtype=int)
    hood_of_cell[owner[0]] = template.neighbourhood_of_area[owner[1]]
    shapes = []
    for number in range(len(template.place["neighbourhoods"])):
        merged = shapely.intersection(shapely.union_all(cells[hood_of_cell == number]), everywhere)
        back = shapely.transform(merged, lambda xy: np.round(xy / (1, stretch), 5))
        shapes.append(shapely.make_valid(back))
    return shapes
