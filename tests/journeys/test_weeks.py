"""A scheduler records time off, has a week planned in the background, takes it on, publishes it, looks at pay."""

from datetime import timedelta

import pytest
from django.utils import timezone

from tests.web.visits.provided import PROVIDER, a_provider

pytestmark = [pytest.mark.journey, pytest.mark.django_db(transaction=True)]


@pytest.fixture
def monday(db, settings, monkeypatch):
    """Two days of a week to come are entered; what is queued is done at once, as there is no worker beside the test."""
    from joinedup.web.visits.intake.actions import enter_usual_days, load_provider
    from joinedup.web.visits.weeks import actions, queries

    settings.TASKS = {"default": {"BACKEND": "django_tasks.backends.immediate.ImmediateBackend"}}
    monkeypatch.setattr(actions, "SECONDS_AT_LEAST", 0.3)
    at = timezone.now()  # noqa: TID251  (the server reads the same clock)
    found = queries.monday_of(timezone.localdate(at)) + timedelta(days=14)
    load_provider(a_provider(), by=None, at=at)
    enter_usual_days(a_provider(), found, 2, by=None, at=at)
    return found


def test_scheduler_plans_a_week_around_leave_and_takes_it_on(visitor, monday, as_staff):
    visitor.sign_in_as(as_staff("home_care_scheduler", organisation=PROVIDER, username="scheduler"))
    page = visitor.page
    visitor.open("/time-off/")
    page.get_by_label("Carer").select_option(label="Ann")
    page.get_by_label("First day off").fill(monday.isoformat())
    page.get_by_label("Last day off").fill(monday.isoformat())
    page.get_by_label("Annual leave").check()
    page.get_by_role("button", name="Record").click()
    page.get_by_text("Recorded: no plan sends Ann out").wait_for()
    page.goto(f"{visitor.address}/weeks/{monday}/")
    page.get_by_text("Ann: annual leave").wait_for()
    page.get_by_role("button", name="Plan this week").focus()
    page.keyboard.press("Enter")
    page.get_by_role("heading", name="Planned: take it on?").wait_for()
    visitor.looks()
    page.get_by_role("link", name="What changes").first.click()
    page.get_by_role("heading", name="What changes on Monday").wait_for()
    page.get_by_text("It takes 2 carers").first.wait_for()  # its tables are those of a day planned anew
    page.get_by_role("link", name="Back to the plan").click()
    page.get_by_role("checkbox", name="Tuesday").uncheck()
    page.get_by_role("button", name="See what the ticked days come to").focus()
    page.keyboard.press("Enter")
    page.get_by_text("1 of 2 days would be taken on").wait_for()
    visitor.looks()
    page.get_by_role("checkbox", name="Tuesday").check()
    page.get_by_role("button", name="Take this day on").click()
    page.get_by_text("These are other days than you looked at").wait_for()
    page.get_by_role("button", name="Take these rounds on").click()
    page.get_by_text("Taken on: 2 days changed").wait_for()
    visitor.looks()
    page.get_by_role("button", name="Publish 2 days to carers").click()
    page.get_by_text("Published: carers see 2 days from now on").wait_for()
    page.get_by_role("link", name="Pay and rules of this week").click()
    page.get_by_text("Nobody wrote down what they are paid an hour.").first.wait_for()
    visitor.looks()
