"""How are millions of dates held, and written the way an agency writes them?"""

from datetime import date, timedelta
from functools import cache

import numpy as np
import pyarrow as pa

from joinedup.county.chance import Bools, Ints

NEVER = 99_999  # a day far beyond any calendar: it has not happened
FIRST_DAY, LAST_DAY = date(1800, 1, 1), date(2080, 1, 1)
YEAR_DAYS = 365.25


def day(on: date) -> int:
    """Days since 1970-01-01.

    Examples
    --------
    >>> day(date(1970, 1, 2))
    1
    """
    return (on - date(1970, 1, 1)).days


def is_known(days: Ints) -> Bools:
    """Whether each is a day at all."""
    return np.asarray(days != NEVER)


def dates(days: Ints) -> pa.Array:
    """Days as an Arrow column of dates; `NEVER` becomes null."""
    return pa.array(days.astype(np.int32), pa.int32(), mask=days == NEVER).cast(pa.date32())


@cache
def calendar(pattern: str) -> pa.Array:
    """Every day from the first to the last, written in a pattern."""
    days = (LAST_DAY - FIRST_DAY).days
    return pa.array([(FIRST_DAY + timedelta(days=number)).strftime(pattern) for number in range(days)])


def texts(column: pa.Array, pattern: str) -> pa.Array:
    """A column of dates as text, by looking each up in a calendar written once."""
    return calendar(pattern).take(pa.compute.subtract(column.cast(pa.int32()), pa.scalar(day(FIRST_DAY), pa.int32())))
