"""The directory as Open Referral UK 1.0, and what 1.0 can say of it back again."""

import json
from dataclasses import replace

import pytest
from pydantic import TypeAdapter

from joinedup.core.directory import Eligibility, ReferralRoute
from joinedup.core.directory.standards import oruk, oruk_types
from joinedup.core.directory.standards.oruk_reading import read
from tests.core.directory.small import CHARITY, CLASS, FALLS, HALL, LINE, NEEDS, SMALL, key


def services() -> list[dict]:
    written = [oruk.service(one, SMALL) for one in SMALL.services.values()]
    for one in written:
        TypeAdapter(oruk_types.Service).validate_python(one)
    return json.loads(json.dumps(written))


def test_what_is_written_is_what_the_standard_has():
    services()
    TypeAdapter(oruk_types.Organization).validate_python(oruk.organisation(CHARITY))
    TypeAdapter(oruk_types.Location).validate_python(oruk.location(HALL))
    TypeAdapter(oruk_types.Taxonomy).validate_python(oruk.taxonomy(FALLS, SMALL))


def test_what_the_older_standard_can_say_comes_back():
    reading = read({"services": services()}, "own")
    found = reading.directory()
    assert not reading.unreadable
    back = found.services[CLASS.id]
    assert back.schedules == CLASS.schedules
    assert back.cost_options == CLASS.cost_options
    assert back.attending == CLASS.attending
    assert back.eligibility == Eligibility(minimum_age=65, referral_routes=(ReferralRoute.DROP_IN,))
    assert [phone.number for phone in found.services[LINE.id].phones] == ["01632 960002"]
    assert [one.postcode for one in found.locations.values()] == ["BH20 6ZZ"]
    assert [one.name for one in found.taxonomies.values()] == [NEEDS.name]
    assert [replace(one, taxonomy_id="", code="", description="") for one in found.taxonomy_terms.values()] == [
        replace(FALLS, taxonomy_id="", code="", description="")
    ]


def test_hours_at_one_place_stay_at_that_place():
    feed = services()[:1]
    feed[0]["service_at_locations"][0]["regular_schedule"] = [{"id": key("x"), "byday": "TU", "freq": "WEEKLY"}]
    (service,) = read({"services": feed}, "there").directory().services.values()
    assert [one.service_at_location_id for one in service.schedules] == ["", key("class at hall")]


@pytest.mark.parametrize(
    "fault",
    [{"attending_type": ["phone"]}, {"eligibilitys": {"minimum_age": 1}}, {"regular_schedules": "Mondays"}],
)
def test_one_bad_entry_is_told_and_the_others_are_read(fault):
    good, other = services()
    reading = read({"services": [good | fault, other, 7]}, "there")
    assert list(reading.directory().services) == [LINE.id]
    assert len(reading.unreadable) == 2
