"""A session ends when idle, when old, when its owner's role changes, and on request."""

import re
from datetime import timedelta

import pytest

from joinedup.web.governance.models import AuditEntry

pytestmark = pytest.mark.django_db
PAGE = "/audit/"


@pytest.fixture
def lead(signed_in):
    return signed_in("information_governance_lead")


def age(client, **times: timedelta) -> None:
    """Make a session's times lie further back."""
    session = client.session
    for name, by in times.items():
        session[name] -= by.total_seconds()
    session.save()


def test_session_lasts_while_in_use(lead):
    age(lead, last_seen_at=timedelta(minutes=14), signed_in_at=timedelta(hours=11))
    assert lead.get(PAGE).status_code == 200
    age(lead, last_seen_at=timedelta(minutes=14))
    assert lead.get(PAGE).status_code == 200


@pytest.mark.parametrize(
    ("times", "why"),
    [({"last_seen_at": timedelta(minutes=15)}, "idle"), ({"signed_in_at": timedelta(hours=12)}, "too long")],
)
def test_session_ends_at_its_limit_and_the_reason_is_audited(lead, times, why):
    age(lead, **times)
    response = lead.get(PAGE)
    assert response.headers["Location"] == f"/sign-in/?next={PAGE}"
    assert "_auth_user_id" not in lead.session
    last = AuditEntry.objects.first()
    assert (last.action, last.detail, last.username) == ("accounts.sign_out", {"why": why}, lead.user.username)


def test_form_sent_after_the_limit_is_not_carried_out_and_leads_home(lead):
    age(lead, last_seen_at=timedelta(hours=1))
    assert lead.post(PAGE).headers["Location"] == "/sign-in/?next=/"


def test_session_without_its_times_has_ended(lead):
    session = lead.session
    del session["signed_in_at"]
    session.save()
    assert lead.get(PAGE).status_code == 302


def test_change_of_role_ends_the_session(lead):
    lead.user.role = "gp"
    lead.user.save()
    assert lead.get(PAGE).status_code == 302


def test_member_of_staff_made_inactive_is_out_at_once(lead):
    lead.user.is_active = False
    lead.user.save()
    assert lead.get(PAGE).status_code == 302


def test_signing_out_empties_the_session(lead):
    assert lead.post("/sign-out/").headers["Location"] == "/sign-in/"
    assert "_auth_user_id" not in lead.session
    assert AuditEntry.objects.first().detail == {"why": "asked"}


def test_signing_out_by_a_link_does_nothing(lead):
    assert lead.get("/sign-out/").status_code == 405
    assert lead.get(PAGE).status_code == 200


def test_page_knows_how_long_the_session_lasts(lead):
    age(lead, last_seen_at=timedelta(seconds=10), signed_in_at=timedelta(hours=11))
    html = lead.get(PAGE).content.decode()
    idle, whole = (int(re.search(rf'data-{name}-seconds="(\d+)"', html)[1]) for name in ("idle", "whole"))
    assert 880 <= idle <= 890
    assert 3500 <= whole <= 3600


def test_somebody_still_there_stays_signed_in_but_not_beyond_the_longest_session(lead):
    age(lead, last_seen_at=timedelta(minutes=14), signed_in_at=timedelta(hours=11, minutes=50))
    left = lead.post("/stay-signed-in/").json()
    assert left["idle_seconds"] == 15 * 60
    assert left["whole_seconds"] <= 10 * 60
    age(lead, signed_in_at=timedelta(minutes=10))
    assert lead.post("/stay-signed-in/").status_code == 302


def test_nobody_signed_in_cannot_stay(client):
    assert client.post("/stay-signed-in/").headers["Location"].startswith("/sign-in/")
    assert b"session.js" not in client.get("/sign-in/").content


def test_sign_in_page_states_the_limits_for_those_without_javascript(client, settings):
    settings.SESSION_IDLE_MINUTES = 10
    assert b"signed out after 10 minutes without using the service, and 12 hours" in client.get("/sign-in/").content
