"""Who is told of a referral when somebody has left; who is noticed as a reader, and named as one."""

from datetime import timedelta

import pytest
from django.core import mail
from django.core.management import call_command
from django.test import Client
from django.utils import timezone

from joinedup.web.accounts.models import User
from joinedup.web.care.models import CarerLink
from joinedup.web.governance.models import Alert, StaffLink
from joinedup.web.notices.models import Notice
from joinedup.web.people.models import Person
from joinedup.web.referrals.models import Referral
from tests.web import small_run
from tests.web.referrals.conftest import ADA, do, link_in, refer, to_charity

pytestmark = pytest.mark.django_db
OTHER = small_run.person_id(6)


def now():
    return timezone.now()  # noqa: TID251


@pytest.fixture
def worker(nurse):
    """A social worker of the council, with a client of their own; everybody has an address to be told at."""
    User.objects.update(email="somebody@place.example")
    client = Client()
    client.user = User.objects.get(username="worker")
    client.post("/sign-in/persona/", {"username": "worker"})
    return client


def told():
    return set(Notice.objects.values_list("user__username", flat=True))


def leave(username):
    User.objects.filter(username=username).update(is_active=False)
    Notice.objects.all().delete()


def test_what_somebody_accepted_who_has_left_is_brought_to_those_who_are_left(nurse, worker, as_staff):
    colleague = as_staff("social_worker", organisation="dorset_council", username="colleague")
    User.objects.filter(pk=colleague.pk).update(email="colleague@place.example")
    row = refer(nurse)
    do(worker, row, "accept")
    leave("worker")
    Referral.objects.update(due_at=now() - timedelta(days=1))
    call_command("remind_referrals")
    assert told() == {"colleague", "prescriber"}  # all who are left of the council here


def test_where_the_sender_has_left_an_answer_is_told_to_their_inbox(nurse, worker, staff):
    row = refer(nurse)
    leave("nurse")
    do(worker, row, "accept")
    assert "gp" in told()
    assert all(staff(one).neighbourhood in ("swanage", "") for one in told())
    assert "worker" not in told()  # who has just done it


def test_who_reads_a_referral_about_themselves_is_noticed(nurse, worker, staff):
    row = refer(nurse)
    assert not Alert.objects.exists()
    StaffLink.objects.create(user=worker.user, person_id=ADA, recorded_by=staff("ig"), recorded_at=now())
    worker.get(f"/referrals/{row.pk}/")
    assert list(Alert.objects.values_list("kind", "user__username")) == [("own", "worker")]


def test_family_of_whom_staff_told_is_family(nurse, staff):
    Person.objects.update(household_id="")
    StaffLink.objects.create(user=nurse.user, person_id=OTHER, recorded_by=staff("ig"), recorded_at=now())
    said = {"is_caring": True, "on": "2025-01-01", "said_by": staff("worker"), "said_at": now()}
    CarerLink.objects.create(carer_id=OTHER, cared_for_id=ADA, **said)
    nurse.get(f"/people/{ADA}/")
    assert list(Alert.objects.values_list("kind", flat=True)) == ["household"]


def test_who_looked_names_the_charity_and_who_answered_there(nurse, charity, signed_in_as):
    from joinedup.web.access import presenters, queries

    row, outside = to_charity(nurse), Client()
    outside.post(link_in(mail.outbox[-1]))
    outside.get("/referral/here/")

    def looked():
        return {one.who for one in presenters.reads(queries.reads_of([ADA]), {}) if one.who != nurse.user.name}

    assert looked() == {f"{row.holder_name}, by a link"}
    row.refresh_from_db()
    outside.post("/referral/here/accept/", {"version": row.version, "by_name": "Carol"})
    assert looked() == {f"Carol, {row.holder_name}, by a link"}
