"""How does any table, CSV or Parquet, become columns that a model can be fitted to or scored on?"""

from collections.abc import Collection
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
import pyarrow as pa
import pyarrow.csv as arrow_csv
import pyarrow.parquet as pq
from numpy.typing import NDArray

from joinedup.core.risk.additive import AdditiveModel, Axis
from joinedup.core.risk.failures import ColumnMissing, OutcomeNotBinary, TableNotReadable
from joinedup.core.risk.split import numbered

YES, NO = {"1", "1.0", "true", "yes", "t", "y"}, {"0", "0.0", "false", "no", "f", "n"}
NEEDED = "a CSV file with a header, or a Parquet file"


@dataclass(frozen=True)
class FitTable:
    """What a model can be fitted to: one row per person, or several.

    Parameters
    ----------
    columns : the features; numbers with NaN, or text with None, where missing.
    outcome, person : one entry per row; person numbers people 0, 1, 2 …
    notes : sentences on what was left out, and why.
    """

    columns: dict[str, NDArray[Any]]
    outcome: NDArray[np.bool_]
    person: NDArray[np.int64]
    notes: tuple[str, ...]


def read_table(path: Path) -> pa.Table:
    """A CSV or Parquet file as an Arrow table.

    Raises
    ------
    TableNotReadable
        if it is neither, or damaged, or has no rows.
    """
    if not path.is_file():
        raise TableNotReadable(f"There is no file {path.name}", expected=NEEDED)
    with path.open("rb") as file:
        is_parquet = file.read(4) == b"PAR1"
    try:
        table = pq.read_table(path) if is_parquet else read_csv(path)
    except (pa.ArrowException, UnicodeDecodeError, OSError) as problem:
        raise TableNotReadable(f"Cannot read {path.name}", expected=NEEDED) from problem
    if table.num_rows == 0:
        raise TableNotReadable(f"{path.name} has no rows", expected=NEEDED)
    return table


def read_csv(path: Path) -> pa.Table:
    """A CSV file; each column's type is found out from all of its rows."""
    with path.open(encoding="utf-8-sig", newline="") as file:
        header = file.readline()
    delimiter = max(",;\t|", key=header.count)
    return arrow_csv.read_csv(
        path,
        read_options=arrow_csv.ReadOptions(block_size=min(max(path.stat().st_size + 1, 1 << 20), 2**31 - 1)),
        parse_options=arrow_csv.ParseOptions(delimiter=delimiter, newlines_in_values=True),
        convert_options=arrow_csv.ConvertOptions(strings_can_be_null=True),
    )


def fit_table(table: pa.Table, *, outcome: str, person: str, exclude: Collection[str]) -> FitTable:
    """The features, outcome and people of a table; every other column is a feature unless excluded.

    Parameters
    ----------
    outcome : a column of 0 and 1, true and false, or yes and no.
    person : the column that says which rows are of one person.

    Raises
    ------
    ColumnMissing
        if a named column is not there.
    OutcomeNotBinary
        if the outcome has other values.
    """
    require(table, [outcome, person, *exclude])
    happened = outcome_values(table[outcome])
    known = np.array([value is not None for value in happened]) & table[person].is_valid().to_numpy()
    notes = [f"{(~known).sum()} rows without outcome or person were left out"] if not known.all() else []
    columns = {}
    for name in table.column_names:
        if name in {outcome, person, *exclude}:
            continue
        values = feature_values(table[name])
        if values is None:
            notes.append(
                f"{name} was left out: a model takes numbers, yes or no, and categories, not {table[name].type}"
            )
        else:
            columns[name] = values[known]
    ids = table[person].cast(pa.string()).to_numpy()[known].astype(str)
    return FitTable(columns, happened[known].astype(bool), numbered(ids), tuple(notes))


def require(table: pa.Table, names: Collection[str]) -> None:
    """Refuse a table that lacks any of the columns."""
    missing = [name for name in names if name not in table.column_names]
    if missing:
        raise ColumnMissing(
            f"The table has no column {', '.join(missing)}", expected="the columns named", available=table.column_names
        )


def outcome_values(column: pa.ChunkedArray) -> NDArray[Any]:
    """True, False or None for each row."""
    encoded = column.combine_chunks().dictionary_encode()
    words = [None if value is None else str(value).strip().lower() for value in encoded.dictionary.to_pylist()]
    strange = [word for word in words if word is not None and word not in YES | NO]
    if strange:
        raise OutcomeNotBinary(
            f"The outcome has values other than yes and no, {len(words)} in all",
            expected="0 and 1, true and false, or yes and no; or nothing where it is not known",
        )
    meanings = np.array([*(None if word is None else word in YES for word in words), None], dtype=object)
    found: NDArray[Any] = meanings[encoded.indices.fill_null(len(words)).to_numpy()]
    return found


def feature_values(column: pa.ChunkedArray) -> NDArray[Any] | None:
    """A column as numbers or as text; None if it is neither."""
    if pa.types.is_dictionary(column.type):
        column = column.cast(column.type.value_type)
    kind = column.type
    if (
        pa.types.is_boolean(kind)
        or pa.types.is_integer(kind)
        or pa.types.is_floating(kind)
        or pa.types.is_decimal(kind)
    ):
        return as_numbers(column.cast(pa.int8()) if pa.types.is_boolean(kind) else column)
    if pa.types.is_null(kind):
        return np.full(len(column), np.nan)
    if pa.types.is_string(kind) or pa.types.is_large_string(kind):
        text: NDArray[Any] = column.to_numpy()
        return text
    return None


def as_numbers(column: pa.ChunkedArray) -> NDArray[np.float64]:
    """A numeric column as doubles, NaN where empty or infinite."""
    numbers: NDArray[np.float64] = np.array(column.cast(pa.float64(), safe=False).to_numpy(), dtype=np.float64)
    numbers[np.isinf(numbers)] = np.nan
    return numbers


def score_columns(table: pa.Table, model: AdditiveModel) -> tuple[dict[str, NDArray[Any]], list[str]]:
    """The model's features in a table, and sentences on values the model has not met.

    A number that cannot be read counts as missing, a category never met as unknown; both are counted.

    Raises
    ------
    ColumnMissing
        if the table lacks a feature of the model.
    """
    require(table, model.features)
    columns: dict[str, NDArray[Any]] = {}
    notes = []
    for axis in {axis.feature: axis for term in model.terms for axis in term.axes}.values():
        values, strange = axis_values(table[axis.feature], axis)
        columns[axis.feature] = values
        if strange:
            notes.append(f"{axis.feature}: {strange} values the model has not met, taken as unknown")
    return columns, notes


def axis_values(column: pa.ChunkedArray, axis: Axis) -> tuple[NDArray[Any], int]:
    """A column as an axis takes it, and how many of its values could not be placed."""
    values = feature_values(column)
    if axis.categories is not None:
        text = column.cast(pa.string()).to_numpy() if values is None or values.dtype != object else values
        return text, int((axis.positions(text) == axis.size - 1).sum())
    if values is None:
        return np.full(len(column), np.nan), len(column) - column.null_count
    if values.dtype != object:
        return values, 0
    numbers = np.array([number_or_nan(value) for value in values])
    return numbers, int(np.isnan(numbers).sum()) - column.null_count


def number_or_nan(text: str | None) -> float:
    """A number written as text; NaN if it is none."""
    try:
        return float(text) if text is not None else float("nan")
    except ValueError:
        return float("nan")
