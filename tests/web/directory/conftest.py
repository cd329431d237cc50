"""A small invented directory in the tables, and feeds to read over HTTP."""

import pytest

from tests.core.directory.small import SMALL
from tests.web import snapshot


@pytest.fixture
def kept(db, at):
    """The small directory, in the tables."""
    from joinedup.web.directory import store

    snapshot.write_once("small directory", lambda: store.put_directory(SMALL, source=store.own_source(), at=at))


@pytest.fixture(autouse=True)
def nobody_counted(db):
    """Requests of one test do not count in the next."""
    from django.core.cache import cache

    cache.clear()
