"""Staff refer, answer, transfer and undo; everything is in one inbox, audited, and opens or ends a relationship."""

from datetime import timedelta
from uuid import uuid4

import pytest

from joinedup.web.governance.models import AuditEntry, CareRelationship
from joinedup.web.people.models import FormerId, Person, Run
from joinedup.web.referrals import queries
from joinedup.web.referrals.models import Referral, ReferralEvent, SavedFilter
from tests.web import small_run
from tests.web.referrals.conftest import ADA, asked, do, link_in, refer, to_charity

SENSITIVE = small_run.person_id(3)
pytestmark = pytest.mark.django_db


@pytest.fixture
def worker(signed_in_as, nurse):
    """A social worker of the council, in the same neighbourhood; signed in with a client of their own."""
    from django.test import Client

    from joinedup.web.accounts.models import User

    other = Client()
    other.user = User.objects.get(username="worker")
    other.post("/sign-in/persona/", {"username": "worker"})
    return other


def may_see(client, person_id=ADA):
    from django.utils import timezone

    from joinedup.web.governance.queries import has_relationship

    return has_relationship(client.user, person_id, timezone.now())  # noqa: TID251


def test_referral_is_seen_accepted_and_done_and_the_relationship_follows(nurse, worker, audited):
    row = refer(nurse)
    assert (row.state, row.inbox) == ("sent", "agency:dorset_council")
    assert "Ada Archer" not in worker.get("/referrals/?inbox=agency:dorset_council").content.decode()
    page = worker.get(f"/referrals/{row.pk}/").content.decode()
    assert "Ada Archer-0" in page
    assert "Needs help to wash" in page
    row.refresh_from_db()
    assert row.state == "seen"
    assert not may_see(worker)
    assert do(worker, row, "accept").status_code == 302
    assert may_see(worker)
    assert (row.accepted_by.username, row.state) == ("worker", "accepted")
    assert "Ada Archer-0" in worker.get("/referrals/?inbox=agency:dorset_council").content.decode()
    assert do(worker, row, "finish", reason="helped", note="Washes by herself again").status_code == 302
    assert (row.state, row.inbox, row.due_at) == ("done", "", None)
    assert not may_see(worker)
    assert CareRelationship.objects.filter(source=f"referrals.referral:{row.pk}").count() == 1
    assert [one.deed for one in queries.history(row)] == ["send", "see", "accept", "finish"]
    for action in ("send", "see", "accept", "finish", "view"):
        assert audited(f"referrals.{action}")[0].person_id == ADA


def test_declined_referral_is_back_with_the_sender_who_sends_it_on(nurse, worker):
    row = refer(nurse)
    assert do(worker, row, "decline").status_code == 422
    assert do(worker, row, "decline", reason="other").status_code == 422
    assert do(worker, row, "decline", reason="not_ours", note="Try the district nurses").status_code == 302
    assert (row.state, row.inbox) == ("declined", "team:swanage")
    assert b"Not for this service" in nurse.get(f"/referrals/{row.pk}/").content
    assert do(worker, row, "accept").status_code == 409
    again = do(nurse, row, "send-on", to="agency:dorset_council")
    assert again.status_code == 302
    assert (row.state, row.inbox) == ("sent", "agency:dorset_council")


def test_what_is_wrong_with_a_referral_names_what_it_is_about(nurse):
    sent = {"kind": "social_care", "to": "agency:dorset_council", "words": "x" * 2001, "id": str(uuid4())}
    page = nurse.post(f"/people/{ADA}/refer/", sent).content.decode()
    assert page.count("What is asked, and why, must be 2,000 characters or fewer") == 2  # above all, and at the field
    assert "This must be" not in page
    page = nurse.post(f"/people/{ADA}/refer/", {**sent, "words": "x", "consent": "perhaps"}).content.decode()
    assert "Select whether the person agreed from the list" in page


def test_a_form_of_which_parts_are_missing_says_once_to_open_the_page_again(nurse):
    page = nurse.post(f"/people/{ADA}/refer/", {"offer": "!!"}).content.decode()
    assert page.count("Open the page again") == 1


def test_sender_withdraws_and_the_holder_no_longer_has_it(nurse, worker):
    row = refer(nurse)
    do(worker, row, "accept")
    assert do(nurse, row, "withdraw", reason="not_needed").status_code == 302
    assert (row.state, row.inbox) == ("withdrawn", "")
    assert not may_see(worker)


def test_undo_puts_it_back_and_ends_or_opens_the_relationship_again(nurse, worker):
    row = refer(nurse)
    worker.get(f"/referrals/{row.pk}/")
    due = Referral.objects.get(pk=row.pk).due_at
    do(worker, row, "accept")
    assert do(worker, row, "undo").status_code == 302
    assert (row.state, row.accepted_by, row.due_at) == ("seen", None, due)
    assert not may_see(worker)
    do(worker, row, "accept")
    do(worker, row, "finish", reason="helped")
    do(worker, row, "undo")
    assert (row.state, row.accepted_by.username) == ("accepted", "worker")
    assert may_see(worker)


def test_transfer_after_acceptance_is_undone_with_the_one_who_had_accepted(nurse, worker):
    row = refer(nurse)
    do(worker, row, "accept")
    assert do(worker, row, "transfer", to="agency:dch").status_code == 302
    assert (row.inbox, row.accepted_by) == ("agency:dch", None)
    assert not may_see(worker)
    assert do(worker, row, "undo").status_code == 302
    assert (row.inbox, row.accepted_by.username) == ("agency:dorset_council", "worker")
    assert may_see(worker)


def test_whoever_passed_it_on_sees_it_only_while_that_can_be_undone(nurse, worker, as_staff):
    from joinedup.web.referrals import opening

    row = refer(nurse)
    do(worker, row, "transfer", to="agency:dch")
    colleague = as_staff("social_worker", organisation="dorset_council", username="colleague")
    assert opening.open_referral(str(row.pk), by=colleague, at=row.since + timedelta(hours=1))
    assert opening.open_referral(str(row.pk), by=colleague, at=row.since + timedelta(hours=25)) is None


def test_same_form_sent_twice_does_it_once(nurse, worker):
    form = asked()
    for _ in range(2):
        assert nurse.post(f"/people/{ADA}/refer/", form).status_code == 302
    row = Referral.objects.get()
    version = row.version
    for _ in range(2):
        answer = worker.post(f"/referrals/{row.pk}/decline/", {"version": version, "reason": "no_place"})
        assert answer.status_code == 302
    assert ReferralEvent.objects.filter(deed="decline").count() == 1


def test_stale_form_is_refused_and_shows_how_it_stands(nurse, worker):
    row = refer(nurse)
    worker.get(f"/referrals/{row.pk}/")
    stale = {"version": 1, "reason": "no_place"}
    response = worker.post(f"/referrals/{row.pk}/decline/", stale)
    assert response.status_code == 409
    assert b"Somebody did something with this referral meanwhile" in response.content
    assert Referral.objects.get(pk=row.pk).state == "seen"


@pytest.mark.parametrize("key", ["4f1c2c1e-6a52-4a1b-9d5c-0f3e4a8b7c6d", "0" * 36, "-" * 36])
def test_tampered_id_is_not_found_and_audited(nurse, key, audited):
    assert nurse.get(f"/referrals/{key}/").status_code == 404
    assert audited("referrals.view")[0].outcome == "refused"


def test_nobody_else_sees_a_referral(nurse, signed_in_as, audited):
    row = refer(nurse)
    elsewhere = signed_in_as("elsewhere")
    assert elsewhere.get(f"/referrals/{row.pk}/").status_code == 404
    entry = audited("referrals.view")[0]
    assert (entry.outcome, entry.person_id, entry.username) == ("refused", ADA, "elsewhere")
    assert elsewhere.post(f"/referrals/{row.pk}/accept/", {"version": 1}).status_code == 404


def test_only_somebody_in_ones_care_is_referred(signed_in_as):
    nurse = signed_in_as("nurse")
    assert nurse.get(f"/people/{ADA}/refer/").status_code == 403
    assert nurse.post(f"/people/{ADA}/refer/", asked()).status_code == 403
    assert not Referral.objects.exists()


@pytest.mark.one_database
@pytest.mark.parametrize(
    "changes",
    [
        {"words": ""},
        {"words": "x" * 100_000},
        {"words": "\x00"},
        {"kind": "wishes"},
        {"kind": "fallen_not_conveyed", "to": "team:wareham"},  # only from those who were there
        {"to": "agency:nobody"},
        {"to": "outside:nobody", "kind": "voluntary_help", "consent": "said"},
        {"to": "team:swanage", "kind": "community_nursing"},
        {"to": "'; drop table", "kind": "voluntary_help"},
        {"id": "1"},
        {"consent": "perhaps"},
    ],
)
def test_what_cannot_be_sent_is_refused_in_words(nurse, charity, changes):
    response = nurse.post(f"/people/{ADA}/refer/", asked(**changes))
    assert response.status_code == 422
    assert b"There is a problem" in response.content
    assert not Referral.objects.exists()


def test_emoji_and_names_from_right_to_left_are_kept_as_they_are(nurse):
    words = "أمينة lives alone 🏠; שלום"
    assert refer(nurse, words=words).words == words


def test_a_charity_is_told_only_with_consent(nurse, charity):
    form = asked(kind="voluntary_help", to=charity)
    response = nurse.post(f"/people/{ADA}/refer/", form)
    assert response.status_code == 422
    assert b"has not agreed" in response.content
    row = to_charity(nurse)
    assert (row.consent, row.inbox) == ("said", charity)


def test_transfer_to_a_charity_asks_for_consent_too(nurse, worker, charity):
    row = refer(nurse, kind="carer_assessment")
    assert do(worker, row, "transfer", to=charity).status_code == 422
    assert do(worker, row, "transfer", to=charity, consent="written").status_code == 302
    assert (row.inbox, row.consent) == (charity, "written")


def test_person_merged_into_another_is_found_under_the_id_of_today(nurse, worker):
    row = refer(nurse)
    new = Person.objects.get(pk=ADA)
    new.pk = new.person_id = "pnew0000000000001"
    new.save()
    Person.objects.filter(pk=ADA).delete()
    FormerId.objects.create(former_id=ADA, person_id=new.pk)
    assert "Ada Archer-0" in worker.get(f"/referrals/{row.pk}/").content.decode()
    assert do(worker, row, "accept").status_code == 302
    assert "Ada Archer-0" in worker.get("/referrals/?inbox=agency:dorset_council").content.decode()
    assert row in queries.of_person(new.ids)


def test_person_gone_from_the_records_leaves_the_referral_where_it_is(nurse, worker):
    row = refer(nurse)
    Person.objects.filter(pk=ADA).delete()
    assert "No longer in the place" in worker.get("/referrals/?inbox=agency:dorset_council").content.decode()
    assert worker.get(f"/referrals/{row.pk}/").status_code == 200


def test_filters_are_shared_by_an_inbox_and_by_nobody_else(nurse, worker, signed_in_as):
    saved = {"inbox": "agency:dorset_council", "name": "Overdue", "query": "inbox=agency:dorset_council&overdue=yes"}
    worker.post("/referrals/filters/", saved)
    assert b"Overdue</a>" in worker.get("/referrals/?inbox=agency:dorset_council").content
    assert nurse.post("/referrals/filters/", saved).status_code == 403
    number = SavedFilter.objects.get().pk
    assert nurse.post(f"/referrals/filters/{number}/remove/", {"inbox": "team:swanage"}).status_code == 404
    worker.post(f"/referrals/filters/{number}/remove/", {"inbox": "agency:dorset_council"})
    assert not SavedFilter.objects.exists()


def test_filters_of_the_list(nurse, worker):
    row = refer(nurse)
    Referral.objects.filter(pk=row.pk).update(due_at=row.due_at - timedelta(days=400))
    here = "/referrals/?inbox=agency:dorset_council"
    assert row.person_id  # in the list by reference
    reference = Person.objects.get(pk=ADA).reference
    for query, is_shown in (
        ("&overdue=yes", True),
        ("&mine=yes", False),
        ("&kind=social_care", True),
        ("&kind=dental", False),
        ("&state=accepted", False),
        ("&state=nonsense&kind=\x00", True),
    ):
        assert (reference in worker.get(here + query).content.decode()) is is_shown, query
    assert b"1 referral overdue here" in worker.get(here).content
    assert b"Ada Archer-0" in nurse.get("/referrals/?show=sent").content


def test_an_inbox_of_many_asks_the_tables_a_fixed_number_of_times(nurse, worker, django_assert_max_num_queries):
    for number in range(12):
        row = refer(nurse)
        if number % 2:
            do(worker, row, "accept")
    with django_assert_max_num_queries(17):
        worker.get("/referrals/?inbox=agency:dorset_council")
    with django_assert_max_num_queries(24):
        worker.get(f"/referrals/{row.pk}/")


def test_address_of_a_sensitive_person_is_told_to_nobody_by_a_referral(nurse, worker, take_into_care):
    take_into_care(nurse.user, SENSITIVE)
    person = Person.objects.get(pk=SENSITIVE)
    Person.objects.filter(pk=SENSITIVE).update(address="7 Hidden Lane")
    row = refer(nurse, SENSITIVE)
    do(worker, row, "accept")
    for page in (f"/referrals/{row.pk}/", "/referrals/?inbox=agency:dorset_council"):
        html = worker.get(page).content.decode()
        assert "Hidden Lane" not in html
        assert person.postcode not in html


def test_every_deed_of_a_referral_is_kept_for_good(nurse):
    from django.db import DatabaseError, connection, transaction

    refer(nurse)
    with pytest.raises(DatabaseError), transaction.atomic(), connection.cursor() as cursor:
        cursor.execute("update referrals_referralevent set note = 'changed'")
    assert AuditEntry.objects.filter(action="referrals.send").count() == 1


def test_agency_staff_of_the_whole_place_see_all_of_its_inbox_and_others_their_part(nurse, as_staff):
    row = refer(nurse, to="agency:dch", kind="carer_assessment")
    told = {"at": row.sent_at}
    everywhere = as_staff("social_worker", organisation="dch", username="everywhere")
    elsewhere = as_staff("social_worker", organisation="dch", neighbourhood="wareham")
    assert list(queries.of_inbox("agency:dch", queries.Wanted(), by=everywhere, **told)) == [row]
    assert list(queries.of_inbox("agency:dch", queries.Wanted(), by=elsewhere, **told)) == []
    assert queries.counts("agency:dch", by=everywhere, **told)["here"] == 1


def test_police_refer_somebody_they_met_and_learn_nothing_of_the_record(nurse, as_staff, audited):
    from django.test import Client

    officer = as_staff("police_officer", organisation="dch", username="officer")
    client, ada = Client(), Person.objects.get(pk=ADA)
    client.post("/sign-in/persona/", {"username": officer.username})
    form = {
        "id": str(uuid4()),
        "kind": "fallen_not_conveyed",
        "family_name": ada.family_name.upper(),
        "birth_date": ada.birth_date.isoformat(),
        "postcode": ada.postcode.replace(" ", "").lower(),
        "words": "Fell in the kitchen, did not want to go to hospital",
    }
    for wrong in ({"birth_date": "1900-01-01"}, {"postcode": "ZZ9 9ZZ"}, {"family_name": ""}, {"words": ""}):
        assert client.post("/referrals/met/", form | wrong).status_code == 422
    assert audited("referrals.refer_met")[0].outcome == "refused"
    response = client.post("/referrals/met/", form)
    assert response.status_code == 302
    row = Referral.objects.get()
    assert (row.inbox, row.kind) == ("team:swanage", "fallen_not_conveyed")
    for path in (f"/referrals/{row.pk}/", "/referrals/?show=sent"):
        html = client.get(path).content.decode()
        assert ada.full_name not in html
        assert ada.nhs_number not in html.replace(" ", "")
        assert ada.postcode not in html
    assert client.get(f"/people/{ADA}/").status_code == 403
    assert "Ada Archer-0" in nurse.get("/referrals/").content.decode()  # in the nurse's care already
    statuses = [client.post("/referrals/met/", form | {"postcode": "ZZ9 9ZZ"}).status_code for _ in range(25)]
    assert 409 in statuses  # trying out many is slowed


def test_whoever_shares_no_inbox_finds_no_form_to_refer_somebody_they_met(nurse, as_staff):
    from django.test import Client

    officer = as_staff("police_officer", organisation="", neighbourhood="", username="officer")
    client, ada = Client(), Person.objects.get(pk=ADA)
    client.post("/sign-in/persona/", {"username": officer.username})
    facts = {"family_name": ada.family_name, "birth_date": ada.birth_date.isoformat(), "postcode": ada.postcode}
    form = {"id": str(uuid4()), "kind": "fallen_not_conveyed", "words": "Fell in the kitchen", **facts}
    assert client.get("/referrals/met/").status_code == 404
    assert client.post("/referrals/met/", form).status_code == 404
    assert not Referral.objects.exists()


def test_referral_to_a_fire_officer_tells_name_and_address_once_accepted(nurse, as_staff):
    from django.test import Client

    officer = as_staff("fire_safe_and_well_officer", organisation="dch", username="fire")
    row = refer(nurse, kind="safe_and_well", to="agency:dch")
    client, ada = Client(), Person.objects.get(pk=ADA)
    client.post("/sign-in/persona/", {"username": officer.username})
    assert ada.postcode not in client.get(f"/referrals/{row.pk}/").content.decode()
    do(client, row, "accept")
    html = client.get(f"/referrals/{row.pk}/").content.decode()
    assert ada.postcode in html
    assert ada.nhs_number not in html.replace(" ", "")
    assert not CareRelationship.objects.filter(user=officer).exists()  # it would open no record for this role


def test_nobody_is_referred_to_whom_they_object(nurse, charity):
    from joinedup.web.governance.models import Objection

    told = {"words": "Not the council", "recorded_by": nurse.user, "recorded_at": "2026-04-01T09:00Z"}
    Objection.objects.create(person_id=ADA, scope="organisation", organisation="dorset_council", **told)
    response = nurse.post(f"/people/{ADA}/refer/", asked())
    assert response.status_code == 422
    assert b"objects to what is known of them being shared" in response.content
    assert to_charity(nurse).state == "sent"


def test_those_concerned_are_told_that_there_is_news_once_and_never_about_whom(nurse, worker):
    from django.core.management import call_command

    from joinedup.web.accounts.models import User
    from joinedup.web.notices.models import Notice

    User.objects.update(email="somebody@place.example")

    def told():
        return sorted(Notice.objects.values_list("user__username", "kind"))

    row = refer(nurse)
    assert ("worker", "referral") in told()
    assert "nurse" not in {username for username, _ in told()}
    Notice.objects.all().delete()
    do(worker, row, "accept")
    assert told() == [("nurse", "referral")]
    Notice.objects.all().delete()
    Referral.objects.filter(pk=row.pk).update(due_at=row.sent_at)
    for _ in range(2):
        call_command("remind_referrals")
    assert told() == [("worker", "task")]
    assert ADA not in "".join(Notice.objects.values_list("key", flat=True))


def test_objection_after_sending_hides_the_person_from_those_who_were_asked(nurse, worker, charity):
    from django.core import mail
    from django.test import Client

    from joinedup.web.governance.models import Objection

    row, outside = refer(nurse), to_charity(nurse)
    do(worker, row, "accept")
    Objection.objects.create(
        person_id=ADA, scope="all", words="No", recorded_by=nurse.user, recorded_at="2026-04-01T09:00Z"
    )
    for path in (f"/referrals/{row.pk}/", "/referrals/?inbox=agency:dorset_council", "/tasks/"):
        assert "Archer" not in worker.get(path).content.decode()
    client = Client()
    client.post(link_in(mail.outbox[-1]))
    version = Referral.objects.get(pk=outside.pk).version
    client.get("/referral/here/")
    client.post("/referral/here/accept/", {"version": version + 1, "by_name": "Olive"})
    page = client.get("/referral/here/").content.decode()
    assert "Objects to what is known" in page
    assert "Archer" not in page


def test_a_provider_that_signs_in_answers_in_its_own_inbox_and_is_told_only_with_consent(nurse, as_staff):
    from django.test import Client

    from joinedup.web.people.models import Organisation

    Organisation.objects.create(code="quay", name="Quay Home Care", kind="home_care_provider")
    form = {"kind": "home_care", "to": "agency:quay"}
    assert nurse.post(f"/people/{ADA}/refer/", asked(**form)).status_code == 422
    row, client = refer(nurse, consent="said", **form), Client()
    scheduler = as_staff("home_care_scheduler", organisation="quay", username="scheduler")
    client.post("/sign-in/persona/", {"username": scheduler.username})
    assert "Archer" not in client.get("/referrals/").content.decode()
    assert do(client, row, "accept").status_code == 302
    assert "Ada Archer-0" in client.get(f"/referrals/{row.pk}/").content.decode()
    assert client.get(f"/people/{ADA}/").status_code == 403


def test_lists_that_show_a_name_say_in_the_audit_whose(nurse, worker, audited):
    row = refer(nurse)
    do(worker, row, "accept")
    worker.get("/referrals/?inbox=agency:dorset_council")
    assert audited("referrals.view_inbox")[0].detail["named"] == [ADA]
    worker.get("/tasks/")
    assert audited("teams.view_tasks")[0].detail["named"] == [ADA]
    worker.get("/referrals/?show=finished")
    assert audited("referrals.view_inbox")[0].detail["named"] == []


AGREED = {"targets": {"social_care": {"seen_hours": 10, "answered_hours": 60}}, "why": "Agreed with the council, May"}


def test_targets_of_the_place_move_the_clock_and_stand_on_the_pages_with_their_reason(nurse, worker):
    usual = refer(nurse)
    Run.objects.update(referral_choices=AGREED)
    row = refer(nurse)
    assert usual.due_at - usual.asked_at == timedelta(hours=48)
    assert row.due_at - row.asked_at == timedelta(hours=10)
    page = worker.get(f"/referrals/{row.pk}/").content.decode()
    assert "Looked at within 10 hours, answered within 60 hours, done within 28 days of being accepted" in page
    assert "Agreed with the council, May" in page
    row.refresh_from_db()
    assert row.due_at - row.asked_at == timedelta(hours=60)
    usual.refresh_from_db()
    assert usual.due_at - usual.asked_at == timedelta(hours=48)  # under way, until its next step
    form = nurse.get(f"/people/{ADA}/refer/").content.decode()
    assert "Agreed with the council, May" in form
    assert "joinedup&#39;s assumption: a nurse&#39;s first visit within two days" in form
