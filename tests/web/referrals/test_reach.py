"""Who comes across a referral: of a team's inbox only what is meant for them, and always what they sent themselves."""

from uuid import uuid4

import pytest
from django.core.management import call_command
from django.test import Client
from django.utils import timezone

from joinedup.web.notices.models import Notice
from joinedup.web.people.models import Organisation, Person
from joinedup.web.referrals import inboxes, queries, reach
from joinedup.web.referrals.models import Referral
from tests.web import small_run
from tests.web.referrals.conftest import ADA, do, refer

pytestmark = pytest.mark.django_db
TEAM, ELSEWHERE = "team:swanage", small_run.person_id(1)
BY_REFERRAL = ("dentist", "optician", "fire_safe_and_well_officer", "police_officer", "voluntary_worker")


@pytest.fixture
def sender(signed_in_as, take_into_care):
    """Somebody of the whole place, with Ada in their care."""
    client = signed_in_as("countywide")
    take_into_care(client.user, ADA)
    return client


@pytest.fixture
def sign_in(as_staff):
    """A client of a member of Swanage's team."""

    def made(role, organisation="dch"):
        client = Client()
        client.user = as_staff(role, organisation=organisation, neighbourhood="swanage")
        client.post("/sign-in/persona/", {"username": client.user.username})
        return client

    return made


def found(client, row, inbox=TEAM):
    """Whether somebody comes across a referral: on its page, in the inbox, and by a notice; each the same."""
    page = client.get(f"/referrals/{row.pk}/")
    is_found = page.status_code == 200 and row.words in page.content.decode()
    assert (f"/referrals/{row.pk}/" in client.get(f"/referrals/?inbox={inbox}").content.decode()) is is_found
    assert (client.user in inboxes.staff_of(inboxes.Inbox.of(inbox), row, at=row.sent_at)) is is_found
    return is_found


@pytest.mark.parametrize("role", BY_REFERRAL)
def test_what_a_team_is_asked_is_read_by_those_of_it_for_whom_it_is_meant(sender, sign_in, role):
    client = sign_in(role)
    row = refer(sender, to=TEAM, kind="neighbourhood_team", words="Incontinent and depressed", consent="said")
    assert not found(client, row)
    assert do(client, row, "accept").status_code == 404
    meant = reach.MEANT_FOR[client.user.role]
    assert all(found(client, refer(sender, to=TEAM, kind=kind, consent="said")) for kind in meant)


def test_a_voluntary_worker_of_the_team_is_told_only_if_the_person_agreed(sender, sign_in):
    client = sign_in("voluntary_worker")
    row = refer(sender, to=TEAM, kind="social_prescribing")
    assert not found(client, row)
    assert do(client, row, "accept").status_code == 404
    assert found(client, refer(sender, to=TEAM, kind="social_prescribing", consent="written"))


def test_one_referral_is_within_reach_as_one_of_many_is(sender, sign_in, staff):
    for kind in ("social_prescribing", "dental", "eye_care", "safe_and_well", "community_nursing"):
        for consent in ("", "said"):
            refer(sender, to=TEAM, kind=kind, consent=consent)
    for user in (*(sign_in(role).user for role in BY_REFERRAL), staff("nurse"), staff("elsewhere")):
        for key in (TEAM, f"agency:{user.organisation}"):
            many = set(Referral.objects.filter(reach.within(key, by=user)))
            assert many == {row for row in Referral.objects.all() if reach.is_within(row, key, by=user)}


def test_whoever_refers_somebody_from_elsewhere_still_sees_it_and_is_told(sign_in, signed_in_as):
    from joinedup.web.accounts.models import User

    Organisation.objects.create(code="constabulary", name="Constabulary", kind="police")
    officer, met = sign_in("police_officer", "constabulary"), Person.objects.get(pk=ELSEWHERE)
    assert met.neighbourhood != "swanage"
    facts = {"family_name": met.family_name, "birth_date": met.birth_date.isoformat(), "postcode": met.postcode}
    form = {"id": str(uuid4()), "kind": "seen_by_blue_light", "words": "Lost in the street", **facts}
    assert officer.post("/referrals/met/", form, follow=True).status_code == 200
    row, inbox = Referral.objects.get(), "agency:constabulary"
    assert b"Lost in the street" in officer.get(f"/referrals/{row.pk}/").content
    assert str(row.pk) in officer.get(f"/referrals/?show=sent&inbox={inbox}").content.decode()
    assert do(signed_in_as("elsewhere"), row, "decline", reason="not_ours").status_code == 302
    assert row.inbox == inbox
    User.objects.update(email="somebody@place.example")
    Referral.objects.update(due_at=timezone.now())  # noqa: TID251
    Notice.objects.all().delete()
    call_command("remind_referrals")
    assert list(Notice.objects.values_list("user__username", flat=True)) == [officer.user.username]
    assert found(officer, row, inbox)
    assert queries.counts(inbox, by=officer.user, at=row.sent_at)["here"] == 1
