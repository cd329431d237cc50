"""When is an entry stale, what is broken about it, and how do two people's changes come together?"""

from dataclasses import replace
from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as some

from joinedup.core.directory import Attending, Contact, Phone, Status
from joinedup.core.directory.changes import changes, share_gone
from joinedup.core.directory.upkeep import faults, freshness
from tests.core.directory.small import CLASS, HALL, LINE, MONDAYS

TODAY = date(2026, 11, 28)


def test_entry_is_stale_after_half_a_year():
    assert not freshness(date(2026, 5, 29), TODAY).is_stale
    assert freshness(date(2026, 5, 28), TODAY).is_stale
    assert freshness(None, TODAY).is_stale


def test_good_entries_have_no_faults():
    assert faults(CLASS, [HALL], TODAY) == ()
    assert faults(LINE, [], TODAY) == ()


@pytest.mark.parametrize(
    ("change", "words"),
    [
        ({"contacts": (), "email": "", "url": ""}, "Says no way to get in touch"),
        ({"url": "steadysteps"}, "Its web address is none"),
        ({"email": "ring us"}, "Its e-mail address is none"),
        ({"contacts": (Contact("c", phones=(Phone("p", "ask inside"),)),)}, "A telephone number cannot be one"),
        ({"description": " "}, "Says nothing of what it is"),
        ({"schedules": (replace(MONDAYS, valid_to=date(2026, 11, 27)),)}, "All its opening hours are over"),
    ],
)
def test_fault_is_said(change, words):
    assert faults(replace(CLASS, **change), [HALL], TODAY) == (words,)


def test_venue_without_a_place_is_a_fault_and_a_closed_service_has_none():
    assert faults(CLASS, [], TODAY) == ("Is given at a venue, and no venue is said",)
    assert faults(replace(CLASS, status=Status.DEFUNCT), [], TODAY) == ()
    assert faults(replace(CLASS, attending=(Attending.PHONE,)), [], TODAY) == ()


CONTENT = some.dictionaries(some.sampled_from("abcd"), some.integers(0, 3))


@given(CONTENT, CONTENT)
def test_changes_are_all_there_are(before, after):
    told = {change.field for change in changes(before, after)}
    assert told == {name for name in "abcd" if before.get(name) != after.get(name)}


def test_share_of_nothing_is_nothing():
    assert (share_gone(0, 0), share_gone(10, 9)) == (0, 0.9)
