"""Which of the rows agencies sent can be used, and what is wrong with the others?"""

from collections.abc import Callable, Sequence
from pathlib import Path
from tempfile import TemporaryDirectory

import pyarrow as pa
import pyarrow.csv

from joinedup.core.engine import Engine
from joinedup.core.engine.duck import quoted
from joinedup.core.errors import CannotProceed
from joinedup.core.interop import distributions, keys, report, rows
from joinedup.core.interop.contract import Contract, all_contracts
from joinedup.core.interop.header import Header, read_header
from joinedup.core.interop.mapping import expected_names, map_columns
from joinedup.core.interop.place import AgencyFile, Place
from joinedup.core.interop.preparation import prepare
from joinedup.core.interop.received import Received, receive
from joinedup.core.interop.relations import Reading, parquet_columns
from joinedup.core.interop.report import FileReport
from joinedup.core.interop.unchanged import unchanged


class NobodyInRegister(CannotProceed):
    """A register has no rows."""


def check(place: Place, engine: Engine, into: Path, tell: Callable[[str], None]) -> list[FileReport]:
    """Read, type and judge every file of a place.

    Parameters
    ----------
    place : its files are read in the order of the place file.
    engine : a fresh session.
    into : an empty folder, in which this writes one Parquet table per kind, `rejects.parquet`, `rejects.csv`,
        `report.json` and `report.txt` (docs/reference/tables.md).
    tell : called with a few words before each file.

    Returns
    -------
    one report per file, in the order of the place file.

    Raises
    ------
    CannotProceed : a file or its mapping cannot be used at all; the subclass says how.
    """
    prepare(engine, place)
    reports: dict[int, FileReport] = {}
    with TemporaryDirectory(dir=into, prefix="reading-") as scratch:
        for contract in all_contracts():
            numbers = [number for number, sent in enumerate(place.files) if sent.kind == contract.kind]
            if numbers:
                reports |= check_kind(place, engine, contract, numbers, into, Path(scratch), tell)
    write_rejects(engine, into)
    in_order = [reports[number] for number in sorted(reports)]
    report.write_report(in_order, into)
    return in_order


def check_kind(
    place: Place,
    engine: Engine,
    contract: Contract,
    numbers: Sequence[int],
    into: Path,
    scratch: Path,
    tell: Callable[[str], None],
) -> dict[int, FileReport]:
    """Read all files of one kind, judge them together, and write their good rows."""
    rows.make_table(engine, contract)
    readings = []
    for number in numbers:
        tell(f"reading {place.files[number].path}")
        readings.append(read_file(place, engine, number, contract, scratch))
    keys.reject_repeats(engine, contract)
    if contract.is_register:
        keys.remember_records(engine)
    else:
        keys.reject_strangers(engine, contract)
    keys.list_problems(engine)
    reports = {reading.number: report_of(place, engine, reading) for reading in readings}
    write_kind(engine, contract, into)
    return reports


def read_file(place: Place, engine: Engine, number: int, contract: Contract, scratch: Path) -> Reading:
    """Read one file into the table `rows`, and be sure that nobody wrote to it meanwhile."""
    sent, longest = place.files[number], int(place.max_line_megabytes * 1_000_000)
    path = place.path_of(sent)
    with unchanged(path, sent.path), TemporaryDirectory(dir=scratch) as own:
        received = receive(path, sent.path, Path(own), declared=sent.encoding, max_line_bytes=longest)
        header, types = header_of(engine, sent, contract, received)
        reading = Reading(number, sent, contract, received, header, map_columns(sent, contract, header.columns), types)
        rows.read_rows(engine, reading, as_at=place.as_at, scratch=Path(own), max_line_bytes=longest)
    return reading


def header_of(
    engine: Engine, sent: AgencyFile, contract: Contract, received: Received
) -> tuple[Header, tuple[str, ...]]:
    """The columns of a file, and for Parquet their types."""
    if received.is_parquet:
        columns = parquet_columns(engine, received.path, sent.path)
        return Header(tuple(columns), ""), tuple(columns.values())
    return read_header(received.path, sent.path, expected_names(sent, contract).values(), sent.delimiter), ()


def report_of(place: Place, engine: Engine, reading: Reading) -> FileReport:
    """What was found in one file.

    Raises
    ------
    NobodyInRegister, EverythingRejected : nothing is left to work with.
    """
    sent, contract = reading.sent, reading.contract
    counts = report.counts(engine, reading.number)
    count, dropped = counts.rows, counts.rejected
    if contract.is_register and not count:
        raise NobodyInRegister(f"{sent.path} has a header and no rows", expected="one row per person of the register")
    warnings = distributions.warnings_of(engine, contract, reading.number, set(reading.wanted), place.as_at)
    if not count:
        warnings = ["The file has a header and no rows."]
    if above := reading.header.above:
        lines = "first line was" if above == 1 else f"first {above} lines were"
        warnings = [f"The {lines} not read: the column names are on line {above + 1}.", *warnings]
    if reading.received.doubt:
        warnings = [reading.received.doubt, *warnings]
    if dropped > place.most_rejected_share * count:
        warnings = [f"{dropped / count:.0%} of the rows were rejected.", *warnings]
    found = FileReport(
        file=sent.path,
        kind=sent.kind,
        organisation=sent.organisation,
        rows=count,
        kept=count - dropped,
        rejected=dropped,
        rejected_by_rule=counts.by_rule,
        faults=counts.faults,
        warnings=warnings,
        encoding=reading.received.encoding,
        delimiter=reading.header.delimiter,
        unused_columns=reading.mapped.unused,
        absent_columns=reading.mapped.absent(contract),
    )
    report.refuse_if_nothing_is_left(found)
    return found


def write_kind(engine: Engine, contract: Contract, into: Path) -> None:
    """Write the good rows of one kind, sorted by record."""
    columns = ", ".join(quoted(name) for name in contract.columns)
    engine.write(
        f"""
        select {columns}, source, organisation, file, line
        from rows join sent_file using (file_number) where not is_dropped
        order by source, record_id, file_number, line
        """,
        into / f"{contract.kind}.parquet",
    )
    engine.execute("drop table rows")


def write_rejects(engine: Engine, into: Path) -> None:
    """Write the rejects as Parquet and, to be opened in a spreadsheet, as CSV."""
    engine.write(
        """
        select file, line, kind, field, value_class, rule
        from reject join sent_file using (file_number) order by file_number, line, field, rule
        """,
        into / "rejects.parquet",
    )
    with pa.OSFile(str(into / "rejects.csv"), "wb") as file:
        pa.csv.write_csv(engine.table("from read_parquet($path)", path=str(into / "rejects.parquet")), file)
