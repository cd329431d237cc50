"""Which neighbourhood, council and deprivation tenth does a postcode or small area belong to?"""

import json
from collections.abc import Mapping
from pathlib import Path

import pyarrow as pa
import pyarrow.compute as pc
import pyarrow.csv

from joinedup.core.errors import CannotProceed

AREA_COLUMNS = {
    "lsoa": pa.string(),
    "lsoa_name": pa.string(),
    "msoa_name": pa.string(),
    "local_authority": pa.string(),
    "latitude": pa.float64(),
    "longitude": pa.float64(),
    "population": pa.int64(),
    "deprivation_decile": pa.int64(),
}
POSTCODE_COLUMNS = {"postcode": pa.string(), "lsoa": pa.string()}
POINT_COLUMNS = {"latitude": pa.float64(), "longitude": pa.float64(), "ended": pa.string()}
# What the ONS has called these columns in editions of the National Statistics Postcode Lookup (NSPL), newest first.
CALLED_BY_ONS = {
    "postcode": ("pcds", "pcd8", "pcd2", "pcd7", "pcd"),
    "lsoa": ("lsoa21cd", "lsoa21", "lsoa2021"),
    "latitude": ("lat",),
    "longitude": ("long", "lon"),
    "ended": ("doterm",),
}
NOWHERE = 99.0  # NSPL writes latitude 99.999999 where it has no point
NAME_COLUMNS = {
    **dict.fromkeys(("name", "near", "size"), pa.string()),
    **dict.fromkeys(("latitude", "longitude"), pa.float64()),
    **dict.fromkeys(("other_names", "neighbourhood", "local_authority"), pa.string()),
}
NAME_SCHEMA = pa.schema(NAME_COLUMNS)


class PlaceTableWrong(CannotProceed):
    """A table that belongs to the place file cannot be used."""


def read_areas(path: Path, neighbourhood_of_msoa: Mapping[str, str]) -> pa.Table:
    """The small areas of the place: one row per LSOA.

    Parameters
    ----------
    path : CSV with lsoa, lsoa_name, msoa_name, local_authority, latitude, longitude, population, deprivation_decile.
    neighbourhood_of_msoa : code of the neighbourhood by name of MSOA.

    Returns
    -------
    the columns of the file and `neighbourhood` (empty where the MSOA is in none).
    """
    areas = read_place_table(path, AREA_COLUMNS, key="lsoa")
    refuse_outside(path, areas, "latitude", -90, 90)
    refuse_outside(path, areas, "longitude", -180, 180)
    refuse_outside(path, areas, "deprivation_decile", 1, 10)
    neighbourhoods = [neighbourhood_of_msoa.get(msoa) for msoa in areas["msoa_name"].to_pylist()]
    return areas.append_column("neighbourhood", pa.array(neighbourhoods, pa.string()))


def read_postcodes(path: Path) -> pa.Table:
    """The postcodes of the place: one row per unit postcode, written 'BH1 1AA'.

    Parameters
    ----------
    path : CSV with postcode and lsoa, or as the ONS lays out its National Statistics Postcode Lookup.

    Returns
    -------
    postcode, lsoa; latitude and longitude in degrees, empty where the file has none; is_live.
    """
    header = header_of(path)
    has = {ours: named_in(header, ours) for ours in (*POSTCODE_COLUMNS, *POINT_COLUMNS)}
    kinds = {**POSTCODE_COLUMNS, **POINT_COLUMNS}
    wanted = {has[ours] or ours: kinds[ours] for ours in kinds if has[ours] or ours in POSTCODE_COLUMNS}
    read = read_place_table(path, wanted)
    columns = {ours: read[has[ours]] if has[ours] else pa.nulls(read.num_rows, kinds[ours]) for ours in kinds}
    columns["postcode"] = tidy_postcodes(pa.chunked_array(columns["postcode"]))
    table = pa.table(columns)
    refuse_repeats(path, table, "postcode")
    nowhere = pc.fill_null(pc.greater(table["latitude"], NOWHERE), True)
    for name in ("latitude", "longitude"):
        point = pc.if_else(nowhere, pa.scalar(None, pa.float64()), table[name])
        table = table.set_column(table.column_names.index(name), name, point)
    return table.drop_columns("ended").append_column("is_live", pc.is_null(table["ended"]))


def read_place_names(path: Path) -> pa.Table:
    """Names of towns, suburbs and villages: one row per name and place.

    Parameters
    ----------
    path : CSV with name, near (the town that tells two of one name apart), size (city, town, suburb, village or
        district), latitude, longitude, other_names (with | between), neighbourhood and local_authority.
    """
    names = read_place_table(path, NAME_COLUMNS)
    refuse_outside(path, names, "latitude", -90, 90)
    refuse_outside(path, names, "longitude", -180, 180)
    return names


def named_in(header: list[str], ours: str) -> str:
    """What a file calls one of our columns of postcodes, or "" if it has none such."""
    return next((name for name in (ours, *CALLED_BY_ONS[ours]) if name in header), "")


def check_boundaries(path: Path) -> None:
    """Raise unless a file is GeoJSON with a shape and a neighbourhood in each feature."""
    try:
        features = json.loads(path.read_text(encoding="utf-8-sig"))["features"]
        named = all(feature["geometry"] and feature["properties"]["neighbourhood"] for feature in features)
    except (OSError, ValueError, KeyError, TypeError):
        named = False
    if not named:
        raise PlaceTableWrong(
            f"{path.name} cannot be read as the shapes of neighbourhoods",
            expected='GeoJSON: "features", each with a geometry and a property "neighbourhood"',
        )


def refuse_outside(path: Path, table: pa.Table, column: str, least: float, most: float) -> None:
    """Raise if a number of the table is missing, or is not between two others."""
    inside = pc.and_(pc.greater_equal(table[column], least), pc.less_equal(table[column], most))
    if not pc.all(pc.fill_null(inside, False)).as_py():
        raise PlaceTableWrong(
            f"{path.name} has a row whose {column} is missing or out of range", expected=f"{least} to {most} in each"
        )


def refuse_repeats(path: Path, table: pa.Table, key: str) -> None:
    """Raise if the table has no rows, or a key is missing or comes twice."""
    if not table.num_rows:
        raise PlaceTableWrong(f"{path.name} has a header and no rows", expected=f"one row per {key}")
    if table[key].null_count or pc.count_distinct(table[key]).as_py() != table.num_rows:
        raise PlaceTableWrong(f"{path.name} has rows with the same {key}, or none", expected=f"one row per {key}")


def tidy_postcodes(postcodes: pa.ChunkedArray) -> pa.ChunkedArray:
    """Postcodes in capitals with one space before the last three characters.

    Examples
    --------
    >>> tidy_postcodes(pa.chunked_array([["bh11aa", " DT1  2AB "]])).to_pylist()
    ['BH1 1AA', 'DT1 2AB']
    """
    close = pc.utf8_upper(pc.replace_substring_regex(postcodes, r"\s+", ""))
    return pc.replace_substring_regex(close, r"^(.+)(.{3})$", r"\1 \2")


def read_place_table(path: Path, columns: Mapping[str, pa.DataType], *, key: str = "") -> pa.Table:
    """A CSV that belongs to the place file, with the columns asked for in that order.

    Raises
    ------
    PlaceTableWrong : not there, not CSV, a column missing, or `key` missing or twice.
    """
    convert = pa.csv.ConvertOptions(
        column_types=dict(columns), include_columns=list(columns), strings_can_be_null=True, null_values=[""]
    )
    check_columns(path, columns)
    try:
        table = pa.csv.read_csv(path, convert_options=convert)
    except pa.ArrowInvalid as problem:
        raise PlaceTableWrong(
            f"{path.name} could not be read as a table (line or value not as expected)",
            expected=", ".join(f"{name}: {kind}" for name, kind in columns.items()),
        ) from problem
    if key:
        refuse_repeats(path, table, key)
    return table


def check_columns(path: Path, columns: Mapping[str, pa.DataType]) -> None:
    """The file is there and its first line names every column."""
    header = header_of(path)
    missing = [name for name in columns if name not in header]
    if missing:
        raise PlaceTableWrong(
            f"{path.name} has no column {', '.join(missing)}", expected=", ".join(columns), available=header
        )


def header_of(path: Path) -> list[str]:
    """The names of the file's columns."""
    try:
        with path.open(encoding="utf-8-sig") as file:
            return [name.strip().strip('"') for name in file.readline(100_000).split(",")]
    except OSError as problem:
        raise PlaceTableWrong(f"{path} cannot be opened", expected="a CSV file the place file names") from problem
    except UnicodeDecodeError as problem:
        raise PlaceTableWrong(f"{path.name} is not UTF-8", expected="a CSV file in UTF-8") from problem
