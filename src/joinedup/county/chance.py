"""Where does the invented county's chance come from, so that a seed always makes the same county?"""

from collections.abc import Sequence
from typing import Any
from zlib import crc32

import numpy as np
from numpy.typing import NDArray

Ints = NDArray[np.signedinteger[Any]]
Bools = NDArray[np.bool_]
Floats = NDArray[np.floating[Any]]
Rng = np.random.Generator


def stream(seed: int, subject: str) -> Rng:
    """A stream of random numbers of its own for each subject, so that changing one leaves the others as they were.

    Examples
    --------
    >>> int(stream(1, "ages").integers(100)) == int(stream(1, "ages").integers(100))
    True
    """
    return np.random.default_rng([seed, crc32(subject.encode())])


def pick(rng: Rng, weights: Sequence[float] | Floats, size: int) -> Ints:
    """Positions drawn with chances in proportion to `weights`."""
    edges = np.cumsum(np.asarray(weights, dtype=float))
    places = np.searchsorted(edges, rng.random(size) * edges[-1], side="right")
    return np.asarray(places.astype(np.int32))


def happens(rng: Rng, per_cent: float | Floats, size: int) -> Bools:
    """For each of `size` cases, whether something with this chance (per cent) happens."""
    return rng.random(size) * 100 < per_cent


def steps(table: dict[str, list[float]], age: Floats | Ints, value: str = "value") -> Floats:
    """The value of an age's band, from a table of `from_age` and values.

    Examples
    --------
    >>> steps({"from_age": [0, 18], "value": [97, 58]}, np.array([3, 40])).tolist()
    [97.0, 58.0]
    """
    band = np.searchsorted(np.asarray(table["from_age"]), age, side="right") - 1
    return np.asarray(table[value], dtype=float)[np.maximum(band, 0)]


def repeated(counts: Ints) -> Ints:
    """The position of each count, as often as the count says.

    Examples
    --------
    >>> repeated(np.array([2, 0, 1])).tolist()
    [0, 0, 2]
    """
    return np.repeat(np.arange(len(counts), dtype=np.int32), counts)
