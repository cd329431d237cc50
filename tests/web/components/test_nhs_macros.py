"""What stands in for a macro of the NHS design system writes what that macro writes."""

from functools import cache

import pytest
from django.template import engines
from hypothesis import given, settings
from hypothesis import strategies as st
from jinja2 import PackageLoader
from markupsafe import Markup

pytestmark = pytest.mark.one_database

TEXT = st.text(alphabet="ab <>&\"'-", max_size=6)
VALUE = st.one_of(st.none(), st.booleans(), st.integers(), TEXT, TEXT.map(Markup))
OPTIONS = st.fixed_dictionaries({}, optional={"value": VALUE, "optional": st.booleans()})
ARRAY = st.fixed_dictionaries(
    {"value": st.lists(TEXT, max_size=2), "type": st.just("array"), "optional": st.booleans()}
)
ATTRIBUTES = st.dictionaries(TEXT, VALUE | OPTIONS | ARRAY, max_size=3)
LABEL = st.fixed_dictionaries(
    {},
    optional={
        "text": TEXT, "html": TEXT.map(Markup), "for": TEXT, "id": TEXT, "classes": TEXT, "attributes": ATTRIBUTES,
        "size": st.sampled_from(["", "m", "huge"]), "heading": st.booleans(), "isPageHeading": st.booleans(),
        "caption": TEXT, "visuallyHiddenText": TEXT,
    },
)  # fmt: skip


@cache
def environments():
    """Ours, and one that knows only what the NHS wrote."""
    ours = engines.all()[0].env
    return ours, ours.overlay(loader=PackageLoader("nhsuk_frontend_jinja"))


def written(macro: str, source: str, params: object) -> tuple[str, str]:
    """What ours writes, and what the NHS's own does."""
    page = f'{{% from "nhsuk/{source}.jinja" import {macro} %}}{{{{ {macro}(params) }}}}'
    ours, theirs = (one.from_string(page).render(params=params).strip() for one in environments())
    return ours, theirs


@settings(deadline=None)
@given(ATTRIBUTES | TEXT | st.none())
def test_attributes_are_those_of_the_macro(attributes):
    ours, theirs = written("nhsukAttributes", "macros/attributes", attributes)
    assert ours == theirs


@settings(deadline=None)
@given(LABEL)
def test_label_is_that_of_the_macro(label):
    ours, theirs = written("label", "components/label/macro", label)
    assert ours == theirs
