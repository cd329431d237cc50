"""A referral, a team or a plan reaches a person wherever they live; somebody's own word only where they work."""

import pytest
from django.utils import timezone

from joinedup.web.governance.actions import end_relationships, open_relationship
from joinedup.web.people.models import FormerId, Person
from joinedup.web.people.queries import person_within_reach, reach
from tests.web import small_run

ELSEWHERE = small_run.person_id(1)  # of Wareham; the nurse works in Swanage
PAGE = f"/people/{ELSEWHERE}/"


@pytest.fixture
def nurse(signed_in_as):
    return signed_in_as("nurse")


@pytest.fixture
def referred(nurse, staff):
    now = timezone.now()  # noqa: TID251  (pages ask about the moment of the request)
    source = {"source": "referrals.referral:1", "ground": "referral", "reason": "Falls clinic"}
    return open_relationship(by=staff("lead"), user=nurse.user, at=now, person_id=ELSEWHERE, **source)


def test_somebody_elses_referral_opens_a_person_of_another_neighbourhood(nurse, referred):
    family_name = Person.objects.get(pk=ELSEWHERE).family_name
    assert family_name in nurse.get(PAGE).content.decode()
    assert family_name in nurse.get(f"{PAGE}timeline/").content.decode()


def test_when_the_referral_ends_so_does_the_reach(nurse, referred):
    now = timezone.now()  # noqa: TID251
    end_relationships(by=nurse.user, at=now, source=referred.source, reason="Done")
    assert nurse.get(PAGE).status_code == 404


def test_own_word_reaches_no_other_neighbourhood(nurse, take_into_care):
    take_into_care(nurse.user, ELSEWHERE)
    assert nurse.get(PAGE).status_code == 404


def test_referral_under_a_former_id_reaches_the_person_it_became(nurse, referred):
    became = small_run.person_id(4)  # also of Wareham
    FormerId.objects.create(former_id=ELSEWHERE, person_id=became)
    assert nurse.get(PAGE).headers["Location"] == f"/people/{became}/"
    assert Person.objects.get(pk=became).family_name in nurse.get(f"/people/{became}/").content.decode()


def test_one_person_is_within_reach_as_one_of_many_is(nurse, staff, referred):
    now = timezone.now()  # noqa: TID251
    FormerId.objects.create(former_id=ELSEWHERE, person_id=small_run.person_id(4))
    Person.objects.filter(pk=ELSEWHERE).delete()
    for user in (nurse.user, staff("gp"), staff("programme")):
        one_by_one = {one.pk for one in Person.objects.all() if person_within_reach(one.pk, by=user, at=now)}
        assert one_by_one == set(Person.objects.filter(reach(user, at=now)).values_list("pk", flat=True))
        assert one_by_one
