"""How is a time of day read, and how is it said? Minutes from midnight; past midnight the hours go on."""

from typing import Any


def minutes_of(value: Any) -> Any:
    """Minutes from midnight of a time such as "08:30", or minutes as they are.

    Examples
    --------
    >>> minutes_of("08:30"), minutes_of(510)
    (510, 510)
    """
    if isinstance(value, str):
        hours, _, minutes = value.partition(":")
        if not (hours.isdigit() and minutes.isdigit() and len(minutes) == 2 and int(minutes) < 60):
            raise ValueError(f"'{value[:20]}' is not a time such as 08:30")
        return int(hours) * 60 + int(minutes)
    return value


def clock(minutes: float) -> str:
    """A time of day; past midnight the hours go on.

    Examples
    --------
    >>> clock(510), clock(1530.4)
    ('08:30', '25:30')
    """
    whole = round(minutes)
    return f"{whole // 60:02d}:{whole % 60:02d}"
