"""A referral is declined, sent on to a charity outside, and accepted and finished there by its link."""

import re

import pytest
from django.core import mail

from tests.core.directory.small import CHARITY
from tests.journeys.conftest import PHONE
from tests.web import small_run
from tests.web.loaded import run_folder, small_place, staff, take_into_care  # noqa: F401
from tests.web.referrals.conftest import charity, nobody_counted  # noqa: F401

pytestmark = [pytest.mark.journey, pytest.mark.django_db(transaction=True)]
PERSON = small_run.person_id(0)


def sign_in(visitor, user) -> None:
    visitor.page.context.clear_cookies()
    visitor.sign_in_as(user)


def test_declined_transferred_and_accepted_by_an_outside_charity(
    visitor,
    browser,
    staff,  # noqa: F811
    take_into_care,  # noqa: F811
    charity,  # noqa: F811
):
    page, nurse = visitor.page, staff("nurse")
    # given a nurse who refers somebody in her care to the council
    take_into_care(nurse, PERSON)
    page.set_viewport_size(PHONE)
    sign_in(visitor, nurse)
    visitor.open(f"/people/{PERSON}/refer/")
    page.locator("select#kind").select_option("Social prescribing")
    page.locator("select#to").select_option("Dorset Council")
    page.context.set_offline(True)
    page.get_by_label("What is asked, and why?").fill("Lonely since her husband died; would like company")
    page.get_by_text("The service cannot be reached").wait_for()
    page.context.set_offline(False)
    page.get_by_text("Draft kept at").wait_for()
    visitor.heard.clear()  # the browser notes the lost connection itself
    visitor.open("/tasks/")  # and though she leaves the form, what she typed stands in it when she comes back
    page.get_by_role("link", name="Referral: Ada Archer-0").click()
    page.get_by_text("This is what you typed until").wait_for()
    visitor.looks()
    page.get_by_role("button", name="Send the referral").click()
    page.get_by_text("Sent to Dorset Council: R-").wait_for()
    visitor.looks()
    address = page.url
    # when the council's social worker finds it in the shared inbox and declines it
    sign_in(visitor, staff("worker"))
    visitor.open("/referrals/?inbox=agency:dorset_council")
    page.locator(".app-list__name").first.click()
    page.get_by_role("heading", name="Ada Archer-0").wait_for()
    page.get_by_role("link", name="Decline").click()
    visitor.looks()
    page.get_by_label("Not for this service").check()
    page.get_by_role("button", name="Decline").click()
    page.get_by_text("Back with the sender").wait_for()
    # then it is back with the nurse, who sends it on to a charity, to which the person agreed
    sign_in(visitor, nurse)
    visitor.open("/tasks/")
    page.get_by_text("Referral that came back to you").wait_for()
    page.goto(address)
    page.get_by_role("link", name="Send on").click()
    page.get_by_label("Find a charity or provider").fill("steady")
    page.get_by_role("button", name="Find").click()
    page.locator("select#to").select_option(CHARITY.name)
    page.get_by_role("button", name="Send on").click()
    page.get_by_text("has not agreed").first.wait_for()
    visitor.heard.clear()  # the browser notes the 422 itself
    visitor.looks()
    page.locator("select#to").select_option(CHARITY.name)
    page.locator("select#consent").select_option("They said so")
    page.get_by_role("button", name="Send on").click()
    page.get_by_text("sent on").first.wait_for()
    visitor.looks()
    # and the charity, without an account and without JavaScript, opens its link on a telephone
    (path,) = re.findall(r"http://localhost:8000(\S+)", mail.outbox[-1].body)
    without_script = browser.new_context(java_script_enabled=False, viewport={"width": 375, "height": 800})
    outside = without_script.new_page()
    outside.goto(f"{visitor.address}{path}")
    outside.get_by_role("button", name="Open the referral").click()
    outside.get_by_text("would like company").wait_for()
    assert outside.get_by_text("Archer").count() == 0
    assert outside.evaluate("document.documentElement.scrollWidth <= document.documentElement.clientWidth")
    outside.locator("#accept-by_name").fill("Olive Outside")
    outside.get_by_role("button", name="Accept").click()
    outside.get_by_text("Ada Archer-0").wait_for()
    outside.get_by_text("Mark as done").first.click()
    outside.get_by_label("Helped", exact=True).check()
    outside.locator("#finish-by_name").fill("Olive Outside")
    outside.get_by_role("button", name="Mark as done").click()
    outside.get_by_role("heading", name="Thank you").wait_for()
    outside.goto(f"{visitor.address}{path}")
    outside.get_by_role("heading", name="This cannot be opened").wait_for()
    without_script.close()
    # and the nurse reads how it ended
    page.goto(address)
    page.get_by_text("Olive Outside, by the link").first.wait_for()
    visitor.looks()


def test_the_pages_of_a_link_are_as_pages_should_be(visitor, staff, take_into_care, charity):  # noqa: F811
    from datetime import datetime
    from uuid import uuid4

    from django.utils import timezone

    from joinedup.core.teams.referrals import Inbox
    from joinedup.web.people.models import Person
    from joinedup.web.referrals import sending

    now: datetime = timezone.now()  # noqa: TID251
    asked = sending.Asked(uuid4(), "voluntary_help", Inbox.of(charity), "Company", True, "written")
    person = Person.objects.get(pk=PERSON)
    sending.send(person, asked, sender=Inbox.of("team:swanage"), by=staff("nurse"), at=now)
    (path,) = re.findall(r"http://localhost:8000(\S+)", mail.outbox[-1].body)
    visitor.open(path)
    visitor.page.get_by_role("button", name="Open the referral").click()
    visitor.page.get_by_text("Company").wait_for()
    visitor.looks()
    visitor.page.locator("summary", has_text="Decline").click()
    visitor.page.get_by_role("button", name="Decline").click()
    visitor.page.get_by_role("link", name="Select a reason").wait_for()
    visitor.heard.clear()
    visitor.looks()
    visitor.page.goto(f"{visitor.address}{path}")
    visitor.page.get_by_role("button", name="Send a new link").wait_for()
    visitor.heard.clear()  # the browser notes the 410 itself
    visitor.looks()
    visitor.page.get_by_role("button", name="Send a new link").click()
    visitor.page.get_by_role("heading", name="A new link was sent").wait_for()
    visitor.looks()
