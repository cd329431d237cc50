"""By which groups of people is a model audited?"""

from collections.abc import Collection

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc
from numpy.typing import NDArray

from joinedup.core.risk.any_table.kinds import feature_values
from joinedup.core.risk.any_table.table import require
from joinedup.core.risk.any_table.texts import text_of
from joinedup.core.risk.failures import TooManyGroups
from joinedup.core.risk.models.additive import Floats
from joinedup.core.risk.models.number_labels import number_labels

MOST_NUMBERS = 10  # a number with more different values is cut into fifths
FIFTHS = 5
MOST_GROUPS = 200
LARGEST_WHOLE = 2**53  # the last of the whole numbers that doubles tell apart


def groupings(table: pa.Table, names: Collection[str], used: NDArray[np.bool_]) -> dict[str, NDArray[np.str_]]:
    """The group of each row used, by grouping; "" where not known.

    Parameters
    ----------
    table : one row per person, or several.
    names : columns to group by. Numbers with many values are cut into fifths of the rows.
    used : of the table's rows, which are judged.

    Raises
    ------
    ColumnMissing
        if the table lacks one of the columns.
    ColumnNotWords
        if a column holds lists, or bytes that are no text.
    TooManyGroups
        if a column is no grouping, such as an identifier.
    """
    require(table, names)
    found = {name: grouping(table[name], name, used) for name in names}
    for name, groups in found.items():
        if (count := len(np.unique(groups))) > MOST_GROUPS:
            raise TooManyGroups(
                f"{name} has {count} groups", expected=f"at most {MOST_GROUPS}, such as by sex or age band"
            )
    return found


def grouping(column: pa.ChunkedArray, name: str, used: NDArray[np.bool_]) -> NDArray[np.str_]:
    """The group of each row used, as text."""
    values = None if is_beyond_doubles(column) else feature_values(column)
    if values is None:
        values = text_of(column, name).to_numpy()
    values = values[used]
    if values.dtype == object:
        return np.array(["" if value is None else str(value) for value in values], dtype=str)
    return by_number(values)


def is_beyond_doubles(column: pa.ChunkedArray) -> bool:
    """Whether a column holds whole numbers, such as codes of areas, that would run together as doubles."""
    if not pa.types.is_integer(column.type) or column.null_count == len(column):
        return False
    least, most = pc.min_max(column).as_py().values()
    return bool(max(-least, most) > LARGEST_WHOLE)


def by_number(values: Floats) -> NDArray[np.str_]:
    """Groups of numbers: each value its own, or fifths if there are many.

    Examples
    --------
    >>> by_number(np.array([0.0, 1.0, np.nan])).tolist()
    ['0', '1', '']
    >>> by_number(np.array([1234567.0, 1234568.0])).tolist()
    ['1234567', '1234568']
    >>> by_number(np.arange(100.0)).tolist()[::25]
    ['1: 0 to 19', '2: 20 to 39', '3: 40 to 59', '4: 60 to 79']
    """
    missing = np.isnan(values)
    different, place = np.unique(values[~missing], return_inverse=True)
    names, place = fifths(values[~missing]) if len(different) > MOST_NUMBERS else (number_labels(different), place)
    found = np.full(len(values), "", dtype=object)
    found[~missing] = np.array(names, dtype=object)[place]
    return found.astype(str)


def fifths(known: Floats) -> tuple[list[str], NDArray[np.int64]]:
    """Names of the fifths of numbers, lowest first, and for each number the place of its own."""
    cuts = np.unique(np.quantile(known, np.linspace(0, 1, FIFTHS + 1)[1:-1], method="closest_observation"))
    there, fifth = np.unique(np.searchsorted(cuts, known, side="left"), return_inverse=True)
    ends = [end for at in range(len(there)) for end in (known[fifth == at].min(), known[fifth == at].max())]
    labels = number_labels(ends)
    return [f"{at + 1}: {low} to {high}" for at, low, high in zip(there, labels[::2], labels[1::2], strict=True)], fifth
