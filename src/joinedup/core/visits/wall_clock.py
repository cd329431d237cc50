"""Which moment is a time of a round, and which time is a moment? Rounds are planned by the clock on the wall."""

import itertools
from datetime import UTC, date, datetime, time, timedelta
from functools import cache
from zoneinfo import ZoneInfo

DAY_MINUTES = 24 * 60
PLACE = ZoneInfo("Europe/London")
"""Whose clocks the Working Time Regulations go by."""


def moment_of(on: date, minutes: float, zone: ZoneInfo) -> datetime:
    """The moment of a time of a day's rounds, which may be past midnight.

    A time that the clock shows twice is the first; one it skips is as much later as it skips.

    Parameters
    ----------
    minutes : from midnight of the day, as the clock on the wall goes.

    Examples
    --------
    >>> zone = ZoneInfo("Europe/London")
    >>> moment_of(date(2026, 3, 28), 25.5 * 60, zone).isoformat()
    '2026-03-29T02:30:00+01:00'
    >>> moment_of(date(2026, 10, 24), 27 * 60, zone).isoformat()
    '2026-10-25T03:00:00+00:00'
    """
    shown = datetime.combine(on, time.min) + timedelta(minutes=minutes)
    return shown.replace(tzinfo=zone).astimezone(UTC).astimezone(zone)


def minutes_at(on: date, at: datetime, zone: ZoneInfo) -> float:
    """What the clock shows at a moment, in minutes from midnight of a day.

    Examples
    --------
    >>> zone = ZoneInfo("Europe/London")
    >>> minutes_at(date(2026, 3, 28), datetime(2026, 3, 29, 1, 30, tzinfo=UTC), zone)
    1590.0
    """
    shown = at.astimezone(zone).replace(tzinfo=None)
    return (shown - datetime.combine(on, time.min)).total_seconds() / 60


def minutes_between(here: tuple[date, float], there: tuple[date, float], zone: ZoneInfo = PLACE) -> float:
    """Minutes that really pass from one time to another, an hour more or fewer where clocks are changed between.

    Examples
    --------
    >>> minutes_between((date(2026, 3, 28), 1260.0), (date(2026, 3, 29), 480.0)) / 60
    10.0
    """
    began, ended = (moment_of(*time, zone).astimezone(UTC) for time in (here, there))
    return (ended - began).total_seconds() / 60


@cache
def clock_change(on: date, zone: ZoneInfo) -> tuple[float, float] | None:
    """When the clock changes between a day's midnight and the end of the next day, and by how many minutes.

    Returns
    -------
    minutes from midnight at which it jumps, and by how much (more than 0 forward); None where it does not.

    Examples
    --------
    >>> zone = ZoneInfo("Europe/London")
    >>> clock_change(date(2026, 3, 29), zone), clock_change(date(2026, 10, 24), zone)
    ((60.0, 60.0), (1560.0, -60.0))
    >>> clock_change(date(2026, 6, 1), zone) is None
    True
    """
    first = datetime.combine(on, time.min, zone)
    hours = [first.astimezone(UTC) + timedelta(hours=hour) for hour in range(2 * 24 + 2)]
    for before, after in itertools.pairwise(hours):
        jump = after.astimezone(zone).utcoffset() - before.astimezone(zone).utcoffset()  # type: ignore[operator]
        if jump:
            return minutes_at(on, before, zone) + 60, jump.total_seconds() / 60
    return None
