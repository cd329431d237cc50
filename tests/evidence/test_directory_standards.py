"""The published schemas and mock feeds, read where they are: our types judge as they do, and as the national validator.

The files are Open Referral UK's (CC BY-SA 4.0) and are not in this repository. DIRECTORY_STANDARDS names their folder.
"""

import json
import os
from pathlib import Path

import pytest

from joinedup.core.directory.conformance import DocumentFeed, GateParameters, judge
from joinedup.core.directory.conformance.published import PublishedShapes
from joinedup.core.directory.conformance.shapes import TypedShapes
from joinedup.core.directory.conformance.standard import HSDS_UK_3, ORUK_1
from joinedup.core.directory.standards import hsds_uk, oruk
from joinedup.feeds.client import FeedClient
from tests.core.directory.small import SMALL

FOLDER = Path(os.environ.get("DIRECTORY_STANDARDS", Path(__file__).parents[3] / "shared" / "data" / "directory"))
SCHEMAS = FOLDER / "validator" / "V3.0-UK"
pytestmark = pytest.mark.skipif(not SCHEMAS.is_dir(), reason="optional data: the published schemas of Open Referral UK")

# As the notes of those who ran the schemas over the mocks have it, and as the national validator's levels are meant.
EXPECTED = {"Default": (True, True), "Test": (True, True), "Warn": (True, False), "Fail": (False, False)}


def shapes(which: str, *, is_as_published: bool = False):
    if which == "types":
        return TypedShapes(HSDS_UK_3, is_as_published)
    return PublishedShapes(SCHEMAS, HSDS_UK_3, is_as_published)


def verdict(name: str, which: str, **parameters):
    from bench.directory import mock
    from tests.web.directory.faulty import served

    folder = FOLDER / "validator" / "mocks" / f"V3.0-UK-{name}"
    as_published = parameters.get("is_as_published", False)
    with served({}, mock(folder)) as feed, FeedClient(feed.url, allow_private=True) as client:
        return judge(
            client.ask, GateParameters(ids="sampled", **parameters), shapes(which, is_as_published=as_published)
        )


@pytest.mark.parametrize("which", ["types", "schemas"])
@pytest.mark.parametrize("name", EXPECTED)
def test_mock_feed_reaches_the_levels_it_should(name, which):
    found = verdict(name, which)
    assert (found.level_1, found.level_2) == EXPECTED[name]


@pytest.mark.parametrize("name", ["Default", "Test"])
def test_with_the_faults_of_the_published_document_even_a_good_feed_fails(name):
    for which in ("types", "schemas"):
        found = verdict(name, which, is_as_published=True)
        assert (found.level_1, found.passes_nationally) == (True, False)
        assert {one.endpoint for one in found.findings if one.rule == "shape"} == {"/organizations"}


def example_faults(value, path=()):
    """Every way to drop a field, or to put null or an object in its place, somewhere in a document."""
    if isinstance(value, dict):
        for name in value:
            yield (*path, name)
            yield from example_faults(value[name], (*path, name))
    elif isinstance(value, list):
        for number, item in enumerate(value):
            yield from example_faults(item, (*path, number))


def changed(document, path, change):
    copy = json.loads(json.dumps(document))
    inside = copy
    for step in path[:-1]:
        inside = inside[step]
    if change == "drop":
        del inside[path[-1]]
    else:
        inside[path[-1]] = {"null": None, "object": {"x": 1}, "number": 7, "text": "x"}[change]
    return copy


@pytest.mark.parametrize("path", [one.path for one in HSDS_UK_3.resources])
def test_our_types_say_wrong_where_the_published_schemas_do(path):
    examples = {
        "services": "service_full",
        "taxonomies": "taxonomy",
        "taxonomy_terms": "taxonomy_term",
        "organizations": "organization_full",
        "service_at_locations": "service_at_location_full",
    }
    resource = HSDS_UK_3.by_path[path]
    file = FOLDER / "hsds-uk-3.0" / "examples" / f"{examples[path]}.json"
    document = json.loads(file.read_text(encoding="utf-8"))
    ours, theirs = shapes("types"), shapes("schemas")
    assert not ours.of_entry(resource, document)
    tried = disagreed = 0
    for where in example_faults(document):
        for change in ("drop", "null", "object", "number", "text"):
            broken = changed(document, where, change)
            ours_say = any(not one.is_format for one in ours.of_entry(resource, broken))
            theirs_say = any(not one.is_format for one in theirs.of_entry(resource, broken))
            tried += 1
            disagreed += ours_say != theirs_say
    assert tried > 30
    assert disagreed == 0, f"{disagreed} of {tried}"


@pytest.mark.parametrize(
    ("document", "standard", "folder"),
    [
        (hsds_uk.whole(SMALL), HSDS_UK_3, "validator/V3.0-UK"),
        (
            {"version": oruk.VERSION, "services": [oruk.service(one, SMALL) for one in SMALL.services.values()]},
            ORUK_1,
            "oruk-1.0",
        ),
    ],
)
def test_what_we_write_is_right_by_the_published_schemas(document, standard, folder):
    feed = DocumentFeed(json.loads(json.dumps(document)))
    parameters = GateParameters(is_over_http=False)
    found = judge(feed.answer, parameters, PublishedShapes(FOLDER / folder, standard))
    assert not [one for one in found.findings if one.rule in ("shape", "format")]
