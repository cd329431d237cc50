"""Meetings with more people than time, or several who write at once: nobody is forgotten, nothing overwritten."""

from datetime import UTC, datetime, timedelta
from uuid import uuid4

import pytest
from django.test import Client
from django.utils import timezone

from joinedup.web.governance.models import Alert, CareRelationship, StaffLink
from joinedup.web.people.models import FormerId, Run
from joinedup.web.teams.meetings import actions, preparing
from joinedup.web.teams.models import AgendaItem, AgendaRequest, Attendance, Meeting, Outcome
from tests.web.teams import changes
from tests.web.teams.changes import ADA, SWANAGE

pytestmark = pytest.mark.django_db


def now():
    return timezone.now()  # noqa: TID251


@pytest.fixture
def nurse(signed_in_as, take_into_care):
    changes.nothing_yet()
    client = signed_in_as("nurse")
    take_into_care(client.user, ADA)
    return client


@pytest.fixture
def meeting(nurse):
    """A meeting with Ada on its agenda."""
    changes.fall(ADA)
    nurse.post("/meetings/begin/", {"team": "swanage"})
    return Meeting.objects.get()


@pytest.fixture
def gp(nurse, staff):
    client = Client()
    client.user = staff("gp")
    client.post("/sign-in/persona/", {"username": client.user.username})
    return client


@pytest.mark.parametrize("days_later", [0, 7])
def test_whom_a_meeting_has_no_time_for_comes_next_time(nurse, take_into_care, monkeypatch, days_later):
    for one in SWANAGE[:5]:
        take_into_care(nurse.user, one)
        changes.fall(one)
    monkeypatch.setattr(preparing, "setting", lambda name: {"most": 3, "first_meeting_days": 28}[name])
    nurse.post("/meetings/begin/", {"team": "swanage"})
    first = Meeting.objects.get()
    page = nurse.get(f"/meetings/{first.pk}/").content.decode()
    assert page.count("Not yet") == 3
    assert "2 further" in page
    assert "1 of 3" in nurse.get(f"/meetings/{first.pk}/people/1/").content.decode()
    assert nurse.get(f"/meetings/{first.pk}/people/4/").status_code == 404
    for position in (1, 2, 3):
        nurse.post(f"/meetings/{first.pk}/people/{position}/", {"do": "discussed"})
    nurse.post(f"/meetings/{first.pk}/close/")
    assert "On the next agenda" not in nurse.get(f"/meetings/{first.pk}/minutes/").content.decode()
    talked_about = {item.person_id for item in AgendaItem.objects.filter(state="discussed")}
    run = Run.objects.get()
    run.as_at += timedelta(days=days_later)
    coming = preparing.prepare("swanage", run, at=now())
    assert {item.person_id for item in coming.items} == set(SWANAGE[:5]) - talked_about
    for item in coming.items:
        assert [(one.reason, one.words[:7]) for one in item.findings] == [("fall", "Ambulan"), ("deferred", "No time")]


def test_a_decision_sent_again_in_other_words_is_kept_and_not_taken_for_recorded(nurse, meeting):
    path, form = f"/meetings/{meeting.pk}/people/1/", {"do": "decision", "token": str(uuid4()), "words": "Falls clinic"}
    for _ in range(2):
        assert nurse.post(path, form).status_code == 302
    again = nurse.post(path, form | {"words": "No falls clinic"})
    page = again.content.decode()
    assert again.status_code == 409
    assert "was not recorded" in page
    assert 'value="No falls clinic"' in page
    assert form["token"] not in page  # sent once more, it is a further decision
    assert Outcome.objects.get().words == "Falls clinic"


def test_two_who_write_down_who_is_here_do_not_undo_each_other(nurse, gp, meeting, staff):
    everybody = dict.fromkeys((staff("gp").pk, staff("worker").pk), "absent") | {nurse.user.pk: "came"}
    shown = {f"was-{user}": how for user, how in everybody.items()}
    address, unchanged = (
        f"/meetings/{meeting.pk}/attendance/",
        {f"member-{user}": how for user, how in everybody.items()},
    )
    assert all(f'name="{name}" value="{how}"' in nurse.get(f"/meetings/{meeting.pk}/").content.decode()
               for name, how in shown.items())  # fmt: skip
    gp.post(address, {**shown, **unchanged, f"member-{gp.user.pk}": "came"})
    nurse.post(address, {**shown, **unchanged, f"member-{staff('worker').pk}": "apologies"})
    here = dict(Attendance.objects.values_list("user__username", "is_apology"))
    assert here == {"nurse": False, "gp": False, "worker": True}
    nurse.post(address, {f"was-{gp.user.pk}": "came", f"member-{gp.user.pk}": "absent"})
    assert set(Attendance.objects.values_list("user__username", flat=True)) == {"nurse", "worker"}


@pytest.mark.parametrize("became", [ADA, "pnew"])
def test_whoever_reads_an_agenda_or_minutes_stands_in_the_audit_of_each_person(nurse, gp, meeting, audited, became):
    nurse.post(f"/meetings/{meeting.pk}/people/1/", {"do": "discussed"})
    nurse.post(f"/meetings/{meeting.pk}/close/")
    if became != ADA:
        FormerId.objects.create(former_id=ADA, person_id=became)
    for client, is_named in ((nurse, True), (gp, False)):
        client.get(f"/meetings/{meeting.pk}/")
        entry = audited("teams.view_on_agenda")[0]
        assert (entry.person_id, entry.user, entry.detail["by_name"]) == (became, client.user, is_named)
        client.get(f"/meetings/{meeting.pk}/minutes/")
        entry = audited("teams.read_of_in_minutes")[0]
        assert (entry.person_id, entry.user) == (became, client.user)


def test_who_reads_of_themselves_at_a_meeting_is_noticed(nurse, meeting, staff):
    StaffLink.objects.create(user=nurse.user, person_id=ADA, recorded_by=staff("ig"), recorded_at=now())
    nurse.get(f"/meetings/{meeting.pk}/people/1/")
    assert list(Alert.objects.values_list("kind", "user__username")) == [("own", "nurse")]


def test_an_action_shortly_after_midnight_opens_a_relationship_of_that_day(nurse, meeting, staff):
    at = datetime(2027, 6, 30, 23, 30, tzinfo=UTC)  # half past midnight in London
    said = actions.Recorded(uuid4(), "Ring", staff("gp").pk, at.date())
    actions.add_outcome(meeting.items.get(), "action", said, by=nurse.user, at=at)
    assert CareRelationship.objects.get(user=staff("gp")).reason.endswith("meeting of 1 July 2027")


def test_a_meeting_asked_for_twice_in_the_same_words_is_asked_for_once(nurse):
    for words in ("Her son is worried", "Her son is worried", "And the neighbour"):
        assert nurse.post(f"/people/{ADA}/meeting/", {"words": words}).status_code == 302
    assert AgendaRequest.objects.count() == 2
    nurse.post("/meetings/begin/", {"team": "swanage"})
    nurse.post(f"/people/{ADA}/meeting/", {"words": "Her son is worried"})  # for the one after
    assert AgendaRequest.objects.count() == 3
