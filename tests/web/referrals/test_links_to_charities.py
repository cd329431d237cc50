"""A charity without an account answers its one referral by a link, and sees nothing else."""

from datetime import timedelta
from io import StringIO

import pytest
from django.core import mail
from django.core.management import call_command
from django.test import Client

from joinedup.web.people.models import Person
from joinedup.web.referrals.models import Referral, ReferralLink
from tests.core.directory.small import CHARITY
from tests.web import small_run
from tests.web.referrals.conftest import ADA, OUTSIDE, asked, do, link_in, refer, to_charity

pytestmark = pytest.mark.django_db
NAME = {"by_name": "Olive Outside"}


@pytest.fixture
def row(nurse, charity):
    return to_charity(nurse)


@pytest.fixture
def outside(row):
    """Somebody at the charity who opened the link."""
    client = Client()
    assert client.post(link_in(mail.outbox[-1])).status_code == 302
    return client


def answer(client, row, deed, **form):
    row.refresh_from_db()
    response = client.post(f"/referral/here/{deed}/", {"version": row.version, **NAME, **form})
    row.refresh_from_db()
    return response


def test_letter_says_nothing_about_anybody(row):
    (message,) = mail.outbox
    assert message.to == [CHARITY.email]
    person = Person.objects.get(pk=ADA)
    words = (message.subject + message.body).replace(link_in(message), "")  # whose letters are drawn by lot
    for telling in (person.given_name, person.family_name, person.postcode, "company", "Nora", "swanage", "Help from"):
        assert telling.lower() not in words.lower()
    assert row.reference in words


def test_only_a_hash_of_the_link_is_kept(row):
    token = link_in(mail.outbox[-1]).split("/")[3]
    kept = ReferralLink.objects.get()
    assert kept.secret_hash not in token
    assert all(part not in str(vars(kept)) for part in token.split(":"))


def test_opening_the_address_does_not_use_it_up_and_the_button_does_once(row, client):
    address = link_in(mail.outbox[-1])
    for _ in range(3):
        page = client.get(address)
        assert page.status_code == 200
        assert b"Ada Archer" not in page.content
        assert b"company" not in page.content
    assert client.post(address).status_code == 302
    other = Client()
    assert other.post(address).status_code == 410
    assert other.get("/referral/here/").status_code == 410


def test_name_and_address_come_only_with_acceptance(outside, row, audited):
    person = Person.objects.get(pk=ADA)
    page = outside.get("/referral/here/").content.decode()
    assert "Would like company" in page
    assert person.family_name not in page
    assert person.postcode not in page
    assert answer(outside, row, "accept").status_code == 302
    page = outside.get("/referral/here/").content.decode()
    assert person.full_name in page
    assert person.postcode in page
    assert (row.state, row.accepted_by) == ("accepted", None)
    entry = audited("referrals.view_by_link")[0]
    assert (entry.person_id, entry.user) == (ADA, None)
    assert audited("referrals.accept")[0].detail["link"] == ReferralLink.objects.get().pk


def test_whole_way_by_the_link(outside, row, nurse):
    outside.get("/referral/here/")
    answer(outside, row, "accept")
    page = answer(outside, row, "finish", reason="helped", note="Comes every Tuesday now")
    assert b"Thank you" in page.content
    assert (row.state, row.inbox) == ("done", "")
    assert outside.get("/referral/here/").status_code == 410
    html = nurse.get(f"/referrals/{row.pk}/").content.decode()
    assert "Olive Outside, by the link" in html
    assert "Comes every Tuesday now" in html


def test_declined_by_the_link_it_is_back_with_the_sender(outside, row):
    assert answer(outside, row, "decline").status_code == 422
    assert answer(outside, row, "decline", reason="no_place", by_name="").status_code == 422
    assert b"Thank you" in answer(outside, row, "decline", reason="no_place").content
    assert (row.state, row.inbox) == ("declined", "team:swanage")


def test_handed_back_after_acceptance(outside, row):
    answer(outside, row, "accept")
    answer(outside, row, "hand-back", reason="not_reached")
    assert (row.state, row.inbox) == ("declined", "team:swanage")


def test_used_link_offers_a_new_one_to_the_same_address_only(outside, row):
    address = link_in(mail.outbox[-1])
    other = Client()
    assert b"Send a new link" in other.get(address).content
    assert b"A new link was sent" in other.post(f"{address}again/").content
    assert [message.to for message in mail.outbox] == [[CHARITY.email]] * 2
    assert outside.get("/referral/here/").status_code == 410  # one session at a time
    assert other.post(link_in(mail.outbox[-1])).status_code == 302
    assert other.get("/referral/here/").status_code == 200


def test_few_links_a_day(row, client):
    client.post(link_in(mail.outbox[-1]))
    for _ in range(8):
        client.post(f"{link_in(mail.outbox[-1])}again/")
        client.post(link_in(mail.outbox[-1]))
    assert len(mail.outbox) == 5


def test_link_expires_after_two_weeks_and_the_session_after_half_an_hour(outside, row, monkeypatch):
    from django.utils import timezone

    real = timezone.now  # noqa: TID251
    monkeypatch.setattr("joinedup.web.config.middleware.timezone.now", lambda: real() + timedelta(minutes=31))
    assert outside.get("/referral/here/").status_code == 410
    monkeypatch.undo()
    ReferralLink.objects.update(used_at=None, expires_at=real())
    assert b"too old" in Client().get(link_in(mail.outbox[-1])).content


def test_staff_end_links_and_with_them_the_session(outside, row, nurse):
    assert outside.get("/referral/here/").status_code == 200
    assert nurse.post(f"/referrals/{row.pk}/link/end/").status_code == 302
    assert outside.get("/referral/here/").status_code == 410
    assert answer(outside, row, "accept").status_code == 410
    page = Client().get(link_in(mail.outbox[-1]))
    assert b"Send a new link" not in page.content
    assert Client().post(f"{link_in(mail.outbox[-1])}again/").status_code == 410
    assert nurse.post(f"/referrals/{row.pk}/link/").status_code == 302
    assert Client().post(link_in(mail.outbox[-1])).status_code == 302


def test_referral_that_moved_on_is_seen_by_the_link_no_more(outside, row, nurse):
    assert do(nurse, row, "withdraw", reason="not_needed").status_code == 302
    assert outside.get("/referral/here/").status_code == 410
    assert b"Send a new link" not in Client().get(link_in(mail.outbox[-1])).content


def test_undoing_a_withdrawal_sends_a_new_link(outside, row, nurse):
    do(nurse, row, "withdraw", reason="mistake")
    do(nurse, row, "undo")
    assert row.inbox == OUTSIDE
    assert len(mail.outbox) == 2


def test_session_of_a_link_opens_no_other_page(outside, nurse, row):
    other = refer(nurse)
    for path in ("/dashboard/", f"/people/{ADA}/", f"/referrals/{row.pk}/", f"/referrals/{other.pk}/", "/referrals/"):
        response = outside.get(path)
        assert response.status_code == 302
        assert "sign-in" in response.headers["Location"]


def test_altered_link_is_refused_before_the_tables_are_asked_and_audited(row, client, audited):
    letters = list(link_in(mail.outbox[-1]))
    letters[25] = "A" if letters[25] != "A" else "B"
    assert client.get("".join(letters)).status_code == 410
    assert audited("referrals.open_by_link")[0].outcome == "refused"


def test_trying_out_links_is_slowed(row, client):
    statuses = [client.get("/referral/link/wrong/").status_code for _ in range(45)]
    assert (statuses[0], statuses[-1]) == (410, 429)


def test_stale_form_of_the_link_does_nothing(outside, row):
    stale = outside.post("/referral/here/accept/", {"version": 99, **NAME})
    assert stale.status_code == 409
    row.refresh_from_db()
    assert row.state in ("sent", "seen")


@pytest.mark.parametrize("odd", [{"note": "x" * 100_000}, {"by_name": "\x00"}, {"version": "9" * 99}, {"version": ""}])
def test_odd_answers_are_refused_in_words(outside, row, odd):
    assert answer(outside, row, "accept", **odd).status_code == 422


def test_address_of_a_sensitive_person_is_not_told_outside(nurse, charity, take_into_care):
    sensitive = small_run.person_id(3)
    take_into_care(nurse.user, sensitive)
    Person.objects.filter(pk=sensitive).update(address="7 Hidden Lane")
    row = to_charity(nurse, person=sensitive)
    client = Client()
    client.post(link_in(mail.outbox[-1]))
    answer(client, row, "accept")
    page = client.get("/referral/here/").content.decode()
    assert "Withheld" in page
    assert "Hidden Lane" not in page
    assert Person.objects.get(pk=sensitive).postcode not in page
    assert "swanage" not in page.lower().replace("swanage neighbourhood team", "")


def remind() -> str:
    """What the command that reminds says it did."""
    out = StringIO()
    call_command("remind_referrals", stdout=out)
    return out.getvalue()


def test_reminders_go_to_overdue_referrals_every_few_days(row):
    assert remind().startswith("0 reminders")
    Referral.objects.filter(pk=row.pk).update(due_at=row.sent_at - timedelta(days=1))
    assert remind().startswith("0 reminders")  # written to today already
    ReferralLink.objects.update(sent_at=row.sent_at - timedelta(days=4))
    assert remind().startswith("1 reminders")
    assert "overdue" in mail.outbox[-1].body
    assert remind().startswith("0 reminders")


def test_a_link_that_staff_ended_is_sent_again_only_by_staff(row, nurse):
    Referral.objects.filter(pk=row.pk).update(due_at=row.sent_at - timedelta(days=1))
    assert nurse.post(f"/referrals/{row.pk}/link/end/").status_code == 302
    ReferralLink.objects.update(sent_at=row.sent_at - timedelta(days=4))
    assert remind().splitlines() == [
        "0 reminders sent; 0 could not be",
        "1 left alone",
        f"{row.reference}: staff ended its links",
    ]
    assert len(mail.outbox) == 1
    assert nurse.post(f"/referrals/{row.pk}/link/").status_code == 302
    ReferralLink.objects.filter(ended_at=None).update(sent_at=row.sent_at - timedelta(days=3, hours=12))
    assert remind().splitlines() == ["1 reminders sent; 0 could not be"]


@pytest.fixture
def mail_is_down(monkeypatch):
    def refuse(message):
        raise ConnectionRefusedError

    monkeypatch.setattr("django.core.mail.EmailMessage.send", refuse)


def test_while_no_mail_can_be_sent_the_form_says_so_and_keeps_what_was_typed(nurse, charity, mail_is_down):
    form = asked(kind="voluntary_help", to=OUTSIDE, consent="said", words="Would like company", q=CHARITY.name)
    response = nurse.post(f"/people/{ADA}/refer/", form)
    assert response.status_code == 422
    html = response.content.decode()
    assert "The mail server does not take the message" in html
    assert "Would like company" in html
    assert f'value="{OUTSIDE}" selected' in html
    assert not Referral.objects.exists()


def test_what_is_sent_on_while_no_mail_can_be_sent_stays_where_it_was(nurse, charity, signed_in_as, mail_is_down):
    row, worker = refer(nurse, kind="carer_assessment"), signed_in_as("worker")
    said = {"to": OUTSIDE, "consent": "said", "note": "They know her well", "q": CHARITY.name}
    response = do(worker, row, "transfer", **said)
    assert response.status_code == 422
    html = response.content.decode()
    assert "The mail server does not take the message" in html
    assert "They know her well" in html
    assert f'value="{OUTSIDE}" selected' in html
    assert (row.inbox, row.events.filter(deed="transfer").count()) == ("agency:dorset_council", 0)


def test_after_enough_links_a_day_the_form_that_would_send_another_says_so(row, nurse, monkeypatch):
    assert do(nurse, row, "withdraw", reason="not_needed").status_code == 302
    monkeypatch.setattr("joinedup.web.referrals.links.MOST_A_DAY", 1)
    response = do(nurse, row, "undo")
    assert response.status_code == 422
    assert "Enough links were sent for this referral today" in response.content.decode()
    assert row.inbox == ""
