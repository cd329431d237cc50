"""Who objects after something was written about them is spoken of no more: on agendas, in minutes, among tasks."""

from uuid import uuid4

import pytest
from django.utils import timezone

from joinedup.web.governance.models import Objection
from joinedup.web.people.models import FormerId
from joinedup.web.teams.models import AgendaItem, Meeting
from tests.web.teams import changes
from tests.web.teams.changes import ADA, SWANAGE

pytestmark = pytest.mark.django_db
WORDS, TASK = "Son may be taking money", "Ask about the bruises"


@pytest.fixture
def nurse(signed_in_as, take_into_care):
    """The nurse, with somebody in her care who fell, and of whom the team has spoken."""
    changes.nothing_yet()
    client = signed_in_as("nurse")
    take_into_care(client.user, ADA, SWANAGE[2])
    for one in (ADA, SWANAGE[2]):
        changes.fall(one)
    client.post("/meetings/begin/", {"team": "swanage"})
    return client


@pytest.fixture
def spoken_of(nurse, staff):
    """The address of Ada's page of the meeting, where a decision and an action of the GP's are recorded."""
    item = AgendaItem.objects.get(person_id=ADA)
    address = f"/meetings/{item.meeting_id}/people/{item.position}/"
    nurse.post(address, {"do": "decision", "token": str(uuid4()), "words": WORDS})
    due = timezone.localdate().isoformat()
    action = {"token": str(uuid4()), "words": TASK, "who": staff("gp").pk, "due_on": due}
    assert nurse.post(address, {"do": "action", **action}).status_code == 302
    nurse.post(address, {"do": "discussed"})
    nurse.post(f"/meetings/{item.meeting_id}/close/")
    return address


def object_to_all(by, person_id=ADA):
    at = timezone.now()  # noqa: TID251
    Objection.objects.create(person_id=person_id, scope="all", words="Nobody", recorded_by=by, recorded_at=at)


@pytest.mark.parametrize("under", [ADA, "pold"])
def test_who_objects_later_is_spoken_of_neither_in_minutes_nor_on_the_agenda(nurse, spoken_of, under):
    FormerId.objects.create(former_id="pold", person_id=ADA)
    number = Meeting.objects.get().pk
    pages = (spoken_of, f"/meetings/{number}/minutes/")
    assert all(WORDS in nurse.get(page).content.decode() for page in pages)
    object_to_all(nurse.user, under)
    for page in pages:
        html = nurse.get(page).content.decode()
        assert WORDS not in html
        assert TASK not in html
        assert "bjects to being spoken of here" in html
    agenda = nurse.get(f"/meetings/{number}/").content.decode()
    assert agenda.count("Objects to being spoken of here") == 1
    assert agenda.count("Fall") == 1  # of the other person
    assert "2 outcomes" not in agenda
    assert "Ada Archer" not in agenda


def test_who_objects_later_is_no_task_from_a_meeting_any_more(nurse, spoken_of, signed_in_as):
    gp = signed_in_as("gp")
    assert TASK in gp.get("/tasks/").content.decode()
    object_to_all(gp.user)
    assert TASK not in gp.get("/tasks/").content.decode()
