"""Faults put into a good feed, one at a time: the gate finds each, by the rule that is named, over real HTTP."""

import json
import random
from dataclasses import replace

import pytest

from joinedup.core.directory import (
    Address,
    Attribute,
    Directory,
    Eligibility,
    Location,
    Organisation,
    ServiceAtLocation,
    TaxonomyTerm,
)
from joinedup.core.directory.conformance import Answer, GateParameters, judge
from joinedup.core.directory.conformance.checks import SOMEBODY_ELSE
from joinedup.feeds.client import FeedClient
from tests.core.directory.small import CLASS, FALLS, HALL, HIP, NEEDS, SMALL, key
from tests.web.directory.faulty import asked, edit, header, instead, served, without_filter

pytestmark = pytest.mark.one_database

SERVICES, SERVICE = "services", "services/.+"
NOT_THERE = "9b2d1e9c-1111-4111-8111-111111111111"


def larger() -> Directory:
    """The small directory with enough of everything for two pages and for every filter to leave something out."""
    other = Organisation(key("other"), "Another charity", "Another")
    more = [
        replace(
            CLASS,
            id=key(f"class {number}"),
            organisation_id=other.id,
            name=f"Class {number}",
            eligibility=Eligibility(minimum_age=10 * number, maximum_age=10 * number + 20),
            attributes=(Attribute(key(f"tied {number}"), HIP.id, "need"),),
            schedules=tuple(replace(one, id=key(f"hours {number}"), byday=("FR",)) for one in CLASS.schedules),
        )
        for number in range(1, 4)
    ]
    shed = Location(key("shed"), "Shed", addresses=(Address(key("shed address"), "2 Low Street", "Wool"),))
    top = TaxonomyTerm(key("top"), NEEDS.id, "money", "Money", "Money troubles")
    return Directory.of(
        [*SMALL.organisations.values(), other, Organisation(key("third"), "Third", "A third")],
        [*SMALL.services.values(), *more],
        [HALL, shed],
        [
            *SMALL.service_at_locations.values(),
            *(ServiceAtLocation(key(f"place {one.id}"), one.id, shed.id) for one in more),
        ],
        [NEEDS],
        [FALLS, HIP, top],
    )


@pytest.fixture(scope="module")
def recordings(django_db_setup, django_db_blocker):
    """Our own API's answers to everything the gate asks, two entries a page, by stub."""
    from datetime import UTC, datetime

    from django.db import transaction
    from django.test import Client

    from joinedup.web.directory import store

    with django_db_blocker.unblock(), transaction.atomic():
        store.put_directory(larger(), source=store.own_source(), at=datetime(2026, 4, 1, tzinfo=UTC))
        made = {stub: record(Client(), stub) for stub in ("/api/oruk/", "/api/oruk/1.0/")}
        transaction.set_rollback(True)
    return made


def record(client, stub: str) -> dict:
    recording: dict = {}

    def ask(path, parameters):
        given = {"per_page": 2, **parameters}
        response = client.get(f"{stub}{path}", given)
        headers = {name.lower(): value for name, value in response.headers.items()}
        answer = Answer(f"{stub}{path}", response.status_code, response.content, headers)
        recording[asked(path, parameters)] = answer
        if "per_page" in parameters and len(parameters) > 1:  # what comes where the filter is not heeded
            ask(path, {"per_page": parameters["per_page"]})
        return answer

    verdict = judge(ask, GateParameters())
    assert (verdict.errors, verdict.warnings) == (0, 0), verdict.findings
    return recording


def judged(recording, fault=None, **parameters):
    with served(recording, fault) as feed, FeedClient(feed.url, allow_private=True) as client:
        return judge(client.ask, GateParameters(**parameters))


@pytest.mark.parametrize("stub", ["/api/oruk/", "/api/oruk/1.0/"])
def test_without_a_fault_nothing_is_found(recordings, stub):
    verdict = judged(recordings[stub])
    assert verdict.findings == ()
    assert (verdict.level_1, verdict.level_2, verdict.passes_nationally) == (True, True, True)
    assert max(verdict.pages.values()) > 1


def put(name, value):
    return lambda given: given.__setitem__(name, value)


def drop(name):
    def change(given):
        del given[name]

    return change


def in_first(name, change):
    """Change the first entry of a list inside."""
    return lambda given: change(given[name][0]) if given.get(name) else None


def in_item(change):
    return in_first("contents", change)


def in_place(change):
    return in_first("service_at_locations", lambda place: change(place["location"]))


FAULTS = {
    "about_without_profile": (edit("", drop("profile")), "shape", "/"),
    "about_with_profile_no_uri": (edit("", put("profile", "the profile")), "format", "/"),
    "about_version_is_number": (edit("", put("version", 3.0)), "shape", "/"),
    "about_is_list": (edit("", lambda _: []), "no_version", "/"),
    "about_fails": (instead("", status=500), "no_version", "/"),
    "list_fails": (instead(SERVICES, status=503), "status", "/services"),
    "optional_list_fails": (instead("taxonomies", status=404), "status", "/taxonomies"),
    "entry_fails": (instead(SERVICE, status=500), "status", "/services/{id}"),
    "key_is_needed": (instead(SERVICES, status=401), "status", "/services"),
    "list_is_html": (instead(SERVICES, body=b"<html>"), "not_json", "/services"),
    "list_holds_nan": (instead(SERVICES, body=b'{"contents": [NaN]}'), "not_json", "/services"),
    "list_is_latin_1": (instead(SERVICES, body='{"contents": ["é"]}'.encode("latin-1")), "not_json", "/services"),
    "list_is_nested_endlessly": (instead(SERVICES, body=b"[" * 100_000), "not_json", "/services"),
    "list_is_no_object": (edit(SERVICES, lambda page: page["contents"]), "shape", "/services"),
    "content_type_is_text": (header(SERVICES, "content-type", "text/plain"), "content_type", "/services"),
    "content_type_of_entry_is_missing": (header(SERVICE, "content-type", None), "content_type", "/services/{id}"),
    "no_cors": (header(SERVICES, "access-control-allow-origin", None), "cors", "/services"),
    "cors_for_one_site": (
        header("organizations", "access-control-allow-origin", "https://a.example"),
        "cors",
        "/organizations",
    ),
    "contents_is_called_content": (
        edit(SERVICES, lambda page: {"content": page.pop("contents"), **page}),
        "shape",
        "/services",
    ),
    "total_pages_is_missing": (edit(SERVICES, drop("total_pages")), "page_fields", "/services"),
    "total_pages_is_text": (edit(SERVICES, put("total_pages", "3")), "page_fields", "/services"),
    "empty_is_missing": (edit("taxonomies", drop("empty")), "page_fields", "/taxonomies"),
    "total_items_is_wrong": (edit(SERVICES, put("total_items", 99)), "page_sums", "/services"),
    "size_is_wrong": (edit(SERVICES, put("size", 7)), "page_sums", "/services"),
    "page_number_is_always_1": (edit("taxonomy_terms", put("page_number", 1)), "page_sums", "/taxonomy_terms"),
    "first_page_is_never_said": (edit(SERVICES, put("first_page", False)), "page_sums", "/services"),
    "last_page_is_number": (edit(SERVICES, put("last_page", 1)), "page_sums", "/services"),
    "empty_is_said_of_a_full_page": (edit("organizations", put("empty", True)), "page_sums", "/organizations"),
    "list_is_empty": (edit("taxonomies", put("contents", [])), "empty_feed", "/taxonomies"),
    "id_is_listed_twice": (
        edit(SERVICES, lambda page: page["contents"].extend(page["contents"][:1])),
        "id_twice",
        "/services",
    ),
    "item_without_id": (edit(SERVICES, in_item(drop("id"))), "shape", "/services"),
    "item_without_name": (edit(SERVICES, in_item(drop("name"))), "shape", "/services"),
    "item_name_is_null": (edit("organizations", in_item(put("name", None))), "shape", "/organizations"),
    "item_status_is_unknown": (edit(SERVICES, in_item(put("status", "open"))), "shape", "/services"),
    "item_email_is_none": (edit(SERVICES, in_item(put("email", "ring us"))), "format", "/services"),
    "id_is_number": (edit(SERVICES, in_item(put("id", 17))), "shape", "/services"),
    "id_is_no_uuid": (edit("taxonomy_terms/.+", put("parent_id", "falls")), "format", "/taxonomy_terms/{id}"),
    "entry_without_status": (edit(SERVICE, drop("status")), "shape", "/services/{id}"),
    "entry_age_is_text": (edit(SERVICE, put("minimum_age", "65")), "shape", "/services/{id}"),
    "entry_age_is_truth": (edit(SERVICE, put("minimum_age", True)), "shape", "/services/{id}"),
    "entry_url_is_no_uri": (edit(SERVICE, put("url", "www.example")), "format", "/services/{id}"),
    "schedules_is_an_object": (edit(SERVICE, put("schedules", {})), "shape", "/services/{id}"),
    "schedule_freq_is_unknown": (
        edit(SERVICE, in_first("schedules", put("freq", "DAILY"))),
        "shape",
        "/services/{id}",
    ),
    "schedule_day_is_a_word": (
        edit(SERVICE, in_first("schedules", put("byday", "Monday"))),
        "format",
        "/services/{id}",
    ),
    "schedule_time_is_a_word": (
        edit(SERVICE, in_first("schedules", put("opens_at", "9.30am"))),
        "format",
        "/services/{id}",
    ),
    "schedule_ends_before_it_begins": (
        edit(SERVICE, in_first("schedules", lambda one: one.update(valid_from="2026-02-01", valid_to="2026-01-01"))),
        "sense",
        "/services/{id}",
    ),
    "date_does_not_exist": (edit(SERVICE, put("assured_date", "2026-02-30")), "format", "/services/{id}"),
    "cost_is_text": (edit(SERVICE, in_first("cost_options", put("amount", "£3"))), "shape", "/services/{id}"),
    "cost_is_below_nought": (edit(SERVICE, in_first("cost_options", put("amount", -3))), "sense", "/services/{id}"),
    "location_without_type": (edit(SERVICE, in_place(drop("location_type"))), "shape", "/services/{id}"),
    "latitude_beyond_the_pole": (edit(SERVICE, in_place(put("latitude", 100))), "sense", "/services/{id}"),
    "longitude_without_latitude": (
        edit("service_at_locations/.+", lambda one: one["location"].pop("latitude", None) and None),
        "sense",
        "/service_at_locations/{id}",
    ),
    "address_without_postcode": (
        edit(SERVICE, in_place(in_first("addresses", drop("postal_code")))),
        "shape",
        "/services/{id}",
    ),
    "ages_are_turned": (
        edit(SERVICE, lambda one: one.update(minimum_age=66, maximum_age=65)),
        "sense",
        "/services/{id}",
    ),
    "age_nobody_has": (edit(SERVICE, put("maximum_age", 999)), "sense", "/services/{id}"),
    "name_is_blank": (edit(SERVICE, put("name", " ")), "sense", "/services/{id}"),
    "another_entry_answers": (edit(SERVICE, put("id", NOT_THERE)), "wrong_entry", "/services/{id}"),
    "entry_and_list_differ": (edit(SERVICE, put("name", "Other")), "list_differs", "/services/{id}"),
    "unknown_id_is_found": (instead(f"services/{SOMEBODY_ELSE}", status=200), "unknown_id", "/services/{id}"),
    "unknown_id_is_a_fault": (
        instead(f"taxonomies/{SOMEBODY_ELSE}", status=500),
        "unknown_id",
        "/taxonomies/{id}",
    ),
    "term_does_not_exist": (
        edit(SERVICE, in_first("attributes", put("taxonomy_term_id", NOT_THERE))),
        "no_such_term",
        "/services/{id}",
    ),
    "organisation_is_not_listed": (
        edit(SERVICE, put("organization_id", NOT_THERE)),
        "no_such_reference",
        "/services/{id}",
    ),
    "nested_organisation_is_not_listed": (
        edit(SERVICE, lambda one: one["organization"].update(id=NOT_THERE)),
        "no_such_reference",
        "/services/{id}",
    ),
    "place_of_no_service": (
        edit("service_at_locations/.+", put("service_id", NOT_THERE)),
        "no_such_reference",
        "/service_at_locations/{id}",
    ),
    "term_of_no_taxonomy": (
        edit("taxonomy_terms/.+", put("taxonomy_id", NOT_THERE)),
        "no_such_reference",
        "/taxonomy_terms/{id}",
    ),
    "term_under_no_term": (
        edit("taxonomy_terms/.+", put("parent_id", NOT_THERE)),
        "no_such_reference",
        "/taxonomy_terms/{id}",
    ),
    "not_said_when_modified": (edit(SERVICE, drop("last_modified")), "last_modified", "/services/{id}"),
    "modified_without_time_zone": (
        edit(SERVICE, put("last_modified", "2026-01-01T00:00:00")),
        "last_modified",
        "/services/{id}",
    ),
}


@pytest.mark.parametrize("name", FAULTS)
def test_fault_is_found(recordings, name):
    fault, rule, endpoint = FAULTS[name]
    found = judged(recordings["/api/oruk/"], fault).findings
    assert [one for one in found if one.rule == rule and one.endpoint == endpoint], found


FILTERS = {
    "search": "/services",
    "modified_after": "/services",
    "taxonomy_term_id": "/services",
    "taxonomy_id": "/services",
    "organization_id": "/services",
    "minimum_age": "/services",
    "maximum_age": "/services",
    "day": "/services",
    "per_page": "/services",
    "postcode": "/service_at_locations",
    "top_only": "/taxonomy_terms",
}


@pytest.mark.parametrize("name", FILTERS)
def test_filter_that_is_not_heeded_is_found(recordings, name):
    recording = recordings["/api/oruk/"]
    found = judged(recording, without_filter(name, recording)).findings
    assert [one for one in found if one.rule == "filter" and one.endpoint == FILTERS[name]], found


def test_page_loop_is_found_and_left(recordings):
    recording = recordings["/api/oruk/"]
    first = recording[asked("services", {})]
    fault = instead(SERVICES, body=first.body.replace(b'"total_pages":3', b'"total_pages":1999'))
    with served(recording, fault) as feed, FeedClient(feed.url, allow_private=True) as client:
        verdict = judge(client.ask, GateParameters())
        assert len([one for one in feed.requests if "services?page=" in one]) == 1
    assert [one for one in verdict.findings if one.rule == "page_loop"]


def test_endless_paging_is_found_and_left(recordings):
    fault = edit(SERVICES, put("total_pages", 10**12))
    verdict = judged(recordings["/api/oruk/"], fault, most_pages=4)
    assert [one for one in verdict.findings if one.rule == "too_many"]


def test_at_least_50_faults_are_tried():
    assert len(FAULTS) + len(FILTERS) >= 50


@pytest.mark.parametrize(
    ("change", "rule"),
    [
        (edit("services", drop("totalPages")), "page_fields"),
        (edit("services", put("number", 0)), "page_sums"),
        (edit(SERVICE, drop("organization")), "shape"),
        (edit(SERVICE, put("attending_type", "by owl")), "shape"),
        (edit(SERVICE, in_first("service_taxonomys", put("taxonomy", {"id": NOT_THERE, "name": "x"}))), "no_such_term"),
        (edit("locations/.+", put("latitude", 91)), "sense"),
        (edit("organizations/.+", drop("description")), "shape"),
    ],
)
def test_fault_in_the_older_standard_is_found(recordings, change, rule):
    found = judged(recordings["/api/oruk/1.0/"], change).findings
    assert [one for one in found if one.rule == rule], found


def test_base_that_says_nothing_is_judged_as_the_older_standard(recordings):
    verdict = judged(recordings["/api/oruk/"], instead("", status=404))
    assert verdict.standard == "ORUK 1.0"
    assert not verdict.level_1
    assert judged(recordings["/api/oruk/"], version="3.0").level_2


def test_optional_paged_list_with_wrong_shape_sinks_the_feed_and_one_that_is_missing_does_not(recordings):
    wrong = judged(recordings["/api/oruk/"], edit("taxonomy_terms", in_item(drop("name"))))
    missing = judged(recordings["/api/oruk/"], instead("taxonomy_terms", status=501))
    assert (wrong.level_1, wrong.level_2, wrong.passes_nationally) == (True, False, False)
    assert (missing.level_1, missing.level_2, missing.passes_nationally) == (True, False, True)


class TestFaultsOfThePublishedDocument:
    """With them, right pages fail and wrong ones pass; the corrected mode does neither."""

    def test_right_page_of_organisations_fails_as_published(self, recordings):
        assert not judged(recordings["/api/oruk/"], is_as_published=True).level_2
        assert judged(recordings["/api/oruk/"]).level_2

    @pytest.mark.parametrize("path", ["services", "taxonomies"])
    def test_items_of_some_lists_are_held_against_nothing_as_published(self, recordings, path):
        fault = edit(path, in_item(drop("name")))
        published = judged(recordings["/api/oruk/"], fault, is_as_published=True)
        assert not [one for one in published.findings if one.endpoint == f"/{path}"]
        assert [one for one in judged(recordings["/api/oruk/"], fault).findings if one.rule == "shape"]

    def test_page_sums_are_not_looked_at_as_published(self, recordings):
        fault = edit(SERVICES, put("total_items", 99))
        published = judged(recordings["/api/oruk/"], fault, is_as_published=True)
        assert not [one for one in published.findings if one.rule == "page_sums"]

    def test_filters_are_not_tried_as_published(self, recordings):
        recording = recordings["/api/oruk/"]
        published = judged(recording, without_filter("day", recording), is_as_published=True)
        assert not [one for one in published.findings if one.rule == "filter"]


ANYTHING = (
    *(None, True, 0, -1, 1.5, 10**30, "", "x", "MO", "\x00", "\ud800"),
    *([], [None], [[]], {}, {"id": 7}, [{"id": []}]),
)


@pytest.mark.parametrize("seed", range(20))
def test_whatever_a_feed_answers_the_gate_says_something(recordings, seed):
    chance = random.Random(seed)
    for _ in range(15):
        recording = dict(recordings[chance.choice(sorted(recordings))])
        for where in chance.sample(sorted(recording), 3):
            value = json.loads(recording[where].body)
            put_somewhere(value, chance)
            recording[where] = replace(recording[where], body=json.dumps(value).encode())
        verdict = judge(answering(recording), GateParameters())
        assert verdict.standard


def answering(recording):
    return lambda path, parameters: recording.get(asked(path, parameters), Answer("", 404, b"{}"))


def put_somewhere(value, chance) -> None:
    """Put anything in the place of some value inside."""
    while isinstance(value, dict | list) and value:
        place = chance.choice(sorted(value) if isinstance(value, dict) else range(len(value)))
        if not isinstance(value[place], dict | list) or chance.random() < 0.3:
            value[place] = chance.choice(ANYTHING)
            return
        value = value[place]


@pytest.mark.parametrize(
    ("change", "rule"),
    [
        (lambda path, url: url.replace("http://127.0.0.1", "http://council.example"), "https"),
        (lambda path, url: url.replace("127.0.0.1", "localhost") if path == "taxonomies" else url, "one_stub"),
    ],
)
def test_feed_that_is_not_reached_safely_and_under_one_address_is_told(recordings, change, rule):
    def ask(path, parameters):
        answer = answering(recordings["/api/oruk/"])(path, parameters)
        return replace(answer, url=change(path, f"http://127.0.0.1/api/oruk/{path}"))

    assert [one.rule for one in judge(ask, GateParameters()).findings] == [rule]


def test_sampling_reads_three_pages_and_ten_entries_and_the_same_ones_each_time(recordings):
    with served(recordings["/api/oruk/"]) as feed, FeedClient(feed.url, allow_private=True) as client:
        first = judge(client.ask, GateParameters(ids="sampled", sample_size=2, seed=7))
        once = list(feed.requests)
        second = judge(client.ask, GateParameters(ids="sampled", sample_size=2, seed=7))
        assert feed.requests[len(once) :] == once
    assert (first.errors, second.warnings) == (0, 0)
    assert first.pages["services"] == 3
