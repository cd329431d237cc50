"""Who cares for whom, and what has somebody to do?"""

from datetime import timedelta

import pytest
from django.utils import timezone

from joinedup.web.care.models import PlannedAction
from joinedup.web.governance.actions import open_relationship
from joinedup.web.plans.models import Decision
from joinedup.web.teams.models import Arranged
from tests.web import small_run
from tests.web.care.writing import fields_of
from tests.web.referrals.conftest import do, refer

ADA, SECOND = small_run.person_id(0), small_run.person_id(6)
pytestmark = pytest.mark.django_db


@pytest.fixture
def nurse(signed_in_as, take_into_care):
    client = signed_in_as("nurse")
    take_into_care(client.user, ADA)
    return client


def test_caseload_names_only_those_in_ones_own_care(nurse, staff, take_into_care, audited):
    take_into_care(staff("worker"), ADA, SECOND)
    page = nurse.get("/caseload/").content.decode()
    assert "Ada Archer-0" in page
    assert "Sam Social" in page
    assert "Bright" not in page.replace("Sam Social", "")
    assert "2 people in the care of members of the team" in page
    entry = audited("teams.view_caseload")[0]
    assert entry.detail == {"team": "swanage", "people": 2, "named": [ADA]}
    only = nurse.get(f"/caseload/?member={nurse.user.pk}").content.decode()
    assert "1 person in the care of this member" in only


def test_a_member_stands_once_in_a_caseload_on_whatever_grounds(nurse):
    for number in (1, 2):
        named = {"person_id": ADA, "ground": "named", "reason": "x", "source": f"care.action:{number}"}
        open_relationship(by=nurse.user, at=timezone.now(), **named)  # noqa: TID251  (pages ask about now)
    page = nurse.get("/caseload/").content.decode()
    assert page.count("<span>Nora Nurse, Community nurse</span>") == 1
    assert "in contact, named for an action or in the plan" in page


def test_caseload_of_another_team_is_not_found(nurse):
    assert nurse.get("/caseload/?team=wareham").status_code == 404
    assert nurse.get("/caseload/?member=9999999999999999999999").status_code == 200


def test_an_accepted_offer_is_a_task_until_it_is_arranged_by_word_or_by_referral(nurse):
    for offer in ("befriending", "medicines_review"):
        form = {"decision": "accepted:agreed", "version": "0"}
        assert nurse.post(f"/people/{ADA}/package/{offer}/decide/", form).status_code == 302
    page = nurse.get("/tasks/").content.decode()
    assert page.count("Offer you accepted, to be arranged") == 2
    refer(nurse, offer="befriending")
    page = nurse.get("/tasks/").content.decode()
    assert page.count("Offer you accepted, to be arranged") == 1
    number = Decision.objects.get(offer_code="medicines_review").pk
    for _ in range(2):
        assert nurse.post(f"/tasks/offers/{number}/arranged/").status_code == 302
    assert Arranged.objects.count() == 1
    assert b"Offer you accepted" not in nurse.get("/tasks/").content


def test_an_accepted_offer_that_the_plan_gave_to_somebody_is_one_task_that_of_the_plan(nurse):
    nurse.post(f"/people/{ADA}/package/befriending/decide/", {"decision": "accepted:agreed", "version": "0"})
    address = f"/people/{ADA}/plan/item/offer-befriending/"
    nurse.post(address, {**fields_of(nurse.get(address)), "status": "planned"})
    assert PlannedAction.objects.get().offer_code == "befriending"
    assert b"Offer you accepted" in nurse.get("/tasks/").content  # given to nobody yet
    nurse.post(address, {**fields_of(nurse.get(address)), "who_staff": "nurse"})
    page = nurse.get("/tasks/").content.decode()
    assert "Offer you accepted" not in page
    assert page.count("Befriending") == 1


def test_nobody_arranges_what_another_accepted(nurse, signed_in_as):
    nurse.post(f"/people/{ADA}/package/befriending/decide/", {"decision": "accepted:agreed", "version": "0"})
    number = Decision.objects.get().pk
    assert signed_in_as("gp").post(f"/tasks/offers/{number}/arranged/").status_code == 404


def test_a_declined_offer_is_no_task(nurse):
    nurse.post(f"/people/{ADA}/package/befriending/decide/", {"decision": "accepted:agreed", "version": "0"})
    nurse.post(f"/people/{ADA}/package/befriending/decide/", {"decision": "declined:not_wanted", "version": "1"})
    assert b"Nothing to do" in nurse.get("/tasks/").content


def test_referrals_accepted_and_those_that_came_back_are_tasks(nurse, signed_in_as):
    from joinedup.web.referrals.models import Referral

    row, other = refer(nurse), refer(nurse)
    worker = signed_in_as("worker")
    do(worker, row, "accept")
    do(worker, other, "decline", reason="no_place")
    Referral.objects.filter(pk=row.pk).update(due_at=timezone.now() - timedelta(days=2))  # noqa: TID251
    page = worker.get("/tasks/").content.decode()
    assert "Overdue (1)" in page
    assert "Referral you accepted" in page
    assert "Referral that came back to you" in signed_in_as("nurse").get("/tasks/").content.decode()


def test_pages_ask_the_tables_a_fixed_number_of_times(nurse, django_assert_max_num_queries):
    for _ in range(5):
        refer(nurse, to="agency:dorset_healthcare")
    with django_assert_max_num_queries(19):
        nurse.get("/tasks/")
    with django_assert_max_num_queries(16):
        nurse.get("/caseload/")


def test_actions_of_plans_that_name_somebody_are_tasks_too(nurse):
    from joinedup.web.care.models import PlannedAction
    from joinedup.web.care.plan.queries import OPEN_STATUS

    for item, due_on in (("a1", None), ("a2", small_run.AS_AT)):
        PlannedAction.objects.create(
            person_id=ADA,
            item_id=item,
            user=nurse.user,
            who="Nora",
            what=f"Walk to the shop {item}",
            due_on=due_on,
            status=min(OPEN_STATUS),
        )
    page = nurse.get("/tasks/").content.decode()
    assert "Overdue (1)" in page
    assert "No day was said" in page
    assert page.index("shop a2") < page.index("shop a1")


def test_page_of_a_person_says_what_others_do(nurse):
    refer(nurse)
    page = nurse.get(f"/people/{ADA}/").content.decode()
    assert "Social care assessment" in page
    assert "Dorset Council" in page
    assert f"/people/{ADA}/refer/" in page
