"""How does a checked file read to the person who has to answer for it?"""

import json
from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass, field
from pathlib import Path

from joinedup.core.engine import Engine
from joinedup.core.errors import CannotProceed


class EverythingRejected(CannotProceed):
    """Not one row of a file could be kept."""


@dataclass(frozen=True)
class FileReport:
    """What the check found in one file.

    Parameters
    ----------
    organisation : code of the sender, as the place file gives it.
    rows, kept, rejected : numbers of rows; kept and rejected add up to rows.
    rejected_by_rule : how often each rule was broken; one row can break several, and a few rules only empty a value.
    faults : the same by rule and field, as sentences.
    warnings : sentences about what looks wrong, without values.
    encoding, delimiter : as found; empty for Parquet.
    unused_columns : columns of the file nobody asked for.
    absent_columns : our columns the file does not have.
    """

    file: str
    kind: str
    organisation: str
    rows: int
    kept: int
    rejected: int
    rejected_by_rule: Mapping[str, int] = field(default_factory=dict)
    faults: Sequence[str] = ()
    warnings: Sequence[str] = ()
    encoding: str = ""
    delimiter: str = ""
    unused_columns: Sequence[str] = ()
    absent_columns: Sequence[str] = ()


@dataclass(frozen=True)
class Counts:
    """What the tables `rows` and `reject` say of one file."""

    rows: int
    rejected: int
    by_rule: Mapping[str, int]
    faults: Sequence[str]


def counts(engine: Engine, file_number: int) -> Counts:
    """Rows, rows rejected, and rules broken of one file in the tables `rows` and `reject`."""
    of_file = {"number": file_number}
    rows = engine.table(
        "select count(*) as n, count(*) filter (is_dropped) as dropped from rows where file_number = $number", **of_file
    ).to_pylist()[0]
    broken = engine.table(
        """
        select rule, field, count(*) as n, sum(n) over (partition by rule)::bigint as of_rule
        from reject where file_number = $number group by rule, field order by of_rule desc, rule, n desc, field
        """,
        **of_file,
    ).to_pylist()
    faults = [fault_words(each["rule"], each["field"], each["n"]) for each in broken]
    return Counts(rows["n"], rows["dropped"], {each["rule"]: each["of_rule"] for each in broken}, faults)


def fault_words(rule: str, field: str | None, n: int) -> str:
    """How often a rule was broken by a field.

    Examples
    --------
    >>> fault_words("unknown_code", "sex", 1200)
    'unknown_code in sex: 1,200'
    """
    return f"{rule}{f' in {field}' if field else ''}: {n:,}"


def refuse_if_nothing_is_left(report: FileReport) -> None:
    """Raise if every row was rejected: the file is surely not what the place file says it is."""
    if report.rows and not report.kept:
        rules = "; ".join(report.faults)
        raise EverythingRejected(
            f"All {report.rows:,} rows of {report.file} were rejected ({rules})",
            expected=f"rows as docs/reference/extracts/{report.kind}.md describes; look at columns, codes and "
            "date_format in the place file",
        )


def write_report(reports: Sequence[FileReport], into: Path) -> None:
    """Write report.json and the same as text."""
    (into / "report.json").write_text(json.dumps([asdict(report) for report in reports], indent=1), encoding="utf-8")
    (into / "report.txt").write_text("\n".join(map(as_text, reports)), encoding="utf-8")


def read_report(path: Path) -> list[FileReport]:
    """The reports that `write_report` wrote."""
    return [FileReport(**report) for report in json.loads(path.read_text(encoding="utf-8"))]


def as_text(report: FileReport) -> str:
    """One file's report as a few lines.

    Examples
    --------
    >>> faults = ["unknown_code in sex: 1"]
    >>> print(as_text(FileReport("people.csv", "register", "council", 3, 2, 1, {"unknown_code": 1}, faults)))
    people.csv: register from council
      3 rows, 2 kept, 1 rejected (33.3%)
      unknown_code in sex: 1
    """
    share = f" ({report.rejected / report.rows:.1%})" if report.rejected else ""
    lines = [
        f"{report.file}: {report.kind} from {report.organisation}",
        f"  {report.rows:,} rows, {report.kept:,} kept, {report.rejected:,} rejected{share}",
        *(f"  {fault}" for fault in report.faults),
        *(f"  ! {warning}" for warning in report.warnings),
    ]
    if report.unused_columns:
        lines.append(f"  columns not used: {', '.join(report.unused_columns)}")
    if report.absent_columns:
        lines.append(f"  columns not sent: {', '.join(report.absent_columns)}")
    return "\n".join(lines) + "\n"
