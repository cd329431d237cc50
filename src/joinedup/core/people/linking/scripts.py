"""How does a name in another script read in Latin letters?"""

import pyarrow as pa
import pyarrow.compute as pc
from anyascii import anyascii


def in_latin(column: pa.ChunkedArray) -> pa.ChunkedArray:
    """The texts of a column in plain Latin letters, so that names written in two scripts can agree.

    Only the few texts with other characters are touched, each different one once.

    Parameters
    ----------
    column : text; missing values stay missing.

    Examples
    --------
    >>> in_latin(pa.chunked_array([["Łukasz", "Иван", "O’Brien", "Ann", None]])).to_pylist()
    ['Lukasz', 'Ivan', "O'Brien", 'Ann', None]
    """
    is_other = pc.invert(pc.fill_null(pc.string_is_ascii(column), True))
    if not pc.any(is_other).as_py():
        return column
    words = pc.dictionary_encode(column.filter(is_other)).combine_chunks()
    latin = pa.array([anyascii(word) for word in words.dictionary.to_pylist()], pa.string())
    replaced = pc.replace_with_mask(column.combine_chunks(), is_other.combine_chunks(), latin.take(words.indices))
    return pa.chunked_array([replaced])
