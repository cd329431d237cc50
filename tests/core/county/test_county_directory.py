"""The invented county's directory: believable, invented, and sound by the national standard."""

import re

import pytest

from joinedup import definitions
from joinedup.core.directory import service_types
from joinedup.core.directory.standards import hsds_uk, hsds_uk_reading
from joinedup.county.directory import make_directory
from joinedup.county.template import Template

DRAMA = re.compile(r"01632 960\d{3}|08081 570\d{3}|03069 990\d{3}|07700 900\d{3}|111|101")


@pytest.fixture(scope="module")
def made():
    return make_directory(Template(definitions.HOME / "places" / "dorset"), 2026)


@pytest.fixture(scope="module")
def directory(made):
    return made.directory()


def test_about_a_thousand_services_of_every_kind(made, directory):
    assert 900 <= len(directory.services) <= 1200
    assert set(made.kind_of.values()) == set(service_types.names())
    directory.check_references()


def test_numbers_and_addresses_are_nobodys(directory):
    services = directory.services.values()
    assert all(DRAMA.fullmatch(phone.number) for one in services for phone in one.phones)
    assert all(one.url.split("/")[2].endswith(".example") for one in services)


def test_descriptions_differ(directory):
    assert len({one.description for one in directory.services.values()}) > 500


def test_same_seed_makes_the_same_directory(directory):
    again = make_directory(Template(definitions.HOME / "places" / "dorset"), 2026).directory()
    assert again == directory
    other = make_directory(Template(definitions.HOME / "places" / "dorset"), 2027).directory()
    assert other != directory


def test_written_and_read_it_is_the_same(directory):
    reading = hsds_uk_reading.read(hsds_uk.whole(directory), "county")
    assert reading.unreadable == []
    assert reading.directory() == directory


def test_every_offer_it_names_is_in_the_catalogue(directory):
    offers = {one["code"] for one in definitions.read("evidence/offers.yaml")}
    assert {offer for one in directory.services.values() for offer in one.offers} <= offers
