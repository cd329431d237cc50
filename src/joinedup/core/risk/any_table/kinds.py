"""What is a column of a table nobody has seen before: a number, a category, an identifier, a date?"""

import re
from typing import Any

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc
from numpy.typing import NDArray

from joinedup.core.risk.models.additive import coded

MISSING_WORDS = {"", "?", "na", "n/a", "nan", "null", ".", "-", "#n/a", "<na>"}
NO_NUMBER = {"none", "nil"}  # missing among numbers; among words an answer, such as no degree
DATE = re.compile(r"^\s*(\d{4}[-/.]\d{1,2}[-/.]\d{1,2}|\d{1,2}[-/.]\d{1,2}[-/.]\d{2,4})([T ]\d{1,2}:\d{2}.*)?\s*$")
IDENTIFIER_NAME = re.compile(r"(^|[_\s.])(id|ids|nbr|key|uuid|guid|index|rownames?|row_?number|unnamed: ?\d+)$", re.I)
FEWEST_TO_TELL = 50  # rows or people; with fewer, values may all differ by chance
MOST_SHARE_OF_OWN = 0.5  # of rows with a value of their own: more, and a text is an identifier or free text


def feature_values(column: pa.ChunkedArray) -> NDArray[Any] | None:
    """A column as numbers or as text; None if it is neither, such as a date or a list.

    Text that says nothing ("NA", "?") is missing, and text that is all numbers is numbers.

    Examples
    --------
    >>> feature_values(pa.chunked_array([["1", "?", " 2.5"]])).tolist()
    [1.0, nan, 2.5]
    >>> feature_values(pa.chunked_array([["I10", "250", "NA"]])).tolist()
    ['I10', '250', None]
    >>> feature_values(pa.chunked_array([["1", "none"]])).tolist()
    [1.0, nan]
    >>> feature_values(pa.chunked_array([["degree", "none", None]])).tolist()
    ['degree', 'none', None]
    >>> feature_values(pa.chunked_array([["2024-01-31", "2023-12-01"]])) is None
    True
    """
    if pa.types.is_dictionary(column.type):
        column = column.cast(column.type.value_type)
    kind = column.type
    if pa.types.is_null(kind):
        return np.full(len(column), np.nan)
    if pa.types.is_boolean(kind):
        return as_numbers(column.cast(pa.int8()))
    if pa.types.is_integer(kind) or pa.types.is_floating(kind) or pa.types.is_decimal(kind):
        return as_numbers(column)
    if pa.types.is_string(kind) or pa.types.is_large_string(kind) or pa.types.is_string_view(kind):
        return text_values(column)
    return None


def text_values(column: pa.ChunkedArray) -> NDArray[Any] | None:
    """Text as categories, as numbers if it is all numbers, or None if it is all dates."""
    encoded = column.cast(pa.string()).combine_chunks().dictionary_encode()
    words = [None if word.strip().lower() in MISSING_WORDS else word.strip() for word in encoded.dictionary.to_pylist()]
    said = [word for word in words if word is not None]
    if said and all(DATE.match(word) for word in said):
        return None
    place = encoded.indices.fill_null(len(words)).to_numpy(zero_copy_only=False)
    numbers = [number_or_nan(word) for word in words]
    told = [number_or_nan(word) for word in said if word.lower() not in NO_NUMBER]
    if not np.isnan(told).any() and (told or not said):
        return finite(np.array([*numbers, np.nan])[place])
    found: NDArray[Any] = np.array([*words, None], dtype=object)[place]
    return found


def as_numbers(column: pa.ChunkedArray) -> NDArray[np.float64]:
    """A numeric column as doubles, NaN where empty or infinite."""
    return finite(np.array(column.cast(pa.float64(), safe=False).to_numpy(), dtype=np.float64))


def finite(numbers: NDArray[np.float64]) -> NDArray[np.float64]:
    """Numbers with NaN for the infinite."""
    numbers[np.isinf(numbers)] = np.nan
    return numbers


def infinite_count(column: pa.ChunkedArray) -> int:
    """How many infinite numbers a column holds."""
    return int(pc.sum(pc.is_inf(column)).as_py() or 0) if pa.types.is_floating(column.type) else 0


def number_or_nan(text: str | None) -> float:
    """A number written as text; NaN if it is none."""
    try:
        return float(text) if text is not None else float("nan")
    except ValueError:
        return float("nan")


def identifies(name: str, values: NDArray[Any], person: NDArray[np.int64]) -> str:
    """Why a column only says which row or person it is; empty if it may say more.

    Parameters
    ----------
    values : numbers with NaN, or text with None, where missing.
    person : number of the person of each row, 0, 1, 2 …

    Examples
    --------
    >>> rows, nobody_twice = np.arange(100.0), np.arange(100)
    >>> identifies("rownames", rows, nobody_twice)
    'it numbers the rows'
    >>> identifies("age", np.repeat([40.0, 50.0], 50), nobody_twice)
    ''
    """
    if values.dtype != object and not is_whole(values):
        return ""
    known, code = coded(values) if values.dtype == object else whole_codes(values)
    said = int((code >= 0).sum())
    if said < FEWEST_TO_TELL:
        return ""
    people = int(person.max()) + 1
    if is_text(values) and len(known) > MOST_SHARE_OF_OWN * said:
        return "almost every row has a value of its own"
    if len(known) == said and not is_text(values) and numbers_rows(name, values):
        return "it numbers the rows"
    if FEWEST_TO_TELL <= people < said and len(known) == people and one_to_one(code, person, people):
        return "it says which person it is"
    return ""


def is_text(values: NDArray[Any]) -> bool:
    """Whether values are text."""
    return values.dtype == object


def is_whole(values: NDArray[np.float64]) -> bool:
    """Whether all numbers are whole."""
    known = values[~np.isnan(values)]
    return bool((known == np.floor(known)).all())


def whole_codes(values: NDArray[np.float64]) -> tuple[list[float], NDArray[np.int64]]:
    """The different numbers, and for each value the place of its own among them; −1 where missing."""
    known, place = np.unique(values, return_inverse=True)
    known = known[~np.isnan(known)]
    return known.tolist(), np.where(np.isnan(values), -1, place.ravel()).astype(np.int64)


def numbers_rows(name: str, values: NDArray[np.float64]) -> bool:
    """Whether whole numbers that all differ are a row's number: consecutive, rising, or named so."""
    known = values[~np.isnan(values)]
    consecutive = known.max() - known.min() + 1 == len(known)
    return bool(consecutive or (np.diff(known) > 0).all() or IDENTIFIER_NAME.search(name.strip()))


def one_to_one(code: NDArray[np.int64], person: NDArray[np.int64], people: int) -> bool:
    """Whether each person has one value and each value one person."""
    there = code >= 0
    return len(np.unique(code[there] * people + person[there])) == people == len(np.unique(person[there]))
