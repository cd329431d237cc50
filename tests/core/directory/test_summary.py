"""Opening hours in words, as cards and lists say them."""

from dataclasses import replace
from datetime import date, time

from joinedup.core.directory import CostOption, Frequency, Schedule, Service
from joinedup.core.directory.schedules import DAYS
from joinedup.core.directory.summary import cost_words, hours_words

TODAY = date(2026, 11, 30)


def words(today=TODAY, **said) -> str:
    return "; ".join(hours_words([Schedule("1", **said)], today))


def test_what_is_given_in_words_alone_is_shown_as_it_stands():
    assert words(description="by appointment") == "By appointment"
    assert words(freq=Frequency.WEEKLY, description="Term time only") == "Term time only"
    assert words(freq=Frequency.WEEKLY) == ""


def test_description_stands_beside_days_and_times():
    said = {"freq": Frequency.WEEKLY, "byday": ("MO",), "description": "term time only"}
    assert words(opens_at=time(10), closes_at=time(12), **said) == "Monday, 10am to 12pm (term time only)"
    assert words(**said) == "Monday (term time only)"


def test_every_day_without_times_is_day_and_night():
    assert words(freq=Frequency.WEEKLY, byday=DAYS) == "Every day, day and night"


def test_what_is_once_has_its_date_and_is_left_out_when_it_is_over():
    assert words(dtstart=date(2026, 12, 4), opens_at=time(10)) == "Friday 4 December 2026, from 10am"
    assert words(dtstart=date(2026, 11, 29), opens_at=time(10)) == ""
    assert words(dtstart=date(2026, 11, 29), valid_to=date(2026, 12, 29), opens_at=time(10)) == ""


def test_hours_that_end_or_have_not_begun_say_so():
    mondays = {"freq": Frequency.WEEKLY, "byday": ("MO",), "opens_at": time(10)}
    assert words(valid_to=date(2026, 12, 14), **mondays) == "Monday, from 10am, until 14 December 2026"
    assert words(valid_from=date(2027, 1, 4), **mondays) == "Monday, from 10am, from 4 January 2027"
    assert words(valid_from=date(2026, 1, 4), **mondays) == "Monday, from 10am"
    assert words(valid_to=TODAY, **mondays) == "Monday, from 10am, until 30 November 2026"
    assert words(valid_to=date(2026, 11, 29), **mondays) == ""
    assert words(today=None, valid_to=date(2026, 11, 29), **mondays) == "Monday, from 10am, until 29 November 2026"


def test_every_other_month_or_week_is_said():
    monthly = {"freq": Frequency.MONTHLY, "opens_at": time(14)}
    assert words(byday=("2TU",), interval=2, **monthly) == "Second Tuesday, every 2 months, from 2pm"
    assert words(bymonthday=(1, 15), interval=3, **monthly) == "On day 1 and 15, every 3 months, from 2pm"
    assert words(dtstart=date(2026, 10, 7), **monthly) == "On day 7 of the month, from 2pm"
    weekly = {"freq": Frequency.WEEKLY, "interval": 2, "dtstart": date(2026, 11, 9), "opens_at": time(14)}
    assert words(byday=DAYS[:5], **weekly) == "Monday to Friday every 2 weeks, from 2pm"
    assert words(**weekly) == "Monday every 2 weeks, from 2pm"


def test_hours_say_when_they_begin_to_repeat():
    weekly = {"freq": Frequency.WEEKLY, "byday": ("MO",), "opens_at": time(10)}
    assert words(dtstart=date(2027, 1, 4), **weekly) == "Monday, from 10am, from 4 January 2027"
    assert words(dtstart=date(2026, 1, 5), **weekly) == "Monday, from 10am"


def test_place_in_the_month_is_said_whatever_else_is():
    assert words(byday=("2TU",), opens_at=time(14)) == "Second Tuesday of the month, from 2pm"
    assert words(freq=Frequency.WEEKLY, byday=("-1FR",), opens_at=time(14)) == "Last Friday of the month, from 2pm"


def test_days_counted_from_the_end_of_a_month_are_said_so():
    monthly = {"freq": Frequency.MONTHLY, "opens_at": time(14)}
    assert words(bymonthday=(15, -1), **monthly) == "On day 15 and the last day of the month, from 2pm"


def test_some_days_without_times_are_days_and_no_more():
    assert words(freq=Frequency.WEEKLY, byday=("MO", "TH")) == "Monday and Thursday"


def test_price_that_was_nought_for_a_time_is_not_free():
    over = CostOption("1", "", 0, valid_to=date(2020, 3, 31))
    once_free = Service("s", "o", "Lunch club", cost_options=(over,))
    assert once_free.is_free is False
    assert cost_words(once_free) == "£0 until 31 March 2020"
    assert cost_words(replace(once_free, cost_options=(replace(over, valid_to=None),))) == "Free"
