"""A team meets: ten people in a row, decisions and actions as they are made, minutes signed, and a task done."""

import pytest

from tests.journeys.conftest import PHONE
from tests.web import small_run
from tests.web.loaded import run_folder, small_place, staff, take_into_care  # noqa: F401
from tests.web.teams import changes

pytestmark = [pytest.mark.journey, pytest.mark.django_db(transaction=True)]


def test_a_meeting_of_ten_people_in_a_row(visitor, staff, take_into_care):  # noqa: F811
    from joinedup.web.people.models import Person
    from joinedup.web.teams.models import Outcome

    page, nurse = visitor.page, staff("nurse")
    # given ten people in the nurse's care about whom something changed
    changes.nothing_yet()
    living = Person.objects.filter(death_date=None, neighbourhood="swanage").order_by("person_id")
    ten = list(living.values_list("person_id", flat=True)[:10])
    take_into_care(nurse, *ten)
    for number, person_id in enumerate(ten):
        changes.fall(person_id) if number < 5 else changes.strained_carer(person_id)
    changes.newly_at_risk(ten[0])
    page.set_viewport_size(PHONE)
    visitor.sign_in_as(nurse)
    # when she prepares the meeting and says who is there
    visitor.open("/meetings/")
    page.get_by_role("button", name="Prepare the meeting and lead it").click()
    page.get_by_role("heading", name="Agenda").wait_for()
    assert page.locator(".app-agenda > li").count() == 10
    page.locator(f"#member-{staff('gp').pk}-came").check()
    page.locator(f"#member-{staff('worker').pk}-apologies").check()
    page.get_by_role("button", name="Save who is here").click()
    page.get_by_text("Who is here is written down").wait_for()
    visitor.looks()
    # and goes through them person by person, by the keyboard
    page.get_by_role("link", name="Begin with the next person").click()
    for number in range(1, 11):
        page.get_by_role("heading", level=1, name=f"{number} of 10").wait_for()
        if number in (1, 6):
            visitor.looks()
            page.locator("#decision-words").focus()
            page.keyboard.type(f"Decision {number}")
            page.keyboard.press("Enter")
            page.get_by_text("Decision recorded").wait_for()
            page.locator("#action-words").fill(f"Ring the family of {number}")
            page.locator("#action-who").select_option("Nora Nurse")
            page.get_by_role("button", name="Record the action").click()
            page.get_by_text("Action recorded").wait_for()
            visitor.looks()
        name = "Defer to the next meeting" if number == 10 else "Talked about: next person"
        page.get_by_role("button", name=name).focus()
        page.keyboard.press("Enter")
    # then the minutes say it all, without a name, and she signs them
    page.get_by_role("heading", name="Close the meeting").wait_for()
    page.get_by_role("button", name="Close the meeting").click()
    page.get_by_role("heading", name="Talked about (9)").wait_for()
    page.get_by_text("On the next agenda (1)").wait_for()
    visitor.looks()
    page.get_by_role("button", name="Sign these minutes").click()
    page.get_by_text("Signed", exact=True).first.wait_for()
    visitor.looks()
    # and an action is in the person's plan as a draft, which she takes up with nothing typed again
    minutes = page.url
    promised = Outcome.objects.get(words="Ring the family of 6")
    page.goto(f"{visitor.address}/people/{promised.item.person_id}/plan/")
    page.get_by_role("heading", name="Agreed at a meeting, not in the plan yet").wait_for()
    visitor.looks()
    page.get_by_role("link", name="Take up in the plan").click()
    page.locator("select[name=status]").select_option("Under way")
    page.get_by_role("button", name="Save", exact=True).click()
    page.get_by_text("Saved", exact=True).wait_for()
    page.goto(minutes)
    page.get_by_text("In the person’s plan, which says how it stands").wait_for()
    visitor.looks()
    # and what she promised is among her tasks, until it is done
    visitor.open("/tasks/")
    page.get_by_role("link", name="Ring the family of 1", exact=True).click()
    visitor.looks()
    page.get_by_label("Done", exact=True).check()
    page.get_by_role("button", name="Save").click()
    page.get_by_text("Written down").wait_for()
    assert page.get_by_role("link", name="Ring the family of 1", exact=True).count() == 0
    assert page.get_by_role("link", name="Ring the family of 6", exact=True).count() == 1


def test_the_team_its_skills_and_its_caseload(visitor, staff, take_into_care):  # noqa: F811
    page = visitor.page
    take_into_care(staff("lead"), small_run.person_id(0))
    visitor.sign_in_as(staff("lead"))
    visitor.open("/team/")
    page.locator("select#skill").select_option("Gives insulin")
    page.locator("select#level").select_option("Able, by themselves")
    page.get_by_role("button", name="Write it down").click()
    page.get_by_text("It counts once your team lead").wait_for()
    visitor.looks()
    visitor.open("/team/skills/?skill=insulin&near=swanage")
    visitor.open("/caseload/")
