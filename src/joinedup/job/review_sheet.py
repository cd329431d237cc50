"""How do pairs leave for review outside the web, and how do decisions come back?"""

from datetime import datetime
from pathlib import Path

import pyarrow as pa
import pyarrow.csv
import pyarrow.parquet as pq

from joinedup.core.engine import Engine
from joinedup.core.errors import CannotProceed
from joinedup.core.people.identity import decisions as decided
from joinedup.core.people.identity.exchange import checked
from joinedup.core.people.identity.index import FILE, PersonIndex, opened
from joinedup.core.people.review.settled import settled
from joinedup.job.decided import read_table
from joinedup.job.sheet_rows import as_decisions, records_of, with_need_of_two

SHEET_SQL = Path(__file__).with_name("review_sheet.sql")
JOB_COLUMNS = {"priority": pa.float64(), "needs_two": pa.bool_()}  # which a link without a place does not have


class NothingToReview(CannotProceed):
    """A folder holds no index, or no pairs to look at."""


def write_sheet(results: Path, out: Path) -> int:
    """Write the pairs that wait for a decision as CSV, two records side by side; returns how many there are.

    Address and postcode of sensitive people are masked.

    Parameters
    ----------
    results : folder of a link or of a run.
    out : the file to write.
    """
    pairs = pq.read_table(_pairs_file(results))
    for name, kind in JOB_COLUMNS.items():
        if name not in pairs.column_names:
            pairs = pairs.append_column(name, pa.nulls(pairs.num_rows, kind))
    with Engine() as engine, opened(engine, _index_file(results)) as index:
        engine.register("review_pair", pairs)
        engine.register("settled", _settled(index))
        sheet = engine.table(SHEET_SQL.read_text(encoding="utf-8"))
    _write_csv(sheet, out)
    return int(sheet.num_rows)


def add_decisions(results: Path, path: Path, rejects: Path, *, at: datetime) -> tuple[int, int, int]:
    """Add the decisions of a file to the index; returns how many were added, were known, and cannot be used.

    Parameters
    ----------
    results : folder of a link or of a run.
    path : decisions in the exchange format, or a sheet of `write_sheet` filled in.
    rejects : where the rows that cannot be used are written, with the rule each breaks; no file if there are none.
    at : when decisions were made that do not say when.
    """
    with Engine() as engine, opened(engine, _index_file(results)) as index:
        known = index.decisions()
        sent = as_decisions(read_table(path), known=known, at=at)
        sent = with_need_of_two(sent, known=known, pairs=_needing_two(results))
        records = index.seen(records_of(sent))
        good, bad = checked(sent, known=known, is_known=records.__contains__)
        with engine.transaction():
            added = index.add_decisions(good)
    if bad.num_rows:
        _write_csv(bad, rejects)
    return added, sent.num_rows - good.num_rows - bad.num_rows, bad.num_rows


def _write_csv(table: pa.Table, path: Path) -> None:
    """Write a table as CSV under a temporary name, then rename it into place."""
    partial = path.with_name(path.name + ".partial")
    with partial.open("wb") as file:  # a folder that is not there is then named
        pa.csv.write_csv(table, file)
    partial.replace(path)


def _settled(index: PersonIndex) -> pa.Table:
    """Pairs of records that need no more decisions."""
    return decided.as_table(settled(index.decisions()))


def _needing_two(results: Path) -> set[decided.Pair]:
    """Pairs of records of which the run says that two people must agree."""
    found = [path for path in _pairs_files(results) if path.is_file()]
    pairs = pq.read_table(found[0]) if found else decided.LINK.empty_table()
    if "needs_two" not in pairs.column_names:
        return set()
    return {decided.pair_of(row) for row in pairs.to_pylist() if row["needs_two"]}


def _index_file(results: Path) -> Path:
    if not (results / FILE).is_file():
        raise NothingToReview(f"{results} has no {FILE}", expected="the folder of a link or of a run")
    return results / FILE


def _pairs_files(results: Path) -> tuple[Path, ...]:
    """Where a link, or a run, writes the pairs to look at."""
    return results / "review_pair.parquet", results / "link" / "review_pair.parquet"


def _pairs_file(results: Path) -> Path:
    for path in _pairs_files(results):
        if path.is_file():
            return path
    raise NothingToReview(f"{results} has no review_pair.parquet", expected="the folder of a link or of a run")
