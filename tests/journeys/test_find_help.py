"""Somebody without an account finds help: with a keyboard alone, without JavaScript, on a small telephone."""

import pytest

from tests.journeys.conftest import PHONE
from tests.web import small_run
from tests.web.directory.some_services import of_kind, services  # noqa: F401
from tests.web.loaded import run_folder, small_place, staff  # noqa: F401

pytestmark = [pytest.mark.journey, pytest.mark.django_db(transaction=True)]
PERSON = small_run.person_id(0)
EVERY_PAGE = ("", "topics/", "topics/carers/", "kinds/food_bank/", "a-to-z/", "carers/?where=DT4+8", "check/", "about/")
EVERY_PAGE += ("check/help/?danger=life&worry=food&who=older", "list/", "accessibility/", "embed/", "?lang=easy")
EVERY_PAGE += ("results/?q=i+want+to+die&where=Charminster", "results/?q=zzzzzz", "results/")
EVERY_PAGE += (
    "results/?q=fell+out+with+my+neighbour",
    f"results/?q={'w' * 300}",
)


@pytest.fixture
def at():
    from django.utils import timezone

    return timezone.now()  # noqa: TID251  (the moment the directory is put in)


@pytest.fixture
def directory(small_place, services):  # noqa: F811
    """The small place, with a part of the county's directory."""
    return services


def test_every_page_is_as_every_page_should_be(visitor, directory):
    for page in EVERY_PAGE:
        visitor.open(f"/find-help/{page}")
    assert visitor.page.context.cookies() == []


def test_somebody_finds_a_class_keeps_it_and_prints_the_list(visitor, directory):
    page = visitor.page
    visitor.open("/find-help/")
    page.get_by_label("What is the matter").fill("my nan keeps faling")
    page.get_by_label("Where?").fill("DT4 8")
    page.get_by_role("button", name="Find help").click()
    visitor.looks()
    page.get_by_text("We also looked for").wait_for()
    page.get_by_role("link", name="Add to my list").first.click()
    visitor.looks()
    page.get_by_role("link", name="My list (1)").click()
    visitor.looks()
    assert page.get_by_role("link", name="Send as a text message").get_attribute("href").startswith("sms:")
    page.locator(".pub-card a").first.click()
    visitor.looks()
    page.get_by_text("Last checked on").wait_for()
    assert page.context.cookies() == []


def test_map_has_a_table_beside_it(visitor, directory):
    visitor.open("/find-help/results/?q=falls&where=DT4+8&view=map")
    assert visitor.page.locator("svg[role=img]").count() == 1
    assert visitor.page.get_by_role("table", name="Services found").locator("tbody tr").count() > 2


def test_suggestions_come_while_somebody_types(visitor, directory):
    visitor.open("/find-help/")
    visitor.page.get_by_label("What is the matter").press_sequentially("food b", delay=30)
    visitor.page.locator("#q-list option").first.wait_for(state="attached")
    assert visitor.page.locator("#q-list option").first.get_attribute("value") == "Food bank"


def test_keyboard_alone_reaches_help(visitor, directory):
    page = visitor.page
    visitor.open("/find-help/")
    page.keyboard.press("Tab")
    assert page.evaluate("document.activeElement.textContent") == "Skip to main content"
    page.keyboard.press("Enter")
    for _ in range(10):
        page.keyboard.press("Tab")
        if page.evaluate("document.activeElement.id") == "q":
            break
    page.keyboard.type("food bank")
    page.keyboard.press("Enter")
    page.wait_for_url("**/results/**")
    for _ in range(40):
        page.keyboard.press("Tab")
        if "services/" in (page.evaluate("document.activeElement.getAttribute('href')") or ""):
            break
    page.keyboard.press("Enter")
    page.wait_for_url("**/services/**")
    visitor.looks()


def test_all_of_it_works_without_javascript(browser, live_server, directory):
    context = browser.new_context(java_script_enabled=False, viewport=PHONE)
    page = context.new_page()
    page.goto(f"{live_server.url}/find-help/")
    page.get_by_label("What is the matter").fill("hungry")
    page.get_by_role("button", name="Find help").click()
    assert page.locator(".pub-card").count() > 0
    page.get_by_text("Show only some of these").click()
    page.get_by_label("Free", exact=True).check()
    page.get_by_role("button", name="Show", exact=True).click()
    assert "free=1" in page.url
    page.get_by_role("link", name="Help me choose").click()
    page.get_by_label("Not enough food").check()
    page.get_by_role("button", name="Show me help").click()
    page.get_by_role("heading", name="No food").wait_for()
    page.goto(f"{live_server.url}/find-help/services/{of_kind(directory, 'food').id}/")
    page.get_by_role("link", name="Something wrong here? Tell us").click()
    page.get_by_label("What is wrong or missing?").fill("It moved")
    page.wait_for_timeout(3200)  # quicker than a person, and it is taken for a program's
    page.get_by_role("button", name="Send").click()
    page.get_by_role("heading", name="Thank you").wait_for()
    assert context.cookies() == []
    context.close()
    from joinedup.web.directory.models import Proposal

    assert Proposal.objects.get().note == "It moved"


def test_nurse_points_somebody_to_a_class_and_asks_whether_it_helped(visitor, directory, staff):  # noqa: F811
    page = visitor.page
    visitor.sign_in_as(staff("nurse"))
    page.goto(f"{visitor.address}/people/{PERSON}/")
    page.get_by_label("I am in contact").check()
    page.get_by_role("button", name="Record, and open the page").click()
    page.get_by_role("link", name="Find services and signpost").click()
    visitor.looks()
    page.get_by_label("What is needed?").fill("keeps falling")
    page.get_by_role("button", name="Find services").click()
    visitor.looks()
    page.get_by_role("link", name="Signpost to").first.click()
    visitor.looks()
    page.get_by_label("I gave or sent them the details").check()
    page.get_by_role("button", name="Write it down").click()
    visitor.looks()
    page.get_by_role("main").get_by_role("link", name="Did it help?").first.click()
    visitor.looks()
    page.get_by_label("Yes, it helped").check()
    page.get_by_role("button", name="Write it down").click()
    visitor.looks()
    page.get_by_text("Yes, it helped").wait_for()
    visitor.open("/signposts/")
