"""What a meeting agrees reaches the person's plan, is one task only, and the minutes say what became of it."""

import pytest

from joinedup.web.care.models import PlannedAction, Version
from joinedup.web.care.plan import printing
from joinedup.web.care.plan.queries import tasks_of
from joinedup.web.governance.models import CareRelationship
from joinedup.web.people.models import FormerId
from joinedup.web.teams.models import Outcome
from tests.web.care.writing import fields_of, words_of
from tests.web.teams import changes
from tests.web.teams.changes import ADA, SWANAGE
from tests.web.teams.test_meetings import action_form, begin, now, nurse, page_of  # noqa: F401

pytestmark = pytest.mark.django_db
PLAN = f"/people/{ADA}/plan/"


@pytest.fixture
def meeting(nurse):  # noqa: F811
    """An open meeting at which the nurse promised to ring Ada's daughter."""
    changes.fall(ADA)
    made = begin(nurse)
    assert nurse.post(page_of(nurse, made, ADA), action_form(nurse)).status_code == 302
    return made


def draft() -> str:
    return f"{PLAN}item/teams-outcome-{Outcome.objects.get(kind='action').pk}/"


def take_up(client, **typed) -> None:
    assert client.post(draft(), {**fields_of(client.get(draft())), **typed}).status_code == 302


def say(client, state: str) -> None:
    action = Outcome.objects.get(kind="action")
    assert client.post(f"/tasks/actions/{action.pk}/", {"state": state, "note": ""}).status_code == 302


def minutes(client, meeting) -> str:
    client.post(f"/meetings/{meeting.pk}/close/")
    return words_of(client.get(f"/meetings/{meeting.pk}/minutes/")).split("What became of the actions")[1]


def times_a_task(client) -> int:
    return client.get("/tasks/").content.decode().count(">Ring the daughter<")


def test_action_waits_in_the_plan_as_a_draft_with_who_when_and_where_it_was_agreed(nurse, meeting):  # noqa: F811
    text = words_of(nurse.get(PLAN)).split("Agreed at a meeting, not in the plan yet")[1]
    assert "Ring the daughter Draft" in text
    assert f"{nurse.user.name}, " in text
    assert "Agreed At the team&#39;s meeting of" in text
    form = fields_of(nurse.get(draft()))
    assert (form["what"], form["who_staff"], form["status"]) == ("Ring the daughter", nurse.user.username, "draft")


def test_the_persons_own_copy_has_it_once_the_plan_took_it_up(nurse, meeting, monkeypatch):  # noqa: F811
    printed = []
    monkeypatch.setattr(printing, "pdf", lambda copy, *, points: printed.append(copy) or b"%PDF")
    for is_in_the_plan in (False, True):
        assert ("Ring the daughter" in words_of(nurse.get(f"{PLAN}print/"))) == is_in_the_plan
        nurse.get(f"{PLAN}plan.pdf")
        assert ("Ring the daughter" in str(printed[-1])) == is_in_the_plan
        if not is_in_the_plan:
            take_up(nurse)


def test_taken_up_it_is_in_the_plan_once_and_one_task(nurse, meeting):  # noqa: F811
    assert times_a_task(nurse) == 1
    take_up(nurse)
    text = words_of(nurse.get(PLAN))
    assert "not in the plan yet" not in text
    assert "At the team&#39;s meeting of" in text
    assert PlannedAction.objects.get().agreed_in == f"teams.outcome:{Outcome.objects.get(kind='action').pk}"
    assert times_a_task(nurse) == 1
    assert [task.action.what for task in tasks_of(nurse.user, at=now())] == ["Ring the daughter"]


@pytest.mark.parametrize(
    ("status", "said", "is_task"),
    [("under_way", "Under way", 1), ("planned", "To do", 1), ("done", "Done", 0), ("stopped", "No longer needed", 0)],
)
def test_minutes_say_what_the_plan_says(nurse, meeting, status, said, is_task):  # noqa: F811
    take_up(nurse, status=status)
    assert f"Ring the daughter {said}" in minutes(nurse, meeting)
    assert times_a_task(nurse) == is_task


@pytest.mark.parametrize(("state", "status"), [("done", "done"), ("dropped", "stopped")])
def test_said_in_the_tasks_it_is_so_in_the_plan(nurse, meeting, audited, state, status):  # noqa: F811
    take_up(nurse)
    say(nurse, state)
    assert PlannedAction.objects.get().status == status
    assert [one.person_id for one in audited("care.save_plan")] == [ADA, ADA]
    say(nurse, "open")
    assert PlannedAction.objects.get().status == "planned"
    assert times_a_task(nurse) == 1


@pytest.fixture
def volunteer(staff):
    """A voluntary worker of the team: no role that opens records or writes in plans."""
    from joinedup.web.accounts.models import User

    return User.objects.create(
        username="val", name="Val Volunteer", role="voluntary_worker", organisation="charity", neighbourhood="swanage"
    )


def test_a_role_without_plans_neither_reads_nor_closes_what_a_colleague_promised(
    nurse,  # noqa: F811
    meeting,
    volunteer,
    signed_in_as,
):
    take_up(nurse)
    action = Outcome.objects.get(kind="action")
    page, source = f"/tasks/actions/{action.pk}/", f"teams.outcome:{action.pk}"
    client = signed_in_as("val")
    assert client.get(page).status_code == 404
    assert client.post(page, {"state": "dropped", "note": ""}).status_code == 404
    assert PlannedAction.objects.get().status == "draft"
    assert CareRelationship.objects.get(source=source).ended_at is None


def test_what_a_role_without_plans_promised_is_closed_in_the_plan_by_who_keeps_it(
    nurse,  # noqa: F811
    meeting,
    volunteer,
    signed_in_as,
):
    form = action_form(nurse, words="Visit for a chat", who=volunteer.pk)
    nurse.post(page_of(nurse, meeting, ADA), form)
    action = Outcome.objects.get(words="Visit for a chat")
    item = f"{PLAN}item/teams-outcome-{action.pk}/"
    assert nurse.post(item, fields_of(nurse.get(item))).status_code == 302
    client, page = signed_in_as("val"), f"/tasks/actions/{action.pk}/"
    assert client.post(page, {"state": "done", "note": ""}).status_code == 422
    assert "until somebody who keeps" in words_of(client.post(page, {"state": "done", "note": "Went"}, follow=True))
    assert Version.objects.filter(saved_by=volunteer).count() == 0
    assert PlannedAction.objects.get().status == "draft"
    assert "Went" in words_of(signed_in_as("nurse").get(f"/people/{ADA}/"))


def test_done_before_anybody_took_it_up_it_waits_no_longer(nurse, meeting):  # noqa: F811
    say(nurse, "done")
    assert "not in the plan yet" not in words_of(nurse.get(PLAN))
    assert nurse.get(draft()).status_code == 404
    say(nurse, "open")
    assert "not in the plan yet" in words_of(nurse.get(PLAN))


def test_plan_gives_it_to_somebody_else(nurse, meeting, staff):  # noqa: F811
    other = staff("worker")
    take_up(nurse, who_staff=other.username)
    assert times_a_task(nurse) == 0
    assert [task.action.what for task in tasks_of(other, at=now())] == ["Ring the daughter"]


def test_closed_by_somebody_else_it_opens_the_record_no_longer(nurse, meeting, staff, take_into_care, client):  # noqa: F811
    take_up(nurse)
    source = f"teams.outcome:{Outcome.objects.get(kind='action').pk}"
    assert CareRelationship.objects.get(source=source).ended_at is None
    worker = staff("worker")
    take_into_care(worker, ADA)
    client.post("/sign-in/persona/", {"username": "worker"})
    take = f"{PLAN}item/{PlannedAction.objects.get().item_id}/"
    assert client.post(take, {**fields_of(client.get(take)), "status": "done"}).status_code == 302
    assert CareRelationship.objects.get(source=source).ended_at is not None


def test_whoever_may_not_see_the_plan_keeps_the_task_of_the_meeting(nurse, meeting):  # noqa: F811
    take_up(nurse)
    CareRelationship.objects.filter(user=nurse.user, person_id=ADA).update(ends_at=now())
    assert tasks_of(nurse.user, at=now()) == []
    assert times_a_task(nurse) == 1
    say(nurse, "done")
    assert PlannedAction.objects.get().status == "done"
    assert times_a_task(nurse) == 0


def test_withdrawn_it_waits_no_longer_and_a_plan_that_took_it_up_says_so(nurse, meeting):  # noqa: F811
    take_up(nurse)
    number = Outcome.objects.get(kind="action").pk
    withdrawal = {"do": f"withdraw-{number}"}
    assert nurse.post(page_of(nurse, meeting, ADA), withdrawal).status_code == 302
    assert "was withdrawn" in words_of(nurse.get(PLAN))


def test_a_person_merged_into_another_keeps_what_was_agreed(nurse, meeting, take_into_care):  # noqa: F811
    became = SWANAGE[2]
    FormerId.objects.create(former_id=ADA, person_id=became)
    address = f"/people/{became}/plan/"
    assert "not in the plan yet" in words_of(nurse.get(address))
    item = draft().replace(ADA, became)
    assert nurse.post(item, fields_of(nurse.get(item))).status_code == 302
    assert "not in the plan yet" not in words_of(nurse.get(address))
    say(nurse, "done")
    assert PlannedAction.objects.get(person_id=became).status == "done"


def test_taken_up_before_two_became_one_it_is_done_once_for_both(nurse, meeting):  # noqa: F811
    take_up(nurse)
    FormerId.objects.create(former_id=ADA, person_id=SWANAGE[2])
    assert times_a_task(nurse) == 1
    say(nurse, "done")
    assert {one.person_id: one.status for one in PlannedAction.objects.all()} == {ADA: "draft", SWANAGE[2]: "done"}
    assert times_a_task(nurse) == 0


def test_a_plan_that_keeps_what_came_from_somebody_who_is_another_again_calls_it_not_withdrawn(nurse, meeting):  # noqa: F811
    take_up(nurse)
    merged = FormerId.objects.create(former_id=ADA, person_id=SWANAGE[2])
    say(nurse, "done")
    merged.delete()
    page = words_of(nurse.get(f"/people/{SWANAGE[2]}/plan/"))
    assert "somebody else again" in page
    assert "was withdrawn" not in page
