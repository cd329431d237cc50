"""What are a text file's columns called, and what parts them?"""

import csv
import re
from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass
from itertools import islice
from pathlib import Path

from joinedup.core.interop.received import UnreadableFile

MOST_LINES_IN_A_HEADER = 20
FEWEST_NAMES_BELOW_A_TITLE = 2  # one could be a word of the title
DELIMITERS = (",", ";", "\t", "|")
DATA = re.compile(  # what column names never look like: dates, long numbers, postcodes, NHS numbers
    r"\d{4,}|\d{1,4}[/.-]\d{1,2}[/.-]\d{1,4}|^\s*\d+\s*$|^\s*[A-Z]{1,2}\d[A-Z\d]?\s*\d[A-Z]{2}\s*$|@", re.IGNORECASE
)

NAMING_WORD = re.compile(  # what column names are made of, and people's names hardly ever
    r"\b(ids?|identifier|ref|reference|num|number|no|key|names?|forename|surname|firstname|lastname|date|dt|dob|dod"
    r"|birth|death|sex|gender|ethnicity|address|postcode|code|type|kind|status|nhs|gp|practice|start|end|reason|outcome"
    r"|event|admission|admitted|discharged?|description|term|unit|value|team|contact|referral|record|person|client"
    r"|patient|column|local|hospital|source|flag)\b"
)


@dataclass(frozen=True)
class Header:
    """The first record of a text file.

    Parameters
    ----------
    columns : names as the agency wrote them, without blanks around.
    delimiter : what parts them.
    lines : how many lines the header takes.
    above : how many lines stand above it, such as a title or Excel's `sep=;`.
    """

    columns: tuple[str, ...]
    delimiter: str
    lines: int = 1
    above: int = 0


def read_header(path: Path, name: str, expected: Iterable[str], delimiter: str | None) -> Header:
    """The header of a plain UTF-8 file; its delimiter is the one that yields most of the names expected.

    Raises
    ------
    UnreadableFile : the first line is blank, or its quotation marks do not match.
    """
    wanted = {folded(column) for column in expected}
    with path.open(encoding="utf-8-sig", newline="") as file:
        start = [line.replace("\0", "") for line in islice(file, MOST_LINES_IN_A_HEADER)]
    headers = [split(start, each, 0) for each in ((delimiter,) if delimiter else DELIMITERS)]
    best = max(headers, key=lambda header: (known(header, wanted), len(header.columns)))
    if not known(best, wanted):
        best = below_a_title(start, [header.delimiter for header in headers], wanted) or best
    if not any(best.columns):
        raise UnreadableFile(
            f"The first line of {name} is blank, or its quotation marks do not match",
            expected="column names in the first line",
        )
    return best


def known(header: Header, wanted: Collection[str]) -> int:
    """How many of the names expected a header has."""
    return len(set(wanted) & set(map(folded, header.columns)))


def below_a_title(start: Sequence[str], delimiters: Sequence[str], wanted: Collection[str]) -> Header | None:
    """The header further down that has most of the names expected, and at least two; the first of equals."""
    headers = [split(start, each, above) for above in range(1, len(start)) for each in delimiters]
    best = max(headers, key=lambda header: known(header, wanted), default=None)
    return best if best and known(best, wanted) >= FEWEST_NAMES_BELOW_A_TITLE else None


def split(start: Sequence[str], delimiter: str, above: int) -> Header:
    """The record that begins below some lines, parted by one delimiter."""
    reader = csv.reader(start[above:], delimiter=delimiter, strict=True)
    try:
        columns = next(reader, [])
    except csv.Error:  # its words are ours to choose: the line may not be column names at all
        columns = []
    return Header(tuple(column.strip() for column in columns), delimiter, reader.line_num, above)


def folded(name: str) -> str:
    """A column name without regard to capitals, blanks and underscores.

    Examples
    --------
    >>> folded("NHS Number") == folded("nhs_number")
    True
    """
    return re.sub(r"[\s_]+", "", name).casefold()


def shown(columns: Sequence[str], code_values: Iterable[str]) -> Sequence[str]:
    """The column names as they may appear in a message: none if the first line may be somebody's data.

    It may, if anything in it looks like a value, or if nothing in it is a word that column names are made of.

    Examples
    --------
    >>> shown(["ID", "Surname"], [])
    ['ID', 'Surname']
    >>> shown(["7", "Allen", "03/02/1941"], [])
    ['(the first line does not look like column names)']
    >>> shown(["Rose", "Allen"], [])
    ['(the first line does not look like column names)']
    """
    codes = {value.casefold() for value in code_values}
    is_data = any(DATA.search(column) or column.casefold() in codes for column in columns)
    words = " ".join(word.casefold() for column in columns for word in re.findall(r"[A-Z]?[a-z]+|[A-Z]+", column))
    if is_data or not NAMING_WORD.search(words):
        return ["(the first line does not look like column names)"]
    return [column or "(no name)" for column in columns]
