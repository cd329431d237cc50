"""A meeting prepares itself from what changed, shows only whom the team may discuss, and sends its outcomes on."""

from datetime import date, timedelta
from uuid import uuid4

import pytest
from django.utils import timezone

from joinedup.web.governance.models import CareRelationship, Objection, SealedPart
from joinedup.web.people.models import FormerId, Person, Run
from joinedup.web.teams.meetings import minutes, preparing, signing
from joinedup.web.teams.models import AgendaItem, Meeting, Minutes, Outcome
from tests.web.teams import changes
from tests.web.teams.changes import ADA, SWANAGE

pytestmark = pytest.mark.django_db
SECOND, THIRD, UNKNOWN = SWANAGE[2], SWANAGE[3], SWANAGE[4]


def now():
    return timezone.now()  # noqa: TID251


@pytest.fixture
def nurse(signed_in_as, take_into_care):
    """The nurse, with three people in her care and nothing changed yet."""
    changes.nothing_yet()
    client = signed_in_as("nurse")
    take_into_care(client.user, ADA, SECOND, THIRD)
    return client


def agenda() -> dict[str, list[str]]:
    """By person, why they would be on Swanage's agenda, in order."""
    prepared = preparing.prepare("swanage", Run.objects.get(), at=now())
    return {item.person_id: [finding.reason for finding in item.findings] for item in prepared.items}


def begin(client) -> Meeting:
    response = client.post("/meetings/begin/", {"team": "swanage"})
    assert response.status_code == 302
    return Meeting.objects.get(closed_at=None)


def page_of(client, meeting, person_id):
    return f"/meetings/{meeting.pk}/people/{AgendaItem.objects.get(meeting=meeting, person_id=person_id).position}/"


def action_form(client, **more):
    return {
        "do": "action",
        "token": str(uuid4()),
        "words": "Ring the daughter",
        "who": client.user.pk,
        "due_on": (timezone.localdate() + timedelta(days=7)).isoformat(),
        **more,
    }


def test_nothing_changed_nothing_on_the_agenda(nurse):
    assert agenda() == {}


def test_the_most_urgent_comes_first_with_every_reason_it_has(nurse):
    changes.newly_at_risk(UNKNOWN)
    changes.strained_carer(SECOND)
    changes.stay(THIRD, days_ago=9, ended_days_ago=2)
    changes.fall(ADA)
    changes.stay(ADA, days_ago=3)
    assert agenda() == {
        ADA: ["fall", "admission"],
        THIRD: ["admission", "discharge"],
        SECOND: ["carer_strain"],
        UNKNOWN: ["new_high_risk"],
    }
    assert list(agenda()) == [ADA, THIRD, SECOND, UNKNOWN]


def test_falls_of_people_the_team_does_not_know_are_not_brought_up(nurse):
    changes.fall(UNKNOWN)
    assert agenda() == {}


def test_a_planned_stay_is_no_emergency_but_the_way_home_counts(nurse):
    changes.entry(ADA, "hospital_spell", "Planned hospital stay", days_ago=5, ended_days_ago=1)
    assert agenda() == {ADA: ["discharge"]}


def test_what_lies_further_back_than_four_weeks_is_not_new(nurse):
    changes.fall(ADA, days_ago=29)
    assert agenda() == {}


def test_a_declined_offer_and_a_wish_to_talk_are_brought_up(nurse):
    nurse.post(f"/people/{ADA}/package/befriending/decide/", {"decision": "declined:not_wanted", "version": "0"})
    assert nurse.post(f"/people/{SECOND}/meeting/", {"words": ""}).status_code == 422
    assert nurse.post(f"/people/{SECOND}/meeting/", {"words": "Her son is worried"}).status_code == 302
    assert agenda() == {ADA: ["declined_offer"], SECOND: ["asked"]}


def test_a_fall_that_police_or_ambulance_refer_is_brought_up_as_a_fall(nurse, staff):
    from joinedup.core.teams.referrals import Inbox
    from joinedup.web.referrals import sending as referrals

    asked = referrals.Asked(uuid4(), "fallen_not_conveyed", Inbox.of("team:swanage"), "Fell", False, "")
    person = Person.objects.get(pk=UNKNOWN)
    referrals.send(person, asked, sender=Inbox.of("agency:dch"), by=staff("gp"), at=now())
    assert agenda() == {UNKNOWN: ["fall"]}


def test_an_overdue_referral_is_brought_up(nurse):
    from joinedup.web.referrals.models import Referral
    from tests.web.referrals.conftest import refer

    row = refer(nurse)
    assert agenda() == {}
    Referral.objects.filter(pk=row.pk).update(due_at=now() - timedelta(hours=1))
    assert agenda() == {ADA: ["overdue_referral"]}


@pytest.mark.parametrize(
    ("scope", "organisation", "is_shown"),
    [
        ("all", "", False),
        ("lists", "", False),
        ("organisation", "dorset_council", False),
        ("organisation", "dch", True),
    ],
)
def test_nobody_is_talked_about_who_objects(nurse, staff, scope, organisation, is_shown):
    changes.fall(ADA)
    told = {"recorded_by": staff("gp"), "recorded_at": now(), "words": "No"}
    Objection.objects.create(person_id=ADA, scope=scope, organisation=organisation, **told)
    assert (ADA in agenda()) is is_shown
    if not is_shown:
        assert b"1 not shown because they object" in nurse.get(f"/meetings/{begin(nurse).pk}/").content


def test_somebody_who_objects_after_the_agenda_was_made_is_not_shown(nurse, staff, audited):
    changes.fall(ADA)
    meeting = begin(nurse)
    Objection.objects.create(person_id=ADA, scope="all", words="No", recorded_by=staff("gp"), recorded_at=now())
    html = nurse.get(page_of(nurse, meeting, ADA)).content.decode()
    assert "objects to being spoken of" in html
    assert "Archer" not in html
    assert "Ambulance" not in html
    assert audited("teams.discuss_person_without_name")[0].person_id == ADA


def test_what_is_sealed_is_not_told(nurse, staff):
    changes.fall(ADA)
    SealedPart.objects.create(
        person_id=ADA,
        part="ambulance_incident",
        organisation="dch",
        reason="x",
        sealed_by=staff("gp"),
        sealed_at=now(),
    )
    assert agenda() == {}


@pytest.mark.parametrize("sealed_under", [ADA, "pold"])
def test_what_is_sealed_after_it_was_found_is_told_no_more_nor_brought_up_again(nurse, staff, sealed_under):
    changes.fall(ADA)
    changes.stay(ADA, days_ago=3, ended_days_ago=1)
    changes.fall(SECOND)
    meeting = begin(nurse)
    page, words = page_of(nurse, meeting, ADA), "Ambulance, fall (see and treat)"
    assert words in nurse.get(page).content.decode()
    FormerId.objects.create(former_id="pold", person_id=ADA)
    said = {"organisation": "dch", "reason": "x", "sealed_by": staff("gp"), "sealed_at": now()}
    SealedPart.objects.create(person_id=sealed_under, part="ambulance_incident", **said)
    assert words not in nurse.get(page).content.decode()
    assert "Emergency hospital stay" in nurse.get(page).content.decode()
    assert words in nurse.get(page_of(nurse, meeting, SECOND)).content.decode()
    nurse.post(f"/meetings/{meeting.pk}/close/")
    kept = Minutes.objects.get(meeting=meeting).content
    why = {one["person_id"]: one["why"] for one in kept["not_reached"]}
    read = {one["person_id"]: one["why"] for one in minutes.shown(kept, meeting)["not_reached"]}
    assert set(why[ADA]) - set(read[ADA]) == set(why[SECOND]) == set(read[SECOND])  # a fall, and nothing but that
    assert agenda() == {SECOND: ["fall", "deferred"], ADA: ["admission", "discharge", "deferred"]}


def test_only_those_the_team_knows_have_a_name_and_each_look_is_audited(nurse, signed_in_as, audited):
    changes.fall(ADA)
    changes.newly_at_risk(UNKNOWN)
    meeting = begin(nurse)
    known, unknown = page_of(nurse, meeting, ADA), page_of(nurse, meeting, UNKNOWN)
    colleague = signed_in_as("gp")
    assert "Ada Archer-0" in colleague.get(known).content.decode()
    assert audited("teams.discuss_person")[0].person_id == ADA
    html = colleague.get(unknown).content.decode()
    assert Person.objects.get(pk=UNKNOWN).family_name not in html
    assert "Take this person into your care" in html
    assert audited("teams.discuss_person_without_name")[0].person_id == UNKNOWN
    assert "Ada Archer" not in colleague.get(f"/meetings/{meeting.pk}/").content.decode()


def test_other_teams_and_other_roles_have_no_part_in_it(nurse, signed_in_as, audited):
    changes.fall(ADA)
    meeting = begin(nurse)
    path = page_of(nurse, meeting, ADA)
    elsewhere = signed_in_as("elsewhere")
    for address in (path, f"/meetings/{meeting.pk}/", f"/meetings/{meeting.pk}/minutes/"):
        assert elsewhere.get(address).status_code == 404
    assert audited("teams.open_meeting")[0].outcome == "refused"
    assert elsewhere.post("/meetings/begin/", {"team": "swanage"}).status_code == 404
    assert elsewhere.post(path, {"do": "discussed"}).status_code == 404
    assert signed_in_as("analyst").get("/meetings/").status_code == 403
    assert signed_in_as("nurse").get(f"/meetings/{meeting.pk}/people/99/").status_code == 404


def test_two_who_prepare_at_once_share_one_meeting(nurse, signed_in_as):
    first = begin(nurse)
    assert begin(signed_in_as("gp")).pk == first.pk
    assert first.chair.username == "nurse"


def test_an_action_becomes_a_task_opens_a_relationship_and_ends_it_when_done(nurse, signed_in_as, staff):
    changes.fall(ADA)
    meeting, worker = begin(nurse), staff("worker")
    path = page_of(nurse, meeting, ADA)
    form = action_form(nurse, who=worker.pk)
    for _ in range(2):  # sent twice, recorded once
        assert nurse.post(path, form).status_code == 302
    action = Outcome.objects.get()
    assert CareRelationship.objects.get(user=worker).ground == "named"
    client = signed_in_as("worker")
    page = client.get("/tasks/").content.decode()
    assert "Ring the daughter" in page
    assert "Ada Archer-0" in page
    assert client.post(f"/tasks/actions/{action.pk}/", {"state": "nonsense"}).status_code == 422
    assert client.post(f"/tasks/actions/{action.pk}/", {"state": "done"}).status_code == 302
    assert "Ring the daughter" not in client.get("/tasks/").content.decode()
    assert CareRelationship.objects.get(user=worker).ended_at is not None


def test_every_note_on_an_action_is_kept_once_and_shown_with_the_action(nurse, signed_in_as, staff, take_into_care):
    from joinedup.web.teams.models import ActionNews

    changes.fall(ADA)
    meeting = begin(nurse)
    path = page_of(nurse, meeting, ADA)
    nurse.post(path, action_form(nurse))
    page = f"/tasks/actions/{Outcome.objects.get().pk}/"
    said = [
        ("open", "No answer on Monday"),
        ("open", "Nor on Tuesday"),
        ("done", "Spoke with her"),
        ("done", "By text"),
    ]
    for state, note in said:
        for _ in range(2):  # sent twice, kept once
            assert nurse.post(page, {"state": state, "note": note}).status_code == 302
    assert nurse.post(page, {"state": "done", "note": ""}).status_code == 302  # nothing new
    assert list(ActionNews.objects.values_list("state", "note")) == said
    nurse.post(path, {"do": "discussed"})
    nurse.post(f"/meetings/{meeting.pk}/close/")
    for where in (page, path, f"/people/{ADA}/", f"/meetings/{meeting.pk}/minutes/"):
        html = nurse.get(where).content.decode()
        assert [note for _, note in said if note not in html] == [], where
    take_into_care(staff("gp"), ADA)
    assert "Nor on Tuesday" in signed_in_as("gp").get(page).content.decode()


def test_an_action_opens_for_none_of_the_team_but_who_promised_it_and_who_keeps_the_plan(nurse, signed_in_as, audited):
    changes.fall(ADA)
    nurse.post(page_of(nurse, begin(nurse), ADA), action_form(nurse))
    page = f"/tasks/actions/{Outcome.objects.get().pk}/"
    assert signed_in_as("gp").get(page).status_code == 404  # of the team, without the person in their care
    assert audited("teams.open_action")[0].outcome == "refused"


def test_an_action_of_another_team_is_not_found(nurse, signed_in_as, audited):
    changes.fall(ADA)
    nurse.post(page_of(nurse, begin(nurse), ADA), action_form(nurse))
    elsewhere = signed_in_as("elsewhere")
    assert elsewhere.get(f"/tasks/actions/{Outcome.objects.get().pk}/").status_code == 404
    assert audited("teams.open_action")[0].outcome == "refused"


@pytest.mark.one_database
@pytest.mark.parametrize(
    "odd",
    [
        {"words": ""},
        {"words": "x" * 100_000},
        {"words": "\x00"},
        {"who": ""},
        {"who": "9" * 30},
        {"due_on": "2020-01-01"},
        {"due_on": "2999-01-01"},
        {"due_on": "soon"},
        {"token": "1"},
        {"do": "nonsense"},
    ],
)
def test_what_cannot_be_recorded_is_refused_in_words(nurse, odd):
    changes.fall(ADA)
    assert nurse.post(page_of(nurse, begin(nurse), ADA), action_form(nurse, **odd)).status_code == 422
    assert not Outcome.objects.exists()


def test_an_action_goes_only_to_a_member_of_the_team(nurse, staff):
    changes.fall(ADA)
    form = action_form(nurse, who=staff("elsewhere").pk)
    assert nurse.post(page_of(nurse, begin(nurse), ADA), form).status_code == 422


def test_what_was_recorded_by_mistake_is_withdrawn_and_both_stay(nurse):
    changes.fall(ADA)
    path = page_of(nurse, begin(nurse), ADA)
    nurse.post(path, action_form(nurse))
    number = Outcome.objects.get().pk
    assert nurse.post(path, {"do": f"withdraw-{number}"}).status_code == 302
    assert nurse.post(path, {"do": f"withdraw-{number}"}).status_code == 404
    assert "Ring the daughter" not in nurse.get(path).content.decode()
    assert Outcome.objects.count() == 2
    assert CareRelationship.objects.filter(ground="named", ended_at=None).count() == 0


def test_closed_meeting_has_minutes_that_the_chair_signs_and_takes_nothing_more(nurse, signed_in_as, staff):
    changes.fall(ADA)
    changes.strained_carer(SECOND)
    meeting = begin(nurse)
    path, second = page_of(nurse, meeting, ADA), page_of(nurse, meeting, SECOND)
    nurse.post(
        f"/meetings/{meeting.pk}/attendance/",
        {
            f"member-{nurse.user.pk}": "came",
            f"member-{staff('gp').pk}": "apologies",
            "member-999999": "came",
            f"member-{staff('elsewhere').pk}": "came",
            "member-x": "came",
        },
    )
    nurse.post(path, {"do": "decision", "token": str(uuid4()), "words": "Falls clinic"})
    nurse.post(path, action_form(nurse))
    assert nurse.post(path, {"do": "discussed"}).headers["Location"] == second
    assert "#close" in nurse.post(second, {"do": "deferred"}).headers["Location"]
    for _ in range(2):
        assert nurse.post(f"/meetings/{meeting.pk}/close/").status_code == 302
    html = nurse.get(f"/meetings/{meeting.pk}/minutes/").content.decode()
    for words in ("Falls clinic", "Ring the daughter", "Nora Nurse", "Gita Practice", "On the next agenda (1)"):
        assert words in html
    assert "Archer" not in html
    assert "Wendy" not in html
    assert nurse.post(path, action_form(nurse)).status_code == 409
    gp = signed_in_as("gp")
    assert gp.post(f"/meetings/{meeting.pk}/minutes/", {"version": 1}).status_code == 409  # only the chair signs
    correct = {"correct": "yes", "version": 1, "correction": "The clinic is on Tuesday"}
    for _ in range(2):
        assert gp.post(f"/meetings/{meeting.pk}/minutes/", correct).status_code == 302
    assert gp.post(f"/meetings/{meeting.pk}/minutes/", {**correct, "correction": ""}).status_code == 422
    nurse = signed_in_as("nurse")
    for tampered in ({}, {"version": "0"}, {"version": "x"}, {**correct, "version": ""}):
        refused = nurse.post(f"/meetings/{meeting.pk}/minutes/", tampered)
        assert refused.status_code == 422
        assert "Open the page again: part of this form is missing" in refused.content.decode()
    assert (
        nurse.post(f"/meetings/{meeting.pk}/minutes/", {"version": 1}).status_code == 409
    )  # read before the correction
    assert nurse.post(f"/meetings/{meeting.pk}/minutes/", {"version": 2}).status_code == 302
    assert [(one.version, one.is_signed) for one in Minutes.objects.all()] == [(1, False), (2, False), (3, True)]


def test_what_was_talked_about_is_not_brought_up_again_and_what_was_deferred_is(nurse):
    changes.fall(ADA)
    changes.strained_carer(SECOND)
    changes.newly_at_risk(THIRD)
    meeting = begin(nurse)
    nurse.post(page_of(nurse, meeting, ADA), {"do": "discussed"})
    nurse.post(page_of(nurse, meeting, SECOND), {"do": "deferred"})  # and the third was not reached
    nurse.post(f"/meetings/{meeting.pk}/close/")
    assert agenda() == {SECOND: ["carer_strain", "deferred"], THIRD: ["new_high_risk", "deferred"]}


def test_an_action_overdue_comes_back_until_it_is_done(nurse):
    changes.fall(ADA)
    meeting = begin(nurse)
    path = page_of(nurse, meeting, ADA)
    nurse.post(path, action_form(nurse))
    nurse.post(path, {"do": "discussed"})
    nurse.post(f"/meetings/{meeting.pk}/close/")
    assert agenda() == {}
    later = now() + timedelta(days=9)
    prepared = preparing.prepare("swanage", Run.objects.get(), at=later)
    assert [(item.person_id, item.findings[0].reason) for item in prepared.items] == [(ADA, "overdue_action")]


def test_a_person_merged_into_another_while_the_meeting_is_open_is_found(nurse):
    changes.fall(ADA)
    meeting = begin(nurse)
    path = page_of(nurse, meeting, ADA)
    merged = Person.objects.get(pk=ADA)
    merged.pk = merged.person_id = "pnew0000000000001"
    merged.save()
    Person.objects.filter(pk=ADA).delete()
    FormerId.objects.create(former_id=ADA, person_id=merged.pk)
    assert "Ada Archer-0" in nurse.get(path).content.decode()
    assert nurse.post(path, action_form(nurse)).status_code == 302
    assert "Ring the daughter" in nurse.get(f"/people/{merged.pk}/").content.decode()


def test_a_person_gone_from_the_records_stops_nobody(nurse):
    changes.fall(ADA)
    meeting = begin(nurse)
    path = page_of(nurse, meeting, ADA)
    Person.objects.filter(pk=ADA).delete()
    assert "no longer here" in nurse.get(path).content.decode()
    assert nurse.post(path, {"do": "discussed"}).status_code == 302


def test_an_agenda_of_many_asks_the_tables_a_fixed_number_of_times(
    nurse, take_into_care, django_assert_max_num_queries
):
    for person_id in SWANAGE:
        take_into_care(nurse.user, person_id)
        changes.fall(person_id)
        changes.newly_at_risk(person_id)
    with django_assert_max_num_queries(35):
        preparing.prepare("swanage", Run.objects.get(), at=now())
    meeting = begin(nurse)
    assert meeting.items.count() == len([one for one in SWANAGE if Person.objects.get(pk=one).death_date is None])
    with django_assert_max_num_queries(26):
        nurse.get(f"/meetings/{meeting.pk}/")
    with django_assert_max_num_queries(42):
        nurse.get(f"/meetings/{meeting.pk}/people/1/")


def test_more_people_than_a_meeting_can_hold_are_counted_and_come_next_time(nurse, monkeypatch, take_into_care):
    for person_id in SWANAGE[:5]:
        take_into_care(nurse.user, person_id)
        changes.fall(person_id)
    monkeypatch.setattr(preparing, "setting", lambda name: {"most": 3, "first_meeting_days": 28}[name])
    prepared = preparing.prepare("swanage", Run.objects.get(), at=now())
    assert (len(prepared.items), len(prepared.further)) == (3, 2)


def test_minutes_and_outcomes_are_kept_by_the_database_itself(nurse):
    from django.db import DatabaseError, connection, transaction

    changes.fall(ADA)
    meeting = begin(nurse)
    nurse.post(page_of(nurse, meeting, ADA), action_form(nurse))
    signing.close(meeting, by=nurse.user, at=now())
    for table in ("teams_minutes", "teams_outcome"):
        with pytest.raises(DatabaseError), transaction.atomic(), connection.cursor() as cursor:
            cursor.execute(f"delete from {table}")


def test_days_of_findings_are_days(nurse):
    changes.fall(ADA)
    begin(nurse)
    assert date.fromisoformat(AgendaItem.objects.get().findings[0]["on"]) == changes.AS_AT - timedelta(days=3)


def test_whoever_promised_an_action_is_told_and_reminded_on_the_day(nurse, staff):
    from django.core.management import call_command

    from joinedup.web.accounts.models import User
    from joinedup.web.notices.models import Notice

    User.objects.update(email="somebody@place.example")
    changes.fall(ADA)
    form = action_form(nurse, who=staff("worker").pk, due_on=timezone.localdate().isoformat())
    nurse.post(page_of(nurse, begin(nurse), ADA), form)
    for _ in range(2):
        call_command("remind_actions")
    assert list(Notice.objects.values_list("user__username", "kind")) == [("worker", "task")] * 2
