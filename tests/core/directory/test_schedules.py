"""Opening hours against a calendar written out by hand."""

from datetime import UTC, date, datetime, time, timedelta

from joinedup.core.directory import Frequency, Schedule, is_open

NOVEMBER = [datetime(2026, 11, day, 10, tzinfo=UTC) for day in range(1, 31)]


def days_open(**rule) -> list[int]:
    hours = Schedule("1", opens_at=time(9), closes_at=time(17), **rule)
    return [moment.day for moment in NOVEMBER if is_open([hours], moment)]


def test_every_monday_and_thursday():
    assert days_open(freq=Frequency.WEEKLY, byday=("MO", "TH")) == [2, 5, 9, 12, 16, 19, 23, 26, 30]


def test_every_other_monday_is_counted_from_the_start():
    assert days_open(freq=Frequency.WEEKLY, byday=("MO",), interval=2, dtstart=date(2026, 11, 9)) == [9, 23]


def test_second_tuesday_and_last_friday_of_the_month():
    assert days_open(freq=Frequency.MONTHLY, byday=("2TU", "-1FR")) == [10, 27]


def test_days_of_the_month():
    assert days_open(freq=Frequency.MONTHLY, bymonthday=(1, 15)) == [1, 15]


def test_hours_hold_only_while_they_are_valid():
    rule = {"freq": Frequency.WEEKLY, "byday": ("MO",), "valid_from": date(2026, 11, 9), "valid_to": date(2026, 11, 16)}
    assert days_open(**rule) == [9, 16]


def test_once_is_on_the_day_it_starts():
    assert days_open(dtstart=date(2026, 11, 20)) == [20]


def test_monthly_without_a_day_is_the_day_it_starts_on():
    assert days_open(freq=Frequency.MONTHLY, dtstart=date(2026, 10, 7)) == [7]


def test_no_hours_given_is_not_closed():
    assert is_open([], NOVEMBER[0]) is None


def test_hours_given_in_words_alone_are_not_known_to_be_open():
    words = Schedule("1", freq=Frequency.WEEKLY, description="By appointment")
    mondays = Schedule("2", freq=Frequency.WEEKLY, byday=("MO",), opens_at=time(9), closes_at=time(17))
    monday, tuesday = datetime(2026, 11, 30, 10, tzinfo=UTC), datetime(2026, 11, 24, 10, tzinfo=UTC)
    assert is_open([words], monday) is None
    assert [is_open([words, mondays], day) for day in (monday, tuesday)] == [True, None]
    assert is_open([mondays], tuesday) is False


def test_always_open_and_a_night_that_ends_on_the_next_day():
    always = Schedule("1", freq=Frequency.WEEKLY, byday=("MO", "TU", "WE", "TH", "FR", "SA", "SU"))
    night = Schedule("2", freq=Frequency.WEEKLY, byday=("SA",), opens_at=time(20), closes_at=time(4))
    assert all(is_open([always], NOVEMBER[0] + timedelta(minutes=17 * step)) for step in range(1000))
    sunday = datetime(2026, 11, 8, tzinfo=UTC)
    assert [is_open([night], sunday + timedelta(hours=hour)) for hour in (3, 4, 20)] == [True, False, False]


def test_what_repeats_does_not_hold_before_the_day_it_starts():
    assert days_open(freq=Frequency.WEEKLY, byday=("MO",), dtstart=date(2026, 11, 16)) == [16, 23, 30]
    assert days_open(freq=Frequency.MONTHLY, bymonthday=(5, 25), dtstart=date(2026, 11, 16)) == [25]


def test_place_in_the_month_counts_whatever_else_is_said():
    assert days_open(byday=("2TU",)) == [10]
    assert days_open(freq=Frequency.WEEKLY, byday=("-1FR", "1MO")) == [2, 27]


def test_days_of_the_month_are_counted_from_its_end_too():
    assert days_open(freq=Frequency.MONTHLY, bymonthday=(-1, -30)) == [1, 30]


def test_days_without_times_are_not_known_to_be_open_all_night():
    mondays = Schedule("1", freq=Frequency.WEEKLY, byday=("MO",))
    assert is_open([mondays], datetime(2026, 11, 30, 3, tzinfo=UTC)) is None
    assert is_open([mondays], datetime(2026, 11, 24, 3, tzinfo=UTC)) is False
