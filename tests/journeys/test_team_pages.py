"""Each role does its work in a browser, on a small invented place; every page is looked at."""

import pytest

from joinedup.cli import screenshots
from tests.web import small_run
from tests.web.loaded import run_folder, small_place, staff  # noqa: F401

pytestmark = [pytest.mark.journey, pytest.mark.django_db(transaction=True)]
PERSON = small_run.person_id(0)


def take_into_care(visitor, ground: str) -> None:
    visitor.page.get_by_label(ground).check()
    visitor.page.get_by_role("button", name="Record, and open the page").click()


def test_nurse_finds_somebody_takes_them_into_care_and_accepts_an_offer(at_work):
    nurse = at_work("nurse")
    nurse.comes_to("Dashboard")
    nurse.page.get_by_role("link", name="A fall that needs care").first.click()
    nurse.comes_to("People most at risk")
    nurse.page.get_by_text("Filter this list").click()
    nurse.page.get_by_label("Package proposed").select_option("Yes")
    nurse.page.get_by_role("button", name="Apply filters").click()
    nurse.page.get_by_text("Shown: package proposed: yes.").wait_for()
    nurse.looks()
    nurse.page.locator(".app-list__name").first.click()
    nurse.comes_to("P-")
    take_into_care(nurse, "I am in contact")
    nurse.page.get_by_text("Recorded that this person is in your care").wait_for()
    nurse.page.get_by_text("Accept or decline Strength and balance exercise").click()
    nurse.looks()
    nurse.page.locator("#falls_exercise-decision").select_option("Accept: agreed with the person")
    nurse.page.locator("#falls_exercise-note").fill("Would like a morning class")
    nurse.page.get_by_role("button", name="Save decision").first.click()
    nurse.page.get_by_text("Would like a morning class").first.wait_for()
    nurse.looks()
    nurse.page.get_by_role("button", name="Undo the decision about Strength and balance exercise").click()
    nurse.page.get_by_text("decision undone").wait_for()


def test_social_worker_declines_is_told_what_is_missing_and_adds_another_offer(at_work):
    worker = at_work("worker")
    worker.page.goto(f"{worker.address}/people/{PERSON}/")
    worker.page.get_by_role("button", name="Record, and open the page").click()
    worker.page.get_by_role("alert").get_by_role("link", name="Select why this person is in your care").click()
    worker.heard.clear()  # the browser notes the 422 itself
    worker.looks()
    take_into_care(worker, "The person was referred to me")
    worker.comes_to("Ada Archer-0")
    worker.page.get_by_text("Accept or decline Review of medicines").click()
    worker.page.locator("#medicines_review-decision").select_option("Decline: another reason, given in the note")
    worker.page.get_by_role("button", name="Save decision").last.click()
    worker.page.get_by_role("alert").get_by_role("link", name="Say in the note what the reason is").wait_for()
    worker.heard.clear()
    worker.looks()
    worker.page.get_by_label("Note (optional)").fill("Reviewed last week in hospital")
    worker.page.get_by_role("button", name="Save decision").click()
    worker.page.get_by_text("Reviewed last week in hospital").first.wait_for()
    worker.page.get_by_role("link", name="Add another offer").click()
    worker.comes_to("Add an offer for Ada Archer-0")
    worker.page.get_by_role("link", name="Choose Befriending").click()
    worker.comes_to("Befriending for Ada Archer-0")
    worker.page.get_by_label("Decision and reason").select_option("Accept: agreed with the person")
    worker.page.get_by_role("button", name="Save decision").click()
    worker.page.get_by_text("Added by the team").wait_for()


def test_social_prescriber_finds_local_help_and_reads_the_timeline(at_work):
    prescriber = at_work("prescriber")
    prescriber.page.goto(f"{prescriber.address}/people/{PERSON}/")
    take_into_care(prescriber, "The person was referred to me")
    prescriber.page.get_by_role("link", name="01632 960 001").wait_for()
    prescriber.page.get_by_role("link", name="Whole timeline, every agency").click()
    prescriber.comes_to("Timeline: Ada Archer-0")
    prescriber.page.get_by_label("Agency").select_option(index=1)
    prescriber.page.get_by_role("button", name="Show these").click()
    prescriber.page.wait_for_url("**agency=*")
    prescriber.page.get_by_role("link", name="Back to the page about Ada Archer-0").click()
    prescriber.comes_to("Ada Archer-0")


def test_gp_reads_the_reasons_behind_a_score(at_work):
    gp = at_work("gp")
    gp.page.goto(f"{gp.address}/people/{PERSON}/")
    take_into_care(gp, "The person is registered")
    gp.page.get_by_role("heading", name="Why these scores").wait_for()
    gp.page.get_by_text("3 falls in the last 24 months").first.wait_for()
    gp.page.get_by_text("Left out, and why").click()
    gp.looks()


def test_gp_of_the_whole_place_pages_through_the_list(at_work):
    gp = at_work("countywide")
    gp.open("/most-at-risk/")
    gp.page.get_by_role("link", name="Next").click()
    gp.page.get_by_role("link", name="Start of the list").wait_for()
    gp.looks()
    gp.page.get_by_role("link", name="Start of the list").click()
    gp.page.get_by_role("link", name="Next").wait_for()


def test_team_lead_takes_the_list_away(at_work):
    lead = at_work("lead")
    lead.open("/most-at-risk/")
    with lead.page.expect_download() as download:
        lead.page.get_by_role("link", name="Download this list").click()
    assert download.value.suggested_filename.startswith("most-at-risk-")
    lead.heard.clear()  # a download ends the navigation that asked for it


def test_analyst_sees_rounded_counts_and_no_way_to_a_person(at_work):
    analyst = at_work("analyst")
    analyst.comes_to("Dashboard")
    analyst.page.get_by_text("Counts of 1 to 7 are shown as “7 or fewer”").wait_for()
    analyst.page.get_by_role("link", name="People most at risk").click()
    analyst.comes_to("People most at risk")
    assert analyst.page.locator("a.app-list__name").count() == 0


def test_information_governance_lead_reads_who_opened_a_page(at_work):
    nurse = at_work("nurse")
    nurse.page.goto(f"{nurse.address}/people/{PERSON}/")
    nurse.page.get_by_role("button", name="Sign out").click()
    lead = at_work("ig")
    lead.page.get_by_role("link", name="Audit").click()
    lead.comes_to("Audit")
    lead.page.get_by_text(PERSON).first.wait_for()


def test_somebody_elses_neighbourhood_is_not_found(at_work):
    nurse = at_work("elsewhere")
    nurse.page.goto(f"{nurse.address}/people/{PERSON}/")
    nurse.heard.clear()  # the browser notes the 404 itself
    nurse.looks()


def test_everything_works_without_javascript(browser, live_server, small_place):  # noqa: F811
    page = browser.new_page(java_script_enabled=False)
    page.goto(f"{live_server.url}/sign-in/")
    page.locator("button[name=username][value=nurse]").click()
    page.get_by_role("link", name="People most at risk").first.click()
    page.get_by_text("Filter this list").click()
    page.get_by_label("Age", exact=True).select_option("Under 65")
    page.get_by_role("button", name="Apply filters").click()
    page.goto(f"{live_server.url}/people/{PERSON}/")
    page.get_by_label("I am in contact").check()
    page.get_by_role("button", name="Record, and open the page").click()
    page.get_by_text("Accept or decline Strength and balance exercise").click()
    page.locator("#falls_exercise-decision").select_option("Accept: agreed with the person")
    page.get_by_role("button", name="Save decision").first.click()
    page.get_by_text("Accepted: agreed with the person.").wait_for()
    page.close()


def test_the_pictures_of_the_documents_can_be_made(visitor, live_server, staff):  # noqa: F811
    staff("nurse")
    screenshots.sign_in(visitor.page, live_server.url, "Community nurse")
    person = screenshots.open_somebody(visitor.page, live_server.url)
    assert person.startswith("/people/p")
