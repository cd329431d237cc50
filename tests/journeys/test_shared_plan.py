"""From the list of people most at risk to an agreed plan; two at one plan; a carer's assessment: in a browser."""

import pytest

from tests.web import small_run
from tests.web.loaded import run_folder, small_place, staff, take_into_care  # noqa: F401

pytestmark = [pytest.mark.journey, pytest.mark.django_db(transaction=True)]
PERSON, CARER = small_run.person_id(0), small_run.person_id(6)


def press(visitor, name: str) -> None:
    visitor.page.get_by_role("button", name=name).click()


def follow(visitor, name: str) -> None:
    visitor.page.get_by_role("link", name=name, exact=True).first.click()


def save(visitor) -> None:
    visitor.page.get_by_role("button", name="Save", exact=True).click()
    visitor.page.get_by_text("Saved", exact=True).wait_for()


def test_nurse_goes_from_the_list_to_a_plan_agreed_and_printed(at_work):
    nurse = at_work("nurse")
    nurse.page.goto(f"{nurse.address}/most-at-risk/")
    nurse.page.locator(f".app-list__name[href='/people/{PERSON}/']").click()
    nurse.page.get_by_label("I am in contact").check()
    press(nurse, "Record, and open the page")
    nurse.page.get_by_text("Accept or decline Strength and balance exercise").click()
    nurse.page.locator("#falls_exercise-decision").select_option("Accept: agreed with the person")
    nurse.page.get_by_role("button", name="Save decision").first.click()
    nurse.page.get_by_text("nobody has arranged it yet").wait_for()
    follow(nurse, "Begin the plan")
    nurse.comes_to("Plan of Ada Archer-0")
    follow(nurse, "Write About me")
    nurse.comes_to("About me:")
    nurse.page.get_by_label("What is most important to me").fill("My garden 🌱")
    save(nurse)
    follow(nurse, "Add a need")
    nurse.page.get_by_label("Need, concern or problem").fill("Falls on the stairs")
    save(nurse)
    nurse.page.get_by_role("link", name="Add a goal").first.click()
    nurse.comes_to("Goal or hope of Ada Archer-0")
    nurse.page.get_by_label("Goal or hope", exact=True).fill("Sleep upstairs again")
    nurse.page.get_by_label("Importance to the person").select_option("9")
    save(nurse)
    nurse.page.get_by_role("link", name="Say who and when for Strength and balance exercise").click()
    nurse.page.get_by_label("Stands under").select_option("Goal or hope: Sleep upstairs again")
    nurse.page.get_by_label("Who, of the staff").select_option("Pia Prescriber, Social prescriber")
    nurse.page.get_by_label("Status").select_option("Planned")
    nurse.page.get_by_role("group", name="To be done by").get_by_label("Day").fill("31")
    press(nurse, "Save")
    nurse.page.get_by_role("alert").get_by_role("link", name="real date").wait_for()
    nurse.heard.clear()  # the browser notes the 422 itself
    nurse.looks()
    group = nurse.page.get_by_role("group", name="To be done by")
    group.get_by_label("Month").fill("12")
    group.get_by_label("Year").fill("2030")
    save(nurse)
    nurse.comes_to("Plan of Ada Archer-0")
    follow(nurse, "Agree and sign")
    nurse.comes_to("Agree the plan with Ada Archer-0")
    nurse.page.get_by_label("The person", exact=True).check()
    nurse.page.get_by_role("button", name="Sign", exact=True).click()
    nurse.page.get_by_text("Agreed with the person, Ada Archer-0").wait_for()
    follow(nurse, "Every version")
    nurse.comes_to("Every version of the plan of Ada Archer-0")
    press(nurse, "Compare")
    nurse.comes_to("Two versions of the plan of Ada Archer-0")
    nurse.page.goto(f"{nurse.address}/people/{PERSON}/plan/print/?size=large")
    nurse.comes_to("My care and support plan")
    nurse.page.goto(f"{nurse.address}/people/{PERSON}/")
    nurse.page.get_by_text("Planned; Pia Prescriber, Social prescriber; by 31 December 2030").wait_for()
    nurse.looks()


def test_two_at_one_plan_lose_nothing_and_a_lost_connection_takes_nothing(at_work, browser, staff, take_into_care):  # noqa: F811
    for username in ("nurse", "worker"):
        take_into_care(staff(username), PERSON)
    nurse = at_work("nurse")
    nurse.page.goto(f"{nurse.address}/people/{PERSON}/plan/add/need/")
    nurse.page.get_by_label("Need, concern or problem").fill("Falls on the stairs")
    save(nurse)
    context = browser.new_context(locale="en-GB")
    worker = context.new_page()
    worker.goto(f"{nurse.address}/sign-in/")
    worker.locator("button[name=username][value=worker]").click()
    worker.goto(f"{nurse.address}/people/{PERSON}/plan/")
    for page in (nurse.page, worker):
        page.get_by_role("link", name="Change Falls on the stairs").click()
    worker.get_by_label("Need, concern or problem").fill("Falls on the stairs at night")
    worker.get_by_role("button", name="Save", exact=True).click()
    worker.get_by_text("Saved", exact=True).wait_for()
    context.close()
    nurse.page.context.set_offline(True)
    nurse.page.get_by_label("Need, concern or problem").fill("Falls on the stairs, twice in May")
    nurse.page.get_by_text("The service cannot be reached").wait_for()
    nurse.page.context.set_offline(False)
    nurse.page.get_by_text("Draft kept at").wait_for()
    nurse.heard.clear()  # the browser notes the lost connection itself
    press(nurse, "Save")
    nurse.page.get_by_role("heading", name="Somebody else changed this while you were writing").wait_for()
    nurse.heard.clear()  # and the 409
    nurse.looks()
    nurse.page.get_by_text("Falls on the stairs at night").first.wait_for()
    words = nurse.page.get_by_role("textbox", name="Need, concern or problem")
    words.fill("Falls on the stairs at night, twice in May")
    save(nurse)
    nurse.page.get_by_text("Falls on the stairs at night, twice in May").first.wait_for()
    assert nurse.page.get_by_text("you began this on").count() == 0


def test_carers_assessment_is_worked_through_and_decided(at_work, staff, take_into_care):  # noqa: F811
    take_into_care(staff("worker"), PERSON, CARER)
    worker = at_work("worker")
    worker.page.goto(f"{worker.address}/people/{CARER}/")
    follow(worker, "Carers, and who is eligible for support")
    worker.comes_to("Carers of")
    follow(worker, "Say who cares for whom")
    worker.page.get_by_label("This person cares for somebody").check()
    worker.page.get_by_label("NHS number").fill("999 000 0000")
    for part, value in (("Day", "1"), ("Month", "2"), ("Year", "2024")):
        worker.page.get_by_label(part, exact=True).fill(value)
    worker.page.get_by_label("How much").select_option("50 hours a week or more")
    worker.looks()
    press(worker, "Record")
    worker.page.get_by_text("The link opens neither record to the other").wait_for()
    worker.looks()
    worker.page.get_by_role("link", name="as a carer").click()
    worker.comes_to("Eligibility of a carer who needs support")
    worker.page.locator("input[name=arises][value=yes]").check()
    worker.page.get_by_label("Why: Do the needs arise").fill("Looks after her mother day and night")
    worker.page.locator("input[name=work][value=unable]").check()
    worker.page.get_by_label("Why: Taking part in work").fill("Gave up her job in March")
    worker.page.locator("input[name=wellbeing][value=yes]").check()
    worker.page.get_by_label("Social and economic wellbeing").check()
    press(worker, "Save, and see the test")
    worker.page.get_by_role("alert").get_by_role("link", name="Say why, in a few words").wait_for()
    worker.heard.clear()  # the browser notes the 422 itself
    worker.looks()
    worker.page.get_by_label("Why: Is there, or is there likely").fill("Debts, and no sleep")
    press(worker, "Save, and see the test")
    worker.page.get_by_text("1 of 8 outcomes not achievable so far").wait_for()
    worker.page.get_by_text("By these answers the test is met.").wait_for()
    worker.looks()
    worker.page.get_by_label("Eligible", exact=True).check()
    worker.page.get_by_label("Why you decide so").fill("Cannot work and care without a break")
    press(worker, "Record the decision")
    worker.page.get_by_text("Cannot work and care without a break").wait_for()
    worker.looks()


def test_need_is_sealed_but_from_one_colleague_on_the_page_its_plan_leads_to(at_work, take_into_care, staff):  # noqa: F811
    nurse = at_work("nurse")
    for username in ("nurse", "worker"):
        take_into_care(staff(username), PERSON)
    plan = f"{nurse.address}/people/{PERSON}/plan/"
    nurse.page.goto(f"{plan}add/need/")
    nurse.page.get_by_label("Need, concern or problem").fill("Home is not safe")
    save(nurse)
    follow(nurse, "Seal Home is not safe")
    nurse.comes_to("Sealed parts:")
    nurse.page.get_by_label("Why is it sealed?").fill("She asked for it")
    nurse.page.get_by_label("Sam Social, Social worker").check()
    press(nurse, "Seal it")
    nurse.comes_to("Sealed parts:")
    nurse.page.get_by_text("Your organisation; Sam Social").wait_for()
    nurse.page.goto(plan)
    nurse.comes_to("Plan of")
    assert nurse.page.get_by_text("Sealed", exact=True).count() == 1
