"""How is a text file read that is not quite a table: rows too short or too long, quotes left open, stray NULs?

The engine reads a sound file several times faster than this. This reads what the engine will not, record by record, and
writes it again as a sound file whose first columns say on which line each record began and what is wrong with it.
"""

import csv
from collections import deque
from collections.abc import Iterable, Iterator, Sequence
from pathlib import Path

from joinedup.core.interop.header import Header

MOST_LINES_IN_A_RECORD = 200  # more is a quote that was never closed, not an address with line breaks
OWN_COLUMNS = ("line", "fault", "shape")

Record = tuple[int, str, str, Sequence[str]]  # line, fault, shape, fields


class QuoteLeftOpenError(Exception):
    """A record has gone on for so many lines that its quotation mark was surely never closed."""


class Lines:
    """The lines of a file, which may be taken back: a quote left open must not swallow the rows after it.

    Parameters
    ----------
    lines : each with its line ending.
    """

    def __init__(self, lines: Iterable[str]) -> None:
        self.ahead = iter(lines)
        self.returned: deque[str] = deque()
        self.taken: list[str] = []
        self.number = 0  # of the last line taken

    def __iter__(self) -> "Lines":
        return self

    def __next__(self) -> str:
        if len(self.taken) >= MOST_LINES_IN_A_RECORD:
            raise QuoteLeftOpenError
        line = self.returned.popleft() if self.returned else next(self.ahead)
        self.taken.append(line)
        self.number += 1
        return line

    def begin_record(self) -> None:
        """What was taken so far is done with."""
        self.taken.clear()

    def give_back_all_but_first(self) -> None:
        """Only the first line of the record counts; read the others again."""
        self.returned.extendleft(reversed(self.taken[1:]))
        self.number -= len(self.taken) - 1


def records(lines: Iterable[str], header: Header) -> Iterator[Record]:
    """The records after the header: the line each begins on, what is wrong with it if anything, and its fields.

    Faults: `too_few_fields`, `too_many_fields`, `quotes_not_readable`, `nul_character`. Blank lines are no records.

    Examples
    --------
    >>> header = Header(("id", "name"), ",")
    >>> list(records(['id,name\\n', '1,"Ann\\n', '2,Bob\\n', '3\\n'], header))
    [(2, 'quotes_not_readable', '3 lines', []), (3, '', '', ['2', 'Bob']), (4, 'too_few_fields', '1 field', [])]
    """
    source = Lines(lines)
    for _ in range(header.above):
        next(source)
    reader = csv.reader(source, delimiter=header.delimiter, strict=True)
    next(reader, None)
    while True:
        source.begin_record()
        try:
            fields = next(reader)
            fault, shape = fault_of(fields, source.taken, len(header.columns))
        except StopIteration:
            return
        except (QuoteLeftOpenError, csv.Error):
            fields, fault, shape = [], "quotes_not_readable", lines_words(source.taken)
        began = source.number - len(source.taken) + 1
        if fault == "quotes_not_readable":
            source.give_back_all_but_first()
        if fields or fault:
            yield began, fault, shape, [] if fault else fields


def fault_of(fields: Sequence[str], lines: Sequence[str], width: int) -> tuple[str, str]:
    """What is wrong with a record, and its shape; both empty for a good one."""
    if fields and len(fields) != width:
        if len(lines) > 1:
            return "quotes_not_readable", lines_words(lines)
        shape = "1 field" if len(fields) == 1 else f"{len(fields)} fields"
        return ("too_few_fields" if len(fields) < width else "too_many_fields"), shape
    if any("\0" in line for line in lines):
        return "nul_character", "a NUL character"
    return "", ""


def lines_words(lines: Sequence[str]) -> str:
    """How many lines, in words."""
    return "1 line" if len(lines) == 1 else f"{len(lines)} lines"


def rewrite(path: Path, header: Header, positions: Sequence[int], into: Path, *, max_field_characters: int) -> int:
    """Write a text file again as a sound one: line, fault, shape, then the columns at `positions`.

    Parameters
    ----------
    path : plain UTF-8 text.
    positions : which columns are wanted, in which order.
    into : a new CSV file, commas, without a header, every field in quotes.
    max_field_characters : the longest field accepted.

    Returns
    -------
    the length of the longest row written, in characters.
    """
    csv.field_size_limit(max_field_characters)
    blank, longest = [""] * len(positions), 0
    with (
        path.open(encoding="utf-8-sig", newline="") as lines,
        into.open("w", encoding="utf-8", newline="") as file,
    ):
        writer = csv.writer(file, quoting=csv.QUOTE_ALL, lineterminator="\n")
        for line, fault, shape, fields in records(lines, header):
            wanted = blank if fault else [fields[at] for at in positions]
            longest = max(longest, writer.writerow([line, fault, shape, *wanted]))
    return longest
