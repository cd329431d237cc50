"""Opening hours in words, as cards and lists say them."""

from datetime import time

from joinedup.core.directory import Frequency, Schedule
from joinedup.core.directory.schedules import DAYS
from joinedup.core.directory.summary import hours_words


def words(**said) -> str:
    return "; ".join(hours_words([Schedule("1", **said)]))


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
