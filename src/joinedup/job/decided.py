"""How are decisions about pairs of records read from a file?"""

from pathlib import Path

import pyarrow as pa
import pyarrow.csv as pc
import pyarrow.parquet as pq

from joinedup.core.people.identity.decisions import NotDecisions
from joinedup.core.people.identity.exchange import checked
from joinedup.job.registers import NoSuchFile


def read_decisions(path: Path, *, known: pa.Table | None = None) -> tuple[pa.Table, pa.Table]:
    """Decisions and rejects of a file in the exchange format (docs/how-to/review-outside-the-web.md).

    Parameters
    ----------
    path : the file.
    known : decisions made before, which are left out.
    """
    return checked(read_table(path), known=known)


def read_table(path: Path) -> pa.Table:
    """A file of decisions as it is; of a CSV every value is text."""
    if not path.is_file():
        raise NoSuchFile(f"There is no file {path}", expected="decisions as CSV or Parquet")
    try:
        if path.suffix == ".parquet":
            return pq.read_table(path)
        with path.open("rb") as stream:
            header = stream.readline().decode("utf-8-sig").strip()
        names = [name.strip('"') for name in header.split(",")]
        types = pc.ConvertOptions(column_types=dict.fromkeys(names, pa.string()), strings_can_be_null=True)
        parsing = pc.ParseOptions(newlines_in_values=True)
        return pc.read_csv(path, convert_options=types, parse_options=parsing)
    except (pa.ArrowException, UnicodeDecodeError, OSError) as problem:
        raise NotDecisions(f"{path} cannot be read", expected="decisions as CSV (UTF-8) or Parquet") from problem
