"""Reviewers of records do their work in a browser; every page is looked at."""

import pytest

from tests.web import small_run
from tests.web.loaded import staff  # noqa: F401
from tests.web.review import review_run
from tests.web.review.conftest import run_folder, small_place  # noqa: F401

pytestmark = [pytest.mark.journey, pytest.mark.django_db(transaction=True)]
PERSON = small_run.person_id(0)
PAIR = f"/review/pairs/{review_run.pair_id(review_run.TWO)}/"


def answer(visitor, name: str, reason: str = "") -> None:
    visitor.page.get_by_label("Reason (optional)").fill(reason)
    visitor.page.get_by_role("button", name=name, exact=True).click()
    visitor.page.get_by_text("Recorded:").wait_for()


def test_two_reviewers_disagree_and_the_lead_settles_it(at_work):
    reviewer = at_work("reviewer")
    reviewer.comes_to("Uncertain joins")
    reviewer.page.get_by_text("Filter this queue").click()
    reviewer.page.get_by_label("Why it is here").select_option("Uncertain")
    reviewer.page.get_by_role("button", name="Apply filters").click()
    reviewer.page.get_by_text("Shown: why it is here: Uncertain.").wait_for()
    reviewer.looks()
    reviewer.open(PAIR)
    answer(reviewer, "Same person", "the same street")
    reviewer.comes_to("Are these two records about one person?")
    reviewer.page.get_by_role("link", name="Leave it for later").click()
    reviewer.page.get_by_role("link", name="Uncertain joins").first.click()
    reviewer.page.get_by_role("link", name="Your decisions, and undoing them").click()
    reviewer.comes_to("Your decisions about joins")
    second = at_work("second")
    second.open(PAIR)
    assert second.page.get_by_text("the same street").count() == 0
    answer(second, "Different people")
    second.open(PAIR)
    second.page.get_by_text("You said different people").wait_for()
    lead = at_work("ig")
    lead.page.get_by_role("link", name="Disagreements").click()
    lead.comes_to("Disagreements about joins")
    lead.page.locator(".app-list__name").first.click()
    lead.comes_to("Are these two records about one person?")
    lead.page.get_by_text("the same street").wait_for()
    answer(lead, "Different people")
    lead.page.get_by_role("link", name="Every decision about joins").click()
    lead.comes_to("Every decision about joins")
    lead.page.get_by_role("button", name="Undo").first.click()
    lead.page.get_by_text("The decision is undone").wait_for()


def test_keys_answer_and_the_enter_key_in_the_reason_does_not(at_work):
    reviewer = at_work("reviewer")
    reviewer.open(PAIR)
    reviewer.page.get_by_label("Reason (optional)").press("Enter")
    reviewer.page.wait_for_timeout(300)
    assert reviewer.page.url.endswith(PAIR)
    for name, key in (("Same person", "1"), ("Different people", "2"), ("Cannot tell", "3")):
        assert reviewer.page.get_by_role("button", name=name, exact=True).get_attribute("accesskey") == key
    for _ in range(3):  # from the reason over the first two answers to the third
        reviewer.page.keyboard.press("Tab")
    reviewer.page.keyboard.press("Enter")
    reviewer.page.get_by_text("Recorded: cannot tell").wait_for()


def test_sensitive_and_sampled_pairs_are_readable(at_work):
    reviewer = at_work("reviewer")
    for pair in (review_run.SENSITIVE_PAIR, review_run.SAMPLE_JOINED):
        reviewer.open(f"/review/pairs/{review_run.pair_id(pair)}/")


def test_nurse_reports_that_two_records_are_two_people(at_work):
    nurse = at_work("nurse")
    nurse.page.goto(f"{nurse.address}/people/{PERSON}/")
    nurse.page.get_by_label("I am in contact").check()
    nurse.page.get_by_role("button", name="Record, and open the page").click()
    nurse.page.get_by_role("link", name="Which they are, and why").click()
    nurse.comes_to("Records that make up Ada Archer-0")
    nurse.page.get_by_role("button", name="Report that these are two people").click()
    nurse.page.get_by_role("alert").get_by_role("link", name="Select the first record").wait_for()
    nurse.heard.clear()  # the browser notes the 422 itself
    nurse.looks()
    nurse.page.get_by_label("This record").select_option(index=1)
    nurse.page.get_by_label("is not about the same person as").select_option(index=2)
    nurse.page.get_by_label("Why").fill("two birthdays")
    nurse.page.get_by_role("button", name="Report that these are two people").click()
    nurse.page.get_by_text("When a second person agrees, the two part").wait_for()
    nurse.looks()


def test_analyst_reads_how_good_the_joins_are(at_work):
    analyst = at_work("analyst")
    analyst.page.get_by_role("link", name="Quality of joins").click()
    analyst.comes_to("Quality of joins")


def test_review_works_without_javascript(browser, live_server, small_place):  # noqa: F811
    page = browser.new_page(java_script_enabled=False)
    page.goto(f"{live_server.url}/sign-in/")
    page.locator("button[name=username][value=reviewer]").click()
    page.get_by_role("link", name="Start with the first").click()
    page.get_by_role("button", name="Cannot tell").click()
    page.get_by_text("Recorded: cannot tell").wait_for()
    page.get_by_role("link", name="Uncertain joins").first.click()
    page.get_by_role("link", name="Your decisions, and undoing them").click()
    page.get_by_role("button", name="Undo").click()
    page.get_by_text("The decision is undone").wait_for()
    page.close()
