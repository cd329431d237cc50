"""Every component renders its example, and escapes what it is given."""

from pathlib import Path

import pytest
from markupsafe import Markup

import joinedup.web.components as components

pytestmark = pytest.mark.one_database

FOLDER = Path(components.__file__).parent
NAMES = sorted(path.parent.name for path in FOLDER.glob("*/macro.jinja"))
SVG = Markup('<svg viewBox="0 0 10 10"><rect width="10" height="10" fill="#005eb8"/></svg>')
EXAMPLES = {
    "keyset": {"words": "People 51 to 100", "first": "/risk/", "previous": "/risk/?before=a", "next": "/risk/?after=b"},
    "summary_card": {"number": "1,204", "label": "people most at risk", "href": "/risk/", "detail": "of 20,000"},
    "tag": {"text": "High", "level": "high"},
    "filter_panel": {"action": "/risk/", "html": Markup("<p>fields</p>"), "chosen": ["aged 80 and over"]},
    "figure": {
        "id": "map",
        "title": "People most at risk",
        "words": "Most live in Purbeck.",
        "svg": SVG,
        "narrow_svg": SVG,
        "table": {
            "head": [{"text": "Neighbourhood"}, {"text": "People"}],
            "rows": [[{"text": "Purbeck"}, {"text": "12"}]],
        },
    },
    "timeline": {
        "items": [{"day": "1 April 2026", "datetime": "2026-04-01", "text": "Fell at home", "source": "Ambulance"}]
    },
}


def rendered(name: str, params: dict) -> str:
    from django.template import engines

    source = f'{{% from "components/{name}/macro.jinja" import app_{name} %}}{{{{ app_{name}(params) }}}}'
    return engines.all()[0].from_string(source).render({"params": params})


@pytest.mark.parametrize("name", NAMES)
def test_component_shows_what_it_is_given(name):
    html = rendered(name, EXAMPLES[name])
    for value in EXAMPLES[name].values():
        if isinstance(value, str) and value != "high":
            assert str(value) in html


@pytest.mark.parametrize("name", NAMES)
def test_component_escapes_text(name):
    given = {key: "<b>&" if type(value) is str else value for key, value in EXAMPLES[name].items()}
    assert "<b>" not in rendered(name, given)


def test_every_component_has_an_example():
    assert set(EXAMPLES) == set(NAMES) == {path.name for path in FOLDER.iterdir() if (path / "template.jinja").exists()}


def test_timeline_says_so_when_nothing_happened():
    assert "Nothing is recorded." in rendered("timeline", {"items": []})


def test_state_without_a_colour_is_still_said():
    assert rendered("tag", {"text": "Under review"}) == '<strong class="nhsuk-tag">Under review</strong>'


def test_list_of_one_page_offers_no_way_on():
    html = rendered("keyset", {"words": "All 3 people"})
    assert "All 3 people" in html
    assert "<a" not in html
