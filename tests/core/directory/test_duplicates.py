"""One service entered twice is found; two services of one organisation are not taken for one."""

from dataclasses import replace

import pytest

from joinedup.core.directory import (
    Address,
    Contact,
    Directory,
    Location,
    Organisation,
    Phone,
    Service,
    ServiceAtLocation,
)
from joinedup.core.directory.duplicates import duplicates
from joinedup.core.engine import Engine


def service(key, name, organisation="o1", phone="01632 960001", url="", postcode="BH20 6ZZ"):
    contact = Contact(f"c{key}", phones=(Phone(f"p{key}", phone),)) if phone else Contact(f"c{key}")
    return Service(key, organisation, name, url=url, contacts=(contact,)), postcode


def found(*given, names=None):
    names = names or {"o1": "Steady Steps", "o2": "Steady Steps Ltd", "o3": "Age Well Purbeck"}
    services = [one for one, _ in given]
    locations = [
        Location(f"l{one.id}", addresses=(Address(f"a{one.id}", "1 High Street", "Wool", "", postcode),))
        for one, postcode in given
    ]
    places = [ServiceAtLocation(f"s{one.id}", one.id, f"l{one.id}") for one in services]
    directory = Directory.of([Organisation(*pair) for pair in names.items()], services, locations, places)
    with Engine() as engine:
        return duplicates(directory, engine)


@pytest.mark.parametrize(
    "other",
    [
        service("2", "Balance class"),
        service("2", "Balance Class", "o2", "+44 1632 960001"),
        service("2", "Balance classes", "o2"),
        service("2", "Class: balance", "o2", phone=""),
        service("2", "Balance class", "o3"),
    ],
)
def test_one_service_entered_twice_is_found(other):
    (pair,) = found(service("1", "Balance class"), other)
    assert (pair.first_id, pair.second_id) == ("1", "2")
    assert pair.reasons


@pytest.mark.parametrize(
    "other",
    [
        service("2", "Lunch club"),
        service("2", "Lunch club", url="https://steady.example/lunch"),
        service("2", "Balance class", "o3", phone="01632 960999", postcode="DT1 1XX"),
        service("2", "Carers' cafe", "o3"),
    ],
)
def test_two_services_are_not_taken_for_one(other):
    assert found(service("1", "Balance class", url="https://steady.example/class"), other) == ()


def test_likeliest_comes_first():
    pairs = found(
        service("1", "Balance class", url="https://a.example/x"),
        service("2", "Balance class", "o2", url="https://a.example/x"),
        service("3", "Balance classes", "o3", phone=""),
    )
    assert pairs[0].first_id == "1"
    assert pairs[0].second_id == "2"
    assert list(pairs) == sorted(pairs, key=lambda pair: -pair.probability)


def test_number_that_many_share_makes_no_pairs():
    names = {f"o{number}": f"Org {chr(97 + number % 26) * 5} {number}" for number in range(60)}
    given = [
        service(f"{number:02}", f"Class {number * 7919}", f"o{number}", postcode=f"BH{number} 1AA")
        for number in range(60)
    ]
    assert found(*given, names=names) == ()


def test_nothing_and_one_are_no_pair():
    assert found() == ()
    assert found(service("1", "Balance class")) == ()
    assert found(service("1", "Balance class"), (replace(service("2", "Yoga")[0]), "")) == ()
