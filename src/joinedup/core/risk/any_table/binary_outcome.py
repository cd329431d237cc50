"""Which rows of a table nobody has seen before have the outcome?"""

from collections import Counter
from collections.abc import Collection, Mapping
from dataclasses import dataclass
from typing import Any

import numpy as np
import pyarrow as pa
from numpy.typing import NDArray

from joinedup.core.risk.any_table.event import Meaning, named, understood
from joinedup.core.risk.any_table.texts import said, text_of

MOST_NAMED = 5  # values that a note names


@dataclass(frozen=True)
class Outcome:
    """Which rows have an outcome, and what had to be decided to say so.

    Parameters
    ----------
    happened : True, False or None for each row; None where it is not known.
    notes : sentences on which values count as having it, and which as not, where that was not plain.
    """

    happened: NDArray[Any]
    notes: tuple[str, ...]


def read_outcome(column: pa.ChunkedArray, event: str | None = None, name: str = "The outcome") -> Outcome:
    """Which rows have the outcome.

    A value that says nothing, such as "NA" or "?", is missing and never counts as not having the outcome.

    Parameters
    ----------
    event : the value that counts as having the outcome, or a bound such as ">0" if the values are numbers; if None,
        values are yes and no, or the larger of two numbers or the rarer of two words counts, and a note says so.
    name : of the column.

    Raises
    ------
    OutcomeNotBinary
        if there are more than two values and `event` does not say which is which, or no row has the event.
    ColumnNotWords
        if the column holds lists.

    Examples
    --------
    >>> dead = read_outcome(pa.chunked_array([["alive", "dead", "alive", "?"]]))
    >>> dead.happened.tolist()
    [False, True, False, None]
    >>> print(*dead.notes)
    "dead" is counted as the outcome, being the rarer of "alive" and "dead"; give --event to choose
    """
    encoded = text_of(column, name).combine_chunks().dictionary_encode()
    written = [said(word) for word in encoded.dictionary.to_pylist()]
    place = encoded.indices.fill_null(len(written)).to_numpy()
    rows: Counter[str] = Counter()
    for word, count in zip(written, np.bincount(place, minlength=len(written)).tolist(), strict=False):
        if word:
            rows[word.lower()] += count
    found = understood(rows) if event is None else named(event, rows)
    meanings = np.array([*(word.lower() in found.having_it if word else None for word in written), None], dtype=object)
    spelt = {word.lower(): word for word in reversed(written)}
    note = chosen(found, spelt) if event is None else others(found, rows, spelt)
    return Outcome(meanings[place], (note,) if note else ())


def outcome_values(column: pa.ChunkedArray, event: str | None = None) -> NDArray[Any]:
    """True, False or None for each row; arguments as of `read_outcome`.

    Examples
    --------
    >>> outcome_values(pa.chunked_array([["yes", "no", None]])).tolist()
    [True, False, None]
    >>> outcome_values(pa.chunked_array([[0, 2, 5]]), event=">= 2").tolist()
    [False, True, True]
    """
    return read_outcome(column, event).happened


def chosen(found: Meaning, spelt: Mapping[str, str]) -> str:
    """Which of two values was taken for the outcome, and why; empty where they say yes and no."""
    if not found.why:
        return ""
    one, other = quoted(sorted(found.having_it)[:1], spelt), quoted(sorted(found.without_it)[:1], spelt)
    first, second = sorted((one, other), key=str.lower)
    return f"{one} is counted as the outcome, being {found.why} of {first} and {second}; give --event to choose"


def others(found: Meaning, rows: Mapping[str, int], spelt: Mapping[str, str]) -> str:
    """The values beside the event, the commonest by name, which count as not having the outcome; empty if a bound
    says so.
    """
    if found.by_bound or not found.without_it:
        return ""
    commonest = sorted(found.without_it, key=lambda word: (-rows[word], word))
    more = len(commonest) - MOST_NAMED
    names = quoted(commonest[:MOST_NAMED], spelt) + (f" and {more} other values" if more > 0 else "")
    return f"counted as not having the outcome: {names}"


def quoted(words: Collection[str], spelt: Mapping[str, str]) -> str:
    """Words as the column writes them, in quotation marks."""
    return ", ".join(f'"{spelt[word]}"' for word in words)
