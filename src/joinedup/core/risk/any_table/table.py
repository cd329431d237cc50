"""How does any table become columns that a model can be fitted to or scored on?"""

import re
from collections.abc import Collection
from dataclasses import dataclass
from difflib import get_close_matches
from typing import Any

import numpy as np
import pyarrow as pa
from numpy.typing import NDArray

from joinedup.core.risk.any_table.binary_outcome import read_outcome
from joinedup.core.risk.any_table.kinds import feature_values, identifies, infinite_count, number_or_nan
from joinedup.core.risk.any_table.reading import notes_on
from joinedup.core.risk.any_table.texts import people_of, text_of
from joinedup.core.risk.failures import ColumnMissing, ColumnsInConflict, OutcomeNotBinary
from joinedup.core.risk.models.additive import AdditiveModel, Axis
from joinedup.core.risk.models.split import numbered


@dataclass(frozen=True)
class FitTable:
    """What a model can be fitted to: one row per person, or several.

    Parameters
    ----------
    columns : the features; numbers with NaN, or text with None, where missing.
    outcome, person : one entry per row; person numbers people 0, 1, 2 …
    notes : sentences on what was left out, and why.
    used : of the table's rows, which these are.
    """

    columns: dict[str, NDArray[Any]]
    outcome: NDArray[np.bool_]
    person: NDArray[np.int64]
    notes: tuple[str, ...]
    used: NDArray[np.bool_]


def fit_table(
    table: pa.Table, *, outcome: str, person: str, exclude: Collection[str], event: str | None = None
) -> FitTable:
    """The features, outcome and people of a table; every other column is a feature unless excluded.

    Columns that only say which row or person it is, and dates, are left out with a note.

    Parameters
    ----------
    outcome : a column of 0 and 1, true and false, yes and no, or two other values; or of anything if `event` is given.
    person : the column that says which rows are of one person.
    event : the value of the outcome column that counts as having it, or a bound such as ">0"; every other value counts
        as not.

    Raises
    ------
    ColumnMissing
        if a named column is not there.
    ColumnsInConflict
        if a column is named for two purposes, or two columns have one name.
    OutcomeNotBinary
        if the outcome has other values, or is known of nobody.
    ColumnNotWords
        if outcome or person are lists.
    """
    check_columns(table, outcome=outcome, person=person, exclude=exclude)
    told, people = read_outcome(table[outcome], event, outcome), people_of(table[person], person)
    known = np.array([value is not None for value in told.happened]) & (people >= 0)
    if not known.any():
        raise OutcomeNotBinary("No row has both an outcome and a person", expected="rows of which both are known")
    notes = [f"{(~known).sum()} rows without outcome or person were left out"] if not known.all() else []
    notes += [*told.notes, *notes_on(table)]
    who = numbered(people[known])
    columns = {}
    for name in table.column_names:
        if name in {outcome, person, *exclude}:
            continue
        values, note = feature(table[name], name, known, who)
        if note:
            notes.append(note)
        if values is not None:
            columns[name] = values
    return FitTable(columns, told.happened[known].astype(bool), who, tuple(notes), known)


def feature(
    column: pa.ChunkedArray, name: str, known: NDArray[np.bool_], person: NDArray[np.int64]
) -> tuple[NDArray[Any] | None, str]:
    """A column as a feature, or why it is none; and what should be known about it."""
    values = feature_values(column)
    if values is None:
        return (
            None,
            f"{name} was left out: a model takes numbers, yes or no, and categories, not {words_of(column.type)}",
        )
    values = values[known]
    why = identifies(name, values, person) if known.any() else ""
    if why:
        return None, f"{name} was left out: {why}"
    infinite = infinite_count(column)
    return values, f"{name}: {infinite} infinite values are taken as missing" if infinite else ""


def words_of(kind: pa.DataType) -> str:
    """What a column that is no feature holds."""
    if pa.types.is_temporal(kind):
        return "dates or times: give the days since, or the age"
    if pa.types.is_nested(kind):
        return "lists"
    return "dates as text: give the days since, or the age" if pa.types.is_string(kind) else str(kind)


def check_columns(table: pa.Table, *, outcome: str, person: str, exclude: Collection[str]) -> None:
    """Refuse a table or a choice of columns that could mean two things."""
    twice = sorted({name for name in table.column_names if table.column_names.count(name) > 1})
    if twice:
        raise ColumnsInConflict(f"The table has two columns named {', '.join(twice)}", expected="each name once")
    require(table, [outcome, person, *exclude])
    if outcome == person:
        raise ColumnsInConflict(f"{outcome} is named both as outcome and as person", expected="two columns")
    for name, what in ((outcome, "outcome"), (person, "person")):
        if name in exclude:
            raise ColumnsInConflict(
                f"{name} is the {what}, and is also to be excluded", expected="to exclude features only"
            )


def require(table: pa.Table, names: Collection[str]) -> None:
    """Refuse a table that lacks any of the columns."""
    missing = [name for name in names if name not in table.column_names]
    if missing:
        meant = [f'"{near}"' for name in missing if (near := nearest(name, table.column_names))]
        raise ColumnMissing(
            f"The table has no column {', '.join(missing)}",
            expected=f"the columns named; did you mean {', '.join(meant)}?" if meant else "the columns named",
            available=table.column_names,
        )


def nearest(name: str, names: Collection[str]) -> str:
    """The name somebody may have meant; empty if none is like it.

    Capitals, spaces, dots and the like do not count.

    Examples
    --------
    >>> nearest("Patient ID", ["ward", "patient.id "]), nearest("aeg", ["age", "sex"]), nearest("x", ["age"])
    ('patient.id ', 'age', '')
    """
    bare = {re.sub(r"[\W_]+", "", other).lower(): other for other in reversed(list(names))}
    near = get_close_matches(re.sub(r"[\W_]+", "", name).lower(), bare, n=1)
    return bare[near[0]] if near else ""


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
    notes = notes_on(table)
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
        text = text_of(column, axis.feature).to_numpy() if values is None or values.dtype != object else values
        return text, int((axis.positions(text) == axis.size - 1).sum())
    if values is None:
        return np.full(len(column), np.nan), len(column) - column.null_count
    if values.dtype != object:
        return values, 0
    numbers = np.array([number_or_nan(value) for value in values])
    return numbers, int(np.isnan(numbers).sum()) - sum(value is None for value in values)
