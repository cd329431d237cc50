"""Before a session ends whoever is there is told, and can stay with one key (WCAG 2.2.1)."""

import pytest

pytestmark = [pytest.mark.journey, pytest.mark.django_db(transaction=True)]


@pytest.fixture
def lead(visitor, as_staff, settings):
    """Signed in, with an idle limit of eight seconds and a warning four seconds before."""
    settings.SESSION_IDLE_MINUTES = 8 / 60
    visitor.sign_in_as(as_staff("information_governance_lead"))
    return visitor


def test_warning_takes_the_focus_keeps_the_session_by_a_key_and_gives_the_focus_back(lead):
    lead.page.get_by_label("Username").fill("half written")
    warning = lead.page.get_by_role("dialog", name="You will be signed out soon")
    warning.wait_for()
    assert lead.page.evaluate("document.activeElement.textContent") == "Stay signed in"
    lead.looks()
    lead.page.keyboard.press("Enter")
    warning.wait_for(state="hidden")
    assert lead.page.evaluate("document.activeElement.id") == "username"
    assert lead.page.get_by_label("Username").input_value() == "half written"
    warning.wait_for()  # again, before the next end
    lead.page.keyboard.press("Escape")
    warning.wait_for(state="hidden")


def test_whoever_does_not_answer_is_signed_out_and_can_come_back_to_the_page(lead):
    lead.page.goto(f"{lead.address}/audit/?username=somebody")
    lead.page.get_by_role("heading", level=1, name="Sign in").wait_for()
    assert lead.page.locator("input[name=next]").get_attribute("value") == "/audit/?username=somebody"
    lead.looks()
