"""How does each agency shape the file it sends: names, codes, dates, delimiter, encoding, compression?"""

import gzip
import io
from contextlib import nullcontext
from pathlib import Path
from typing import Any, BinaryIO

import pyarrow as pa
import pyarrow.csv
import pyarrow.parquet

from joinedup.county import days


def write(table: pa.Table, shape: dict[str, Any], folder: Path) -> None:
    """Write one extract.

    Parameters
    ----------
    table : under our own column names.
    shape : the agency's path, columns, codes, date_format, delimiter and encoding (see agencies.yaml).
    folder : the place's folder.
    """
    path = folder / shape["path"]
    path.parent.mkdir(parents=True, exist_ok=True)
    shaped = in_agency_shape(table, shape)
    if path.suffix == ".parquet":
        pyarrow.parquet.write_table(shaped, path, compression="zstd")
    else:
        write_csv(shaped, path, shape)


def in_agency_shape(table: pa.Table, shape: dict[str, Any]) -> pa.Table:
    """The agency's own columns, in its order, with its codes and dates."""
    columns = {}
    for ours, theirs in shape["columns"].items():
        column = table[ours].combine_chunks()
        codes = shape.get("codes", {}).get(ours)
        if codes:
            column = translated(column, codes)
        if pa.types.is_date(column.type) and "date_format" in shape:
            column = days.texts(column, shape["date_format"])
        columns[theirs] = column
    return pa.table(columns)


def translated(column: pa.Array, codes: dict[str, str]) -> pa.Array:
    """Our codes as the agency's; a code it does not have stays as it is."""
    encoded = column.cast(pa.string()).dictionary_encode()
    theirs = [codes.get(code, code) for code in encoded.dictionary.to_pylist()]
    return pa.array(theirs, pa.string()).take(encoded.indices)


def write_csv(table: pa.Table, path: Path, shape: dict[str, Any]) -> None:
    """CSV, plain or gzip without a time of day, in UTF-8 or the agency's encoding."""
    options = pa.csv.WriteOptions(delimiter=shape.get("delimiter", ","), quoting_style="needed", batch_size=65_536)
    with path.open("wb") as file, packed(file, path) as sink:
        if "encoding" in shape:
            memory = io.BytesIO()
            pa.csv.write_csv(table, memory, options)
            sink.write(memory.getvalue().decode("utf-8").encode(shape["encoding"], errors="replace"))
        else:
            pa.csv.write_csv(table, sink, options)


def packed(file: BinaryIO, path: Path) -> Any:
    """Where to write: into gzip if the path says so, else the file itself."""
    if path.suffix == ".gz":
        return gzip.GzipFile(filename="", mode="wb", fileobj=file, compresslevel=1, mtime=0)
    return nullcontext(file)
