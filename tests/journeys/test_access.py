"""A record is opened by break-glass and that is looked into; a person objects to sharing, and it is kept to."""

import pytest

from joinedup.web.governance.actions import open_relationship
from joinedup.web.notices.queries import choices
from joinedup.web.people.models import Person
from tests.web import small_run
from tests.web.loaded import run_folder, small_place, staff  # noqa: F401

pytestmark = [pytest.mark.journey, pytest.mark.django_db(transaction=True)]
ELSEWHERE, HERE = small_run.person_id(1), small_run.person_id(12)  # of Wareham, and of Swanage


def signed_in(visitor, who):
    """Somebody else sits down at the same browser."""
    visitor.page.context.clear_cookies()
    visitor.sign_in_as(who)
    return visitor.page


def find(page, visitor, typed):
    page.get_by_role("link", name="Find a person").click()
    page.get_by_label("Name, NHS number, postcode or reference").fill(typed)
    page.keyboard.press("Enter")
    page.get_by_role("heading", level=2, name="1 person").wait_for()
    visitor.looks()


def test_break_glass_and_its_review(visitor, staff):  # noqa: F811
    """Given a person of another neighbourhood, when a nurse opens the record by break-glass, then it is looked into."""
    person = Person.objects.get(pk=ELSEWHERE)
    page = signed_in(visitor, staff("nurse"))
    find(page, visitor, person.nhs_number)
    page.get_by_role("link", name="by break-glass").click()
    page.get_by_role("heading", level=1, name="Open this record by break-glass").wait_for()
    visitor.looks()
    page.get_by_label("Somebody's life or safety is at risk now").check()
    page.get_by_label("What happened, and what do you need to know?").fill("Found on the floor, not speaking")
    page.get_by_label("I know that this is recorded").check()
    page.get_by_role("button", name="Open the record").click()
    page.get_by_role("heading", level=1, name=person.full_name).wait_for()
    page.get_by_text("Opened by break-glass until").wait_for()
    visitor.looks()
    page = signed_in(visitor, staff("ig"))
    page.get_by_role("link", name="Reviews of access").click()
    page.get_by_role("heading", level=2, name="Waiting (1)").wait_for()
    visitor.looks()
    page.get_by_role("link", name="Look into what Nora Nurse did").click()
    page.get_by_text("Found on the floor, not speaking").first.wait_for()
    visitor.looks()
    page.get_by_label("Justified", exact=True).check()
    page.get_by_label("How did you come to this?").fill("Rang the ward, which confirmed it")
    page.get_by_role("button", name="Keep the review").click()
    page.get_by_text("Nothing waits for a review").wait_for()
    visitor.looks()
    visitor.open(f"/people/{ELSEWHERE}/who-looked/")
    assert "Nora Nurse" in page.locator("main").inner_text()


def test_person_objects_to_sharing(visitor, staff, at):  # noqa: F811
    """Given a person in a nurse's care, when they object, then nobody sees the record, until they take it back."""
    person, nurse = Person.objects.get(pk=HERE), staff("nurse")
    open_relationship(by=nurse, at=at, person_id=HERE, ground="contact", reason="visits at home")
    page = signed_in(visitor, nurse)
    visitor.open(f"/people/{HERE}/")
    page.get_by_role("link", name="Objections to sharing").click()
    visitor.looks()
    page.get_by_label("Nobody is to see the joined record").check()
    page.get_by_label("What did the person say?").fill("I do not want this joined up")
    page.get_by_role("button", name="Record the objection").click()
    page.get_by_text("is kept to from now on").wait_for()
    visitor.looks()
    page.get_by_role("link", name="The person's page").click()
    page.get_by_text("has objected to your seeing their joined record").wait_for()
    visitor.looks()
    assert person.family_name not in page.locator("main").inner_text()
    page = signed_in(visitor, staff("ig"))
    page.get_by_role("link", name="Objections", exact=True).click()
    visitor.looks()
    page.get_by_role("link", name="Decide on the objection").click()
    page.get_by_label("Upheld", exact=True).check()
    page.get_by_label("Why?").fill("Spoken with the person at home")
    visitor.looks()
    page.get_by_role("button", name="Keep the decision").click()
    page.get_by_text("The decision is kept").wait_for()
    page = signed_in(visitor, nurse)
    visitor.open(f"/people/{HERE}/objections/")
    page.get_by_label("What did the person say when they took it back?").fill("I have changed my mind")
    page.get_by_role("button", name="Withdraw it for the person").click()
    page.get_by_role("link", name="The person's page").click()
    page.get_by_role("heading", level=1, name=person.full_name).wait_for()


@pytest.fixture
def at():
    from django.utils import timezone

    return timezone.now()  # noqa: TID251  (pages ask about the moment of the request)


def test_choice_of_notices_and_staff_who_live_here(visitor, staff):  # noqa: F811
    lead = staff("ig")
    page = signed_in(visitor, lead)
    page.get_by_role("link", name="Ivo Governance").click()
    visitor.looks()
    page.get_by_label("A referral came in").uncheck()
    page.get_by_role("button", name="Keep my choice").click()
    page.get_by_text("Your choice is kept").wait_for()
    assert not choices(lead)["referral"]
    visitor.open("/access/staff-links/")
