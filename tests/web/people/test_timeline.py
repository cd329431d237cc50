"""One timeline across agencies: narrowed, paged, grouped by year."""

import re
from datetime import date

import pytest

from joinedup.web.people.models import Person
from joinedup.web.people.presenters.persons import header
from joinedup.web.people.presenters.timelines import by_year
from joinedup.web.people.queries import involved, timeline
from joinedup.web.people.words import spaced
from tests.web import small_run

PERSON = small_run.person_id(0)
PAGE = f"/people/{PERSON}/timeline/"


@pytest.fixture
def page(signed_in_as, take_into_care):
    client = signed_in_as("nurse")
    take_into_care(client.user, PERSON)
    return lambda **asked: client.get(PAGE, asked).content.decode()


def entries_in(text: str) -> list[int]:
    return [int(number) for number in re.findall(r"Entry (\d+) of the record", text)]


def test_all_entries_come_once_latest_first(page):
    first = page()
    older = re.search(r'href="\?([^"]+)" rel="next"', first)[1].replace("&amp;", "&")
    asked = dict(pair.split("=") for pair in older.split("&"))
    second = page(**{name: value.replace("%7E", "~") for name, value in asked.items()})
    assert entries_in(first) + entries_in(second) == list(range(70))


def test_entries_stand_under_their_year(page):
    text = page()
    years = re.findall(r'<h2 class="nhsuk-heading-m">(\d{4})</h2>', text)
    assert years == sorted(set(years), reverse=True)
    assert {"2026", "2025"} <= set(years)


def test_agency_and_kind_narrow_the_timeline(page):
    assert entries_in(page(kind="hospital_spell")) == list(range(1, 70, 5))
    assert entries_in(page(agency="dch")) == list(range(1, 70, 5))
    assert entries_in(page(agency="dch", kind="gp_event")) == []


@pytest.mark.one_database
@pytest.mark.parametrize("wrong", ["2026-99-99~1", "x", "0001-01-01~" + "9" * 40, "'; --", "9999-12-31"])
def test_cursor_that_is_not_ours_gives_the_start(page, wrong):
    assert entries_in(page(before=wrong))[0] == 0


def test_unknown_agency_and_kind_count_as_all(page):
    assert entries_in(page(agency="nobody", kind="'; drop table")) == list(range(50))


def test_reading_it_is_audited(page, audited):
    page()
    assert audited("people.view_timeline")[0].person_id == PERSON


def test_two_entries_of_one_day_are_paged_by_id(small_place):
    entries = list(timeline(Person(person_id=PERSON)))
    first = entries[0]
    later = timeline(Person(person_id=PERSON), before=(first.starts_on, first.pk + 1))
    assert next(iter(later)) == first


def test_involved_are_those_of_the_last_90_days_and_those_continuing(small_place):
    rows = {row["kind"]: row for row in involved(Person(person_id=PERSON), as_at=small_run.AS_AT)}
    assert rows["hospital_spell"]["last_on"] > date(2026, 1, 1)
    assert rows["social_care_event"]["continuing"] == 14  # none of them has an end
    assert rows["gp_event"]["entries"] == 2  # 1 and 86 days before
    assert "register" not in rows


def test_timeline_takes_a_bounded_number_of_queries(page, django_assert_max_num_queries):
    with django_assert_max_num_queries(22):
        page()


def test_nhs_number_that_is_not_ten_digits_is_left_as_it_is():
    assert spaced("12345") == "12345"


def test_age_is_counted_to_the_day_of_death(small_place):
    from joinedup.web.people.models import Person

    person = Person.objects.get(person_id=small_run.person_id(59))
    assert person.age_on(date(2040, 1, 1)) == person.age_on(date(2026, 3, 2))
    assert header(person, as_at=small_run.AS_AT, neighbourhoods={}).died == "2 March 2026"


def test_no_entries_make_no_years():
    assert by_year([], {}) == []
