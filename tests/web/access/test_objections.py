"""An objection to sharing is kept to from the moment it is recorded, everywhere, until it is refused or withdrawn."""

import pytest

from joinedup.web.governance.models import AuditEntry, Objection
from joinedup.web.people.models import FormerId, Person
from tests.web import small_run

PERSON = small_run.person_id(12)
PAGE, OBJECTIONS = f"/people/{PERSON}/", f"/people/{PERSON}/objections/"
LIST = "/most-at-risk/?outcome=admission_or_death"
SAID = {"scope": "all", "words": "I do not want this joined up"}


@pytest.fixture
def nurse(signed_in_as, take_into_care):
    client = signed_in_as("nurse")
    take_into_care(client.user, PERSON)
    return client


def name():
    return Person.objects.get(pk=PERSON).family_name


def object_to(client, **said):
    response = client.post(OBJECTIONS, {**SAID, **said})
    assert response.status_code == 302, response.content.decode()


def test_record_list_and_file_close_at_once_even_for_who_recorded_it(nurse, signed_in_as, take_into_care, staff):
    assert name() in nurse.get(PAGE).content.decode()
    assert name() in nurse.get(LIST).content.decode()
    object_to(nurse)
    html = nurse.get(PAGE).content.decode()
    assert name() not in html
    assert "has objected to your seeing their joined record" in html
    assert nurse.get(f"{PAGE}timeline/").status_code == 403
    assert Person.objects.get(pk=PERSON).reference not in nurse.get(LIST).content.decode()
    lead = signed_in_as("lead")
    take_into_care(lead.user, PERSON)
    rows = b"".join(lead.get(LIST.replace("?", "download/?")).streaming_content).decode()
    assert Person.objects.get(pk=PERSON).reference not in rows
    refused = AuditEntry.objects.filter(person_id=PERSON, outcome="refused").first()
    assert refused.detail["why"] == "objected"


def test_objection_to_one_organisation_closes_it_to_that_one_only(nurse, signed_in_as, take_into_care):
    object_to(nurse, scope="organisation", organisation="dorset_council")
    assert name() in nurse.get(PAGE).content.decode()
    worker = signed_in_as("worker")
    take_into_care(worker.user, PERSON)
    assert name() not in worker.get(PAGE).content.decode()


def test_objection_to_lists_leaves_the_record_open(nurse):
    object_to(nurse, scope="lists")
    assert Person.objects.get(pk=PERSON).reference not in nurse.get(LIST).content.decode()
    assert name() in nurse.get(PAGE).content.decode()


def test_household_and_carers_do_not_name_who_objects(nurse, take_into_care):
    other = small_run.person_id(15)
    take_into_care(nurse.user, other)
    Person.objects.filter(pk__in=[PERSON, other]).update(household_id="together")
    assert name() in nurse.get(f"/people/{other}/").content.decode()
    object_to(nurse)
    assert name() not in nurse.get(f"/people/{other}/").content.decode()


@pytest.mark.parametrize(("status", "opens"), [("upheld", False), ("refused", True)])
def test_decision_upholds_it_or_opens_the_record_again(nurse, signed_in_as, staff, client, status, opens):
    object_to(nurse)
    lead = signed_in_as("ig")
    number = Objection.objects.get().pk
    assert "I do not want this" in lead.get("/access/objections/").content.decode()
    sent = {"status": status, "words": "Spoken with the person at home"}
    assert lead.post(f"/access/objections/{number}/", sent).status_code == 302
    client.post("/sign-in/persona/", {"username": "nurse"})
    assert (name() in client.get(PAGE).content.decode()) == opens


def test_decision_on_what_was_withdrawn_meanwhile_is_refused_in_words(nurse, signed_in_as):
    object_to(nurse)
    number = Objection.objects.get().pk
    nurse.post(f"{OBJECTIONS}withdraw/", {"objection": number, "words": "Changed her mind"})
    assert name() in nurse.get(PAGE).content.decode()
    sent = {"status": "upheld", "words": "Spoken with the person at home"}
    assert signed_in_as("ig").post(f"/access/objections/{number}/", sent).status_code == 409
    assert Objection.objects.get().status == "withdrawn"


def test_decision_on_what_somebody_else_decided_meanwhile_is_refused_and_changes_nothing(nurse, signed_in_as):
    object_to(nurse)
    number, lead = Objection.objects.get().pk, signed_in_as("ig")
    address = f"/access/objections/{number}/"
    first = {"status": "upheld", "words": "Spoken with the person at home"}
    assert lead.post(address, first).status_code == 302
    stale = {"status": "refused", "words": "The court has ordered it so"}
    assert lead.post(address, stale).status_code == 409
    kept = Objection.objects.get()
    assert (kept.status, kept.decision_words) == ("upheld", "Spoken with the person at home")
    assert AuditEntry.objects.filter(action="access.settle_objection").count() == 1


def test_what_was_upheld_may_still_be_withdrawn_by_the_person(nurse, signed_in_as):
    object_to(nurse)
    number = Objection.objects.get().pk
    signed_in_as("ig").post(f"/access/objections/{number}/", {"status": "upheld", "words": "Spoken with the person"})
    signed_in_as("nurse").post(f"{OBJECTIONS}withdraw/", {"objection": number, "words": "Changed her mind"})
    assert Objection.objects.get().status == "withdrawn"


def test_same_objection_twice_is_one(nurse):
    object_to(nurse)
    object_to(nurse)
    assert Objection.objects.count() == 1


def test_break_glass_overrides_it_and_says_so(nurse):
    object_to(nurse)
    sent = {"ground": "legal_duty", "reason": "Court order of this morning", "is_confirmed": "on"}
    assert nurse.post(f"{PAGE}break-glass/", sent).status_code == 302
    html = nurse.get(PAGE).content.decode()
    assert name() in html
    assert "Opened by break-glass" in html
    assert AuditEntry.objects.get(action="access.break_glass").detail["objection"] is True


def test_objection_under_a_former_id_holds_for_the_person_it_became(nurse):
    before = {"person_id": "pold", "recorded_by": nurse.user, "recorded_at": "2026-01-01T12:00Z"}
    Objection.objects.create(scope="all", words="No", **before)
    FormerId.objects.create(former_id="pold", person_id=PERSON)
    assert name() not in nurse.get(PAGE).content.decode()
    assert Person.objects.get(pk=PERSON).reference not in nurse.get(LIST).content.decode()


@pytest.mark.parametrize(
    "sent",
    [{"scope": ""}, {"words": ""}, {"scope": "organisation"}, {"scope": "organisation", "organisation": "elsewhere"}],
)
def test_objection_without_scope_words_or_organisation_is_not_kept(nurse, sent):
    assert nurse.post(OBJECTIONS, {**SAID, **sent}).status_code == 422
    assert not Objection.objects.exists()


def test_objection_of_somebody_elsewhere_is_not_found(nurse):
    assert nurse.get(f"/people/{small_run.person_id(1)}/objections/").status_code == 404


def test_relationship_under_a_former_id_does_not_open_a_list_to_who_objects_under_the_present_one(
    nurse, take_into_care
):
    from joinedup.web.governance.models import CareRelationship
    from joinedup.web.people.queries import in_care

    CareRelationship.objects.all().update(person_id="pold")
    FormerId.objects.create(former_id="pold", person_id=PERSON)
    now = CareRelationship.objects.get().starts_at
    assert in_care([PERSON], by=nurse.user, at=now) == {PERSON}
    object_to(nurse)
    assert in_care([PERSON], by=nurse.user, at=now) == set()


@pytest.fixture
def joined(nurse):
    """Two records that are one person for now."""
    return FormerId.objects.create(former_id="pold", person_id=PERSON)


def test_recorded_while_two_records_are_one_it_holds_for_both_when_they_are_two_again(nurse, joined, signed_in_as):
    object_to(nurse)
    lead = signed_in_as("ig")
    assert lead.get("/access/objections/").content.decode().count("I do not want this") == 1
    joined.delete()
    assert set(Objection.objects.values_list("person_id", "status")) == {("pold", "waiting"), (PERSON, "waiting")}
    assert lead.get("/access/objections/").content.decode().count("I do not want this") == 2
    number = Objection.objects.get(person_id=PERSON).pk
    lead.post(f"/access/objections/{number}/", {"status": "refused", "words": "Spoken with the person at home"})
    assert Objection.objects.get(person_id="pold").status == "waiting"  # of somebody else now


@pytest.mark.parametrize("settled", ["withdrawn", "upheld", "refused"])
def test_settled_while_two_records_are_one_it_is_settled_for_both(nurse, joined, signed_in_as, settled):
    object_to(nurse)
    number = Objection.objects.get(person_id=PERSON).pk
    if settled == "withdrawn":
        nurse.post(f"{OBJECTIONS}withdraw/", {"objection": number, "words": "Changed her mind"})
    else:
        sent = {"status": settled, "words": "Spoken with the person at home"}
        signed_in_as("ig").post(f"/access/objections/{number}/", sent)
    assert set(Objection.objects.values_list("person_id", "status")) == {("pold", settled), (PERSON, settled)}
    assert AuditEntry.objects.filter(action="access.settle_objection").count() == 1


def test_withdrawn_while_two_are_joined_by_mistake_the_objection_the_other_made_still_holds(nurse, take_into_care):
    other = small_run.person_id(6)
    take_into_care(nurse.user, other)
    object_to(nurse)
    assert nurse.post(f"/people/{other}/objections/", SAID).status_code == 302
    mistake = FormerId.objects.create(former_id=other, person_id=PERSON)
    number = Objection.objects.get(person_id=PERSON).pk
    nurse.post(f"{OBJECTIONS}withdraw/", {"objection": number, "words": "Changed her mind"})
    assert name() not in nurse.get(PAGE).content.decode()  # while they count as one, the other's closes both
    mistake.delete()
    assert set(Objection.objects.values_list("person_id", "status")) == {(other, "waiting"), (PERSON, "withdrawn")}
    assert name() in nurse.get(PAGE).content.decode()


def test_withdrawing_what_is_not_there_says_so(nurse):
    response = nurse.post(f"{OBJECTIONS}withdraw/", {"objection": 999, "words": "Changed her mind"})
    assert response.status_code == 422
    assert "There is no such objection of this person" in response.content.decode()
