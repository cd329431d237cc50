"""When is help given: repeated opening hours, and whether a moment lies in them?"""

from calendar import monthrange
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
    byday : days of the week, such as ("MO", "TH"); with a place in the month, such as "2TU" or "-1FR", monthly.
    bymonthday : days of the month, 1–31, or -1 for the last, -2 for the one before.
    valid_from, valid_to : first and last day on which they hold; None is open.
    opens_at, closes_at : closing at or before opening is on the next day; neither given is day and night on every day
        of the week, and on some days not known.
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

    @property
    def says_hours(self) -> bool:
        """Whether it says from when to when: times, or every day without any."""
        return bool(self.opens_at or self.closes_at) or self.weekdays == DAYS

    @property
    def is_monthly(self) -> bool:
        """Whether it is about months; a day with a place in the month says so by itself."""
        return self.freq is Frequency.MONTHLY or any(len(day) > len(DAYS[0]) for day in self.byday)

    @property
    def begins_on(self) -> date | None:
        """The first day on which hours that repeat may hold."""
        firsts = [day for day in (self.valid_from, self.dtstart if self.freq else None) if day]
        return max(firsts, default=None)


def is_open(schedules: Iterable[Schedule], at: datetime) -> bool | None:
    """Whether any of the hours holds at a moment; None if none does and some do not say from when to when, or none are.

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
    holding = [one for one in told if _holds(one, at)]
    if any(one.says_hours for one in holding):
        return True
    return False if told and len(told) == len(all_hours) and not holding else None


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
    if (schedule.begins_on and day < schedule.begins_on) or (schedule.valid_to and day > schedule.valid_to):
        return False
    if schedule.freq is None:
        return schedule.dtstart in (None, day) and (not schedule.byday or _is_named(schedule.byday, day))
    return _in_turn(schedule, day) and _named(schedule, day)


def _in_turn(schedule: Schedule, day: date) -> bool:
    """Whether the week or month of a day is one of every `interval`."""
    if schedule.interval <= 1 or schedule.dtstart is None:
        return True
    start = schedule.dtstart
    if schedule.freq is Frequency.WEEKLY:
        weeks = (day - timedelta(days=day.weekday()) - (start - timedelta(days=start.weekday()))).days // 7
        return weeks % schedule.interval == 0
    months = (day.year - start.year) * 12 + day.month - start.month
    return months % schedule.interval == 0


def _named(schedule: Schedule, day: date) -> bool:
    """Whether a day is one of those the schedule names; with none named, the day it starts on."""
    if schedule.bymonthday and not {day.day, day.day - _days_in_month(day) - 1} & set(schedule.bymonthday):
        return False
    if schedule.byday:
        return _is_named(schedule.byday, day)
    if schedule.bymonthday or schedule.dtstart is None:
        return True
    weekly = schedule.freq is Frequency.WEEKLY
    return day.weekday() == schedule.dtstart.weekday() if weekly else day.day == schedule.dtstart.day


def _is_named(byday: Iterable[str], day: date) -> bool:
    """Whether a day is, say, "TU", "2TU" (the second Tuesday of the month) or "-1FR" (the last Friday)."""
    from_start = (day.day - 1) // 7 + 1
    from_end = -((_days_in_month(day) - day.day) // 7 + 1)
    weekday = DAYS[day.weekday()]
    return not {weekday, f"{from_start}{weekday}", f"{from_end}{weekday}"}.isdisjoint(byday)


def _days_in_month(day: date) -> int:
    return monthrange(day.year, day.month)[1]
