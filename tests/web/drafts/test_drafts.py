"""Half-written forms of every kind come back to whoever wrote them, to nobody else, and go once they are sent."""

from datetime import timedelta

import pytest
from django.test import Client
from django.utils import timezone

from joinedup.web.accounts.models import User
from joinedup.web.drafts.models import Draft
from joinedup.web.governance.models import CareRelationship
from joinedup.web.people.models import FormerId
from joinedup.web.referrals.models import Referral
from joinedup.web.teams.models import Outcome
from tests.web.care.writing import fields_of, words_of
from tests.web.referrals.conftest import ADA, OUTSIDE, asked, refer
from tests.web.teams import changes
from tests.web.teams.test_meetings import action_form, begin, page_of

pytestmark = pytest.mark.django_db
HALF = "Half a sentence about the stairs"
REFER = f"/people/{ADA}/refer/"
ASK = f"/people/{ADA}/meeting/"
MET = "/referrals/met/"


@pytest.fixture
def officer(nurse, as_staff):
    """A police officer on duty, signed in with a client of their own."""
    as_staff("police_officer", organisation="dch", username="officer")
    other = Client()
    other.post("/sign-in/persona/", {"username": "officer"})
    return other


@pytest.fixture
def discussed(nurse):
    """The address of Ada on the agenda of a meeting."""
    changes.fall(ADA)
    return page_of(nurse, begin(nurse), ADA)


def keep(client, address, how="quietly", **typed):
    """What the page's script, or its button, asks."""
    return client.post(address, {**typed, "draft": how})


@pytest.mark.parametrize("address", [REFER, ASK])
def test_half_a_form_about_a_person_comes_back_and_nothing_is_sent(nurse, address, audited):
    answer = keep(nurse, address, words=HALF)
    assert answer.json()["words"].startswith("Draft kept at ")
    page = nurse.get(address)
    assert HALF in page.content.decode()
    assert "This is what you typed until" in words_of(page)
    assert not Referral.objects.exists()
    assert [entry.person_id for entry in audited("drafts.keep")] == [ADA]


@pytest.mark.parametrize("address", [REFER, ASK])
def test_button_keeps_without_a_script_and_another_throws_away(nurse, address):
    kept = keep(nurse, address, "keep", words=HALF)
    assert kept.url == f"/people/{ADA}/"
    assert "Kept as your draft" in words_of(nurse.get(kept.url))
    keep(nurse, address, "drop")
    assert HALF not in nurse.get(address).content.decode()
    assert not Draft.objects.exists()


def test_referral_taken_up_again_is_sent_once_and_its_draft_goes(nurse):
    keep(nurse, REFER, **asked(words=HALF, is_urgent="yes"))
    form = fields_of(nurse.get(REFER))
    assert (form["words"], form["kind"], form["to"]) == (HALF, "social_care", "agency:dorset_council")
    assert form["is_urgent"] == "yes"
    assert nurse.post(REFER, form).status_code == 302
    assert Referral.objects.get().words == HALF
    assert not Draft.objects.exists()
    assert HALF not in fields_of(nurse.get(REFER))["words"]


def test_draft_taken_up_after_the_form_was_sent_is_a_new_referral_and_never_lost(nurse):
    sent = asked(words="As it was sent")
    nurse.post(REFER, sent)
    keep(nurse, REFER, **{**sent, "words": HALF})  # from another tab, where the form still stands
    assert nurse.post(REFER, fields_of(nurse.get(REFER))).status_code == 302
    assert {row.words for row in Referral.objects.all()} == {"As it was sent", HALF}


def test_field_sent_twice_does_not_close_the_form(nurse):
    nurse.post(REFER, {"draft": "quietly", "q": ["a", "b"], "words": ["one", HALF], "to": ["x", "y"]})
    assert HALF in nurse.get(REFER).content.decode()


def test_referrals_for_two_offers_are_two_drafts(nurse):
    keep(nurse, f"{REFER}?offer=befriending", words=HALF, offer="befriending")
    assert HALF not in nurse.get(REFER).content.decode()
    assert HALF in nurse.get(f"{REFER}?offer=befriending").content.decode()


def test_looking_for_a_charity_takes_nothing_that_was_typed(nurse, charity):
    typed = asked(words=HALF, kind="voluntary_help", to="", consent="said", is_urgent="yes", q="steady", find="yes")
    found = nurse.post(REFER, typed)
    form = fields_of(found)
    assert "1 organisation found" in words_of(found)
    assert (form["words"], form["kind"], form["to"], form["consent"]) == (HALF, "voluntary_help", OUTSIDE, "said")
    assert (form["is_urgent"], form["id"]) == ("yes", typed["id"])
    assert "There is a problem" not in words_of(found)
    assert not Referral.objects.exists()


def test_drafts_are_the_writers_alone(nurse, take_into_care):
    keep(nurse, REFER, words=HALF)
    worker = Client()
    worker.post("/sign-in/persona/", {"username": "worker"})
    take_into_care(User.objects.get(username="worker"), ADA)
    assert HALF not in worker.get(REFER).content.decode()
    assert "Begun and not finished" not in words_of(worker.get("/tasks/"))


def test_what_was_begun_is_found_among_the_tasks_and_in_the_plan(nurse):
    keep(nurse, REFER, words=HALF)
    tasks = nurse.get("/tasks/")
    assert "Begun and not finished (1)" in words_of(tasks)
    assert "Referral: Ada Archer-0" in words_of(tasks)
    for page in (tasks.content.decode(), nurse.get(f"/people/{ADA}/plan/").content.decode()):
        assert f'href="{REFER}"' in page


def test_draft_about_a_person_joined_with_another_since_is_found_under_the_new_id(nurse):
    keep(nurse, REFER, words=HALF)
    Draft.objects.update(person_id="P_BEFORE")
    FormerId.objects.create(former_id="P_BEFORE", person_id=ADA)
    assert HALF in nurse.get(REFER).content.decode()


@pytest.mark.parametrize("address", [REFER, ASK])
def test_nothing_is_kept_about_somebody_who_is_not_in_ones_care(nurse, address):
    CareRelationship.objects.all().delete()
    assert keep(nurse, address, words=HALF).status_code == 403
    assert not Draft.objects.exists()


def test_decision_and_action_of_a_meeting_are_two_drafts(nurse, discussed, audited):
    keep(nurse, discussed, do="decision", words="Half a decision")
    keep(nurse, discussed, "keep", **action_form(nurse, words="Half an action", due_on=""))
    page = nurse.get(discussed).content.decode()
    assert "Half a decision" in page
    assert "Half an action" in page
    assert page.count("This is what you typed until") == 2
    assert [entry.person_id for entry in audited("drafts.keep")] == [ADA, ADA]
    assert not Outcome.objects.exists()
    keep(nurse, discussed, "drop", do="decision")
    assert [draft.form for draft in Draft.objects.all()] == [f"{discussed}#action"]
    wrong = nurse.post(discussed, {"do": "decision", "words": ""})
    assert wrong.status_code == 422
    assert "Half an action" in wrong.content.decode()  # what is wrong with one form takes nothing from the other
    nurse.post(discussed, action_form(nurse, words="A whole action"))
    assert Outcome.objects.get().words == "A whole action"
    assert not Draft.objects.exists()


def test_draft_of_a_meeting_is_kept_for_its_team_alone(nurse, discussed):
    elsewhere = Client()
    elsewhere.post("/sign-in/persona/", {"username": "elsewhere"})
    assert keep(elsewhere, discussed, do="decision", words=HALF).status_code in (403, 404)
    assert not Draft.objects.exists()


def test_correction_of_minutes_comes_back(nurse, discussed):
    meeting = discussed.split("people/")[0]
    nurse.post(f"{meeting}close/")
    keep(nurse, f"{meeting}minutes/", correct="yes", correction=HALF)
    assert HALF in nurse.get(f"{meeting}minutes/").content.decode()
    nurse.post(f"{meeting}minutes/", {"correct": "yes", "version": "1", "correction": HALF})
    assert not Draft.objects.exists()


def test_why_a_referral_is_withdrawn_comes_back(nurse):
    row = refer(nurse)
    address = f"/referrals/{row.pk}/withdraw/"
    keep(nurse, address, note=HALF, version=row.version)
    assert HALF in nurse.get(address).content.decode()
    row.refresh_from_db()
    assert row.state == "sent"


def test_somebody_met_on_duty_need_not_be_typed_twice(officer):
    keep(officer, MET, family_name="Archer", words=HALF)
    page = officer.get(MET).content.decode()
    assert HALF in page
    assert 'value="Archer"' in page
    assert not Referral.objects.exists()


def test_what_was_begun_about_somebody_met_names_nobody_among_the_tasks(nurse):
    Draft.objects.create(user=nurse.user, form=MET, sent={"words": HALF}, saved_at=timezone.now())  # noqa: TID251
    assert "Referral of somebody met on duty" in words_of(nurse.get("/tasks/"))


def test_draft_nobody_touched_for_a_month_goes(nurse):
    keep(nurse, REFER, words=HALF)
    Draft.objects.update(saved_at=timezone.now() - timedelta(days=31))  # noqa: TID251
    keep(nurse, ASK, words="Another")
    assert [draft.form for draft in Draft.objects.all()] == ["meeting/"]
