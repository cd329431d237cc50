"""An editor keeps the directory true in a browser, an organisation answers its link; with and without JavaScript."""

import re
from dataclasses import replace

import pytest
from django.core import mail

from tests.core.directory.small import CHARITY, CLASS, HALL, SMALL, key

pytestmark = [pytest.mark.journey, pytest.mark.django_db(transaction=True)]


@pytest.fixture
def editor(visitor, as_staff):
    from datetime import UTC, datetime

    from joinedup.core.directory import Directory
    from joinedup.web.directory import store

    at = datetime(2026, 4, 1, tzinfo=UTC)
    store.put_directory(SMALL, source=store.own_source(), at=at)
    again = replace(CLASS, id=key("again"), name="Balance Class", attributes=(), schedules=(), url="")
    place = replace(next(iter(SMALL.service_at_locations.values())), id=key("again at"), service_id=again.id)
    store.put_directory(Directory.of([CHARITY], [again], [HALL], [place]), source=store.own_source(), at=at)
    visitor.sign_in_as(as_staff("directory_editor"))
    return visitor


def test_every_view_of_the_queue_is_as_a_page_should_be(editor):
    for view in ("waiting", "stale", "broken", "doubled", "gone", "find"):
        editor.open(f"/directory/upkeep/?show={view}")
    editor.page.get_by_label("Name of the service or its organisation").fill("balance")
    editor.page.get_by_role("button", name="Find", exact=True).click()
    editor.page.get_by_role("link", name="Balance class", exact=True).wait_for()
    editor.looks()


def test_organisation_proposes_by_its_link_and_the_editor_accepts(editor, browser):
    editor.open(f"/directory/upkeep/services/{CLASS.id}/")
    editor.page.get_by_role("button", name="Send the organisation a link").click()
    editor.page.get_by_text("A link was sent").wait_for()
    (path,) = re.findall(r"http://localhost:8000(\S+)", mail.outbox[-1].body)
    without_script = browser.new_context(java_script_enabled=False, viewport={"width": 375, "height": 800})
    page = without_script.new_page()
    page.goto(f"{editor.address}{path}")
    page.get_by_label("What it costs").fill("£4 a class, free for carers")
    page.get_by_label("Opening hours").fill("Mondays")
    page.get_by_role("button", name="Send the changes").click()
    page.get_by_role("link", name="Write each line of opening hours").wait_for()
    page.get_by_label("Opening hours").fill("MO,TH 10:00-11:30\nSA 09:00-10:00")
    page.get_by_role("button", name="Send the changes").click()
    page.get_by_text("will be looked at").wait_for()
    page.goto(f"{editor.address}{path}")
    page.get_by_role("heading", name="This link cannot be used").wait_for()
    without_script.close()
    editor.open("/directory/upkeep/")
    editor.page.get_by_role("link", name="Balance class", exact=True).click()
    editor.page.get_by_role("cell", name="£4 a class, free for carers").wait_for()
    editor.looks()
    editor.page.get_by_label("Accept", exact=True).check()
    editor.page.get_by_role("button", name="Save").click()
    editor.page.get_by_text("Accepted").first.wait_for()
    editor.open(f"/directory/upkeep/services/{CLASS.id}/")
    editor.page.get_by_text("Proposed by its organisation").wait_for()
    editor.page.get_by_role("button", name="Put back as it was then").first.click()
    editor.page.get_by_text("Put back as it was").first.wait_for()


def test_the_pages_of_a_link_are_as_pages_should_be(editor):
    from django.utils import timezone

    from joinedup.web.directory.models import Service
    from joinedup.web.directory.upkeep import links

    now = timezone.now()  # noqa: TID251
    address = f"/directory/own/{links.make(Service.objects.get(pk=CLASS.id), at=now)}/"
    editor.page.context.clear_cookies()
    editor.open(address)
    editor.page.get_by_role("button", name="Everything is right as it is").click()
    editor.page.get_by_text("marked as checked today").wait_for()
    editor.looks()
    editor.page.goto(f"{editor.address}{address}")
    editor.page.get_by_role("heading", name="This link cannot be used").wait_for()
    editor.heard.clear()  # the browser notes the 410 itself
    editor.looks()


def test_editor_changes_an_entry(editor):
    editor.open(f"/directory/upkeep/services/{CLASS.id}/edit/")
    editor.page.get_by_label("Name of the service").fill("")
    editor.page.get_by_role("button", name="Save").click()
    editor.page.get_by_role("link", name="Enter the name of the service").wait_for()
    editor.heard.clear()  # the browser notes the 422 itself
    editor.looks()
    editor.page.get_by_label("Name of the service").fill("Balance club")
    editor.page.get_by_role("button", name="Save").click()
    editor.page.get_by_role("heading", name="Balance club", level=1).wait_for()
    editor.looks()


def test_editor_joins_doubled_entries(editor):
    editor.open("/directory/upkeep/?show=doubled")
    editor.page.get_by_role("button", name="Look through the whole directory now").click()
    editor.page.get_by_text("1 pair may be one service").wait_for()
    editor.looks()
    editor.page.get_by_label("One service: keep the first entry").check()
    editor.page.get_by_role("button", name=re.compile("^Save")).click()
    editor.page.get_by_text("They are one entry now").wait_for()
    editor.looks()


def test_editor_imports_a_sheet_and_undoes_it(editor, tmp_path):
    sheet = tmp_path / "services.csv"
    rows = [f"Lunch club {number},A neighbour,BH20 {number}AA,01632 96000{number}" for number in range(1, 6)]
    sheet.write_text("\n".join(["service,organisation,postcode,telephone", *rows]))
    editor.open("/directory/imports/")
    editor.page.get_by_label("Name", exact=True).fill("Neighbouring council")
    editor.page.get_by_label("Short name").fill("neighbour")
    editor.page.get_by_label("How it is written").select_option("csv")
    editor.page.get_by_role("button", name="Add the source").click()
    editor.page.get_by_text("The source was added").wait_for()
    everything = sheet.read_text()
    for content in (everything, everything.partition("\nLunch club 2")[0]):
        sheet.write_text(content)
        editor.page.goto(f"{editor.address}/directory/imports/")
        editor.page.get_by_label("File (optional)").set_input_files(sheet)
        editor.page.get_by_role("button", name="Read and compare").click()
        editor.page.get_by_role("heading", name="Import from Neighbouring council").wait_for()
        editor.looks()
        editor.page.get_by_role("link", name="New").click()
        editor.looks()
        if editor.page.get_by_text("Stopped: is this meant?").count():
            editor.page.get_by_label("It is meant").check()
        editor.page.get_by_role("button", name="Accept the import").click()
        editor.page.get_by_text("Accepted:").wait_for()
        editor.looks()
    editor.page.get_by_role("button", name="Undo the import").click()
    editor.page.get_by_text("Undone:").wait_for()
    from joinedup.web.directory.models import Service

    assert Service.objects.filter(source="neighbour").count() == 5
