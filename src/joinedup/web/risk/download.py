"""How does the list become a file that a spreadsheet opens without harm?"""

import csv
import io
from collections.abc import Iterable, Iterator

from joinedup.web.risk.presenters.at_risk_list import Row

HEADING = (
    "reference",
    "name",
    "age",
    "sex",
    "neighbourhood",
    "probability",
    "in words",
    "main reasons",
    "frailty",
    "items proposed",
    "score valid until",
    "score out of date",
)


def as_csv(rows: Iterable[Row], *, title: str) -> Iterator[str]:
    """Lines of CSV: what the list is, a heading, and one line per person."""
    yield line([title])
    yield line(HEADING)
    for row in rows:
        reasons = "; ".join(row.reasons.words) or row.reasons.without
        cells = (row.reference, row.name, row.age, row.sex, row.neighbourhood, row.out_of_100, row.chance, reasons)
        yield line([*cells, row.frailty, str(row.items), row.valid_until, "yes" if row.is_old else ""])


def line(cells: Iterable[str]) -> str:
    out = io.StringIO()
    csv.writer(out).writerow([harmless(cell) for cell in cells])
    return out.getvalue()


def harmless(cell: str) -> str:
    """A cell that no spreadsheet takes for a formula: those it might are led by an apostrophe.

    >>> harmless("=HYPERLINK(1)"), harmless(" @SUM"), harmless("Ann")
    ("'=HYPERLINK(1)", "' @SUM", 'Ann')
    """
    return f"'{cell}" if cell.lstrip()[:1] in ("=", "+", "-", "@") or cell[:1] in ("\t", "\r", "\n") else cell
