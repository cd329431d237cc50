"""What does a column of a table nobody has seen before say, word for word?"""

from typing import Any

import numpy as np
import pyarrow as pa
from numpy.typing import NDArray

from joinedup.core.risk.any_table.kinds import MISSING_WORDS
from joinedup.core.risk.failures import ColumnNotWords


def text_of(column: pa.ChunkedArray, name: str) -> pa.ChunkedArray:
    """Any column as text, null where it is.

    Raises
    ------
    ColumnNotWords
        if it holds lists, or bytes that are no text.

    Examples
    --------
    >>> text_of(pa.chunked_array([[1.0, 2.5, None]]), "falls").to_pylist()
    ['1', '2.5', None]
    """
    if pa.types.is_dictionary(column.type):
        column = column.cast(column.type.value_type)
    try:
        return column.cast(pa.string())
    except (pa.ArrowInvalid, pa.ArrowNotImplementedError) as problem:
        held = "lists" if pa.types.is_nested(column.type) else f"no text but {column.type}"
        raise ColumnNotWords(f"{name} is a column of {held}", expected="one number or word for each row") from problem


def said(word: str) -> str:
    """A word without the spaces around it; empty if it says nothing, such as "NA" or "?".

    Examples
    --------
    >>> [said(word) for word in (" dead ", "NA", "?")]
    ['dead', '', '']
    """
    bare = word.strip()
    return "" if bare.lower() in MISSING_WORDS else bare


def people_of(column: pa.ChunkedArray, name: str) -> NDArray[np.int64]:
    """The person of each row, numbered 0, 1, 2 … in the order of their ids; −1 where it is not said who.

    Raises
    ------
    ColumnNotWords
        if the column holds no ids.

    Examples
    --------
    >>> people_of(pa.chunked_array([["b", "a ", "NA", "a", None]]), "patient").tolist()
    [1, 0, -1, 0, -1]
    """
    encoded = text_of(column, name).combine_chunks().dictionary_encode()
    ids: NDArray[Any] = np.array(encoded.dictionary.to_pylist(), dtype=str)
    number: dict[str, int] = {}
    place = np.full(len(ids) + 1, -1)
    for at in np.argsort(ids, kind="stable"):
        if who := said(str(ids[at])):
            place[at] = number.setdefault(who, len(number))
    found: NDArray[np.int64] = place[encoded.indices.fill_null(len(ids)).to_numpy()].astype(np.int64)
    return found
