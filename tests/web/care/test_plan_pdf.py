"""The copy the person keeps is a tagged PDF in any script, with fonts that may be carried."""

import json
import zlib
from pathlib import Path

import pytest

from joinedup.core.care import AboutMe, Action, Contingency, Goal, Need, Plan
from joinedup.web.care.plan import printing
from joinedup.web.config.vendor import checksums

pytestmark = pytest.mark.one_database

PLAN = Plan(
    {
        "about-people": AboutMe(id="about-people", words="My sister Ann"),
        "n": Need(id="n", words="Falls on the stairs"),
        "g": Goal(id="g", parent_id="n", words="Sleep upstairs", importance=9),
        "a": Action(id="a", parent_id="g", what="Fit a rail", who_name="Ann", status="planned"),
        "c": Contingency(id="c", title="If I fall", triggers=("On the floor",), contacts=("Ann, 01632 960 123",)),
    }
)


def copy(plan: Plan = PLAN, name: str = "Ada Archer") -> printing.Copy:
    return printing.copy(plan, [], {}, name=name, made="Printed on 1 April 2026, version 3", agreed=["Agreed."])


def inside(pdf: bytes) -> bytes:
    """The file with its compressed streams opened."""
    parts = pdf.split(b"stream\n")
    opened = [pdf]
    for part in parts[1:]:
        try:
            opened.append(zlib.decompressobj().decompress(part))
        except zlib.error:
            continue
    return b"\n".join(opened)


@pytest.mark.parametrize("points", printing.POINTS.values(), ids=printing.POINTS)
def test_pdf_is_tagged_and_says_its_language_title_and_standard(points):
    opened = inside(printing.pdf(copy(), points=points))
    for sign in (b"/StructTreeRoot", b"/MarkInfo", b"/Lang", b"/DisplayDocTitle true", b"pdfuaid:part"):
        assert sign in opened, sign
    for tag in (b"/H1", b"/H2", b"/P"):
        assert tag in opened, tag


@pytest.mark.parametrize("words", ["أحب المشي مع ابنتي", "שלום עולם", "Ζω με την κόρη μου", "żółw", "😀"])
def test_scripts_that_the_carried_fonts_have_keep_the_standard(words):
    plan = Plan({"n": Need(id="n", words=words)})
    assert b"pdfuaid:part" in inside(printing.pdf(copy(plan, name=words), points=12))


@pytest.mark.parametrize("words", ["\U0001f382\U0001f331", "住在海边", "\U0001f469\u200d\U0001f467", "\ufffe"])
def test_where_no_carried_font_has_a_character_the_copy_is_made_all_the_same_and_claims_no_standard(words):
    opened = inside(printing.pdf(copy(Plan({"n": Need(id="n", words=words)})), points=12))
    assert opened.startswith(b"%PDF")
    assert b"/StructTreeRoot" in opened
    assert b"pdfuaid:part" not in opened


@pytest.mark.parametrize("words", ['#panic("x")', "= heading", "*bold* _it_ $x^2$ @ref <label> \\ // no", '"#include"'])
def test_what_people_write_is_never_obeyed_as_a_mark(words):
    assert printing.pdf(copy(Plan({"n": Need(id="n", words=words)}), name=words), points=12).startswith(b"%PDF")


def test_copy_says_what_matters_first_and_in_the_persons_own_voice():
    made = copy()
    assert [section.heading for section in made.sections] == [
        "About me",
        "What I need, what I want, and who does what",
        "If things go wrong",
    ]
    said = [(entry.level, entry.kind, entry.text) for entry in made.sections[1].entries]
    assert said == [
        (3, "What I need help with", "Falls on the stairs"),
        (4, "What I want", "Sleep upstairs"),
        (5, "What will be done", "Fit a rail"),
    ]
    facts = dict(made.sections[1].entries[1].facts)
    assert facts["How much this matters to me"] == "9 out of 10"


def test_fonts_are_those_of_their_manifest():
    manifest = json.loads((printing.FONTS / "manifest.json").read_text(encoding="utf-8"))
    fonts = {name: value for name, value in checksums(Path(printing.FONTS)).items() if name.endswith(".ttf")}
    assert manifest["sha256"] == fonts
