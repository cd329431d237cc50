"""Staff see who else has a person in their care, and end their own relationship with a reason."""

import pytest

from joinedup.web.governance.actions import open_relationship
from joinedup.web.governance.models import AuditEntry, CareRelationship
from joinedup.web.people.models import FormerId
from tests.web import small_run

PERSON = small_run.person_id(0)
PAGE = f"/people/{PERSON}/in-care-of/"


@pytest.fixture
def nurse(signed_in_as, take_into_care, staff):
    client = signed_in_as("nurse")
    take_into_care(client.user, PERSON)
    take_into_care(staff("worker"), PERSON)
    return client


def test_page_says_who_may_open_the_record_and_why(nurse):
    html = nurse.get(PAGE).content.decode()
    assert "Nora Nurse (you)" in html
    assert "Sam Social" in html
    assert html.count("I am in contact with the person about their care") == 2
    assert "visited at home" in html


def test_ending_ones_own_closes_the_record_and_leaves_the_others(nurse, staff):
    assert nurse.post(PAGE, {"reason": "Moved to another team"}).status_code == 302
    assert nurse.get(PAGE).status_code == 403
    ended = CareRelationship.objects.exclude(ended_at=None).get()
    assert (ended.user, ended.end_reason) == (nurse.user, "Moved to another team")
    assert AuditEntry.objects.get(action="people.end_relationship").reason == "Moved to another team"


def test_without_a_reason_it_does_not_end(nurse):
    assert nurse.post(PAGE, {"reason": " "}).status_code == 422
    assert not CareRelationship.objects.exclude(ended_at=None).exists()


def test_it_ends_whatever_it_comes_from(nurse, staff, at):
    source = {"ground": "referral", "reason": "Falls clinic", "source": "referrals.referral:1"}
    now = CareRelationship.objects.first().starts_at
    open_relationship(by=staff("lead"), user=nurse.user, at=now, person_id=PERSON, **source)
    nurse.post(PAGE, {"reason": "Moved to another team"})
    assert nurse.get(PAGE).status_code == 403


@pytest.mark.parametrize("path", ["/access/reviews/", "/access/objections/", "/access/staff-links/"])
def test_queues_take_as_many_queries_for_many_as_for_one(signed_in_as, staff, path, django_assert_max_num_queries):
    from joinedup.web.governance.actions import raise_alert
    from joinedup.web.governance.models import Objection, StaffLink

    now = "2026-04-01T12:00Z"
    for number, username in enumerate(("nurse", "gp", "worker", "lead", "prescriber")):
        user, person = staff(username), small_run.person_id(number)
        StaffLink.objects.create(user=user, person_id=person, recorded_by=user, recorded_at=now)
        Objection.objects.create(person_id=person, scope="all", words="No", recorded_by=user, recorded_at=now)
        raise_alert("own", by=user, at=signed_at(), person_id=person)
    client = signed_in_as("ig")
    with django_assert_max_num_queries(7):
        assert client.get(path).status_code == 200


def signed_at():
    from django.utils import timezone

    return timezone.now()  # noqa: TID251


@pytest.mark.django_db(transaction=True)
def test_ending_ones_own_is_one_transaction(nurse):
    """Asked outside a test's transaction, as in the service: PostgreSQL locks rows in none but a transaction."""
    assert nurse.post(PAGE, {"reason": "Moved to another team"}).status_code == 302
    assert CareRelationship.objects.exclude(ended_at=None).get().user == nurse.user


@pytest.mark.django_db(transaction=True)
def test_what_ends_of_several_ids_ends_together_or_not_at_all(nurse, monkeypatch):
    from joinedup.web.access.actions import opening

    FormerId.objects.create(former_id="pold", person_id=PERSON)
    end, done = opening.end_relationships, []

    def fails_the_second_time(**meant):
        if done:
            raise OSError
        done.append(end(**meant))
        return 1

    monkeypatch.setattr(opening, "end_relationships", fails_the_second_time)
    with pytest.raises(OSError):
        nurse.post(PAGE, {"reason": "Moved to another team"})
    assert done == [1]
    assert not CareRelationship.objects.exclude(ended_at=None).exists()
