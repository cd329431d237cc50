"""A scheduler plans for a carer who is ill, and publishes; a carer walks their round on a phone."""

from datetime import datetime, time, timedelta

import pytest
from django.utils import timezone

from joinedup.web.visits.models import CallEvent
from tests.journeys.conftest import PHONE
from tests.web.visits.provided import PROVIDER, a_provider

pytestmark = [pytest.mark.journey, pytest.mark.django_db(transaction=True)]


@pytest.fixture
def tomorrow(db, settings, monkeypatch):
    """A provider with rounds for three days; what is queued is done at once, as there is no worker beside the test."""
    from joinedup.web.visits.intake.actions import load_provider, load_usual_days
    from joinedup.web.visits.replanning import actions

    settings.TASKS = {"default": {"BACKEND": "django_tasks.backends.immediate.ImmediateBackend"}}
    monkeypatch.setattr(actions, "SECONDS", 0.3)
    at = timezone.now()  # noqa: TID251  (the server reads the same clock)
    today = timezone.localdate(at)
    load_provider(a_provider(), by=None, at=at)
    load_usual_days(a_provider(), today, 3, by=None, at=at)
    return today + timedelta(days=1)


def test_scheduler_plans_for_a_sick_carer_and_publishes(visitor, tomorrow, as_staff):
    visitor.sign_in_as(as_staff("home_care_scheduler", organisation=PROVIDER, username="scheduler"))
    page = visitor.page
    visitor.open(f"/rounds/{tomorrow}/")
    page.get_by_role("link", name="Something happened: plan anew").click()
    page.get_by_text("A carer is ill or away").click()
    visitor.looks()
    page.locator("#away-carer").select_option(label="Ann")
    page.get_by_role("button", name="Plan without them").click()
    page.get_by_role("heading", name="Planned anew: accept it?").wait_for()
    page.get_by_text("It takes 2 carers").first.wait_for()
    visitor.looks()
    page.get_by_role("button", name="Accept these rounds").click()
    page.get_by_text("carers see it once you publish it").first.wait_for()
    visitor.looks()
    page.get_by_role("link", name="See who could come to Hoist").click()
    page.get_by_role("heading", name="What would let somebody come").wait_for()
    visitor.looks()
    page.go_back()
    drag_a_call(page)
    page.get_by_role("heading", name="What this move would do").wait_for()
    visitor.looks()
    page.get_by_role("link", name="Back to").click()
    page.get_by_role("button", name="Publish to carers").click()
    page.get_by_text("Published: carers see state 2").wait_for()


def test_scheduler_decides_on_a_length_on_a_phone_and_finds_a_day_without_rounds(visitor, tomorrow, as_staff):
    user = as_staff("home_care_worker", organisation=PROVIDER, username="ann")
    for days in range(2, 10):
        on = tomorrow - timedelta(days=days)
        arrived = timezone.make_aware(datetime.combine(on, time(12)))
        for kind, at in (("arrived", arrived), ("left", arrived + timedelta(minutes=55))):
            about = {"organisation": PROVIDER, "on": on, "carer": "ann", "visit": "c1-lunch", "told_by": user}
            CallEvent.objects.create(**about, kind=kind, happened_at=at, received_at=at)
    visitor.sign_in_as(as_staff("home_care_scheduler", organisation=PROVIDER, username="scheduler"))
    visitor.open("/lengths-of-visits/")
    page = visitor.page
    page.set_viewport_size(PHONE)
    button = page.get_by_role("button", name="Accept")
    box = button.bounding_box()
    assert box["x"] + box["width"] <= PHONE["width"]
    button.click()
    page.get_by_text("days to come changed").wait_for()
    visitor.open(f"/rounds/{tomorrow + timedelta(days=9)}/")
    page.get_by_role("heading", name="No rounds for this day yet").wait_for()
    page.get_by_role("link", name="Back to").click()
    page.get_by_role("heading", name="Rounds of").wait_for()


def drag_a_call(page):
    """Ben's first call, an hour later."""
    page.set_viewport_size({"width": 1280, "height": 900})
    call = page.locator("a[data-visit]").first
    call.scroll_into_view_if_needed()
    box = call.bounding_box()
    page.mouse.move(box["x"] + 8, box["y"] + 8)
    page.mouse.down()
    page.mouse.move(box["x"] + 63, box["y"] + 8, steps=4)
    page.mouse.up()


def test_carer_walks_their_round_on_a_phone_through_a_gap_in_the_signal(visitor, tomorrow, as_staff, monkeypatch):
    from joinedup.web.visits.queries import publication
    from joinedup.web.visits.walking import actions

    monkeypatch.setattr(actions, "EARLIEST_MINUTES", 3 * 24 * 60)  # whatever the hour at which this is tested
    calls = publication(PROVIDER, tomorrow).revision.calls
    first = min((call for call in calls if call[0] == "ann"), key=lambda call: call[3])[1]
    visitor.sign_in_as(as_staff("home_care_worker", organisation=PROVIDER, username="ann"))
    page = visitor.page
    visitor.open(f"/my-round/{tomorrow}/")
    page.set_viewport_size(PHONE)
    assert page.evaluate("document.documentElement.scrollWidth <= document.documentElement.clientWidth")
    assert page.get_by_role("link", name="Directions").first.get_attribute("href").startswith("geo:")
    page.locator("summary", has_text="Running late").first.click()
    page.get_by_label("About how late").first.select_option("20")
    page.get_by_role("button", name="Tell my scheduler").first.click()
    page.get_by_text("You said you run 20 minutes late").wait_for()
    page.locator(f"form[action*='/{first}/arrived/'] button").click()
    page.locator(".app-call--there").get_by_text("Checked in at").wait_for()
    page.context.set_offline(True)
    page.get_by_role("button", name="Check out").click()
    page.get_by_text("Kept on this phone").wait_for()
    page.context.set_offline(False)
    page.get_by_text("There from").wait_for()
    visitor.heard.clear()  # the browser notes that it was offline
    visitor.looks()


@pytest.fixture
def ann_on_a_phone(visitor, tomorrow, as_staff):
    """Ann with tomorrow's round in front of her, and the visit it begins with."""
    from joinedup.web.visits.queries import publication

    calls = publication(PROVIDER, tomorrow).revision.calls
    first = min((call for call in calls if call[0] == "ann"), key=lambda call: call[3])[1]
    visitor.sign_in_as(as_staff("home_care_worker", organisation=PROVIDER, username="ann"))
    visitor.page.set_viewport_size(PHONE)
    visitor.page.goto(f"{visitor.address}/my-round/{tomorrow}/")
    return visitor, first


def test_carer_checks_in_and_out_without_signal(ann_on_a_phone, tomorrow, monkeypatch):
    from joinedup.web.visits.walking import actions

    monkeypatch.setattr(actions, "EARLIEST_MINUTES", 3 * 24 * 60)
    visitor, first = ann_on_a_phone
    page = visitor.page
    page.context.set_offline(True)
    page.locator(f"form[action*='/{first}/arrived/'] button").dblclick()  # the second press is for nothing new
    page.get_by_text("One message is not sent yet").wait_for()
    page.get_by_text("; not sent yet").wait_for()
    assert not page.locator(f"form[action*='/{first}/arrived/']").is_visible()
    # what hides the button from a second press is of this page alone: what is kept says when she came
    kept = "JSON.parse(localStorage.getItem('my-round:ann')).map((one) => one.body)"
    arrived = page.evaluate(kept)
    page.evaluate("document.querySelector(\"form[action*='arrived']\").requestSubmit()")
    assert page.evaluate(kept) == arrived
    visitor.heard.clear()
    visitor.looks()
    page.wait_for_timeout(2_000)
    page.get_by_role("button", name="Check out").click()
    page.get_by_text("2 messages are not sent yet").wait_for()
    page.context.set_offline(False)
    page.get_by_text("There from").wait_for()
    told = CallEvent.objects.filter(organisation=PROVIDER, on=tomorrow, visit=first).order_by("happened_at")
    assert [one.kind for one in told] == ["arrived", "left"]
    assert told[1].happened_at - told[0].happened_at >= timedelta(seconds=2)
    visitor.heard.clear()


def test_what_is_pressed_while_another_is_sent_is_sent_too(ann_on_a_phone, monkeypatch):
    from joinedup.web.visits.walking import actions

    monkeypatch.setattr(actions, "EARLIEST_MINUTES", 3 * 24 * 60)
    visitor, _ = ann_on_a_phone
    page = visitor.page
    page.evaluate("""() => {
      const fetched = window.fetch
      window.fetch = async (...asked) => { await new Promise((go) => setTimeout(go, 1500)); return fetched(...asked) }
    }""")
    late = page.locator("form[action*='/running-late/']").first
    for minutes in ("20", "45"):
        late.evaluate(f"(form) => {{ form.elements.minutes.value = '{minutes}'; form.requestSubmit() }}")
    page.get_by_text("You said you run 45 minutes late").wait_for()


def test_what_is_refused_stays_on_the_phone_until_it_was_read(ann_on_a_phone):
    visitor, first = ann_on_a_phone
    page = visitor.page
    page.locator(f"form[action*='/{first}/arrived/'] button").click()
    refused = page.get_by_text("was not taken: This call is still hours away")
    refused.wait_for()
    visitor.heard.clear()  # the browser notes each refusal
    page.reload()
    refused.wait_for()
    visitor.looks()
    page.get_by_role("button", name="I have told my scheduler").click()
    assert not refused.is_visible()
    page.reload()
    page.get_by_role("button", name="Check in").first.wait_for()
    assert not refused.is_visible()
    assert not CallEvent.objects.exists()


def test_what_is_kept_is_sent_from_a_day_without_calls(ann_on_a_phone, tomorrow, monkeypatch):
    from joinedup.web.visits.walking import actions

    monkeypatch.setattr(actions, "EARLIEST_MINUTES", 3 * 24 * 60)
    visitor, first = ann_on_a_phone
    page = visitor.page
    told = {"action": f"{visitor.address}/my-round/{tomorrow}/{first}/arrived/", "body": "happened_at="}
    page.evaluate("(told) => localStorage.setItem('my-round:ann', JSON.stringify([told]))", told)
    page.goto(f"{visitor.address}/my-round/{tomorrow + timedelta(days=30)}/")
    page.get_by_text("Checked in").wait_for()
    assert page.evaluate("localStorage.getItem('my-round:ann')") == "[]"
