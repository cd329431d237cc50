"""The county's files are what place.toml says they are, and a seed makes the same bytes."""

import csv
import gzip
import hashlib
from pathlib import Path
from typing import Any

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc
import pyarrow.parquet
import pytest

from joinedup import definitions
from joinedup.core.interop import read_place
from joinedup.county import CannotMakeCounty, generate
from joinedup.county.nhs_numbers import check_digit

FEW = 600


def digests(folder: Path) -> dict[str, str]:
    return {
        str(path.relative_to(folder)): hashlib.sha256(path.read_bytes()).hexdigest()
        for path in sorted(folder.rglob("*"))
        if path.is_file()
    }


def sent_columns(folder: Path, entry: dict[str, Any]) -> dict[str, list[Any]]:
    """A file an agency sent, read the plainest way there is: their column names, all values."""
    path = folder / entry["path"]
    if path.suffix == ".parquet":
        return dict(pyarrow.parquet.read_table(path).to_pydict())
    data = gzip.decompress(path.read_bytes()) if path.suffix == ".gz" else path.read_bytes()
    lines = data.decode(entry.get("encoding", "utf-8")).splitlines()
    rows = list(csv.reader(lines, delimiter=entry.get("delimiter", ",")))
    return {name: [row[place] for row in rows[1:]] for place, name in enumerate(rows[0])}


def test_one_seed_makes_the_same_bytes_and_another_seed_others(tmp_path: Path) -> None:
    for name, seed in (("first", 1), ("again", 1), ("other", 2)):
        generate(people=FEW, seed=seed, out=tmp_path / name)
    first, again, other = (digests(tmp_path / name) for name in ("first", "again", "other"))
    assert first == again
    assert first.keys() == other.keys()
    assert all(first[name] != other[name] for name in first if name.startswith("extracts/"))


def test_every_file_of_the_place_exists_and_has_the_columns_mapped(
    small_county: Path, place_file: dict[str, Any]
) -> None:
    for entry in place_file["files"]:
        contract = definitions.read(f"extracts/{entry['kind']}.yaml")["columns"]
        assert set(entry["columns"]) <= set(contract)
        assert {name for name, fact in contract.items() if fact["required"]} <= set(entry["columns"])
        assert set(entry["columns"].values()) == set(sent_columns(small_county, entry)), entry["path"]


def test_the_place_file_is_one_the_job_accepts(small_county: Path) -> None:
    place = read_place(small_county / "place.toml")
    assert place.is_invented
    assert place.areas.num_rows == 463
    assert {entry.kind for entry in place.files} == set(definitions.names("extracts"))


def test_agencies_differ_in_encoding_delimiter_dates_and_format(place_file: dict[str, Any]) -> None:
    files = place_file["files"]
    assert {"cp1252"} <= {entry.get("encoding") for entry in files}
    assert {";", "|", "\t"} <= {entry.get("delimiter") for entry in files}
    assert len({entry.get("date_format") for entry in files}) >= 4
    assert {".parquet", ".csv", ".gz"} == {Path(entry["path"]).suffix for entry in files}


def test_nothing_but_the_truth_folder_mentions_truth(small_county: Path) -> None:
    for path in small_county.rglob("*"):
        if path.is_file() and path.parent.name != "truth":
            data = gzip.decompress(path.read_bytes()) if path.suffix == ".gz" else path.read_bytes()
            assert b"truth" not in data.lower(), path.name
            assert b"true_person" not in data.lower(), path.name


def test_numbers_are_of_the_test_range_and_valid_unless_garbled(small_county: Path, place_file: dict[str, Any]) -> None:
    valid = wrong = 0
    for entry in place_file["files"]:
        if entry["kind"] == "register" and "nhs_number" in entry["columns"]:
            numbers = [value for value in sent_columns(small_county, entry)[entry["columns"]["nhs_number"]] if value]
            assert all(number.startswith("999") and len(number) == 10 for number in numbers)
            digits = check_digit(np.array([int(number[:9]) for number in numbers]))
            right = digits == np.array([int(number[9]) for number in numbers])
            valid, wrong = valid + int(right.sum()), wrong + int((~right).sum())
    assert 0 < wrong < 0.01 * valid


def test_true_numbers_are_valid_and_nobodys_twice(small_county: Path) -> None:
    people = pyarrow.parquet.read_table(small_county / "truth" / "person.parquet")
    numbers = np.array(people["nhs_number"].to_pylist()).astype(np.int64)
    assert len(np.unique(numbers)) == people.num_rows
    assert (check_digit(numbers // 10) == numbers % 10).all()
    assert (numbers // 10_000_000 == 999).all()


def test_every_event_points_at_a_record_of_its_register(small_county: Path, place_file: dict[str, Any]) -> None:
    known: dict[str, set[str]] = {}
    for entry in place_file["files"]:
        ids = sent_columns(small_county, entry)[entry["columns"]["record_id"]]
        if entry["kind"] == "register":
            known[entry["source"]] = set(ids)
        else:
            assert set(ids) <= known[entry["source"]], entry["path"]


def test_truth_names_a_person_for_every_good_record(small_county: Path) -> None:
    records = pyarrow.parquet.read_table(small_county / "truth" / "record.parquet")
    people = pyarrow.parquet.read_table(small_county / "truth" / "person.parquet")
    assert pc.is_in(records["true_person_id"], people["true_person_id"]).to_pylist().count(False) == 0
    keys = pa.table({"source": records["source"], "record_id": records["record_id"]}).group_by(["source", "record_id"])
    assert keys.aggregate([]).num_rows == records.num_rows


def test_too_few_people_and_a_folder_of_something_else_are_refused(tmp_path: Path) -> None:
    with pytest.raises(CannotMakeCounty, match="10 people cannot be made"):
        generate(people=10, seed=1, out=tmp_path / "county")
    (tmp_path / "letters").mkdir()
    (tmp_path / "letters" / "dear.txt").write_text("keep me")
    with pytest.raises(CannotMakeCounty, match="not an invented county"):
        generate(people=FEW, seed=1, out=tmp_path / "letters")
    assert (tmp_path / "letters" / "dear.txt").read_text() == "keep me"
