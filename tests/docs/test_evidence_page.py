"""The page of offers, evidence and unit costs says what the definitions say, and no figure that is not verified."""

import csv
from pathlib import Path

from joinedup import definitions
from joinedup.core.plans import library
from joinedup.core.plans.reference import evidence_page

PAGE = Path(__file__).parents[2] / "docs" / "reference" / "evidence.md"


def test_the_page_is_as_the_definitions_are_now():
    assert PAGE.read_text(encoding="utf-8") == evidence_page(library()), "run `make reference`"


def test_every_row_and_offer_is_on_the_page():
    page = evidence_page(library())
    assert all(f"`{name}`" in page for name in [*library().effects, *library().unit_costs])
    assert all(f"`{offer.code}`" in page for offer in library().offers)


def test_figures_from_memory_are_nowhere_on_the_page():
    lines = evidence_page(library()).splitlines()
    with (definitions.HOME / "evidence" / "effects.csv").open(encoding="utf-8", newline="") as file:
        unread = [row for row in csv.DictReader(file) if row["verified"] == "false"]
    for row in unread:
        (line,) = [line for line in lines if line.startswith(f"| `{row['id']}`")]
        shown = line.split(row["link"])[0].replace(row["citation"], "").replace(row["intervention"], "")
        assert row["effect"] not in shown
        assert row["low"] == "" or row["low"] not in shown
