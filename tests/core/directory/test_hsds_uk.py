"""The directory as HSDS-UK 3.0, and back again the same."""

import json
from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as some
from pydantic import TypeAdapter, ValidationError

from joinedup.core.directory import Directory, Eligibility, Service, Status
from joinedup.core.directory.standards import hsds_uk, hsds_uk_types
from joinedup.core.directory.standards.hsds_uk_reading import read
from tests.core.directory.small import CHARITY, CLASS, FALLS, HALL, NEEDS, SMALL, key


def checked(kind, written):
    TypeAdapter(kind).validate_python(written)
    return json.loads(json.dumps(written))


def test_the_whole_directory_comes_back_as_it_was():
    reading = read(json.loads(json.dumps(hsds_uk.whole(SMALL))), "own")
    assert not reading.unreadable
    assert reading.directory() == SMALL


def test_what_is_written_is_what_the_standard_has():
    checked(hsds_uk_types.Service, hsds_uk.service(CLASS, SMALL))
    checked(hsds_uk_types.Organization, hsds_uk.organisation(CHARITY, SMALL))
    checked(hsds_uk_types.Location, hsds_uk.location(HALL, SMALL))
    checked(hsds_uk_types.Taxonomy, hsds_uk.taxonomy(NEEDS, SMALL))
    checked(hsds_uk_types.TaxonomyTerm, hsds_uk.taxonomy_term(FALLS, NEEDS.name))
    for place in SMALL.service_at_locations.values():
        checked(hsds_uk_types.ServiceAtLocation, hsds_uk.service_at_location(place, SMALL))


def test_one_service_in_full_tells_everything_it_refers_to():
    reading = read({"services": [checked(hsds_uk_types.Service, hsds_uk.service(CLASS, SMALL))]}, "own")
    found = reading.directory()
    assert found.services == {CLASS.id: CLASS}
    assert found.locations == SMALL.locations
    assert found.organisations == SMALL.organisations
    assert found.taxonomy_terms == {FALLS.id: FALLS}


@given(
    some.builds(
        replace,
        some.just(CLASS),
        name=some.text(some.characters(categories=["L", "N", "P"]), min_size=1, max_size=50),
        status=some.sampled_from(Status),
        eligibility=some.builds(Eligibility, minimum_age=some.none() | some.integers(0, 100).map(float)),
    )
)
def test_any_service_comes_back_the_same(service: Service):
    directory = Directory.of([CHARITY], [service], [HALL], [], [NEEDS], [FALLS])
    written = checked(hsds_uk_types.Service, hsds_uk.service(service, directory))
    assert read({"services": [written]}, "own").directory().services == {service.id: service}


def test_other_peoples_ids_become_the_same_uuids_each_time():
    feed = {"services": [{"id": "17", "name": "Lunch", "status": "active", "organization": {"id": "3", "name": "X"}}]}
    first, second = read(feed, "there").directory(), read(feed, "there").directory()
    assert first == second
    assert first != read(feed, "elsewhere").directory()


def test_telephone_numbers_of_hsds_3_are_not_lost():
    feed = {
        "services": [
            {
                "id": key("s"),
                "name": "Lunch",
                "organization": {"id": key("o"), "name": "X"},
                "phones": [{"id": key("p"), "number": "01632 960003"}],
                "contacts": [{"id": key("c"), "phones": [{"id": key("q"), "number": "01632 960004"}]}],
            }
        ]
    }
    (service,) = read(feed, "there").directory().services.values()
    assert [phone.number for phone in service.phones] == ["01632 960004", "01632 960003"]


@pytest.mark.parametrize(
    ("fault", "words"),
    [
        ({"name": None}, "No name"),
        ({"name": {"en": "Lunch"}}, "name holds dict"),
        ({"status": "open"}, "status is 'open'"),
        ({"minimum_age": "old"}, "minimum_age is 'old'"),
        ({"minimum_age": 1e300}, "minimum_age is 1e"),
        ({"minimum_age": 70, "maximum_age": 60}, "above the oldest"),
        ({"schedules": {"byday": "MO"}}, "schedules is not a list"),
        ({"schedules": [{"byday": "Monday"}]}, "byday is 'MONDAY'"),
        ({"schedules": [{"opens_at": "9.30am"}]}, "opens_at is '9.30am'"),
        ({"last_modified": "yesterday"}, "last_modified is 'yesterday'"),
        ({"description": "x" * 20_001}, "20,001 letters"),
        ({"organization": {"id": key("o")}}, "its organisation is not in the feed"),
        ({"joinedup_attending": ["by owl"]}, "by owl"),
        ({"contacts": ["Ann"]}, "contacts is not a list of objects"),
    ],
)
def test_one_bad_entry_is_told_and_the_others_are_read(fault, words):
    good = {"id": key("s"), "name": "Lunch", "organization": {"id": key("o"), "name": "X"}}
    other = {**good, "id": key("t"), "organization": {"id": key("other"), "name": "Y"}}
    reading = read({"services": [good | fault, other]}, "there")
    assert list(reading.directory().services) == [key("t")]
    assert any(words in problem.reason for problem in reading.unreadable)


@pytest.mark.parametrize("given", [None, 7, "x", [], [None], [[]], {"id": 3}])
def test_what_is_no_service_at_all_is_told(given):
    reading = read({"services": [given]}, "there")
    assert len(reading.unreadable) >= 1
    assert not reading.directory().services


def test_null_is_refused_by_the_types_as_by_the_published_schemas():
    with pytest.raises(ValidationError, match="valid string"):
        TypeAdapter(hsds_uk_types.TaxonomyTerm).validate_python({"id": key("x"), "name": "x", "description": None})
