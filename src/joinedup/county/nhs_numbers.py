"""Which NHS numbers do invented people have? Only those of the range never issued, 999 000 0000 to 999 999 9999."""

import numpy as np
import pyarrow as pa

from joinedup.core.errors import CannotProceed
from joinedup.county.chance import Ints, Rng

FIRST_STEM = 999_000_000
STEMS = 1_000_000


class TooManyPeople(CannotProceed):
    """More people asked for than there are test numbers."""


def check_digit(stem: Ints) -> Ints:
    """The check digit of nine-digit stems; 10 means that the stem cannot be used.

    Examples
    --------
    >>> check_digit(np.array([943476591])).tolist()
    [9]
    """
    digits = stem[:, None] // 10 ** np.arange(8, -1, -1) % 10
    rest = 11 - (digits * np.arange(10, 1, -1)).sum(axis=1) % 11
    return np.where(rest == 11, 0, rest)


def draw_numbers(count: int, rng: Rng) -> pa.Array:
    """`count` different valid numbers as text.

    Raises
    ------
    TooManyPeople : the test range has about 909,000.
    """
    stem = FIRST_STEM + rng.permutation(STEMS)
    digit = check_digit(stem)
    usable = digit < 10
    numbers = (stem[usable] * 10 + digit[usable])[:count]
    if len(numbers) < count:
        raise TooManyPeople(
            f"{count:,} NHS numbers wanted", expected=f"at most {usable.sum():,}, all of the test range"
        )
    return pa.array(numbers).cast(pa.string())
