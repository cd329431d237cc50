"""A feed is read over HTTP into a document that comes back as the directory it was; half a feed is none."""

import time
from dataclasses import replace

import pytest

from joinedup.core.directory.conformance import FeedIsTooLarge, NoAnswer
from joinedup.core.directory.standards import hsds_uk_reading, oruk_reading
from joinedup.feeds.client import FeedClient
from joinedup.feeds.gather import GatherBounds, TakesTooLong, gather
from tests.web.directory.faulty import edit, instead, served
from tests.web.directory.test_gate_faults import larger, put, recordings  # noqa: F401

BOUNDS = GatherBounds(seconds=60)


def gathered(recording, fault=None, bounds=BOUNDS, now=time.monotonic):
    with served(recording, fault) as feed, FeedClient(feed.url, allow_private=True) as client:
        return gather(client.ask, bounds, now)


def test_newer_standard_comes_back_as_it_was(recordings):  # noqa: F811
    version, document = gathered(recordings["/api/oruk/"])
    reading = hsds_uk_reading.read(document, "there")
    assert version == "3.0"
    assert not reading.unreadable
    assert reading.directory().services == larger().services
    assert reading.directory().locations == larger().locations


def test_older_standard_comes_back(recordings):  # noqa: F811
    version, document = gathered(recordings["/api/oruk/1.0/"])
    reading = oruk_reading.read(document, "there")
    assert version == "1.0"
    assert not reading.unreadable
    assert set(reading.directory().services) == set(larger().services)


@pytest.mark.one_database
@pytest.mark.parametrize(
    ("fault", "failure", "words"),
    [
        (instead("services", status=500), NoAnswer, "answers 500 for services"),
        (instead("services/.+", status=404), NoAnswer, "answers 404"),
        (instead("services", body=b"<html>"), NoAnswer, "not JSON"),
        (edit("services", lambda page: []), NoAnswer, "is no page"),
        (edit("services", put("total_pages", 10**9)), FeedIsTooLarge, "1,000,000,000 pages"),
        (instead("services/.+", body=b" " * 400_000 + b"{}"), FeedIsTooLarge, "more than 1,000,000 bytes"),
    ],
)
def test_half_a_feed_is_none(recordings, fault, failure, words):  # noqa: F811
    with pytest.raises(failure, match=words):
        gathered(recordings["/api/oruk/"], fault, replace(BOUNDS, most_bytes=1_000_000))


def test_page_loop_is_left(recordings):  # noqa: F811
    first = recordings["/api/oruk/"]["services", ()]
    fault = instead("services", body=first.body.replace(b'"total_pages":3', b'"total_pages":1999'))
    with pytest.raises(NoAnswer, match="page 2 of services again"):
        gathered(recordings["/api/oruk/"], fault)


def test_feed_that_takes_too_long_is_left(recordings):  # noqa: F811
    ticks = iter(range(0, 10_000, 10))
    with pytest.raises(TakesTooLong, match="more than 60 seconds"):
        gathered(recordings["/api/oruk/"], now=lambda: float(next(ticks)))
