"""What staff see and do: the queue, an entry with its history, doubled entries, reminders; and who may not."""

import re
from dataclasses import replace
from datetime import date, timedelta

import pytest
from django.core import mail
from django.core.management import call_command
from django.utils import timezone

from joinedup.core.directory import Directory
from joinedup.web.directory import store
from joinedup.web.directory.models import EditLink, NotDuplicates, Service, UrlCheck, Version
from joinedup.web.directory.upkeep import actions, queries
from joinedup.web.directory.upkeep.editing import as_form
from tests.core.directory.small import CHARITY, CLASS, HALL, LINE, SMALL, key

pytestmark = pytest.mark.django_db
UPKEEP = "/directory/upkeep/"


@pytest.fixture
def editor(signed_in, kept):
    return signed_in("directory_editor")


def page_of(key: str) -> str:
    return f"{UPKEEP}services/{key}/"


def test_queue_shows_stale_entries_those_never_checked_first(editor):
    page = editor.get(f"{UPKEEP}?show=stale").text
    assert "Never checked" in page
    assert LINE.name.replace("'", "&#39;") in page


def test_queue_shows_what_is_broken(editor, at):
    broken = replace(LINE, contacts=(), url="http://x y", description="")
    store.put([broken], source=store.own_source(), change=store.Change(at))
    page = editor.get(f"{UPKEEP}?show=broken").text
    assert "Its web address is none. Says nothing of what it is" in page


def test_entry_shows_its_history_and_can_be_put_back(editor, at):
    row = Service.objects.get(pk=CLASS.id)
    actions.edit(row, replace(row.value, name="Wrong name"), by=editor.user, at=at)
    page = editor.get(page_of(CLASS.id)).text
    assert "Edited by staff" in page
    assert "Wrong name" in page
    assert editor.post(f"{page_of(CLASS.id)}versions/1/").status_code == 302
    assert Service.objects.get(pk=CLASS.id).name == CLASS.name
    assert list(Version.objects.filter(kind="service", entry_id=CLASS.id).values_list("why", flat=True)) == [
        "loaded",
        "edited",
        "undone",
    ]


def form_of(page) -> dict[str, object]:
    """What a browser would send of the form for an entry, unchanged."""
    value = Service.objects.get(pk=CLASS.id).value
    version = re.search(r'name="version" value="(\d+)"', page.text)
    return {name: "" if said is None else said for name, said in as_form(value).items()} | (
        {"version": version[1]} if version else {}
    )


def test_saving_keeps_what_others_changed_meanwhile_and_says_what_it_did_not_save(editor, at):
    said = form_of(editor.get(f"{page_of(CLASS.id)}edit/"))
    row = Service.objects.get(pk=CLASS.id)
    actions.edit(row, replace(row.value, fees="£9", alert="Closed in May"), by=editor.user, at=at)
    page = editor.post(f"{page_of(CLASS.id)}edit/", said | {"name": "Balance club", "fees": "£2"}, follow=True)
    assert "Saved, but not:" in page.text
    value = Service.objects.get(pk=CLASS.id).value
    assert (value.name, value.fees, value.alert) == ("Balance club", "£9", "Closed in May")


def test_history_cannot_be_changed(kept):
    from joinedup.web.governance.models import IsAppendOnly

    version = Version.objects.first()
    with pytest.raises(IsAppendOnly):
        Version.objects.update(number=7)
    with pytest.raises(IsAppendOnly):
        version.delete()


def test_entry_taken_out_is_gone_from_the_open_data_and_can_be_put_back_with_its_places(editor, client):
    assert editor.post(f"{page_of(CLASS.id)}out/").status_code == 302
    assert editor.get(f"/api/oruk/services/{CLASS.id}").status_code == 404
    assert editor.get(f"{UPKEEP}?show=gone").text.count(">Put back<") == 1
    assert editor.post(f"{page_of(CLASS.id)}versions/1/").status_code == 302
    back = editor.get(f"/api/oruk/services/{CLASS.id}").json()
    assert [place["location"]["id"] for place in back["service_at_locations"]] == [HALL.id]
    assert editor.get(f"{UPKEEP}?show=gone").text.count(">Put back<") == 0


def test_marking_as_checked_changes_the_date_and_nothing_else(editor):
    editor.post(f"{page_of(CLASS.id)}check/")
    checked = Service.objects.get(pk=CLASS.id)
    assert checked.assured_on == timezone.localdate()
    assert replace(checked.value, assured_date=None, last_modified=None) == replace(
        CLASS, assured_date=None, last_modified=None
    )


def test_changes_move_last_modified_and_the_etag(editor):
    before = editor.get(f"/api/oruk/services/{CLASS.id}")
    editor.post(f"{page_of(CLASS.id)}check/")
    after = editor.get(f"/api/oruk/services/{CLASS.id}")
    assert after.json()["last_modified"] > before.json()["last_modified"]
    assert after.headers["ETag"] != before.headers["ETag"]


@pytest.fixture
def twice(editor, at):
    again = replace(CLASS, id=key("again"), name="Balance Class", attributes=(), schedules=(), contacts=CLASS.contacts)
    place = replace(next(iter(SMALL.service_at_locations.values())), id=key("again at"), service_id=again.id)
    found = Directory.of([CHARITY], [again], [HALL], [place])
    store.put_directory(found, source=store.own_source(), at=at)
    call_command("find_doubled")
    return again


def test_doubled_entries_are_shown_and_joined(editor, twice):
    assert "likely one service: the same name" in editor.get(f"{UPKEEP}?show=doubled").text
    first, second = sorted((CLASS.id, twice.id))
    choice = "keep_first" if first == CLASS.id else "keep_second"
    said = {"first": first, "second": second, "choice": choice}
    assert editor.post(f"{UPKEEP}pairs/", said).status_code == 302
    assert not Service.objects.filter(pk=twice.id).exists()
    assert Service.objects.filter(pk=CLASS.id).exists()
    assert "likely one service" not in editor.get(f"{UPKEEP}?show=doubled").text


def test_two_services_are_not_asked_about_again(editor, twice):
    said = {"first": CLASS.id, "second": twice.id, "choice": "two"}
    assert editor.post(f"{UPKEEP}pairs/", said).status_code == 302
    assert NotDuplicates.objects.count() == 1
    assert "likely one service" not in editor.get(f"{UPKEEP}?show=doubled").text
    assert editor.post(f"{UPKEEP}pairs/find/").status_code == 302
    assert "likely one service" not in editor.get(f"{UPKEEP}?show=doubled").text


@pytest.mark.parametrize(
    "said",
    [
        {},
        {"first": CLASS.id, "second": CLASS.id, "choice": "two"},
        {"first": "x", "second": "y", "choice": "keep_first"},
    ],
)
def test_pair_that_is_none_is_refused(editor, said):
    assert editor.post(f"{UPKEEP}pairs/", said).status_code == 409
    assert Service.objects.count() == 2


def test_reminders_go_to_stale_entries_once_in_four_weeks(editor):
    call_command("remind_organisations")
    assert len(mail.outbox) == 1  # the class was checked in September: whichever is stale today
    assert EditLink.objects.filter(is_reminder=True).count() == len(mail.outbox)
    call_command("remind_organisations")
    assert len(mail.outbox) == 1
    now = timezone.localtime()
    assert LINE.id in set(queries.to_remind(now + timedelta(days=29), now.date()).values_list("id", flat=True))


def test_pages_that_do_not_answer_come_into_the_queue(editor, at):
    store.put([replace(CLASS, url="http://127.0.0.1:1/")], source=store.own_source(), change=store.Change(at))
    call_command("check_pages")
    assert UrlCheck.objects.get().is_broken
    assert "not on the open internet" in editor.get(f"{UPKEEP}?show=broken").text


def test_finding_an_entry_takes_any_words(editor):
    assert CLASS.name in editor.get(UPKEEP, {"show": "find", "q": "steady balance"}).text
    for words in ("%", "' or 1=1 --", "x" * 10_000, "\x00", "日本"):
        assert editor.get(UPKEEP, {"show": "find", "q": words}).status_code == 200


@pytest.mark.parametrize("role", ["gp", "team_lead", "analyst", "information_governance_lead"])
def test_other_roles_are_refused(signed_in, kept, role):
    client = signed_in(role)
    for path in (UPKEEP, page_of(CLASS.id), "/directory/imports/"):
        assert client.get(path).status_code == 403


def test_nobody_signed_in_is_sent_to_sign_in(client, kept):
    for path in (UPKEEP, page_of(CLASS.id), f"{page_of(CLASS.id)}edit/", "/directory/imports/"):
        assert client.get(path).status_code == 302
    assert client.post(f"{page_of(CLASS.id)}out/").status_code == 302
    assert Service.objects.filter(pk=CLASS.id).exists()


def test_queue_takes_the_same_number_of_queries_however_long_it_is(editor, at, django_assert_max_num_queries):
    many = [
        replace(LINE, id=key(f"many {number}"), name=f"Line {number}", assured_date=date(2020, 1, 1))
        for number in range(40)
    ]
    store.put(many, source=store.own_source(), change=store.Change(at))
    for view in ("waiting", "stale", "broken", "doubled"):
        with django_assert_max_num_queries(25):
            editor.get(f"{UPKEEP}?show={view}")
