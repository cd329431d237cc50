"""The open API: any page reads it, filters mean what the standard says, nothing is sent twice, nobody floods it."""

import csv
import io
import json
from dataclasses import replace
from datetime import UTC, datetime
from urllib.parse import quote

import pytest

from joinedup.core.directory import DAYS, Address
from joinedup.core.directory.conformance import DocumentFeed, GateParameters, judge
from joinedup.core.directory.standards import csv_rows
from joinedup.core.directory.standards.hsds_uk_reading import read
from joinedup.web.directory import store
from joinedup.web.directory.published.queries import spot_of
from tests.core.directory.small import CHARITY, CLASS, FALLS, HALL, HIP, LINE, NEEDS, SMALL, key

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("kept")]
API = "/api/oruk/"


def ids(client, path, **asked) -> set[str]:
    response = client.get(f"{API}{path}", asked)
    assert response.status_code == 200, response.content
    return {one["id"] for one in response.json()["contents"]}


@pytest.mark.parametrize(
    ("asked", "found"),
    [
        ({}, {CLASS.id, LINE.id}),
        ({"search": "balance"}, {CLASS.id}),
        ({"search": "TELEPHONE talk"}, {LINE.id}),
        ({"search": "steady steps"}, {CLASS.id, LINE.id}),
        ({"search": "nothing"}, set()),
        ({"taxonomy_term_id": FALLS.id}, {CLASS.id}),
        ({"taxonomy_term_id": HIP.id}, set()),
        ({"taxonomy_id": NEEDS.id}, {CLASS.id}),
        ({"organization_id": CHARITY.id}, {CLASS.id, LINE.id}),
        ({"organization_id": key("nobody")}, set()),
        ({"modified_after": "2026-09-02T09:30:00Z"}, {LINE.id}),
        ({"modified_after": "2026-09-02T10:30:00+01:00"}, {LINE.id}),
        ({"modified_after": "2026-09-01"}, {CLASS.id, LINE.id}),
        ({"modified_after": "2026-09-03"}, set()),
        ({"minimum_age": 65}, {CLASS.id}),
        ({"minimum_age": 66}, set()),
        ({"maximum_age": 120}, set()),
        ({"day": "MO"}, {CLASS.id}),
        ({"day": "Thursday"}, {CLASS.id}),
        ({"day": "TU"}, set()),
        ({"start_time": "10:00"}, {CLASS.id}),
        ({"start_time": "10:01"}, set()),
        ({"end_time": "11:30"}, {CLASS.id}),
        ({"end_time": "11:29"}, set()),
        ({"day": "MO", "start_time": "09:00", "end_time": "12:00"}, {CLASS.id}),
        ({"search": "'; drop table directory_service; --"}, set()),
        ({"search": "%"}, set()),
    ],
)
def test_filter_finds_what_the_standard_says(client, asked, found):
    assert ids(client, "services", **asked) == found


@pytest.mark.parametrize(
    ("asked", "is_found"),
    [
        ({"postcode": "BH20 6ZZ"}, True),
        ({"postcode": "bh206zz", "proximity": "100"}, True),
        ({"postcode": "BH20 6AA", "proximity": "100"}, True),
        ({"search": "carers"}, False),
        ({"day": "MO"}, True),
        ({"minimum_age": 66}, False),
    ],
)
def test_places_are_found_by_where_they_are(client, asked, is_found):
    assert ids(client, "service_at_locations", **asked) == ({key("class at hall")} if is_found else set())


def test_nearest_comes_first_and_far_ones_are_left_out(client, at):
    far = replace(HALL, id=key("far"), latitude=50.75, longitude=-2.22, addresses=())
    place = replace(next(iter(SMALL.service_at_locations.values())), id=key("far place"), location_id=far.id)
    for one in (far, place):
        store.put([one], source=store.own_source(), change=store.Change(at))
    page = client.get(f"{API}service_at_locations", {"postcode": "BH20 6ZZ"}).json()
    assert [one["id"] for one in page["contents"]] == [key("class at hall"), place.id]
    # 0.07 degrees of latitude are 7.8 km
    assert place.id not in ids(client, "service_at_locations", postcode="BH20 6ZZ", proximity="7700")
    assert place.id in ids(client, "service_at_locations", postcode="BH20 6ZZ", proximity="7900")


def test_district_is_not_one_that_begins_like_it(client, at):
    far = replace(HALL, id=key("far"), latitude=51.0, addresses=(Address("f", "", "", "", "BH2 1AA"),))
    store.put([far], source=store.own_source(), change=store.Change(at))
    assert spot_of("BH2 9ZZ").latitude == 51.0  # BH20 6ZZ, further south, has no part in it


@pytest.mark.one_database
@pytest.mark.parametrize(
    "asked",
    [
        {"page": 0},
        {"page": "x"},
        {"page": 10**12},
        {"per_page": 0},
        {"per_page": 10**6},
        {"minimum_age": -1},
        {"minimum_age": "nan"},
        {"day": "soon"},
        {"start_time": "noon"},
        {"modified_after": "yesterday"},
        {"search": "x" * 10_000},
        {"search": "\x00"},
        {"taxonomy_id": "\x00"},
        {"format": "xml"},
    ],
)
def test_parameter_that_means_nothing_is_refused_in_words(client, asked):
    response = client.get(f"{API}services", asked)
    assert response.status_code in (400, 404)
    assert response.json()["error"]
    assert response.headers["Access-Control-Allow-Origin"] == "*"


def test_unknown_postcode_is_said_and_never_no_services(client):
    for postcode in ("ZZ99 9ZZ", "BH", "x", "日本"):
        response = client.get(f"{API}service_at_locations", {"postcode": postcode})
        assert response.status_code == 400
        assert "do not know this postcode" in response.json()["error"]


def test_postcode_file_says_where_and_whom_a_service_is_for(client, at):
    from joinedup.web.directory.models import PostcodePoint

    PostcodePoint.objects.create(text="DT1 1XJ", latitude=50.68, longitude=-2.22, areas=["E06000059"])
    PostcodePoint.objects.create(text="BH1 2DA", latitude=50.68, longitude=-2.22, areas=["E06000058"])
    assert ids(client, "service_at_locations", postcode="dt11xj", proximity="10") == {key("class at hall")}
    assert ids(client, "service_at_locations", postcode="BH1 2DA") == set()


def test_page_after_the_last_is_not_there(client):
    assert client.get(f"{API}services", {"page": 2}).status_code == 404
    page = client.get(f"{API}services", {"page": 2, "per_page": 1}).json()
    assert (page["page_number"], page["total_pages"], page["last_page"]) == (2, 2, True)


def test_minimal_and_full(client):
    minimal = client.get(f"{API}services", {"minimal": "true"}).json()["contents"]
    assert {one["id"] for one in minimal} == {CLASS.id, LINE.id}
    assert all(set(one) == {"id", "last_modified"} for one in minimal)
    full = {one["id"]: one for one in client.get(f"{API}services", {"full": "true"}).json()["contents"]}
    assert full[CLASS.id] == client.get(f"{API}services/{CLASS.id}").json()


def test_whole_list_comes_one_entry_a_line(client):
    response = client.get(f"{API}services", {"format": "ndjson", "full": "true"})
    entries = [json.loads(line) for line in response.getvalue().splitlines()]
    assert {one["id"] for one in entries} == {CLASS.id, LINE.id}


def test_organisation_tells_its_services_in_short_or_in_full(client):
    short = client.get(f"{API}organizations/{CHARITY.id}").json()
    full = client.get(f"{API}organizations/{CHARITY.id}", {"full_service": "true"}).json()
    assert {one["id"] for one in short["services"]} == {CLASS.id, LINE.id}
    assert "schedules" not in short["services"][0]
    assert any("schedules" in one for one in full["services"])


def test_what_one_has_is_not_sent_again_until_something_changes(client, at):
    first = client.get(f"{API}services")
    again = client.get(f"{API}services", headers={"If-None-Match": first.headers["ETag"]})
    assert (again.status_code, again.content) == (304, b"")
    assert again.headers["Access-Control-Allow-Origin"] == "*"
    assert client.get(f"{API}services?page=1", headers={"If-None-Match": first.headers["ETag"]}).status_code == 200
    store.put([replace(LINE, name="Another name")], source=store.own_source(), change=store.Change(at))
    assert client.get(f"{API}services", headers={"If-None-Match": first.headers["ETag"]}).status_code == 200


def test_answer_sets_no_cookie(client):
    response = client.get(f"{API}services")
    assert not response.cookies
    assert response.headers["Cache-Control"] == "public, max-age=60"


def test_too_many_requests_are_told_to_wait(client, settings):
    settings.DIRECTORY_REQUESTS_PER_MINUTE = 3
    statuses = [client.get(f"{API}services").status_code for _ in range(5)]
    assert statuses == [200, 200, 200, 429, 429]
    response = client.get(f"{API}services")
    assert response.headers["Retry-After"] == "60"
    assert client.get(f"{API}services", REMOTE_ADDR="203.0.113.9").status_code == 200


def test_address_is_taken_from_the_proxy_only_where_there_is_one(client, settings):
    settings.DIRECTORY_REQUESTS_PER_MINUTE = 1
    settings.SECURE_PROXY_SSL_HEADER = None
    forged = [client.get(API, headers={"X-Forwarded-For": f"203.0.113.{each}"}).status_code for each in range(3)]
    assert forged == [200, 429, 429]


@pytest.mark.parametrize("method", ["post", "put", "delete", "patch"])
def test_nobody_writes_by_the_api(client, method):
    assert getattr(client, method)(f"{API}services").status_code == 405


def test_head_is_answered_without_a_body(client):
    response = client.head(f"{API}services")
    assert (response.status_code, response.content) == (200, b"")
    assert response.headers["ETag"] == client.get(f"{API}services").headers["ETag"]


ODD = (
    "",
    "0",
    "-1",
    "1e9",
    "nan",
    "x" * 300,
    "\x00",
    "%",
    "'",
    "日本",
    "2026-02-30",
    "25:61",
    "[]",
    "true",
    "\ud7ff",
    "𝒳",
)


@pytest.mark.parametrize("stub", [API, f"{API}1.0/"])
def test_no_parameter_of_any_endpoint_is_a_fault(client, stub):
    document = client.get(f"{stub}openapi.json").json()
    for path, operations in document["paths"].items():
        given = [one["name"] for one in operations["get"].get("parameters", []) if one["in"] == "query"]
        for odd in ODD:
            address = path.replace("{key}", quote(odd, safe="") or "x")
            for name in given or ["anything"]:
                response = client.get(address, {name: odd})
                assert response.status_code < 500, (address, name, odd)
                assert response.headers["Access-Control-Allow-Origin"] == "*" or response.status_code == 404


def test_browsers_may_ask_beforehand(client):
    response = client.options(f"{API}services")
    assert response.status_code == 204
    assert "GET" in response.headers["Access-Control-Allow-Methods"]


def test_dump_holds_everything_and_is_judged_right(client):
    document = json.loads(client.get(f"{API}dump/directory.json").getvalue())
    reading = read(document, "own")
    assert not reading.unreadable
    assert reading.directory() == SMALL
    verdict = judge(DocumentFeed(document).answer, GateParameters(is_over_http=False))
    assert (verdict.errors, verdict.warnings) == (0, 0), verdict.findings


def test_sheet_has_a_row_for_each_service_and_place_and_no_formula(client, at):
    store.put([replace(LINE, name="=cmd|'/c calc'!A1")], source=store.own_source(), change=store.Change(at))
    rows = list(csv.DictReader(io.StringIO(client.get(f"{API}dump/services.csv").getvalue().decode())))
    assert {row["service"] for row in rows} == {CLASS.name, "'=cmd|'/c calc'!A1"}
    assert tuple(rows[0]) == csv_rows.COLUMNS


@pytest.mark.parametrize(("stub", "endpoints"), [(API, 11), (f"{API}1.0/", 12)])
def test_description_names_every_endpoint_and_each_is_there(client, stub, endpoints):
    document = client.get(f"{stub}openapi.json").json()
    assert len(document["paths"]) == endpoints
    for path in document["paths"]:
        if "{" not in path:
            assert client.get(path).status_code == 200, path


def test_base_names_its_version_and_its_description(client):
    about = client.get(API).json()
    assert about["version"] == "HSDS-UK-3.0"
    assert client.get(about["openapi_url"]).status_code == 200
    assert client.get(f"{API}1.0/").json()["version"] == "HSDS-UK-1.0"
    assert client.get("/api/oruk").json() == about
    assert client.get("/api/oruk/1.0").json() == client.get(f"{API}1.0/").json()


@pytest.mark.parametrize(
    ("asked", "found"),
    [
        ({"text": "balance"}, {CLASS.id}),
        ({"taxonomy_id": FALLS.id}, {CLASS.id}),
        ({"need": "Falls"}, {CLASS.id}),
        ({"vocabulary": "Needs"}, {CLASS.id}),
        ({"coverage": "E06000059"}, {CLASS.id}),
        ({"day": "TH"}, {CLASS.id}),
        ({"postcode": "BH20 6ZZ", "proximity": "10"}, {CLASS.id}),
        ({"minimum_age": "66"}, set()),
    ],
)
def test_older_standard_is_filtered_too(client, asked, found):
    page = client.get(f"{API}1.0/services", asked).json()
    assert {one["id"] for one in page["content"]} == found


def test_days_are_those_of_the_calendar_standard():
    assert DAYS[datetime(2026, 11, 30, tzinfo=UTC).weekday()] == "MO"


@pytest.mark.parametrize("path", ["services", "service_at_locations", "organizations", "taxonomy_terms"])
def test_list_takes_the_same_number_of_queries_however_long_it_is(client, at, path, django_assert_max_num_queries):
    many = [replace(LINE, id=key(f"many {number}"), name=f"Line {number}") for number in range(60)]
    store.put(many, source=store.own_source(), change=store.Change(at))
    with django_assert_max_num_queries(12):
        client.get(f"{API}{path}", {"per_page": 100, "full": "true"})
