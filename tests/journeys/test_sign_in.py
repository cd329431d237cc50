"""A member of staff signs in, meets a page that is not theirs, and signs out."""

import pytest

pytestmark = [pytest.mark.journey, pytest.mark.django_db(transaction=True)]


def test_information_governance_lead_signs_in_reads_the_audit_and_signs_out(visitor, as_staff):
    lead = as_staff("information_governance_lead")
    as_staff("gp", neighbourhood="purbeck")
    visitor.open("/sign-in/")
    visitor.sign_in_as(lead)
    visitor.page.get_by_role("link", name="Audit").click()
    visitor.page.get_by_role("heading", level=1, name="Audit").wait_for()
    visitor.looks()
    visitor.page.get_by_role("button", name="Sign out").click()
    visitor.page.get_by_role("heading", level=1, name="Sign in").wait_for()
    visitor.looks()


def test_page_of_another_role_is_refused_in_plain_words(visitor, as_staff):
    visitor.sign_in_as(as_staff("gp"))
    visitor.page.goto(f"{visitor.address}/audit/")
    visitor.page.get_by_role("heading", level=1, name="You do not have access to this page").wait_for()
    visitor.heard.clear()  # the browser notes the 403 itself
    visitor.looks()
