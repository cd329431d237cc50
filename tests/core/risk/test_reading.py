"""Files of tables as other programs write them."""

import gzip
from pathlib import Path

import pyarrow as pa
import pyarrow.parquet as pq
import pytest
from pyarrow import feather

from joinedup.core.risk.any_table.reading import notes_on, read_table
from joinedup.core.risk.any_table.table import fit_table
from joinedup.core.risk.failures import TableNotReadable

ROWS = 300
LINES = ["who,place,age,ill", *(f"{at},Leeds,{40 + at % 50},{at % 2}" for at in range(ROWS))]
LATIN = "the file is not UTF-8 (line {}): it was read as Windows-1252"


def written(path: Path, content: bytes) -> Path:
    path.write_bytes(content)
    return path


@pytest.mark.parametrize("at", [1, 2, ROWS])
def test_a_letter_of_an_old_spreadsheet_is_read_wherever_it_is_and_said(at: int, tmp_path: Path) -> None:
    lines = [*LINES[:at], LINES[at].replace("Leeds", "Orléans"), *LINES[at + 1 :]]
    table = read_table(written(tmp_path / "old.csv", "\n".join(lines).encode("cp1252")))
    assert table["place"].to_pylist().count("Orléans") == 1
    found = fit_table(table, outcome="ill", person="who", exclude=[])
    assert list(found.columns) == ["place", "age"]
    assert found.notes[0].startswith(LATIN.format(at + 1))


def test_a_table_that_is_plain_says_nothing() -> None:
    assert notes_on(pa.table({"a": [1]})) == []


@pytest.mark.parametrize(
    ("name", "content"),
    [
        ("bom.csv", "\ufeff" + "\n".join(LINES)),
        ("tabs.tsv", "\n".join(LINES).replace(",", "\t")),
        ("semicolons.csv", "\r\n".join(LINES).replace(",", ";")),
        ("spreadsheet.csv", "sep=;\r\n" + "\r\n".join(LINES).replace(",", ";")),
        ("blank.csv", "\n\n" + "\n".join(LINES).replace(",", ";")),
        ("bars.txt", "\n".join(LINES).replace(",", "|")),
    ],
)
def test_every_common_way_to_write_text_says_the_same(name: str, content: str, tmp_path: Path) -> None:
    plain = read_table(written(tmp_path / "plain.csv", "\n".join(LINES).encode()))
    assert read_table(written(tmp_path / name, content.encode())).equals(plain)
    assert read_table(written(tmp_path / "packed.csv.gz", gzip.compress(content.encode()))).equals(plain)
    assert read_table(written(tmp_path / "wide.csv", content.encode("utf-16"))).equals(plain)
    feather.write_feather(plain, tmp_path / "table.feather")
    assert read_table(tmp_path / "table.feather").equals(plain)


def test_a_first_column_without_a_name_stays_one(tmp_path: Path) -> None:
    table = read_table(written(tmp_path / "table.tsv", b"\tage\n1\t40\n"))
    assert table.column_names == ["", "age"]


def test_a_decimal_comma_is_a_number_and_said_and_a_point_stays_one(tmp_path: Path) -> None:
    lines = ["who;age;dose;ill", *(f"{at};{at},5;{at}.25;{at % 2}" for at in range(9))]
    table = read_table(written(tmp_path / "comma.csv", "\n".join(lines).encode()))
    found = fit_table(table, outcome="ill", person="who", exclude=[])
    assert found.columns["age"].tolist() == [at + 0.5 for at in range(9)]
    assert found.columns["dose"].tolist() == [at + 0.25 for at in range(9)]
    assert found.notes == ("numbers are written with a decimal comma",)


@pytest.mark.parametrize(
    ("content", "words"),
    [
        (b"PK\x03\x04 a workbook", "is a spreadsheet or a zip archive.*save it as CSV"),
        (b"a,b\n1,2,3\n", "the header has 2 columns, and a row has 3"),
        (b"\x1f\x8b broken", "Cannot read"),
        (gzip.compress(b"a,b\n1,2\n")[:-9], "Cannot read"),
        (b"ARROW1 broken", "Cannot read"),
        (b"a\xe9,b\x00\n1,2\n", "Cannot read"),
    ],
    # a gzip holds the second it is made, and a name must not
    ids=["workbook", "longer row", "no gzip", "gzip cut short", "no Arrow", "no text"],
)
def test_what_cannot_be_read_is_named_and_not_shown(content: bytes, words: str, tmp_path: Path) -> None:
    with pytest.raises(TableNotReadable, match=words) as refused:
        read_table(written(tmp_path / "table.csv", content))
    assert "1,2" not in str(refused.value)


def test_notes_do_not_outlive_the_file_they_are_about(tmp_path: Path) -> None:
    table = read_table(written(tmp_path / "old.csv", "place\nOrléans\n".encode("cp1252")))
    assert len(notes_on(table)) == 1
    pq.write_table(table, tmp_path / "new.parquet")
    assert notes_on(read_table(tmp_path / "new.parquet")) == []
