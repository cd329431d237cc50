"""Who objects after a referral was sent: what was written is shown no more, nobody takes it on, nothing is mailed."""

from datetime import timedelta

import pytest
from django.core import mail
from django.core.management import call_command
from django.test import Client

from joinedup.web.accounts.models import User
from joinedup.web.governance.models import Objection
from joinedup.web.people.models import FormerId
from joinedup.web.referrals.models import Referral, ReferralLink
from tests.web.referrals.conftest import ADA, do, link_in, refer, to_charity

pytestmark = pytest.mark.django_db


@pytest.fixture
def worker(nurse):
    """A social worker of the council, with a client of their own."""
    client = Client()
    client.user = User.objects.get(username="worker")
    client.post("/sign-in/persona/", {"username": "worker"})
    return client


def object_to(scope="all", organisation="", person_id=ADA):
    told = {"words": "No", "recorded_by": User.objects.get(username="nurse"), "recorded_at": "2026-04-01T09:00Z"}
    Objection.objects.create(person_id=person_id, scope=scope, organisation=organisation, **told)


@pytest.mark.parametrize("under", [ADA, "pold"])
def test_those_who_were_asked_read_no_word_and_cannot_accept(nurse, worker, under):
    row = refer(nurse, words="Needs help to wash")
    do(nurse, row, "withdraw", reason="mistake", note="She told me about her son")
    do(nurse, row, "undo")
    assert b"her son" in worker.get(f"/referrals/{row.pk}/").content
    FormerId.objects.create(former_id="pold", person_id=ADA)
    object_to("organisation", "dorset_council", under)
    page = worker.get(f"/referrals/{row.pk}/").content.decode()
    assert "Objects to what is known" in page
    for kept in ("Needs help to wash", "her son", "Archer", "/accept/"):
        assert kept not in page
    refused = do(worker, row, "accept")
    assert refused.status_code == 422
    assert b"objects to what is known of them being shared" in refused.content
    assert row.state == "seen"
    assert do(worker, row, "decline", reason="not_wanted").status_code == 302  # it goes back all the same


def test_a_charity_outside_is_neither_shown_nor_sent_anything_more(nurse, charity):
    row, outside = to_charity(nurse), Client()
    outside.post(link_in(mail.outbox[-1]))
    assert b"Would like company" in outside.get("/referral/here/").content
    do(nurse, row, "withdraw", reason="mistake")
    object_to()
    letters = len(mail.outbox)
    assert do(nurse, row, "undo").status_code == 422
    assert row.state == "withdrawn"
    Objection.objects.all().delete()
    assert do(nurse, row, "undo").status_code == 302
    outside.post(link_in(mail.outbox[-1]))
    object_to()
    page = outside.get("/referral/here/").content.decode()
    for kept in ("Would like company", "agreed that you are told", "/accept/"):
        assert kept not in page
    row.refresh_from_db()
    told = outside.post("/referral/here/accept/", {"version": row.version, "by_name": "Olive"})
    assert told.status_code == 409
    Referral.objects.filter(pk=row.pk).update(due_at=row.sent_at - timedelta(days=1))
    ReferralLink.objects.update(sent_at=row.sent_at - timedelta(days=4))
    call_command("remind_referrals")
    assert nurse.post(f"/referrals/{row.pk}/link/").status_code == 409
    assert len(mail.outbox) == letters + 1  # that of the undo before
