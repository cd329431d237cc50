"""When is help given: repeated opening hours, and whether a moment lies in them?"""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from enum import StrEnum

DAYS = ("MO", "TU", "WE", "TH", "FR", "SA", "SU")  # iCalendar's (RFC 5545, section 3.3.10), Monday first
END_OF_DAY = time(23, 59, 59)


class Frequency(StrEnum):
    """How a schedule repeats."""

    WEEKLY = "WEEKLY"
    MONTHLY = "MONTHLY"


@dataclass(frozen=True)
class Schedule:
    """Opening hours that repeat, in local time.

    Parameters
    ----------
    service_at_location_id : the one place they hold for, or "" if for the service wherever it is given.
    freq, interval : every so many weeks or months, counted from `dtstart`; no `freq` is once, on `dtstart`.
    byday : days of the week, such as ("MO", "TH"); monthly with a place, such as "2TU" or "-1FR".
    bymonthday : days of the month, 1–31.
    valid_from, valid_to : first and last day on which they hold; None is open.
    opens_at, closes_at : closing at or before opening is on the next day; neither given is all day.
    attending_type : how one attends in these hours, in words.
    """

    id: str
    service_at_location_id: str = ""
    freq: Frequency | None = None
    interval: int = 1
    byday: tuple[str, ...] = ()
    bymonthday: tuple[int, ...] = ()
    dtstart: date | None = None
    valid_from: date | None = None
    valid_to: date | None = None
    opens_at: time | None = None
    closes_at: time | None = None
    description: str = ""
    schedule_link: str = ""
    attending_type: str = ""
    notes: str = ""

    @property
    def weekdays(self) -> tuple[str, ...]:
        """The days of the week in it, Monday first, without their place in the month."""
        return tuple(day for day in DAYS if any(one.endswith(day) for one in self.byday))

    @property
    def says_when(self) -> bool:
        """Whether a day or a time is given, and not words alone."""
        return bool(self.byday or self.bymonthday or self.dtstart or self.opens_at or self.closes_at)


def is_open(schedules: Iterable[Schedule], at: datetime) -> bool | None:
    """Whether any of the hours holds at a moment; None if none does and some are given in words alone, or none are.

    Parameters
    ----------
    at : local time of the place.

    Examples
    --------
    >>> hours = Schedule("1", freq=Frequency.WEEKLY, byday=("MO",), opens_at=time(9), closes_at=time(17))
    >>> [is_open([hours], datetime(2026, 11, 30, hour)) for hour in (8, 9, 16, 17)]
    [False, True, True, False]
    >>> night = Schedule("2", freq=Frequency.WEEKLY, byday=("SU",), opens_at=time(22), closes_at=time(6))
    >>> is_open([night], datetime(2026, 11, 30, 5))
    True
    """
    all_hours = tuple(schedules)
    told = [one for one in all_hours if one.says_when]
    if any(_holds(one, at) for one in told):
        return True
    return False if told and len(told) == len(all_hours) else None


def _holds(schedule: Schedule, at: datetime) -> bool:
    opens, closes = schedule.opens_at, schedule.closes_at
    now, today = at.time(), at.date()
    if opens is None or closes is None:
        return _on(schedule, today) and (opens is None or now >= opens) and (closes is None or now < closes)
    if opens < closes:
        return _on(schedule, today) and opens <= now < closes
    return (_on(schedule, today) and now >= opens) or (_on(schedule, today - timedelta(days=1)) and now < closes)


def _on(schedule: Schedule, day: date) -> bool:
    """Whether its hours begin on a day."""
    if (schedule.valid_from and day < schedule.valid_from) or (schedule.valid_to and day > schedule.valid_to):
        return False
    if schedule.freq is None:
        return schedule.dtstart in (None, day) and (not schedule.byday or DAYS[day.weekday()] in schedule.weekdays)
    return _in_turn(schedule, day) and _named(schedule, day)


def _in_turn(schedule: Schedule, day: date) -> bool:
    """Whether the week or month of a day is one of every `interval`."""
    if schedule.interval <= 1 or schedule.dtstart is None:
        return True
    start = schedule.dtstart
    if schedule.freq is Frequency.WEEKLY:
        weeks = (day - timedelta(days=day.weekday()) - (start - timedelta(days=start.weekday()))).days // 7
        return weeks >= 0 and weeks % schedule.interval == 0
    months = (day.year - start.year) * 12 + day.month - start.month
    return months >= 0 and months % schedule.interval == 0


def _named(schedule: Schedule, day: date) -> bool:
    """Whether a day is one of those the schedule names; with none named, the day it starts on."""
    if schedule.bymonthday and day.day not in schedule.bymonthday:
        return False
    if schedule.byday:
        return any(_is_weekday(one, day, schedule.freq) for one in schedule.byday)
    if schedule.bymonthday or schedule.dtstart is None:
        return True
    weekly = schedule.freq is Frequency.WEEKLY
    return day.weekday() == schedule.dtstart.weekday() if weekly else day.day == schedule.dtstart.day


def _is_weekday(named: str, day: date, freq: Frequency | None) -> bool:
    """Whether a day is, say, "TU", "2TU" (the second Tuesday of the month) or "-1FR" (the last Friday)."""
    place, weekday = named[:-2], named[-2:]
    if weekday != DAYS[day.weekday()]:
        return False
    if not place or freq is not Frequency.MONTHLY:
        return True
    from_start = (day.day - 1) // 7 + 1
    days_left = ((day.replace(day=28) + timedelta(days=4)).replace(day=1) - timedelta(days=1)).day - day.day
    return int(place) in (from_start, -(days_left // 7 + 1))
