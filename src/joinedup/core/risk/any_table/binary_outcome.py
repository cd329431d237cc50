"""Which rows of a table nobody has seen before have the outcome?"""

import operator
import re
from typing import Any

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc
from numpy.typing import NDArray

from joinedup.core.risk.any_table.kinds import number_or_nan
from joinedup.core.risk.failures import OutcomeNotBinary

YES, NO = {"1", "1.0", "true", "yes", "t", "y"}, {"0", "0.0", "false", "no", "f", "n"}
BOUND = re.compile(r"^(>=|<=|>|<)\s*(-?\d+(?:\.\d+)?)$")
SIDES = {">": operator.gt, ">=": operator.ge, "<": operator.lt, "<=": operator.le}


def outcome_values(column: pa.ChunkedArray, event: str | None = None) -> NDArray[Any]:
    """True, False or None for each row.

    Parameters
    ----------
    event : the value that counts as having the outcome, or a bound such as ">0" if the values are numbers; if None,
        values must be 0 and 1 or yes and no.

    Raises
    ------
    OutcomeNotBinary
        if the values are neither yes nor no and `event` does not say which is which.

    Examples
    --------
    >>> outcome_values(pa.chunked_array([["yes", "no", None]])).tolist()
    [True, False, None]
    >>> outcome_values(pa.chunked_array([[0, 2, 5]]), event=">= 2").tolist()
    [False, True, True]
    """
    if pa.types.is_nested(column.type):
        raise OutcomeNotBinary("The outcome is a column of lists", expected="one value for each row")
    if pa.types.is_floating(column.type):
        column = pa.chunked_array([pc.if_else(pc.is_nan(column), None, column).combine_chunks()])
    encoded = column.cast(pa.string()).combine_chunks().dictionary_encode()
    words = [word.strip().lower() for word in encoded.dictionary.to_pylist()]
    yes, no = (YES, NO) if event is None else meant(event, words)
    strange = [word for word in words if word and word not in yes | no]
    if strange:
        raise OutcomeNotBinary(
            f"The outcome is not yes or no: it has {len(set(words) - {''})} different values",
            expected="0 and 1, true and false, or yes and no; or nothing where it is not known. `--event VALUE` says "
            'which value counts as having the outcome, and of a count or amount `--event ">0"` how much does',
        )
    meanings = np.array([*(None if not word else word in yes for word in words), None], dtype=object)
    found: NDArray[Any] = meanings[encoded.indices.fill_null(len(words)).to_numpy(zero_copy_only=False)]
    return found


def meant(event: str, words: list[str]) -> tuple[set[str], set[str]]:
    """The words that mean the event, and all the others.

    A value written like a bound, such as "<30", means itself where it occurs.
    """
    wanted = event.strip().lower()
    number = number_or_nan(wanted)
    yes = {word for word in words if word and (word == wanted or number_or_nan(word) == number)}
    others = set(words)
    bound = BOUND.match(wanted)
    if not yes and bound:
        others = {word for word in words if not np.isnan(number_or_nan(word))}  # what is no number lies on neither side
        reaches, limit = SIDES[bound[1]], float(bound[2])
        yes = {word for word in words if reaches(number_or_nan(word), limit)}
    if not yes:
        raise OutcomeNotBinary(
            "No row of the table has the outcome that was named as the event",
            expected='a value as the column writes it, or a bound such as ">0" if its values are numbers',
        )
    return yes, others - yes
