"""The pages about models, lists of a length, comparisons and changes in a browser; every page is looked at."""

import pytest

from joinedup.web.risk.models import ModelVersion
from tests.web import small_run
from tests.web.loaded import run_folder, small_place, staff  # noqa: F401

pytestmark = [pytest.mark.journey, pytest.mark.django_db(transaction=True)]
PERSON = small_run.person_id(9)


def test_information_governance_lead_reads_a_model_and_signs_it_on(at_work):
    lead = at_work("ig")
    lead.open("/models/")
    lead.page.get_by_role("link", name="A fall that needs care").click()
    lead.page.get_by_role("heading", name="Calibration").wait_for()
    lead.looks()
    lead.page.get_by_role("link", name="Every curve").click()
    lead.page.get_by_role("heading", level=1).wait_for()
    lead.looks()
    version = ModelVersion.objects.get(outcome="fall").version
    lead.open(f"/models/fall/{version}/sign/")
    lead.page.get_by_role("button", name="Sign on for clinical use").click()
    lead.page.get_by_role("alert").get_by_role("link", name="Tick that you have read").wait_for()
    lead.heard.clear()  # the browser notes the 422 itself
    lead.looks()
    lead.page.get_by_label("What was compared").fill("Compared with 200 records; folder 12, 3 March.")
    lead.page.get_by_label("I have read this").check()
    lead.page.get_by_role("button", name="Sign on for clinical use").click()
    lead.page.get_by_text("is on for clinical use").first.wait_for()
    lead.looks()


def test_team_lead_bounds_the_list_looks_at_changes_and_begins_a_comparison(at_work):
    lead = at_work("lead")
    lead.page.goto(f"{lead.address}/most-at-risk/?outcome=fall")
    lead.page.get_by_label("How many people can the team serve?").fill("5")
    lead.page.get_by_role("button", name="Show so many").click()
    lead.page.get_by_text("no more than you asked for").wait_for()
    for summary in lead.page.locator("section.app-equity summary").all()[1:]:
        summary.click()
    lead.looks()
    lead.page.get_by_role("button", name="Keep 5 as the team's number").click()
    lead.page.get_by_text("list now holds 5 people at most").wait_for()
    lead.page.get_by_label("How many people can the team serve?").fill("-1")
    lead.page.get_by_role("button", name="Show so many").click()
    lead.page.get_by_role("alert").get_by_role("link", name="whole number from 1 to 5,000").wait_for()
    lead.looks()
    lead.open("/most-at-risk/changes/")
    lead.open("/comparison/?outcome=fall")
    lead.page.get_by_label("How many of every 100").fill("20")
    lead.page.get_by_label("Come onto the list in steps").check()
    lead.page.get_by_label("In steps: how many?").fill("4")
    lead.page.get_by_label("how many weeks").fill("4")
    lead.page.get_by_label("Why it is made").fill("Agreed by the board")
    lead.page.get_by_role("button", name="Continue").click()
    lead.page.get_by_role("heading", name="Begin the comparison?").wait_for()
    lead.looks()
    lead.page.get_by_role("button", name="Begin the comparison").click()
    lead.page.get_by_text("The comparison is on").wait_for()
    lead.looks()


def test_nurse_reads_everything_that_makes_a_score(at_work):
    nurse = at_work("nurse")
    nurse.page.goto(f"{nurse.address}/people/{PERSON}/")
    nurse.page.get_by_label("I am in contact").check()
    nurse.page.get_by_role("button", name="Record, and open the page").click()
    nurse.page.get_by_text("Show all contributions").first.click()
    nurse.page.get_by_text("All together: log-odds").first.wait_for()
    nurse.looks()
