"""Staff who look at their own record, at that of somebody close, or at a colleague's, are put before the lead."""

import pytest

from joinedup.web.governance.models import Alert, StaffLink
from joinedup.web.people.models import FormerId, Person
from tests.web import small_run

OWN, HOUSEMATE, STRANGER = small_run.person_id(0), small_run.person_id(6), small_run.person_id(9)


@pytest.fixture
def nurse(signed_in_as, take_into_care):
    client = signed_in_as("nurse")
    take_into_care(client.user, OWN, HOUSEMATE, STRANGER)
    Person.objects.filter(pk__in=[OWN, HOUSEMATE]).update(household_id="h-own")
    return client


def link(staff, username, person_id):
    said = {"recorded_by": staff("ig"), "recorded_at": "2026-04-01T12:00Z"}
    StaffLink.objects.create(user=staff(username), person_id=person_id, **said)


def kinds():
    return sorted(Alert.objects.values_list("kind", flat=True))


@pytest.mark.parametrize(("person", "kind"), [(OWN, "own"), (HOUSEMATE, "household")])
def test_own_and_housemates_records_are_flagged_once_a_day(nurse, staff, person, kind):
    link(staff, "nurse", OWN)
    for page in ("", "timeline/", ""):
        assert nurse.get(f"/people/{person}/{page}").status_code == 200
    assert kinds() == [kind]


def test_carer_who_lives_elsewhere_is_family_too(nurse, staff):
    Person.objects.update(household_id="")
    link(staff, "nurse", small_run.person_id(1))  # cares for the first person, as the small run says
    nurse.get(f"/people/{OWN}/")
    assert kinds() == ["household"]


def test_strangers_record_is_not_flagged(nurse, staff):
    link(staff, "nurse", OWN)
    nurse.get(f"/people/{STRANGER}/")
    assert kinds() == []


def test_colleagues_record_is_flagged_and_that_of_another_employers_staff_is_not(nurse, staff):
    link(staff, "lead", STRANGER)  # of the same trust
    link(staff, "worker", HOUSEMATE)  # of the council
    nurse.get(f"/people/{STRANGER}/")
    nurse.get(f"/people/{HOUSEMATE}/")
    assert kinds() == ["colleague"]


def test_page_without_the_name_is_no_read_of_the_record(signed_in_as, staff):
    link(staff, "nurse", OWN)
    signed_in_as("nurse").get(f"/people/{OWN}/")
    assert kinds() == []


def test_link_under_a_former_id_still_holds(nurse, staff):
    link(staff, "nurse", "pold")
    FormerId.objects.create(former_id="pold", person_id=OWN)
    nurse.get(f"/people/{OWN}/")
    nurse.get(f"/people/{HOUSEMATE}/")
    assert kinds() == ["household", "own"]


def test_lead_links_by_nhs_number_and_forgets(signed_in_as, staff):
    client = signed_in_as("ig")
    number = Person.objects.get(pk=OWN).nhs_number
    sent = {"username": "nurse", "person": f"{number[:3]} {number[3:6]} {number[6:]}"}
    assert client.post("/access/staff-links/", sent).status_code == 302
    assert StaffLink.objects.get().person_id == OWN
    html = client.get("/access/staff-links/").content.decode()
    assert "Nora Nurse" in html
    assert number not in html
    client.post("/access/staff-links/", {"username": "nurse", "person": "none"})
    assert not StaffLink.objects.exists()


@pytest.mark.parametrize("sent", [{"username": "nobody", "person": OWN}, {"username": "nurse", "person": "0000000000"}])
def test_link_of_nobody_is_said(signed_in_as, sent):
    assert signed_in_as("ig").post("/access/staff-links/", sent).status_code == 422
    assert not StaffLink.objects.exists()
