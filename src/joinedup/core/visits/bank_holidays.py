"""Is a day a bank holiday? On one, contracts, pay and who is on shift may differ."""

from datetime import date
from functools import cache

from joinedup import definitions


def bank_holiday(on: date) -> str:
    """What a day's bank holiday in England and Wales is called; nothing if it is none.

    Examples
    --------
    >>> bank_holiday(date(2026, 12, 28)), bank_holiday(date(2026, 12, 29))
    ('Boxing Day (in lieu)', '')
    """
    return holidays().get(on, "")


def is_known(on: date) -> bool:
    """Whether the bank holidays of the day's year are known.

    Examples
    --------
    >>> is_known(date(2026, 1, 2)), is_known(date(2090, 1, 2))
    (True, False)
    """
    return on.year in {day.year for day in holidays()}


@cache
def holidays() -> dict[date, str]:
    """Every bank holiday known, by day."""
    found: dict[date, str] = definitions.read("visits/bank_holidays.yaml")["england_and_wales"]
    return found
