"""A form sent twice is one referral if it says the same; referring somebody met on duty tells nothing of them."""

from uuid import uuid4

import pytest
from django.test import Client

from joinedup.web.governance.models import Objection
from joinedup.web.people.models import FormerId, Person
from joinedup.web.referrals.models import Referral
from tests.web import small_run
from tests.web.referrals.conftest import ADA, asked, do

pytestmark = pytest.mark.django_db
SENSITIVE = small_run.person_id(3)


@pytest.fixture
def officer(small_place, as_staff):
    client = Client()
    client.user = as_staff("police_officer", organisation="dch", neighbourhood="swanage")
    client.post("/sign-in/persona/", {"username": client.user.username})
    return client


def met_form(person, **changes):
    facts = {"family_name": person.family_name, "birth_date": person.birth_date.isoformat()}
    form = {"id": str(uuid4()), "kind": "seen_by_blue_light", "words": "Lost in the street", **facts}
    return form | {"postcode": person.postcode} | changes


@pytest.mark.parametrize("change", [{"words": "Has bruises too"}, {"is_urgent": "yes"}, {"to": "agency:dch"}])
def test_a_form_sent_again_with_something_else_is_kept_and_not_taken_for_sent(nurse, change):
    form = asked()
    assert nurse.post(f"/people/{ADA}/refer/", form).status_code == 302
    again = nurse.post(f"/people/{ADA}/refer/", form | change)
    page = again.content.decode()
    assert again.status_code == 409
    assert "was not sent" in page
    assert (form | change)["words"] in page
    assert f'value="{form["id"]}"' not in page  # sent once more, it is a further referral
    assert Referral.objects.count() == 1


def test_a_form_sent_again_is_known_by_what_it_said_at_first(nurse):
    form = asked(kind="carer_assessment", consent="said")
    nurse.post(f"/people/{ADA}/refer/", form)
    row = Referral.objects.get()
    do(nurse, row, "withdraw", reason="mistake")
    do(nurse, row, "undo")
    assert nurse.post(f"/people/{ADA}/refer/", form).status_code == 302
    merged = Person.objects.get(pk=ADA)
    merged.pk = merged.person_id = "pnew0000000000001"
    merged.save()
    Person.objects.filter(pk=ADA).delete()
    FormerId.objects.create(former_id=ADA, person_id=merged.pk)
    assert nurse.post(f"/people/{ADA}/refer/", form).status_code == 302
    assert Referral.objects.count() == 1


def test_somebody_met_is_referred_once_and_other_words_are_not_taken_for_sent(officer):
    form = met_form(Person.objects.get(pk=ADA))
    for _ in range(2):
        assert officer.post("/referrals/met/", form).status_code == 302
    again = officer.post("/referrals/met/", form | {"words": "Has bruises too"})
    assert again.status_code == 409
    assert b"Has bruises too" in again.content
    assert Referral.objects.get().words == "Lost in the street"


def test_no_postcode_of_somebody_whose_address_is_withheld_can_be_tried_out(officer):
    form = met_form(Person.objects.get(pk=SENSITIVE))
    right = officer.post("/referrals/met/", form)
    wrong = officer.post("/referrals/met/", form | {"postcode": "ZZ9 9ZZ"})
    assert (right.status_code, wrong.status_code) == (422, 422)
    number = Person.objects.get(pk=SENSITIVE).nhs_number
    assert officer.post("/referrals/met/", form | {"nhs_number": number}).status_code == 302


def test_whoever_met_somebody_who_objects_learns_no_more_than_that_nothing_was_sent(officer, audited):
    ada = Person.objects.get(pk=ADA)
    told = {"words": "Nobody", "recorded_by": officer.user, "recorded_at": "2026-04-01T09:00Z"}
    Objection.objects.create(person_id=ADA, scope="all", **told)
    objected = officer.post("/referrals/met/", met_form(ada))
    entry = audited("referrals.refer_met")[0]
    assert (entry.outcome, entry.person_id, entry.detail) == ("refused", ADA, {"why": "objected"})
    unknown = officer.post("/referrals/met/", met_form(ada, postcode="ZZ9 9ZZ"))
    for answer in (objected, unknown):
        assert answer.status_code == 422
        assert b"Nothing was sent: nobody who fits this can be referred here" in answer.content
        assert b"Lost in the street" in answer.content
        assert b"object" not in answer.content
