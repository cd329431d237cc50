"""Before a session ends whoever is there is told, and can stay with one key (WCAG 2.2.1)."""

import re

import pytest

pytestmark = [pytest.mark.journey, pytest.mark.django_db(transaction=True)]
PAGE = "/audit/?username=somebody"


@pytest.fixture
def lead(visitor, as_staff, settings):
    """Signed in with limits of 6 minutes idle and an hour in all, at a page whose clock the test turns."""
    settings.SESSION_IDLE_MINUTES, settings.SESSION_HOURS = 6, 1
    visitor.page.clock.install()
    visitor.sign_in_as(as_staff("information_governance_lead"))
    visitor.page.goto(f"{visitor.address}{PAGE}")
    return visitor


def warning(visitor):
    return visitor.page.get_by_role("dialog", name="You will be signed out soon")


def pass_minutes(visitor, minutes: int) -> None:
    visitor.page.clock.fast_forward(minutes * 60_000)


def end_session() -> None:
    """What the server does by itself when the time is over."""
    from django.contrib.sessions.models import Session

    Session.objects.all().delete()


def test_warning_comes_two_minutes_before_and_a_key_keeps_session_text_and_focus(lead):
    lead.page.get_by_label("Username").fill("half written")
    pass_minutes(lead, 3)
    assert not warning(lead).is_visible()
    pass_minutes(lead, 1)
    warning(lead).wait_for()
    assert lead.page.evaluate("document.activeElement.textContent") == "Stay signed in"
    lead.page.locator("[data-left]").get_by_text(re.compile("minute")).wait_for()
    assert lead.page.locator("[data-spoken]").get_by_text(re.compile(r"signed out in \d minute")).count() == 1
    with lead.page.expect_response("**/stay-signed-in/") as kept:
        lead.page.keyboard.press("Enter")
    assert kept.value.json()["idle_seconds"] > 350
    warning(lead).wait_for(state="hidden")
    assert lead.page.evaluate("document.activeElement.id") == "username"
    assert lead.page.get_by_label("Username").input_value() == "half written"


def test_warning_is_as_every_page_should_be_and_escape_means_staying(lead):
    pass_minutes(lead, 4)
    warning(lead).wait_for()
    lead.looks()
    with lead.page.expect_response("**/stay-signed-in/"):
        lead.page.keyboard.press("Escape")
    warning(lead).wait_for(state="hidden")


def test_whoever_does_not_answer_is_at_the_sign_in_page_and_can_come_back(lead):
    end_session()
    pass_minutes(lead, 7)
    lead.page.get_by_role("heading", level=1, name="Sign in").wait_for()
    assert lead.page.locator("input[name=next]").get_attribute("value") == PAGE
    lead.looks()


def test_session_that_ended_meanwhile_is_not_said_to_go_on(lead):
    pass_minutes(lead, 4)
    end_session()
    lead.page.get_by_role("button", name="Stay signed in").click()
    lead.page.get_by_role("heading", level=1, name="Sign in").wait_for()


def test_end_in_any_case_is_told_without_offering_to_stay(lead, settings):
    settings.SESSION_HOURS = 0.1  # the six minutes since signing in
    lead.page.goto(f"{lead.address}{PAGE}")
    pass_minutes(lead, 4)
    warning(lead).wait_for()
    lead.page.get_by_text("You have been signed in for as long as is allowed.").wait_for()
    assert not lead.page.get_by_role("button", name="Stay signed in").is_visible()
    lead.page.get_by_role("button", name="Go on until then").click()
    warning(lead).wait_for(state="hidden")
