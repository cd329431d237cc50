"""An offer that was accepted under an id a person had before is no task once something came of it under today's."""

from datetime import timedelta

import pytest
from django.utils import timezone

from joinedup.web.people.models import FormerId
from joinedup.web.plans.models import Decision
from joinedup.web.teams.queries import offers_to_arrange
from tests.web.referrals.conftest import refer
from tests.web.teams.changes import ADA, SWANAGE

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize("under", ["pold", ADA])
def test_an_offer_referred_under_another_id_is_arranged(signed_in_as, take_into_care, under):
    nurse = signed_in_as("nurse")
    take_into_care(nurse.user, ADA)
    said = {"version": 1, "choice": "accepted", "was_proposed": True, "decided_by": nurse.user}
    said["decided_at"] = timezone.now() - timedelta(days=2)  # noqa: TID251
    for person_id in (under, SWANAGE[2]):
        Decision.objects.create(person_id=person_id, offer_code="falls_exercise", offer_name="Exercise", **said)
    FormerId.objects.create(former_id="pold", person_id=ADA)
    assert offers_to_arrange(nurse.user).count() == 2
    row = refer(nurse, offer="falls_exercise")
    if under == ADA:
        row.person_id = "pold"
        row.save()
    assert [one.person_id for one in offers_to_arrange(nurse.user)] == [SWANAGE[2]]
