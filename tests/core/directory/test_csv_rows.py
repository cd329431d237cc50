"""Sheets of services as people write them: nothing is lost in silence, and no hours become others."""

from dataclasses import replace
from datetime import UTC, date, datetime, time

import pytest

from joinedup.core.directory import Attending, Directory, Frequency, Schedule
from joinedup.core.directory.schedules import is_open
from joinedup.core.directory.standards import csv_reading, csv_rows
from joinedup.core.errors import CannotProceed
from tests.core.directory.small import CHARITY, CLASS, SMALL

HEADING = "service,organisation,hours,telephone,attending\n"


def read(*rows: str):
    return csv_reading.read(HEADING + "\n".join(rows) + "\n", "sheet")


def services(*rows: str):
    return list(read(*rows).directory().services.values())


def hours(cell: str) -> Schedule:
    (one,) = services(f'Lunch,Friends,"{cell}",,')
    (found,) = one.schedules
    return found


def test_second_tuesday_of_the_month_is_not_every_tuesday():
    found = hours("2TU 14:00-16:00")
    assert (found.freq, found.byday) == (Frequency.MONTHLY, ("2TU",))


@pytest.mark.parametrize("cell", ["by appointment", "Mon-Fri 9am-5pm", "MO 9-5", "09:00-12:30"])
def test_hours_that_are_not_in_short_stay_as_words(cell):
    found = hours(cell)
    assert found.description == cell
    assert not found.says_when


@pytest.mark.parametrize("cell", ["mo,tu 9:00-24:00", "MO, TU 09:00 - 00:00"])
def test_hours_are_read_in_any_case_and_spacing(cell):
    found = hours(cell)
    assert (found.byday, found.opens_at, found.closes_at) == (("MO", "TU"), time(9), time(0))


def test_hours_go_out_and_come_back_or_are_told_in_words():
    several = (
        Schedule("1", freq=Frequency.MONTHLY, byday=("2TU",), opens_at=time(14), closes_at=time(16)),
        Schedule("2", freq=Frequency.WEEKLY, byday=("MO",), interval=2, dtstart=date(2026, 11, 9), opens_at=time(9)),
        Schedule("3", dtstart=date(2026, 12, 4), opens_at=time(10)),
        Schedule("4", description="term time; not in August"),
    )
    there = Directory.of([CHARITY], [replace(CLASS, schedules=several, attributes=())])
    sheet = csv_rows.heading() + "".join(csv_rows.lines(there))
    (back,) = csv_reading.read(sheet, "sheet").directory().services.values()
    monthly, *words = back.schedules
    assert (monthly.freq, monthly.byday, monthly.closes_at) == (Frequency.MONTHLY, ("2TU",), time(16))
    assert [one.description for one in words] == [
        "Monday every 2 weeks, from 9am",
        "Friday 4 December 2026, from 10am",
        "Term time, not in August",
    ]


@pytest.mark.parametrize("said", ["dtstart", "valid_from"])
def test_hours_that_begin_later_have_not_begun_when_they_come_back(said):
    monday = Schedule("1", freq=Frequency.WEEKLY, byday=("MO",), opens_at=time(9), closes_at=time(17))
    later = replace(monday, **{said: date(2026, 12, 7)})
    there = Directory.of([CHARITY], [replace(CLASS, schedules=(later,), attributes=())])
    (back,) = (
        csv_reading.read(csv_rows.heading() + "".join(csv_rows.lines(there)), "sheet").directory().services.values()
    )
    for hours_of in (there.services[CLASS.id].schedules, back.schedules):
        assert [is_open(hours_of, datetime(2026, *day, 10, tzinfo=UTC)) for day in ((11, 30), (12, 7))] == [False, True]


def test_quotation_mark_that_is_not_closed_does_not_swallow_the_rest():
    with pytest.raises(CannotProceed, match="quotation mark"):
        read("Tea,Friends,,,", '"Lunch,Friends,,,', "Supper,Friends,,,")


def test_row_with_more_cells_than_the_heading_is_told_and_not_guessed_at():
    reading = read("Tea,Friends,,,", "", "Lunch, with cake,Friends,,,")
    assert [one.name for one in reading.directory().services.values()] == ["Tea"]
    (problem,) = reading.unreadable
    assert problem.reason.startswith("Line 4 has more cells than the heading")


def test_row_that_says_otherwise_of_the_same_service_is_told():
    reading = read("Lunch,Friends,MO 09:00-10:00,01632 960001,", "Lunch,Friends,TU 09:00-10:00,01632 960002,")
    (one,) = reading.directory().services.values()
    assert one.phones[0].number == "01632 960001"
    (problem,) = reading.unreadable
    assert problem.reason.startswith("Line 3 says otherwise of phones, schedules than an earlier line")


def test_ways_are_read_in_any_case():
    (one,) = services("Lunch,Friends,,,Venue; Phone")
    assert one.attending == (Attending.VENUE, Attending.PHONE)


def test_own_sheet_has_nothing_to_tell():
    sheet = csv_rows.heading() + "".join(csv_rows.lines(SMALL))
    assert csv_reading.read(sheet, "sheet").unreadable == []
