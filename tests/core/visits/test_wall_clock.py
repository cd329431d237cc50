"""Rounds go by the clock on the wall, on the two nights it changes as well."""

from datetime import UTC, date, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest

from joinedup.core.visits.bank_holidays import bank_holiday
from joinedup.core.visits.wall_clock import clock_change, minutes_at, moment_of

ZONE = ZoneInfo("Europe/London")
DAYS = [date(2026, 3, 28), date(2026, 3, 29), date(2026, 6, 1), date(2026, 10, 24), date(2026, 10, 25)]


@pytest.mark.parametrize("on", DAYS)
def test_a_time_and_its_moment_are_one_but_in_the_hour_that_is_missing(on):
    for minutes in range(0, 2 * 24 * 60, 15):
        back = minutes_at(on, moment_of(on, minutes, ZONE), ZONE)
        shown = datetime.combine(on, datetime.min.time()) + timedelta(minutes=minutes)
        is_missing = shown.date() == date(2026, 3, 29) and shown.hour == 1
        assert back == (minutes + 60 if is_missing else minutes)


def test_a_night_shift_is_an_hour_longer_or_shorter_than_it_looks():
    for on, hours in ((date(2026, 3, 28), 8), (date(2026, 10, 24), 10), (date(2026, 6, 1), 9)):
        begins, ends = moment_of(on, 22 * 60, ZONE), moment_of(on, 31 * 60, ZONE)
        assert ends.astimezone(UTC) - begins.astimezone(UTC) == timedelta(hours=hours)


def test_the_change_is_seen_from_the_evening_before():
    assert clock_change(date(2026, 3, 28), ZONE) == (25 * 60, 60)
    assert clock_change(date(2026, 3, 30), ZONE) is None


def test_christmas_of_a_year_with_one_in_lieu():
    assert [bank_holiday(date(2027, 12, day)) for day in (25, 27, 28)] == [
        "",
        "Christmas Day (in lieu)",
        "Boxing Day (in lieu)",
    ]
