"""Another directory is read, compared, looked at, accepted and undone; a broken one takes nothing out by itself."""

import contextlib
import json
import random
import re
from dataclasses import replace
from datetime import timedelta

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile

from joinedup.core.directory import Directory, Service, Status
from joinedup.core.directory.standards import csv_rows, hsds_uk, oruk
from joinedup.core.errors import CannotProceed
from joinedup.web.directory.importing import actions, queries, reading
from joinedup.web.directory.models import Import, Source, TaxonomyTerm, Version
from joinedup.web.directory.models import Service as Row
from joinedup.web.directory.upkeep.actions import edit
from tests.core.directory.small import CHARITY, CLASS, LINE, SMALL, key

pytestmark = pytest.mark.django_db


@pytest.fixture
def editor(as_staff):
    return as_staff("directory_editor")


@pytest.fixture
def source(db):
    return Source.objects.create(code="neighbour", name="Neighbouring council", form=Source.Form.HSDS_UK)


def document(*services: Service, organisation=CHARITY) -> bytes:
    terms = {"taxonomies": SMALL.taxonomies.values(), "taxonomy_terms": SMALL.taxonomy_terms.values()}
    directory = Directory.of([organisation], services, **terms)
    return json.dumps(hsds_uk.whole(directory)).encode()


def many(count: int) -> list[Service]:
    return [Service(key(f"many {number}"), CHARITY.id, f"Lunch club {number}") for number in range(count)]


def bring(source, body, editor, at, *, is_meant=False) -> Import:
    found = actions.receive(source, reading.of_file(source, body), by=editor, at=at)
    actions.accept(found, is_meant=is_meant, by=editor, at=at)
    return Import.objects.get(pk=found.pk)


def test_nothing_changes_before_somebody_accepts(source, editor, at):
    found = actions.receive(source, reading.of_file(source, document(CLASS, LINE)), by=editor, at=at)
    assert queries.counts(found)["service", "new"] == 2
    assert not Row.objects.exists()
    actions.accept(found, is_meant=False, by=editor, at=at)
    assert {row.value for row in Row.objects.all()} == {CLASS, LINE}
    assert set(Row.objects.values_list("source_id", flat=True)) == {"neighbour"}


def test_the_same_again_changes_nothing(source, editor, at):
    bring(source, document(CLASS, LINE), editor, at)
    again = actions.receive(source, reading.of_file(source, document(CLASS, LINE)), by=editor, at=at)
    assert queries.counts(again) == {}


def test_what_was_changed_here_stays_and_the_rest_follows_the_feed(source, editor, at):
    bring(source, document(CLASS, LINE), editor, at)
    edit(Row.objects.get(pk=CLASS.id), replace(CLASS, fees="Free for carers"), by=editor, at=at)
    feed = replace(CLASS, fees="£4", description="As the feed says now")
    found = actions.receive(source, reading.of_file(source, document(feed, LINE)), by=editor, at=at)
    (change,) = found.changes.filter(kind="service")
    assert change.kept == ["fees"]
    actions.accept(found, is_meant=False, by=editor, at=at)
    now = Row.objects.get(pk=CLASS.id).value
    assert (now.fees, now.description) == ("Free for carers", "As the feed says now")


def test_what_the_source_no_longer_has_goes_and_what_others_have_stays(source, kept, editor, at):
    own = set(Row.objects.values_list("id", flat=True))
    bring(source, document(*many(10)), editor, at)
    bring(source, document(*many(9)), editor, at)
    assert Row.objects.filter(source=source).count() == 9
    assert set(Row.objects.exclude(source=source).values_list("id", flat=True)) == own


def test_entry_that_another_source_has_is_left_to_it(source, kept, editor, at):
    bring(source, document(replace(CLASS, name="Taken over"), *many(1)), editor, at)
    row = Row.objects.get(pk=CLASS.id)
    assert (row.name, row.source_id) == (CLASS.name, "own")


def test_import_that_would_take_out_most_is_stopped_and_asks(client, source, editor, at):
    bring(source, document(*many(10)), editor, at)
    found = actions.receive(source, reading.of_file(source, document(*many(1))), by=editor, at=at)
    assert found.stops == "It would take out 9 of the 10 services of this source (90%)."
    with pytest.raises(actions.MustBeMeant):
        actions.accept(found, is_meant=False, by=editor, at=at)
    client.post("/sign-in/persona/", {"username": editor.username})
    address = f"/directory/imports/{found.pk}/"
    page = client.post(address, {"choice": "accept"})
    assert page.status_code == 422
    assert "(90%)" in page.text
    assert Row.objects.count() == 10
    assert client.post(address, {"choice": "accept", "is_meant": "yes"}).status_code == 302
    assert Row.objects.count() == 1


def test_import_that_would_close_most_is_stopped_and_asks(source, editor, at):
    bring(source, document(*many(10)), editor, at)
    closed = [replace(one, status=Status.DEFUNCT) for one in many(8)]
    found = actions.receive(source, reading.of_file(source, document(*closed, many(9)[8])), by=editor, at=at)
    assert found.stops == "It would take out or close 9 of the 10 services of this source (90%)."
    with pytest.raises(actions.MustBeMeant):
        actions.accept(found, is_meant=False, by=editor, at=at)


def test_closing_what_was_closed_before_takes_nothing_from_anybody(source, editor, at):
    bring(source, document(*[replace(one, status=Status.INACTIVE) for one in many(10)]), editor, at)
    closed = document(*[replace(one, status=Status.DEFUNCT) for one in many(10)])
    assert actions.receive(source, reading.of_file(source, closed), by=editor, at=at).stops == ""


@pytest.mark.parametrize("size", [0, 1, 10])
def test_feed_that_is_empty_or_broken_takes_nothing_out(source, editor, at, size):
    bring(source, document(*many(10)), editor, at)
    broken = json.dumps({"services": [{"id": str(number)} for number in range(size)]}).encode()
    with pytest.raises(actions.NothingToImport):
        actions.receive(source, reading.of_file(source, broken), by=editor, at=at)
    assert Row.objects.count() == 10


def test_undoing_puts_everything_back_but_what_was_changed_after(source, editor, at):
    bring(source, document(*many(10)), editor, at)
    feed = [replace(one, fees="£9") for one in many(9)]
    later = at + timedelta(hours=1)
    found = bring(source, document(*feed, CLASS), editor, later)
    touched = Row.objects.get(pk=key("many 0"))
    edit(touched, replace(touched.value, alert="Closed on Monday"), by=editor, at=later)
    actions.undo(found, by=editor, at=later + timedelta(hours=1))
    assert not Row.objects.filter(pk=CLASS.id).exists()
    assert Row.objects.get(pk=key("many 9")).name == "Lunch club 9"
    assert Row.objects.get(pk=key("many 1")).value.fees == ""
    assert Row.objects.get(pk=key("many 0")).value.alert == "Closed on Monday"


def test_undoing_the_first_import_leaves_only_its_terms(source, editor, at):
    found = bring(source, document(CLASS, *many(3)), editor, at)
    actions.undo(found, by=editor, at=at)
    assert not Row.objects.exists()
    assert TaxonomyTerm.objects.count() == 2


def test_entry_changed_after_the_comparison_is_not_overwritten(source, editor, at):
    bring(source, document(CLASS), editor, at)
    found = actions.receive(source, reading.of_file(source, document(replace(CLASS, fees="£4"))), by=editor, at=at)
    edit(Row.objects.get(pk=CLASS.id), replace(CLASS, name="Changed now"), by=editor, at=at)
    with pytest.raises(actions.ChangedMeanwhile):
        actions.accept(found, is_meant=False, by=editor, at=at)
    assert Import.objects.get(pk=found.pk).state == "waiting"
    assert Row.objects.get(pk=CLASS.id).value.fees == CLASS.fees


def test_import_is_accepted_once(source, editor, at):
    found = bring(source, document(CLASS), editor, at)
    for settle in (actions.discard, lambda one, **who: actions.accept(one, is_meant=True, **who)):
        with pytest.raises(actions.DecidedAlready):
            settle(found, by=editor, at=at)


def test_newer_reading_takes_the_place_of_one_that_waits(source, editor, at):
    first = actions.receive(source, reading.of_file(source, document(CLASS)), by=editor, at=at)
    actions.receive(source, reading.of_file(source, document(CLASS, LINE)), by=editor, at=at)
    assert Import.objects.get(pk=first.pk).state == "discarded"


def test_older_standard_is_read(editor, at):
    source = Source.objects.create(code="old", name="Old", form=Source.Form.ORUK)
    body = json.dumps({"content": [oruk.service(one, SMALL) for one in SMALL.services.values()]}).encode()
    bring(source, body, editor, at)
    assert set(Row.objects.values_list("name", flat=True)) == {CLASS.name, LINE.name}


def test_sheet_is_read(editor, at):
    source = Source.objects.create(code="sheet", name="Sheet", form=Source.Form.CSV)
    sheet = csv_rows.heading() + "".join(csv_rows.lines(SMALL))
    bring(source, sheet.encode(), editor, at)
    row = Row.objects.get(name=CLASS.name)
    assert row.minimum_age == 65
    assert [place.location.postcode for place in row.places.all()] == ["BH20 6ZZ"]
    assert sorted(row.hours.values_list("weekday", flat=True)) == ["MO", "TH"]
    assert row.value.phones[0].number == "01632 960001"


def test_sheet_with_little_in_it_is_read_with_its_places(editor, at):
    source = Source.objects.create(code="sheet", name="Sheet", form=Source.Form.CSV)
    sheet = "Service,Organisation,Postcode,Telephone\nLunch,A neighbour,BH20 1AA,01632 960001\n"
    bring(source, sheet.encode(), editor, at)
    (row,) = Row.objects.all()
    assert [place.location.postcode for place in row.places.all()] == ["BH20 1AA"]


@pytest.mark.one_database
@pytest.mark.parametrize(
    ("form", "body", "words"),
    [
        ("hsds-uk-3.0", b"", "not JSON"),
        ("hsds-uk-3.0", b"[]", "holds no object"),
        ("hsds-uk-3.0", b'{"organizations": []}', "no list of services"),
        ("hsds-uk-3.0", b"[" * 200_000, "not JSON|nested"),
        ("csv", "service,organisation\ncafé,x".encode("latin-1"), "not in UTF-8"),
        ("csv", b"a,b\n1,2", "no column service"),
        ("csv", b"", "no column service"),
        ("csv", b"service,organisation\n,\n", "No service could be read"),
    ],
)
def test_file_of_another_form_is_refused_in_words(client, editor, form, body, words, at):
    source = Source.objects.create(code="given", name="Given", form=form)
    client.post("/sign-in/persona/", {"username": editor.username})
    said = {"source": source.code} | ({"file": SimpleUploadedFile("x", body)} if body else {})
    page = client.post("/directory/imports/", said)
    assert page.status_code == 422
    assert not body or re.search(words, page.text)
    assert not Import.objects.exists()


@pytest.mark.parametrize(
    "url", ["http://127.0.0.1/", "http://169.254.169.254/latest/", "http://[::1]:80/", "http://localhost/"]
)
def test_feed_inside_a_network_is_refused(client, editor, url):
    source = Source.objects.create(code="inside", name="Inside", form=Source.Form.HSDS_UK, url=url)
    client.post("/sign-in/persona/", {"username": editor.username})
    page = client.post("/directory/imports/", {"source": source.code})
    assert page.status_code == 422
    assert "leads into a private network" in page.text


@pytest.mark.parametrize("url", ["ftp://x.example/", "file:///etc/passwd", "https://user:word@x.example/"])
def test_source_with_an_address_that_is_no_feed_is_refused(client, editor, url):
    client.post("/sign-in/persona/", {"username": editor.username})
    said = {"name": "X", "code": "x", "form": "hsds-uk-3.0", "url": url}
    page = client.post("/directory/imports/sources/", said)
    assert page.status_code == 422
    assert not Source.objects.filter(code="x").exists()


def test_one_bad_entry_does_not_stop_the_others_and_is_told(client, source, editor, at):
    body = json.loads(document(CLASS, LINE))
    body["services"][0]["minimum_age"] = "old"
    found = actions.receive(source, reading.of_file(source, json.dumps(body).encode()), by=editor, at=at)
    assert queries.counts(found)["service", "new"] == 1
    client.post("/sign-in/persona/", {"username": editor.username})
    page = client.get(f"/directory/imports/{found.pk}/?what=new")
    assert "1 entry could not be read" in page.text
    assert "minimum_age is &#39;old&#39;" in page.text


def whole(*services: Service) -> dict:
    """As `document`, with a place for each service."""
    directory = json.loads(document(*services))
    for at, one in enumerate(directory["services"]):
        place = {"id": key(f"place {at}"), "location": {"id": key(f"hall {at}"), "name": f"Hall {at}"}}
        one["service_at_locations"] = [place]
    return directory


@pytest.mark.parametrize(
    "spoil",
    [
        lambda services: services[0].update(minimum_age="old"),
        lambda services: services[0]["organization"].update(name=""),
        lambda services: services[0]["service_at_locations"][0]["location"].update(latitude="north"),
        lambda services: services[0]["service_at_locations"][0].update(location=None),
    ],
    ids=["service", "organisation", "location", "place"],
)
def test_entry_that_cannot_be_read_is_not_gone_nor_is_what_it_needs(source, editor, at, spoil):
    other = replace(LINE, organisation_id=key("other charity"))
    body = whole(CLASS, LINE)
    body["services"][1]["organization"] = {"id": other.organisation_id, "name": "Another charity"}
    body["services"][1]["organization_id"] = other.organisation_id
    body.pop("organizations", None)
    bring(source, json.dumps(body).encode(), editor, at)
    spoil(body["services"])
    again = actions.receive(source, reading.of_file(source, json.dumps(body).encode()), by=editor, at=at)
    assert {what for _, what in queries.counts(again)} <= {"changed"}
    body["services"].pop(0)
    ended = actions.receive(source, reading.of_file(source, json.dumps(body).encode()), by=editor, at=at)
    assert queries.counts(ended)["service", "gone"] == 1


def test_row_of_a_sheet_without_its_name_is_not_gone(editor, at):
    sheet = Source.objects.create(code="sheet", name="A sheet", form=Source.Form.CSV)
    bring(sheet, b"id,service,organisation\n1,Tea,Friends\n2,Lunch,Friends\n", editor, at)
    again = reading.of_file(sheet, b"id,service,organisation\n1,Tea,Friends\n2,,Friends\n")
    assert queries.counts(actions.receive(sheet, again, by=editor, at=at)) == {}


@pytest.mark.parametrize("seed", range(4))
def test_whatever_a_file_holds_can_be_kept_or_is_told(source, editor, at, seed):
    """Letters that PostgreSQL cannot hold among them."""
    chance = random.Random(seed)
    odd = (None, 7, "\x00", "a\x00b", "\ud800", "x" * 600, [], {"\x00": "\x00"}, ["\x00"], "2026-02-30", 1e308, -1)
    for _ in range(12):
        whole = json.loads(document(CLASS, LINE, *many(2)))
        for _ in range(4):
            put_somewhere(whole, chance, odd)
        with contextlib.suppress(CannotProceed):
            found = actions.receive(source, reading.of_file(source, json.dumps(whole).encode()), by=editor, at=at)
            actions.accept(found, is_meant=True, by=editor, at=at)


def put_somewhere(value, chance, odd) -> None:
    while isinstance(value, dict | list) and value:
        place = chance.choice(sorted(value) if isinstance(value, dict) else range(len(value)))
        if not isinstance(value[place], dict | list) or chance.random() < 0.1:
            value[place] = chance.choice(odd)
            return
        value = value[place]


def test_history_says_who_imported_what(source, editor, at):
    bring(source, document(CLASS), editor, at)
    version = Version.objects.get(kind="service")
    assert (version.why, version.by, version.number) == ("imported", editor, 1)
