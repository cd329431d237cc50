"""By which groups of people is a model audited?"""

from collections.abc import Collection

import numpy as np
import pyarrow as pa
from numpy.typing import NDArray

from joinedup.core.risk.any_table.kinds import feature_values
from joinedup.core.risk.any_table.table import require
from joinedup.core.risk.any_table.texts import text_of
from joinedup.core.risk.failures import TooManyGroups
from joinedup.core.risk.models.additive import Floats

MOST_NUMBERS = 10  # a number with more different values is cut into fifths
FIFTHS = 5
MOST_GROUPS = 200


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
    values = feature_values(column)
    if values is None:
        values = text_of(column, name).to_numpy()
    values = values[used]
    if values.dtype == object:
        return np.array(["" if value is None else str(value) for value in values], dtype=str)
    return by_number(values)


def by_number(values: Floats) -> NDArray[np.str_]:
    """Groups of numbers: each value its own, or fifths if there are many.

    Examples
    --------
    >>> by_number(np.array([0.0, 1.0, np.nan])).tolist()
    ['0', '1', '']
    >>> by_number(np.arange(100.0)).tolist()[::25]
    ['1: 0 to 19', '2: 20 to 39', '3: 40 to 59', '4: 60 to 79']
    """
    missing = np.isnan(values)
    known = values[~missing]
    if len(np.unique(known)) <= MOST_NUMBERS:
        return np.array(["" if gap else f"{value:g}" for value, gap in zip(values, missing, strict=True)], dtype=str)
    cuts = np.unique(np.quantile(known, np.linspace(0, 1, FIFTHS + 1)[1:-1], method="closest_observation"))
    place = np.searchsorted(cuts, values, side="left")
    names = [""] * (len(cuts) + 1)
    for at in set(place[~missing].tolist()):
        inside = values[~missing & (place == at)]
        names[at] = f"{at + 1}: {inside.min():g} to {inside.max():g}"
    return np.where(missing, "", np.array(names, dtype=str)[place])
