"""An item of a plan that is sealed stands on no page of anybody else, nothing says so, and nothing of it is lost."""

import pytest
from django.test import Client
from django.utils import timezone

from joinedup.core.care import AboutMe, Action, AdditionalPlan, Contingency, Goal, Need, Outcome, StageGoal, Strength
from joinedup.web.access.actions import seals
from joinedup.web.care.models import AgreedAction, PlannedAction, Version
from joinedup.web.care.plan import actions, queries
from joinedup.web.care.saving import Sent
from joinedup.web.governance.models import AuditEntry, CareRelationship, SealedPart
from joinedup.web.governance.pages import pages
from joinedup.web.governance.roles import MAY
from joinedup.web.people.models import Person
from joinedup.web.teams.models import AgendaItem, Meeting
from joinedup.web.teams.models import Outcome as Promise
from tests.web import small_run
from tests.web.care.writing import fields_of, words_of
from tests.web.governance.test_every_page import EXAMPLES, address, answers
from tests.web.teams import changes
from tests.web.teams.changes import ADA
from tests.web.teams.test_meetings import action_form

PAGE, PLAN = f"/people/{ADA}/", f"/people/{ADA}/plan/"
MARK = "Quillfeather"  # stands in every text of the plan that is sealed, and nowhere else
PROMISED = "teams-outcome-1"
SECRET = (
    Need(id="need", words=f"Home is not safe {MARK}"),
    Goal(id="goal", parent_id="need", words=f"Leave {MARK}"),
    Outcome(id="outcome", parent_id="goal", words=f"Left {MARK}"),
    Action(id="action", parent_id="goal", what=f"Find a refuge {MARK}", who_staff="countywide", status="planned"),
    StageGoal(id="stage", parent_id="action", words=f"Pack a bag {MARK}", outcome=f"Packed {MARK}"),
    Action(id="loose", what=f"Change the lock {MARK}", who_name=f"The locksmith {MARK}", status="planned"),
    Action(id="offer-befriending", what=f"Befriending {MARK}", offer="befriending", payer=f"Pays {MARK}"),
    Contingency(id="plan-b", title=f"If he comes {MARK}", triggers=(f"The bell {MARK}",), contacts=(f"Ann {MARK}",)),
    AdditionalPlan(id="more", title=f"Money {MARK}", content=f"Of her own {MARK}"),
    Strength(id="strength", words=f"Has a sister {MARK}"),
    AboutMe(id="about-please-do", words=f"Never ring after six {MARK}"),
)
SEALED = ("need", "loose", "offer-befriending", "plan-b", "more", "strength", "about-please-do", PROMISED)
OPEN = (Need(id="open", words="Falls on the stairs"), Goal(id="walk", parent_id="open", words="Walk to the shop"))


def now():
    return timezone.now()  # noqa: TID251  (pages ask about the moment of the request)


@pytest.fixture
def signed_in(small_place, staff, take_into_care):
    """Each member of staff at a client of their own, with Ada in their care."""

    def sign_in(username: str) -> Client:
        client = Client()
        client.user = staff(username)
        client.post("/sign-in/persona/", {"username": username})
        take_into_care(client.user, ADA)
        return client

    return sign_in


def save(by, *put, without=()):
    """What somebody who sees all of the plan saves."""
    person = Person.objects.get(pk=ADA)
    sent = Sent(queries.standing(person).reference, f"{Version.objects.count():08x}")
    return actions.save(person, actions.Change(put=put, without=without), sent, by=by, at=now())


def seal(by, *item_ids, **more):
    for one in item_ids:
        seals.seal(Person.objects.get(pk=ADA), part=f"care:{one}", reason="She asked for it", by=by, at=now(), **more)


@pytest.fixture
def worker(signed_in):
    """The council's social worker."""
    return signed_in("worker")


@pytest.fixture
def meeting(worker):
    """An agenda with Ada on it, and an action promised there by the social worker."""
    changes.nothing_yet()
    changes.fall(ADA)
    assert worker.post("/meetings/begin/", {"team": "swanage"}).status_code == 302
    made = Meeting.objects.get()
    position = AgendaItem.objects.get(meeting=made, person_id=ADA).position
    sent = action_form(worker, words=f"Ring the sister {MARK}")
    assert worker.post(f"/meetings/{made.pk}/people/{position}/", sent).status_code == 302
    worker.post(f"/meetings/{made.pk}/people/{position}/", {"do": "discussed"})
    return made


@pytest.fixture
def secret(worker, meeting):
    """A plan with something everybody may read; the rest, an action of the meeting too, the council sealed."""
    worker.post(f"{PAGE}package/befriending/decide/", {"decision": "accepted", "version": "0"})
    save(worker.user, *OPEN)
    agreed = AgreedAction.objects.get()
    promise = Action(id=PROMISED, what=agreed.what, who_staff="worker", agreed_in=agreed.agreed_in, status="planned")
    save(worker.user, *SECRET, promise)
    seal(worker.user, *SEALED)
    worker.post(f"/meetings/{meeting.pk}/close/")
    return meeting


def walked(client, meeting, *, sent=(False, True)):
    """Every answer to every address that the role may use, by page and item, seen first and sent empty after."""
    values = EXAMPLES | {"person_id": ADA, "number": meeting.pk, "teams:action number": Promise.objects.get().pk}
    mine = [page for page in pages() if page.permission and client.user.role in MAY[page.permission]]
    versions = Version.objects.values_list("pk", flat=True)
    asked = [
        (page, values | more)
        for page in mine
        for more in (
            [{"item_id": one.id} for one in (*OPEN, *SECRET)]
            if "item_id" in page.parameters
            else [{"version_id": one} for one in versions]
            if "version_id" in page.parameters
            else [{"kind": kind} for kind in ("goal", "action", "outcome", "stage_goal")]
            if "kind" in page.parameters and page.name.startswith("care:")
            else [{}]
        )
    ]
    for is_sent in sent:
        for page, given in asked:
            path = address(page, given)
            for answer in answers(client, path, is_sent=is_sent):
                yield page.name, answer


def test_no_text_of_what_is_sealed_is_on_any_page_of_somebody_from_whom_it_is(secret, signed_in):
    found, seen = set(), set()
    for name, answer in walked(signed_in("nurse"), secret):
        seen |= {name} if answer.status_code == 200 else set()
        found |= {name} if MARK in answer.text_shown else set()
    assert found == set()
    assert {"care:plan", "care:history", "care:version", "care:print", "teams:person", "teams:minutes"} <= seen


def test_same_walk_finds_it_everywhere_for_whoever_may_see_it(secret, signed_in, worker):
    found = {name for name, answer in walked(worker, secret, sent=[False]) if MARK in answer.text_shown}
    assert found >= {
        "access:sealed",
        "care:about_me",
        "care:add",
        "care:compare",
        "care:edit",
        "care:history",
        "care:plan",
        "care:print",
        "care:remove",
        "care:sign",
        "care:version",
        "teams:person",
        "teams:tasks",
    }


def test_meeting_pages_say_an_action_until_it_is_sealed_and_again_once_that_is_lifted(secret, signed_in, worker):
    nurse, page = signed_in("nurse"), f"/meetings/{secret.pk}/minutes/"
    assert MARK not in words_of(nurse.get(page))
    assert MARK not in words_of(worker.get(page))  # several read it together
    SealedPart.objects.update(lifted_at=now())
    assert words_of(nurse.get(page)).count(MARK) == 2


def test_nothing_says_that_anything_is_sealed(secret, signed_in, worker):
    """The plan, its versions and who is in it are as if nothing sealed were there."""
    nurse = signed_in("nurse")
    save(worker.user, Goal(id="goal", parent_id="need", words="Leave soon"))
    text = words_of(nurse.get(PLAN))
    assert "Version 1" in text
    assert "Sealed" not in text
    assert "not in the plan yet" not in text
    assert "to be arranged" not in text
    history = words_of(nurse.get(f"{PLAN}history/"))
    assert "Version 2" not in history
    assert "Nothing differs" not in history
    assert "version 1" in words_of(nurse.get(f"{PLAN}print/"))
    assert "Version 3" in words_of(worker.get(PLAN))
    gp = signed_in("countywide").user  # named by a sealed action, and in her care by that alone
    CareRelationship.objects.filter(user=gp).exclude(source="care.action:action").update(ends_at=now())
    for page in (PAGE, f"{PAGE}in-care-of/", f"{PAGE}sealed/"):
        assert gp.name not in words_of(nurse.get(page)), page
    assert gp.name in words_of(worker.get(f"{PAGE}in-care-of/"))


def test_of_whom_only_a_sealed_action_tells_no_caseload_meeting_or_page_says(secret, signed_in, worker, staff):
    """One has the person in their care for an action under a sealed need, another for a sealed promise of a meeting."""
    nurse, gp, other = signed_in("nurse"), staff("gp"), staff("prescriber")
    told = CareRelationship.objects.exclude(user__in=[nurse.user, worker.user])
    assert told.filter(source="care.action:action").update(user=other) == 1
    promised = CareRelationship.objects.filter(source__startswith="teams.outcome:")
    assert promised.update(user=gp) == 1
    position = AgendaItem.objects.get(meeting=secret, person_id=ADA).position
    meeting = f"/meetings/{secret.pk}/people/{position}/"
    for page in (PAGE, f"{PAGE}in-care-of/", meeting):
        assert gp.name not in words_of(nurse.get(page)), page
        assert other.name not in words_of(nurse.get(page)), page
    for member in (gp, other):
        assert "0 people in the care" in words_of(nurse.get(f"/caseload/?member={member.pk}"))
    assert gp.name in words_of(worker.get(f"{PAGE}in-care-of/"))  # whose organisation sealed it
    assert "1 person in the care" in words_of(worker.get(f"/caseload/?member={gp.pk}"))
    assert gp.name not in words_of(worker.get(meeting))  # several read it together


def test_a_team_that_knows_somebody_by_a_sealed_action_alone_does_not_name_them(secret, worker, signed_in):
    nurse = signed_in("nurse")
    position = AgendaItem.objects.get(meeting=secret, person_id=ADA).position
    page = f"/meetings/{secret.pk}/people/{position}/"
    assert "Ada Archer" in words_of(nurse.get(page))
    CareRelationship.objects.exclude(source="care.action:action").update(ends_at=now())
    CareRelationship.objects.filter(source="care.action:action").update(user=nurse.user)
    assert "Ada Archer" not in words_of(nurse.get(page))
    SealedPart.objects.update(lifted_at=now())
    assert "Ada Archer" in words_of(nurse.get(page))


def test_whoever_an_action_names_sees_what_it_stands_under_and_their_task(secret, signed_in):
    gp = signed_in("countywide")
    text = words_of(gp.get(PLAN))
    assert f"Find a refuge {MARK}" in text
    assert f"Home is not safe {MARK}" in text
    assert f"Change the lock {MARK}" not in text
    assert f"Find a refuge {MARK}" in words_of(gp.get("/tasks/"))


def test_seal_can_be_for_some_roles_and_for_some_people(signed_in, worker):
    save(worker.user, *OPEN)
    seal(worker.user, "open", roles=["team_lead"], staff=["nurse"])
    colleague = signed_in("prescriber")
    assert "Falls on the stairs" not in words_of(colleague.get(PLAN))
    assert "She asked for it" not in words_of(colleague.get(f"{PAGE}sealed/"))
    assert "Falls on the stairs" in words_of(signed_in("nurse").get(PLAN))
    assert "Falls on the stairs" in words_of(worker.get(PLAN))  # who sealed it
    said = words_of(worker.get(f"{PAGE}sealed/"))
    assert "Those of your organisation who are: team lead; Nora Nurse" in said


def test_break_glass_for_what_is_sealed_opens_the_plan_and_the_audit_says_so(secret, signed_in):
    nurse = signed_in("nurse")
    asked = {"ground": "emergency", "reason": "Found on the floor, not speaking", "is_confirmed": "on"}
    nurse.post(f"{PAGE}break-glass/", asked)
    assert MARK not in words_of(nurse.get(PLAN))
    nurse.post(f"{PAGE}break-glass/", {**asked, "opens_sealed": "on"})
    assert MARK in words_of(nurse.get(PLAN))
    read = AuditEntry.objects.filter(action="care.view_plan", person_id=ADA).latest("id")
    assert "break_glass" in read.detail


def test_item_is_sealed_and_the_seal_lifted_on_the_page_the_plan_leads_to(signed_in, worker):
    nurse = signed_in("nurse")
    save(worker.user, *OPEN)
    assert f'href="{PAGE}sealed/?part=care:open"' in worker.get(PLAN).content.decode()
    form = fields_of(worker.get(f"{PAGE}sealed/?part=care:open"), f"{PAGE}sealed/")
    assert form["part"] == "care:open"
    assert worker.post(f"{PAGE}sealed/", {**form, "reason": "She asked for it"}).status_code == 302
    assert "Sealed" in words_of(worker.get(PLAN))
    assert "Falls on the stairs" not in words_of(nurse.get(PLAN))
    assert "Falls on the stairs" not in words_of(nurse.get(f"{PAGE}sealed/"))
    number = SealedPart.objects.get(person_id=ADA).pk
    assert nurse.post(f"{PAGE}sealed/lift/", {"seal": number}).status_code == 404
    assert worker.post(f"{PAGE}sealed/lift/", {"seal": number}).status_code == 302
    assert "Falls on the stairs" in words_of(nurse.get(PLAN))


@pytest.mark.parametrize(
    "sent", [{"part": "care:walked"}, {"part": "care:step"}, {"roles": "dentist"}, {"staff": "elsewhere"}]
)
def test_nothing_else_can_be_sealed_and_to_nobody_else(signed_in, worker, sent):
    save(worker.user, *OPEN, Action(id="a", what="Rail"), StageGoal(id="step", parent_id="a", words="Buy"))
    asked = {"part": "care:open", "reason": "She asked for it", **sent}
    assert worker.post(f"{PAGE}sealed/", asked).status_code == 422
    assert not SealedPart.objects.exists()


def test_heading_sealed_from_somebody_is_empty_for_them_and_what_they_write_stands_beside(secret, signed_in, worker):
    nurse = signed_in("nurse")
    form = fields_of(nurse.get(f"{PLAN}about-me/"))
    assert form["about-please-do-2"] == ""
    assert nurse.post(f"{PLAN}about-me/", {**form, "about-please-do-2": "Knock twice"}).status_code == 302
    assert "Please do and please do not Knock twice" in words_of(nurse.get(PLAN))
    text = words_of(worker.get(PLAN))
    assert f"Never ring after six {MARK}" in text
    assert "Knock twice" in text
    both = fields_of(worker.get(f"{PLAN}about-me/"))
    assert both["about-please-do"] == f"Never ring after six {MARK}"
    assert both["about-please-do-2"] == "Knock twice"


def test_heading_sealed_while_it_was_being_written_is_not_written_over(signed_in, worker):
    nurse = signed_in("nurse")
    save(worker.user, AboutMe(id="about-please-do", words="Never ring after six"))
    form = fields_of(nurse.get(f"{PLAN}about-me/"))
    seal(worker.user, "about-please-do")
    answer = nurse.post(f"{PLAN}about-me/", {**form, "about-please-do": "Knock twice"})
    assert answer.status_code == 409
    assert "Never ring" not in answer.content.decode()
    assert fields_of_refused(answer)["about-please-do-2"] == "Knock twice"
    assert queries.read(queries.standing(Person.objects.get(pk=ADA)).content).items["about-please-do"].words == (
        "Never ring after six"
    )


def test_draft_begun_before_a_heading_was_sealed_does_not_show_what_stood_there(signed_in, worker):
    nurse = signed_in("nurse")
    save(worker.user, AboutMe(id="about-please-do", words="Never ring after six"))
    form = fields_of(nurse.get(f"{PLAN}about-me/"))
    nurse.post(f"{PLAN}about-me/", {**form, "about-wellness": "Tea at four", "draft": "keep"})
    seal(worker.user, "about-please-do")
    again = nurse.get(f"{PLAN}about-me/")
    assert "Never ring" not in again.content.decode()
    assert fields_of(again)["about-wellness"] == "Tea at four"
    answer = nurse.post(f"{PLAN}about-me/", {**form, "about-wellness": "Tea at four"})
    assert (answer.status_code, "Never ring" in answer.content.decode()) == (409, False)


def fields_of_refused(answer):
    answer.status_code = 200
    return fields_of(answer)


def test_need_removed_by_somebody_who_does_not_see_what_stands_under_it_takes_nothing_sealed_with_it(signed_in, worker):
    nurse = signed_in("nurse")
    save(worker.user, *OPEN, Action(id="act", parent_id="walk", what="Ask his brother"))
    seal(worker.user, "walk")
    page = f"{PLAN}item/open/remove/"
    assert nurse.post(page, fields_of(nurse.get(page))).status_code == 302
    assert "Falls on the stairs" not in words_of(worker.get(PLAN))
    plan = queries.read(queries.standing(Person.objects.get(pk=ADA)).content)
    assert {key: item.parent_id for key, item in plan.items.items()} == {"walk": "", "act": "walk"}
    assert PlannedAction.objects.get().item_id == "act"


def test_signature_of_somebody_who_does_not_see_all_stands_under_what_they_read(secret, signed_in, worker):
    nurse = signed_in("nurse")
    form = fields_of(nurse.get(f"{PLAN}sign/"))
    said = {**form, "agreed_with": "person", "full_name": "Ada Archer"}
    save(worker.user, Goal(id="goal", parent_id="need", words="Leave soon"))
    assert nurse.post(f"{PLAN}sign/", said).status_code == 302
    text = words_of(nurse.get(PLAN))
    assert "Agreed with the person" in text
    assert "Changed since" not in text
    assert "Signed by Nora Nurse" in words_of(nurse.get(f"{PLAN}history/"))
    assert "Changed since" not in words_of(worker.get(PLAN))
    save(worker.user, Goal(id="goal", parent_id="need", words="Leave now"))
    assert "Changed since" in words_of(worker.get(PLAN))
    assert "Changed since" not in words_of(nurse.get(PLAN))


def test_versions_that_came_from_a_record_that_is_somebody_else_again_are_read_without_it(signed_in, worker):
    other = small_run.person_id(3)
    made = {"document": "plan", "saved_by": worker.user, "saved_at": now()}
    content = [{"kind": "need", "id": "n", "words": "Sleeps badly"}, {"kind": "need", "id": "open", "words": "Falls"}]
    Version.objects.create(person_id=other, number=1, content=content, submission="1", **made)
    Version.objects.create(person_id=ADA, number=1, content=content, submission="2", brought_in=[[other, 1]], **made)
    seal(worker.user, "n")
    nurse = signed_in("nurse")
    assert "Version 1" in words_of(nurse.get(PLAN))
    history = words_of(nurse.get(f"{PLAN}history/"))
    assert "Version 1" in history
    assert "Sleeps badly" not in history


def test_clash_names_whoever_changed_the_item_and_nobody_who_saved_what_is_sealed(signed_in):
    nurse, gp, worker = (signed_in(one) for one in ("nurse", "gp", "worker"))
    save(nurse.user, OPEN[0])
    page = f"{PLAN}item/open/"
    mine = fields_of(nurse.get(page))
    gp.post(page, {**fields_of(gp.get(page)), "words": "Falls at night"})
    save(worker.user, SECRET[9])
    seal(worker.user, "strength")
    text = words_of(nurse.post(page, {**mine, "words": "Falls by day"}))
    assert gp.user.name in text.split("saved the first of each pair")[0]
    assert worker.user.name not in text


def test_form_tells_not_how_many_versions_there_are(signed_in):
    nurse, worker = signed_in("nurse"), signed_in("worker")
    save(worker.user, SECRET[9])
    seal(worker.user, "strength")
    save(nurse.user, OPEN[0])
    base = fields_of(nurse.get(f"{PLAN}add/need/"))["base"]
    assert base == Version.objects.get(number=2).submission
