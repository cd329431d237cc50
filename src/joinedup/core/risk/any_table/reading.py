"""How is the file of a table nobody has seen before read, whatever wrote it?

Notes on how it was read travel with the table, in its schema's metadata.
"""

import gzip
import json
import re
import zlib
from pathlib import Path

import pyarrow as pa
import pyarrow.csv as arrow_csv
import pyarrow.parquet as pq

from joinedup.core.risk.failures import TableNotReadable

NEEDED = "a CSV file with a header, or a Parquet or Feather file"
GZIP, PARQUET, FEATHER, ZIP = b"\x1f\x8b", b"PAR1", b"ARROW1", b"PK\x03\x04"
LONGEST_HEADER = 2**20
UTF_16 = (b"\xff\xfe", b"\xfe\xff")
NOTES = b"joinedup notes"
UNEVEN = re.compile(r"Expected (\d+) columns, got (\d+)")
BEFORE_HEADER = re.compile(r"\A[\r\n]*(?:sep=.[\r\n]+)?")  # some spreadsheets say first what lies between values
DECIMAL_COMMA = re.compile(r'(?:^|;)\s*"?-?\d+,\d+"?\s*(?:;|$)', re.M)


def read_table(path: Path) -> pa.Table:
    """A CSV, Parquet or Feather file as an Arrow table; text may be packed by gzip.

    Raises
    ------
    TableNotReadable
        if it is none of them, or damaged, or has no rows.
    """
    if not path.is_file():
        raise TableNotReadable(f"There is no file {path.name}", expected=NEEDED)
    with path.open("rb") as file:
        first = file.read(len(FEATHER))
    if first.startswith(ZIP):
        raise TableNotReadable(f"{path.name} is a spreadsheet or a zip archive", expected=f"{NEEDED}: save it as CSV")
    try:
        table = read_as(path, first)
    except (pa.ArrowException, UnicodeError, OSError, EOFError, zlib.error) as problem:
        raise TableNotReadable(f"Cannot read {path.name}{uneven(problem)}", expected=NEEDED) from problem
    if table.num_rows == 0:
        raise TableNotReadable(f"{path.name} has no rows", expected=NEEDED)
    return table


def read_as(path: Path, first: bytes) -> pa.Table:
    """A file read as what its first bytes say it is."""
    if first.startswith(PARQUET):
        return without_notes(pq.read_table(path))
    content = path.read_bytes()
    if first == FEATHER:
        return without_notes(pa.ipc.open_file(content).read_all())
    return read_csv(gzip.decompress(content) if first.startswith(GZIP) else content)


def read_csv(content: bytes) -> pa.Table:
    """A CSV file; each column's type is found out from all of its rows."""
    text, note = decoded(content)
    text = BEFORE_HEADER.sub("", text, count=1)
    header = next(iter(text[:LONGEST_HEADER].splitlines()), "")
    delimiter = max(",;\t|", key=header.count)
    with_comma = delimiter == ";" and DECIMAL_COMMA.search(text) is not None
    notes = [note] if note else []
    if with_comma:
        notes.append("numbers are written with a decimal comma")
    plain = text.encode()
    table = arrow_csv.read_csv(
        pa.BufferReader(plain),
        read_options=arrow_csv.ReadOptions(block_size=min(max(len(plain) + 1, 1 << 20), 2**31 - 1)),
        parse_options=arrow_csv.ParseOptions(delimiter=delimiter, newlines_in_values=True),
        convert_options=arrow_csv.ConvertOptions(strings_can_be_null=True, decimal_point="," if with_comma else "."),
    )
    return table.replace_schema_metadata({NOTES: json.dumps(notes)}) if notes else table


def decoded(content: bytes) -> tuple[str, str]:
    """A file's text, and a note if it is not UTF-8, as old spreadsheets write it.

    Examples
    --------
    >>> decoded("café".encode()), decoded("café".encode("cp1252"))[0]
    (('café', ''), 'café')
    """
    if content.startswith(UTF_16):
        return content.decode("utf-16"), ""
    try:
        return content.decode("utf-8-sig"), ""
    except UnicodeDecodeError as problem:
        if b"\x00" in content:
            raise
        row = content.count(b"\n", 0, problem.start) + 1
        return content.decode("cp1252"), (
            f"the file is not UTF-8 (line {row}): it was read as Windows-1252, the way of old spreadsheets; if letters "
            "look wrong, save it as UTF-8"
        )


def notes_on(table: pa.Table) -> list[str]:
    """Sentences on how a table was read, where that was not plain."""
    kept: list[str] = json.loads((table.schema.metadata or {}).get(NOTES, "[]"))
    return kept


def without_notes(table: pa.Table) -> pa.Table:
    """A table without what was said when it was read from another file, long ago."""
    kept = {name: value for name, value in (table.schema.metadata or {}).items() if name != NOTES}
    return table.replace_schema_metadata(kept or None)


def uneven(problem: Exception) -> str:
    """That a row has more or fewer values than the header, if that is the problem; never what the row says."""
    found = UNEVEN.search(str(problem))
    return f": the header has {found[1]} columns, and a row has {found[2]}" if found else ""
