"""What are a text file's columns called, and what parts them?"""

import csv
import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from pathlib import Path

from joinedup.core.interop.received import UnreadableFile

DELIMITERS = (",", ";", "\t", "|")
DATA = re.compile(  # what column names never look like: dates, long numbers, postcodes, NHS numbers
    r"\d{4,}|\d{1,4}[/.-]\d{1,2}[/.-]\d{1,4}|^\s*\d+\s*$|^\s*[A-Z]{1,2}\d[A-Z\d]?\s*\d[A-Z]{2}\s*$|@", re.IGNORECASE
)


@dataclass(frozen=True)
class Header:
    """The first record of a text file.

    Parameters
    ----------
    columns : names as the agency wrote them, without blanks around.
    delimiter : what parts them.
    lines : how many lines the header takes.
    """

    columns: tuple[str, ...]
    delimiter: str
    lines: int = 1


def read_header(path: Path, name: str, expected: Iterable[str], delimiter: str | None) -> Header:
    """The header of a plain UTF-8 file; its delimiter is the one that yields most of the names expected.

    Raises
    ------
    UnreadableFile : the first line is blank.
    """
    wanted = {folded(column) for column in expected}
    headers = [split(path, each) for each in ((delimiter,) if delimiter else DELIMITERS)]
    best = max(headers, key=lambda header: (len(wanted & set(map(folded, header.columns))), len(header.columns)))
    if not any(best.columns):
        raise UnreadableFile(f"The first line of {name} is blank", expected="column names in the first line")
    return best


def split(path: Path, delimiter: str) -> Header:
    """The first record, parted by one delimiter."""
    with path.open(encoding="utf-8-sig", newline="") as file:
        reader = csv.reader((line.replace("\0", "") for line in file), delimiter=delimiter)
        columns = next(reader, [])
        return Header(tuple(column.strip() for column in columns), delimiter, reader.line_num)


def folded(name: str) -> str:
    """A column name without regard to capitals, blanks and underscores.

    Examples
    --------
    >>> folded("NHS Number") == folded("nhs_number")
    True
    """
    return re.sub(r"[\s_]+", "", name).casefold()


def shown(columns: Sequence[str], code_values: Iterable[str]) -> Sequence[str]:
    """The column names as they may appear in a message: none if the first line looks like somebody's data.

    Examples
    --------
    >>> shown(["ID", "Surname"], [])
    ['ID', 'Surname']
    >>> shown(["7", "Allen", "03/02/1941"], [])
    ['(the first line does not look like column names)']
    """
    codes = {value.casefold() for value in code_values}
    if any(DATA.search(column) or column.casefold() in codes for column in columns) or "" in columns:
        return ["(the first line does not look like column names)"]
    return columns
