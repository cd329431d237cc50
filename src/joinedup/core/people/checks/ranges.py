"""Which ten-digit numbers may be somebody's NHS number?"""

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache
from itertools import pairwise

import pyarrow as pa

from joinedup import definitions
from joinedup.core.errors import CannotProceed

STANDINGS = ("issued", "test")
NOT_ISSUED = "not_issued"


class RangesWrong(CannotProceed):
    """The definition of NHS number ranges cannot be used."""


@dataclass(frozen=True)
class Range:
    """Ten-digit numbers from `first` to `last`, both of them in it.

    Parameters
    ----------
    standing : `issued` to people, or `test`: never given to anybody.
    """

    name: str
    first: str
    last: str
    standing: str
    source: str

    def __post_init__(self) -> None:
        sound = all(len(end) == 10 and end.isascii() and end.isdigit() for end in (self.first, self.last))
        if not sound or self.first > self.last or self.standing not in STANDINGS or not self.source:
            raise RangesWrong(
                f"The range '{self.name}' of NHS numbers is not right",
                expected="first and last of ten digits, first not above last, a standing and a source",
                available=STANDINGS,
            )


@cache
def ranges() -> tuple[Range, ...]:
    """The ranges of definitions/nhs_numbers.yaml, from the lowest number up.

    Raises
    ------
    RangesWrong : one is not right, or two share a number.

    Examples
    --------
    >>> {each.standing for each in ranges()} == set(STANDINGS)
    True
    """
    return apart([Range(**each) for each in definitions.read("nhs_numbers.yaml")["ranges"]])


def apart(found: Sequence[Range]) -> tuple[Range, ...]:
    """The ranges in order, none of which shares a number with the next.

    Raises
    ------
    RangesWrong : two share a number, so that what it is would depend on the order of the file.
    """
    in_order = tuple(sorted(found, key=lambda each: each.first))
    for lower, upper in pairwise(in_order):
        if lower.last >= upper.first:
            raise RangesWrong(f"The ranges '{lower.name}' and '{upper.name}' overlap", expected="ranges that do not")
    return in_order


def standing(number: str) -> str:
    """What a ten-digit number is: `issued`, `test` or `not_issued`. The check digit is another question.

    Examples
    --------
    >>> [standing(number) for number in ("4444444444", "9990000018", "5000000000")]
    ['issued', 'test', 'not_issued']
    """
    return next((each.standing for each in ranges() if each.first <= number <= each.last), NOT_ISSUED)


@cache
def as_table() -> pa.Table:
    """One row per range and four first digits a number of it may have, so that numbers are looked up by equality.

    Columns: prefix, first, last, standing (text).
    """
    rows = [
        (f"{prefix:04d}", each.first, each.last, each.standing)
        for each in ranges()
        for prefix in range(int(each.first[:4]), int(each.last[:4]) + 1)
    ]
    columns = zip(*rows, strict=True)
    return pa.table({name: pa.array(column) for name, column in zip(_COLUMNS, columns, strict=True)})


_COLUMNS = ("prefix", "first", "last", "standing")
