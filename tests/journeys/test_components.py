"""The gallery: every component on one page, in a real browser, at the width of a desk and of a phone."""

import pytest
from django.template import engines

from tests.web.components.test_components import EXAMPLES

pytestmark = [pytest.mark.journey, pytest.mark.django_db(transaction=True)]

PAGE = """{% extends "layout.jinja" %}
{% block title %}Gallery{% endblock %}
{% block content %}
<h1 class="nhsuk-heading-l">Gallery</h1>
IMPORTS
<div class="app-summary-cards">{{ app_summary_card(examples.summary_card) }}</div>
<div class="app-beside">{{ app_filter_panel(examples.filter_panel) }}<div>{{ app_keyset(examples.keyset) }}</div></div>
<p>{{ app_tag(examples.tag) }}</p>
{{ app_figure(examples.figure) }}
<h2>What happened</h2>
{{ app_timeline(examples.timeline) }}
{% endblock %}"""


def gallery() -> str:
    imports = "".join(f'{{% from "components/{name}/macro.jinja" import app_{name} %}}' for name in EXAMPLES)
    source = PAGE.replace("IMPORTS", imports)
    return engines.all()[0].from_string(source).render({"examples": EXAMPLES, "service": {"logo": "app/logo.svg"}})


def test_every_component_is_in_the_gallery():
    assert [name for name in EXAMPLES if f"app_{name}(" not in PAGE] == []


def test_gallery_is_as_every_page_should_be(visitor):
    page = gallery()
    visitor.page.route("**/gallery/", lambda route: route.fulfill(body=page, content_type="text/html"))
    visitor.open("/gallery/")


@pytest.mark.parametrize(
    ("mistake", "words"),
    [
        ("<img src='/static/app/logo.svg'>", "image-alt"),
        ("<h1>Another</h1>", "not one h1 but 2"),
        ("<p class='nhsuk-u-nowrap' style='width:2000px'>wide</p>", "too wide"),
        ("<script type='module'>console.log('a message')</script>", "console: a message"),
        ("<script type='module'>throw new Error('a fault')</script>", "error: a fault"),
        ("<img alt='' src='/nowhere.png'>", "404"),
        ("<p><font color='#cccccc'>hard to read</font></p>", "color-contrast"),
    ],
)
def test_visitor_notices(visitor, mistake, words):
    page = gallery().replace("<p><strong", f"{mistake}<p><strong", 1)
    visitor.page.route("**/gallery/", lambda route: route.fulfill(body=page, content_type="text/html"))
    with pytest.raises(AssertionError, match=words):
        visitor.open("/gallery/")
    visitor.heard.clear()
