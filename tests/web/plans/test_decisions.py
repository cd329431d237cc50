"""Decisions: with a reason, once, in order, never lost, always audited."""

import re
from concurrent.futures import ThreadPoolExecutor

import pytest
from django.db import connection

from joinedup.web.plans import actions, queries
from joinedup.web.plans.forms import DecisionForm
from joinedup.web.plans.models import Decision, Offer, PackageItem
from joinedup.web.plans.reasons import WORDS
from tests.web import small_run

PERSON = small_run.person_id(0)
DECIDE = f"/people/{PERSON}/package/falls_exercise/decide/"
UNDO = f"/people/{PERSON}/package/falls_exercise/undo/"
ACCEPT = {"decision": "accepted:agreed", "note": "", "version": "0"}


@pytest.fixture
def nurse(signed_in_as, take_into_care):
    client = signed_in_as("nurse")
    take_into_care(client.user, PERSON)
    return client


def words_of(response) -> str:
    return " ".join(re.sub("<[^>]+>", " ", response.content.decode()).split())


def test_accepting_is_shown_with_reason_and_who(nurse, audited):
    response = nurse.post(DECIDE, ACCEPT, follow=True)
    assert response.redirect_chain == [(f"/people/{PERSON}/#package", 302)]
    assert "Accepted: agreed with the person. Nora Nurse, Community nurse" in words_of(response)
    assert "1 awaiting a decision, 1 accepted, 0 declined" in words_of(response)
    entry = audited("plans.decide_item")[0]
    assert entry.detail == {"offer": "falls_exercise", "choice": "accepted", "reason": "agreed", "was_proposed": True}


@pytest.mark.parametrize("decision", WORDS)
def test_every_decision_and_reason_can_be_saved(nurse, decision):
    nurse.post(DECIDE, {"decision": decision, "note": "as the family said", "version": "0"})
    choice, reason = decision.split(":")
    saved = Decision.objects.get()
    assert (saved.choice, saved.reason, saved.version) == (choice, reason, 1)


def test_the_same_form_sent_twice_is_one_decision(nurse):
    for _ in range(3):
        assert nurse.post(DECIDE, ACCEPT).status_code == 302
    assert Decision.objects.count() == 1


def test_second_of_two_people_sees_what_was_decided(nurse, signed_in_as, take_into_care):
    nurse.post(DECIDE, ACCEPT)
    other = signed_in_as("gp")
    take_into_care(other.user, PERSON)
    response = other.post(DECIDE, {"decision": "declined:not_wanted", "note": "told me so", "version": "0"})
    assert response.status_code == 409
    text = words_of(response)
    assert "Somebody decided while you were looking" in text
    assert "Nora Nurse, Community nurse chose “accepted: agreed with the person”" in text
    assert "told me so" in response.content.decode()  # what was typed is not lost
    assert Decision.objects.get().choice == "accepted"
    again = other.post(DECIDE, {"decision": "declined:not_wanted", "note": "told me so", "version": "1"})
    assert again.status_code == 302
    assert [one.choice for one in Decision.objects.order_by("version")] == ["accepted", "declined"]


def test_undoing_leaves_the_history_and_waits_again(nurse, audited):
    nurse.post(DECIDE, ACCEPT)
    text = words_of(nurse.post(UNDO, {"version": "1"}, follow=True))
    assert "2 awaiting a decision, 0 accepted" in text
    assert "Every decision so far (2)" in text
    assert audited("plans.decide_item")[0].detail["choice"] == "undone"
    nurse.post(DECIDE, {**ACCEPT, "version": "2"})
    assert Decision.objects.count() == 3


def test_undoing_what_somebody_else_changed_is_stopped(nurse):
    nurse.post(DECIDE, ACCEPT)
    nurse.post(DECIDE, {"decision": "declined:has_it", "note": "", "version": "1"})
    assert nurse.post(UNDO, {"version": "1"}).status_code == 409
    assert Decision.objects.count() == 2


@pytest.mark.one_database
@pytest.mark.parametrize(
    ("sent", "said"),
    [
        ({"decision": ""}, "Select what was decided and why"),
        ({"decision": "accepted:because"}, "Select what was decided and why from the list"),
        ({"decision": "undone:"}, "Select what was decided and why from the list"),
        ({"decision": "declined:other"}, "Say in the note what the reason is"),
        ({"note": "x" * 501}, "Note must be 500 characters or fewer"),
        ({"note": "x" * 200_000}, "Note must be 500 characters or fewer"),
    ],
)
def test_decision_that_cannot_be_saved_says_what_is_wrong(nurse, sent, said):
    response = nurse.post(DECIDE, {**ACCEPT, **sent})
    assert response.status_code == 422
    assert said in words_of(response)
    assert "Error: " in words_of(response)
    assert not Decision.objects.exists()


@pytest.mark.one_database
@pytest.mark.parametrize("version", ["", "-1", "x", "1e9", "9" * 400])
def test_form_with_a_version_that_is_none_is_not_saved(nurse, version):
    assert nurse.post(DECIDE, {**ACCEPT, "version": version}).status_code == 422
    assert nurse.post(UNDO, {"version": version}).status_code == 422
    assert not Decision.objects.exists()


def test_markup_in_a_note_is_text(nurse):
    nurse.post(DECIDE, {**ACCEPT, "note": "<script>alert(1)</script> & so on"})
    text = nurse.get(f"/people/{PERSON}/").content.decode()
    assert "<script>alert(1)" not in text
    assert "&lt;script&gt;alert(1)&lt;/script&gt; &amp; so on" in text


def test_offer_left_out_can_be_added(nurse):
    text = words_of(nurse.get(f"/people/{PERSON}/package/add/"))
    assert "Fits, and was left out" in text
    assert text.index("Left out: No places left in the neighbourhood") < text.index("Everything else in the catalogue")
    nurse.post(f"/people/{PERSON}/package/befriending/decide/", ACCEPT)
    assert not Decision.objects.get().was_proposed
    page = words_of(nurse.get(f"/people/{PERSON}/"))
    assert "Added by the team" in page
    assert "Cost not known here" not in page
    assert "Not yet worked out" not in page
    assert "Left out, and why" not in page


def test_offer_that_is_not_in_the_catalogue_is_not_found(nurse):
    assert nurse.post(f"/people/{PERSON}/package/gold_plating/decide/", ACCEPT).status_code == 404


def test_deciding_needs_the_care_relationship_at_that_moment(signed_in_as, audited):
    assert signed_in_as("nurse").post(DECIDE, ACCEPT).status_code == 403
    assert audited("plans.decide_item_open")[0].outcome == "refused"
    assert not Decision.objects.exists()


def test_roles_without_care_cannot_decide(signed_in_as):
    for username in ("analyst", "ig"):
        assert signed_in_as(username).post(DECIDE, ACCEPT).status_code == 403


def test_deciding_is_not_done_by_following_a_link(nurse):
    assert nurse.get(UNDO).status_code == 405
    assert nurse.get(DECIDE).status_code == 200
    assert not Decision.objects.exists()


def test_decision_and_its_audit_are_written_together_or_not_at_all(small_place, staff, at, monkeypatch):
    from joinedup.web.people.models import Person

    def fail(**_):
        raise RuntimeError("no audit")

    monkeypatch.setattr(actions, "record", fail)
    person, offer = Person.objects.get(person_id=PERSON), Offer.objects.get(code="falls_exercise")
    choice = actions.Choice("accepted", "agreed", "", seen_version=0)
    with pytest.raises(RuntimeError, match="no audit"):
        actions.decide(person, offer, choice, by=staff("nurse"), at=at)
    assert not Decision.objects.exists()


def test_awaiting_are_items_without_a_decision_in_force(nurse):
    items = PackageItem.objects.filter(person_id=PERSON)
    assert queries.awaiting(items).count() == 2
    nurse.post(DECIDE, ACCEPT)
    assert [item.offer_id for item in queries.awaiting(items)] == ["medicines_review"]
    nurse.post(UNDO, {"version": "1"})
    assert queries.awaiting(items).count() == 2


def test_what_was_decided_under_an_earlier_id_does_not_wait_again(nurse, take_into_care):
    from joinedup.web.people.models import FormerId

    old = small_run.person_id(6)
    take_into_care(nurse.user, old)
    items = PackageItem.objects.filter(person_id=PERSON)
    nurse.post(f"/people/{old}/package/falls_exercise/decide/", ACCEPT)
    assert queries.awaiting(items).count() == 2
    FormerId.objects.create(former_id=old, person_id=PERSON)
    assert [item.offer_id for item in queries.awaiting(items)] == ["medicines_review"]
    nurse.post(UNDO, {"version": "1"})
    assert queries.awaiting(items).count() == 2


def test_lines_of_a_note_from_any_browser_are_the_same_note():
    form = DecisionForm({"decision": "accepted:agreed", "note": "a\r\nb", "version": "0"})
    assert form.is_valid()
    assert form.choice.note == "a\nb"


@pytest.mark.django_db(transaction=True)
def test_of_ten_who_decide_at_one_moment_one_succeeds(small_place, staff, at):
    from joinedup.web.people.models import Person

    person, offer = Person.objects.get(person_id=PERSON), Offer.objects.get(code="falls_exercise")
    users = [staff(name) for name in ("nurse", "gp", "worker", "prescriber", "lead")] * 2
    choice = actions.Choice("declined", "has_it", "", seen_version=0)

    def decide(user):
        try:
            return actions.decide(person, offer, choice, by=user, at=at).decided_by_id
        except actions.DecidedMeanwhile as problem:
            return -problem.latest.decided_by_id
        finally:
            connection.close()

    with ThreadPoolExecutor(5) as several:
        done = list(several.map(decide, users))
    saved = Decision.objects.get()
    assert {abs(one) for one in done} == {saved.decided_by_id}


def test_two_merged_people_of_whom_each_had_decisions_can_still_be_decided_about(signed_in_as, take_into_care):
    """The one with fewer decisions was decided about last: the next version is above those of both."""
    from joinedup.web.people.models import FormerId

    old, new = small_run.person_id(6), small_run.person_id(0)
    nurse = signed_in_as("nurse")
    take_into_care(nurse.user, old, new)
    for person, version in ((new, 0), (new, 1), (old, 0)):
        sent = {"decision": "accepted:agreed", "version": str(version), "note": f"number {version}"}
        assert nurse.post(f"/people/{person}/package/befriending/decide/", sent).status_code == 302
    FormerId.objects.create(former_id=old, person_id=new)
    sent = {"decision": "declined:has_it", "version": "1"}  # that of the latest, made under the old id
    assert nurse.post(f"/people/{new}/package/befriending/decide/", sent).status_code == 302
    assert Decision.objects.latest("id").version == 3
