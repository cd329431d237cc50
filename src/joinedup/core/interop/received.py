"""Is what an agency sent a whole text or Parquet file, and where can its rows be read as UTF-8?"""

import gzip
import zlib
from collections.abc import Iterator
from dataclasses import dataclass, replace
from pathlib import Path
from typing import IO

from joinedup.core.errors import CannotProceed
from joinedup.core.interop import encoding

CHUNK_BYTES = 1 << 20
FORMATS = "CSV (comma, semicolon, tab or pipe), the same compressed with gzip, or Parquet"
NOT_TABLES = {
    b"PK\x03\x04": "a zip archive or an Excel workbook",
    b"\xd0\xcf\x11\xe0": "an old Excel workbook or Word document",
    b"%PDF": "a PDF document",
    b"BZh": "compressed with bzip2",
    b"\xfd7zX": "compressed with xz",
    b"7z\xbc\xaf": "a 7-Zip archive",
    b"\x28\xb5\x2f\xfd": "compressed with Zstandard",
    b"<!DO": "a web page",
    b"<htm": "a web page",
    b"<?xm": "XML",
    b"{": "JSON",
    b"[": "JSON",
}


class UnreadableFile(CannotProceed):
    """A file cannot be read as what it says it is."""


class EmptyFile(CannotProceed):
    """A file has no content at all."""


class LineTooLong(CannotProceed):
    """A line is so long that the file is surely not a table, or broken."""


@dataclass(frozen=True)
class Received:
    """A file in a form that can be read.

    Parameters
    ----------
    path : the file itself, or a copy of it as plain UTF-8.
    is_parquet : Parquet rather than text.
    encoding : of the file as it was sent; empty for Parquet.
    lines : lines up to the last that is not empty.
    has_long_line : a line is longer than a megabyte.
    has_nul : it contains NUL characters.
    doubt : a sentence, if the encoding declared may be wrong although every byte fits.
    """

    path: Path
    is_parquet: bool
    encoding: str = ""
    lines: int = 0
    has_long_line: bool = False
    has_nul: bool = False
    doubt: str = ""


def receive(path: Path, name: str, scratch: Path, *, declared: str | None, max_line_bytes: int) -> Received:
    """Look at a file from end to end, and make a plain UTF-8 copy in `scratch` if it is anything else.

    Parameters
    ----------
    path, name : the file, and its name in messages.
    scratch : an empty folder for the copy.
    declared : the encoding the place file gives, if any.
    max_line_bytes : the longest line accepted.

    Raises
    ------
    EmptyFile, UnreadableFile, LineTooLong, encoding.WrongEncoding : with what was found and expected.
    """
    with path.open("rb") as file:
        start = file.read(4)
    if not start:
        raise EmptyFile(f"{name} is empty (0 bytes)", expected=FORMATS)
    if start == b"PAR1":
        return Received(path, is_parquet=True)
    check_is_text(start, name)
    plain = path
    if start[:2] == b"\x1f\x8b":
        plain = scratch / "unzipped"
        unzip(path, name, plain, max_line_bytes)
        if not plain.stat().st_size:
            raise EmptyFile(f"{name} is empty once unzipped", expected=FORMATS)
    found = encoding.find(lambda: chunks(plain, name, max_line_bytes), name, declared)
    doubt = encoding.doubt(lambda: chunks(plain, name, max_line_bytes), found) if declared else ""
    if found not in {"utf-8", "utf-8-sig"}:
        copy = scratch / "utf-8"
        encoding.transcode(chunks(plain, name, max_line_bytes), found, copy)
        plain = copy
    return replace(survey(plain, name, found, max_line_bytes), doubt=doubt)


def check_is_text(start: bytes, name: str) -> None:
    """Refuse files that are known to be something else."""
    for mark, what in NOT_TABLES.items():
        if start.startswith(mark):
            raise UnreadableFile(f"{name} is {what}", expected=FORMATS)
    if name.lower().endswith(".parquet"):
        raise UnreadableFile(f"{name} is named Parquet but is not", expected=FORMATS)


def unzip(path: Path, name: str, into: Path, max_line_bytes: int) -> None:
    """Write what a gzip file holds; a file cut short is refused."""
    try:
        with gzip.open(path) as packed, into.open("wb") as file:
            for chunk in guarded(packed, name, max_line_bytes):
                file.write(chunk)
    except (EOFError, gzip.BadGzipFile, zlib.error) as problem:
        raise UnreadableFile(
            f"{name} is a gzip file that is cut short or damaged", expected="a complete file: ask for it again"
        ) from problem


def chunks(path: Path, name: str, max_line_bytes: int) -> Iterator[bytes]:
    """A file's content piece by piece, refusing lines that are too long."""
    with path.open("rb") as file:
        yield from guarded(file, name, max_line_bytes)


def guarded(file: IO[bytes] | gzip.GzipFile, name: str, max_line_bytes: int) -> Iterator[bytes]:
    """Pieces of a file; raises once a line has gone on for longer than is allowed."""
    size, run, line = min(CHUNK_BYTES, max_line_bytes), 0, 1
    while chunk := file.read(size):
        end = b"\n" if b"\n" in chunk else b"\r"
        if end in chunk:
            longest, run = run + chunk.find(end), len(chunk) - chunk.rfind(end) - 1
        else:
            longest = run = run + len(chunk)
        if longest > max_line_bytes:
            raise LineTooLong(
                f"Line {line} of {name} is longer than {max_line_bytes / 1e6:g} MB",
                expected="one row per line; [place] max_line_megabytes allows longer lines",
            )
        line += chunk.count(end)
        yield chunk


def survey(path: Path, name: str, found: str, max_line_bytes: int) -> Received:
    """Count the lines of a UTF-8 file and notice NUL characters and long lines."""
    ends, trailing, run, has_long_line, has_nul = 0, 0, 0, False, False
    for chunk in chunks(path, name, max_line_bytes):
        ends += chunk.count(b"\n")
        kept = len(chunk.rstrip(b"\r\n"))
        after = chunk.count(b"\n", kept)
        trailing = after if kept else trailing + after
        first = chunk.find(b"\n")
        has_long_line = has_long_line or run + (first if first >= 0 else len(chunk)) > CHUNK_BYTES
        run = len(chunk) - chunk.rfind(b"\n") - 1 if first >= 0 else run + len(chunk)
        has_nul = has_nul or b"\0" in chunk
    return Received(path, False, found, ends - trailing + 1, has_long_line, has_nul)
