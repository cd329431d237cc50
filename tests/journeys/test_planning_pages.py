"""A lead plans a month in a browser; every page is looked at, on a desk and on a phone."""

import pytest

from tests.web.loaded import staff  # noqa: F401
from tests.web.plans.planned import planned_folder, small_place  # noqa: F401

pytestmark = [pytest.mark.journey, pytest.mark.django_db(transaction=True)]


@pytest.fixture
def lead(visitor, staff):  # noqa: F811
    visitor.sign_in_as(staff("lead"))
    return visitor


def test_lead_asks_what_if_and_compares(lead):
    lead.open("/planning/")
    lead.page.get_by_text("No plan is accepted for this month yet").wait_for()
    lead.page.get_by_role("button", name="Choose again and compare").click()
    lead.page.get_by_role("alert").get_by_role("link", name="Select an offer or a budget").wait_for()
    lead.heard.clear()  # the browser notes the 422 itself
    lead.looks()
    lead.page.get_by_label("Change the places of").select_option(label="Strength and balance exercise")
    lead.page.get_by_label("By how much, or to how many").fill("+100%")
    lead.page.get_by_label("Call it (optional)").fill("Twice the classes")
    lead.page.get_by_role("button", name="Choose again and compare").click()
    lead.page.get_by_role("heading", name="Twice the classes").wait_for()
    lead.looks()
    assert lead.page.get_by_role("button", name="Accept as the month's plan").count() == 0


def test_the_programme_lead_accepts_a_plan_for_the_whole_place(visitor, staff):  # noqa: F811
    visitor.sign_in_as(staff("programme"))
    visitor.open("/planning/")
    visitor.page.get_by_role("link", name="Look at accepting the run's plan").click()
    visitor.page.get_by_label("Note (optional)").fill("Agreed by the board, 3 April")
    visitor.looks()
    visitor.page.get_by_role("button", name="Accept as the month's plan").click()
    visitor.page.get_by_text("is the month's plan").first.wait_for()
    visitor.page.get_by_text("“The run's plan”, accepted by").wait_for()
    visitor.looks()


def test_lead_reads_why_on_a_persons_page(lead):
    from joinedup.web.plans.models import PackageItem

    item = PackageItem.objects.exclude(would_change="").filter(person__neighbourhood="swanage").first()
    lead.page.goto(f"{lead.address}/people/{item.person_id}/")
    lead.page.get_by_label("I am in contact").check()
    lead.page.get_by_role("button", name="Record").click()
    lead.page.get_by_role("heading", name="Proposed package").wait_for()
    lead.page.locator(".app-item__about summary").first.click()
    lead.page.get_by_text("What would change this:").first.wait_for()
    lead.looks()
