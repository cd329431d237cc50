"""An organisation changes its own entry by a link: once, for two weeks, that entry only; staff accept it."""

import re
from dataclasses import replace
from datetime import timedelta

import pytest
from django.core import mail

from joinedup.core.directory import Service as CoreService
from joinedup.web.directory import store
from joinedup.web.directory.models import EditLink, Location, Organisation, PostcodePoint, Proposal, Service, Version
from joinedup.web.directory.upkeep import actions, editing, links, surroundings
from joinedup.web.governance.models import AuditEntry
from joinedup.web.governance.one_time import LinkHasExpired, LinkIsNotGood, LinkIsUsed
from tests.core.directory.small import CHARITY, CLASS, HALL, LINE

pytestmark = pytest.mark.django_db


@pytest.fixture
def editor(as_staff):
    return as_staff("directory_editor")


@pytest.fixture
def row(kept):
    return Service.objects.get(pk=CLASS.id)


@pytest.fixture
def now(client, kept):
    """The server's own moment: links are checked against it."""
    from django.utils import timezone

    return timezone.now()  # noqa: TID251


def form(row, **changes):
    said = editing.as_form(row.value)
    return {name: "" if value is None else value for name, value in said.items()} | changes


def sent(row, editor, now) -> str:
    actions.send_link(row, by=editor, at=now)
    (address,) = re.findall(r"http://localhost:8000(\S+)", mail.outbox[-1].body)
    return address


def test_message_goes_to_the_organisation_and_says_nothing_about_anybody(row, editor, now):
    sent(row, editor, now)
    (message,) = mail.outbox
    assert message.to == [CHARITY.email]
    assert CLASS.name in message.body
    assert editor.name not in message.body
    assert "01632" not in message.body


def test_opening_a_link_does_not_use_it_up(client, row, editor, now):
    address = sent(row, editor, now)
    for _ in range(3):
        page = client.get(address)
        assert page.status_code == 200
        assert CLASS.name in page.text
    assert page.headers["Cache-Control"] == "no-store"


def test_change_waits_for_staff_and_is_then_so(client, row, editor, now):
    page = client.post(sent(row, editor, now), form(row, name="Balance club", note="New name since May"))
    assert "will be looked at" in page.text
    assert Service.objects.get(pk=row.pk).name == CLASS.name
    actions.accept(Proposal.objects.get(), by=editor, at=now)
    changed = Service.objects.get(pk=row.pk)
    assert changed.name == "Balance club"
    assert changed.value.last_modified == now
    assert changed.assured_on == now.date()
    assert Proposal.objects.get().state == "accepted"


def around(row, **changes):
    """What the form says of the organisation and the hall."""
    organisation, hall = row.organisation, row.places.get().location
    said = {f"organisation-{name}": value for name, value in surroundings.organisation_form(organisation.value).items()}
    said |= {f"place1-{name}": value for name, value in surroundings.place_form(hall.value).items()}
    ids = {"organisation-id": organisation.id, "place1-id": hall.id}
    return form(row) | said | ids | {name.replace("__", "-"): value for name, value in changes.items()}


def test_organisation_says_its_own_name_and_where_it_is_by_the_same_link(client, row, editor, now):
    address = sent(row, editor, now)
    page = client.get(address).text
    assert "Your organisation" in page
    assert "Where it is: Wool village hall" in page
    assert "shows with 1 other service too" in page  # the telephone line is the charity's too
    PostcodePoint.objects.create(text="BH20 6AA", latitude=50.7, longitude=-2.2, areas=[], spread_metres=0)
    changes = {"organisation__name": "Steadier Steps", "place1__postal_code": "bh206aa", "place1__wheelchair": "no"}
    assert client.post(address, around(row, **changes)).status_code == 200
    assert Organisation.objects.get(pk=CHARITY.id).value == CHARITY
    proposal = Proposal.objects.get()
    client.post("/sign-in/persona/", {"username": editor.username})
    told = client.get(f"/directory/upkeep/proposals/{proposal.pk}/").text
    assert "The organisation Steady Steps" in told
    assert "The place Wool village hall" in told
    actions.accept(proposal, by=editor, at=now)
    assert Organisation.objects.get(pk=CHARITY.id).value == replace(CHARITY, name="Steadier Steps")
    hall = Location.objects.get(pk=HALL.id).value
    assert (hall.postcode, hall.latitude, hall.longitude) == ("BH20 6AA", 50.7, -2.2)
    assert hall.is_wheelchair_accessible is False
    assert hall.addresses[0].address_1 == HALL.addresses[0].address_1


def test_what_is_left_as_it_was_around_a_service_is_no_proposal(client, row, editor, now):
    client.post(sent(row, editor, now), around(row))
    assert Proposal.objects.get().surroundings == []


def test_place_whose_postcode_nobody_knows_is_on_no_map(client, row, editor, now):
    client.post(sent(row, editor, now), around(row, place1__postal_code="DT1 9ZZ"))
    actions.accept(Proposal.objects.get(), by=editor, at=now)
    assert Location.objects.get(pk=HALL.id).latitude is None


def test_link_changes_no_organisation_or_place_of_another(client, row, editor, now):
    address = sent(row, editor, now)
    other = Organisation.objects.create(id="other", name="Other", content={}, modified_at=now, source=row.source)
    client.post(address, around(row, **{"organisation-id": other.id, "organisation-name": "Mine", "place1-id": "x"}))
    assert Proposal.objects.get().surroundings == []


def test_staff_and_the_organisation_change_different_things_of_a_place(client, row, editor, now):
    client.post(sent(row, editor, now), around(row, place1__city="Wareham", place1__name="The hall"))
    theirs = replace(HALL, name="Village hall, Wool")
    store.put([theirs], source=row.source, change=store.Change(now, "edited", editor))
    actions.accept(Proposal.objects.get(), by=editor, at=now)
    hall = Location.objects.get(pk=HALL.id).value
    assert (hall.name, hall.addresses[0].city) == ("Village hall, Wool", "Wareham")


@pytest.mark.parametrize(
    ("said", "words"),
    [
        ({"organisation__name": ""}, "Enter the name of the organisation"),
        ({"organisation__email": "ring us"}, "name@example.org"),
        ({"organisation__website": "javascript:alert(1)"}, "begins with https://"),
        ({"place1__postal_code": "BH20"}, "whole postcode"),
        ({"place1__wheelchair": "perhaps"}, "valid choice"),
    ],
)
def test_what_makes_no_sense_around_a_service_is_said(client, row, editor, now, said, words):
    page = client.post(sent(row, editor, now), around(row, **said))
    assert page.status_code == 422
    assert words in page.text
    assert f'href="#{next(iter(said)).replace("__", "-")}"' in page.text
    assert not Proposal.objects.exists()


@pytest.mark.parametrize("access", ["yes", "no", "unknown"])
def test_wheelchair_access_is_said_once(access):
    said = surroundings.place_form(HALL) | {"wheelchair": access}
    edited = surroundings.place_edited(HALL, said)
    assert surroundings.place_form(edited)["wheelchair"] == access
    assert surroundings.place_edited(edited, surroundings.place_form(HALL)).is_wheelchair_accessible is True


def test_link_works_once(client, row, editor, now):
    address = sent(row, editor, now)
    assert client.post(address, form(row)).status_code == 200
    for again in (client.post(address, form(row, name="Other")), client.get(address)):
        assert again.status_code == 410
        assert "used already" in again.text
    assert Proposal.objects.count() == 1


def test_of_two_at_the_same_moment_one_is_refused(row, editor, now):
    token = links.make(row, at=now)
    first, second = links.LINKS.of(token, at=now), links.LINKS.of(token, at=now)
    actions.propose(first, row.value, row.value, note="", at=now)
    with pytest.raises(LinkIsUsed):
        actions.propose(second, row.value, row.value, note="", at=now)
    assert Proposal.objects.count() == 1


def test_link_ends_after_two_weeks_and_when_a_newer_one_is_sent(row, now):
    old = links.make(row, at=now)
    assert links.LINKS.of(old, at=now + timedelta(days=13, hours=23))
    with pytest.raises(LinkHasExpired):
        links.LINKS.of(old, at=now + timedelta(days=14))
    links.make(row, at=now + timedelta(days=1))
    with pytest.raises(LinkHasExpired):
        links.LINKS.of(old, at=now + timedelta(days=1))


@pytest.mark.parametrize("place", [0, 20, 44, -1])
def test_altered_link_is_refused_before_the_tables_are_asked(row, now, place, django_assert_num_queries):
    letters = list(links.make(row, at=now))
    letters[place] = "A" if letters[place] != "A" else "B"
    with django_assert_num_queries(0), pytest.raises(LinkIsNotGood):
        links.LINKS.of("".join(letters), at=now)


def test_link_of_one_entry_changes_no_other(client, row, editor, now):
    address = sent(row, editor, now)
    said = form(row, name="Balance club") | {"id": LINE.id, "service": LINE.id, "key": LINE.id}
    client.post(f"{address}?service={LINE.id}", said)
    proposal = Proposal.objects.get()
    assert proposal.service_id == CLASS.id
    assert proposal.content["id"] == CLASS.id
    actions.accept(proposal, by=editor, at=now)
    assert Service.objects.get(pk=LINE.id).value == LINE


def test_secret_is_not_kept(row, now):
    token = links.make(row, at=now)
    kept = str(list(EditLink.objects.values()))
    assert token not in kept
    assert token.split(":")[0] not in kept


def test_everything_is_right_marks_the_entry_as_checked(client, row, editor, now):
    page = client.post(sent(row, editor, now), {"confirm": "yes"})
    assert "checked today" in page.text
    checked = Service.objects.get(pk=row.pk)
    assert checked.assured_on == now.date()
    assert checked.name == CLASS.name
    assert Version.objects.filter(entry_id=row.pk).latest("number").why == "checked"


@pytest.mark.one_database
@pytest.mark.parametrize(
    ("said", "words"),
    [
        ({"name": ""}, "Enter the name"),
        ({"name": "x" * 201}, "200 characters"),
        ({"email": "ring us"}, "name@example.org"),
        ({"url": "javascript:alert(1)"}, "begins with https://"),
        ({"hours": "Mondays at nine"}, "MO,TH 09:00-12:30"),
        ({"hours": "MO 25:00-26:00"}, "MO,TH 09:00-12:30"),
        ({"minimum_age": "70", "maximum_age": "60"}, "must not be below"),
        ({"status": "open"}, "valid choice"),
        ({"attending": ["by owl"]}, "valid choice"),
    ],
)
def test_what_makes_no_sense_is_said_and_leaves_the_link_as_it_was(client, row, editor, now, said, words):
    address = sent(row, editor, now)
    page = client.post(address, form(row, **said))
    assert page.status_code == 422
    assert words in page.text
    assert not Proposal.objects.exists()
    assert client.get(address).status_code == 200


def test_script_in_an_entry_stays_text(client, row, editor, now):
    client.post(sent(row, editor, now), form(row, name="<script>alert(1)</script>"))
    client.post("/sign-in/persona/", {"username": editor.username})
    page = client.get(f"/directory/upkeep/proposals/{Proposal.objects.get().pk}/")
    assert "<script>alert" not in page.text
    assert "&lt;script&gt;alert" in page.text


def test_what_staff_changed_meanwhile_stays(client, row, editor, now):
    address = sent(row, editor, now)
    client.post(address, form(row, name="Theirs", fees="Free"))
    actions.edit(row, replace(row.value, name="Ours"), by=editor, at=now)
    actions.accept(Proposal.objects.get(), by=editor, at=now)
    changed = Service.objects.get(pk=row.pk).value
    assert (changed.name, changed.fees) == ("Ours", "Free")


def test_form_opened_before_staff_changed_something_does_not_put_it_back(client, row, editor, now):
    address = sent(row, editor, now)
    version = re.search(r'name="version" value="(\d+)"', client.get(address).text)[1]
    actions.edit(row, replace(row.value, alert="Closed on Monday"), by=editor, at=now)
    client.post(address, form(row, fees="Free", version=version))
    proposal = Proposal.objects.get()
    assert (proposal.before.get("alert"), proposal.content.get("alert")) == (None, None)
    actions.accept(proposal, by=editor, at=now)
    changed = Service.objects.get(pk=row.pk).value
    assert (changed.alert, changed.fees) == ("Closed on Monday", "Free")


@pytest.mark.one_database
@pytest.mark.parametrize("version", ["", "0", "999", "-1", "x", "9" * 50])
def test_version_that_is_none_counts_as_the_one_there_is(client, row, editor, now, version):
    client.post(sent(row, editor, now), form(row, fees="Free", version=version))
    assert Proposal.objects.get().before == row.content


def test_declining_says_why_and_changes_nothing(client, row, editor, now):
    client.post(sent(row, editor, now), form(row, name="Other"))
    client.post("/sign-in/persona/", {"username": editor.username})
    address = f"/directory/upkeep/proposals/{Proposal.objects.get().pk}/"
    assert client.post(address, {"choice": "decline"}).status_code == 422
    assert client.post(address, {"choice": "decline", "reason": "Not theirs"}).status_code == 302
    assert Proposal.objects.get().state == "declined"
    assert Service.objects.get(pk=row.pk).name == CLASS.name
    with pytest.raises(actions.DecidedAlready):
        actions.accept(Proposal.objects.get(), by=editor, at=now)


def test_each_step_is_audited_without_anything_personal(client, row, editor, now):
    client.post(sent(row, editor, now), form(row, name="Other"))
    actions.accept(Proposal.objects.get(), by=editor, at=now)
    entries = AuditEntry.objects.filter(action__startswith="directory.")
    assert [one.action for one in entries.order_by("pk")] == [
        "directory.send_link",
        "directory.propose",
        "directory.decide_proposal",
    ]
    assert all("steadysteps" not in str(one.detail) for one in entries)


def test_form_loses_nothing_it_does_not_show(row):
    said = form(row)
    said |= {"minimum_age": row.value.eligibility.minimum_age, "maximum_age": None}
    assert editing.edited(row.value, said) == row.value
    assert isinstance(row.value, CoreService)
    assert editing.edited(LINE, editing.as_form(LINE)) == LINE


def test_no_mail_server_is_said_and_no_link_is_left(row, editor, now, settings):
    settings.DEMO, settings.EMAIL_HOST = False, ""
    from joinedup.web.governance.letters import CannotSendMail

    with pytest.raises(CannotSendMail):
        actions.send_link(row, by=editor, at=now)
    assert not EditLink.objects.exists()
