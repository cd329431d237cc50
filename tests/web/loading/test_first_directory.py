"""The directory a place begins with: what cannot be read is counted, and what is none is refused."""

import json
from datetime import UTC, datetime
from types import SimpleNamespace

import pytest
from django.core.management import call_command

from joinedup.core.directory.standards import hsds_uk
from joinedup.core.errors import CannotProceed
from joinedup.web.directory.models import Service
from joinedup.web.loading.directory import DirectoryFileWrong, load_services
from tests.core.directory.small import SMALL

pytestmark = pytest.mark.django_db
AT = datetime(2026, 5, 2, 6, tzinfo=UTC)
NONE = [b"[]", b"null", b'{"services": {}}', b"{}", b"\xff\xfe", b'{"a":' * 100_000, b'{"services": [NaN]}']


@pytest.fixture
def place(tmp_path):
    return SimpleNamespace(name="Somewhere", directory_path=tmp_path / "directory.json")


def test_entries_that_cannot_be_read_are_counted(place):
    document = hsds_uk.whole(SMALL)
    document["services"].append({"id": "x", "name": "Lunch", "status": "open"})
    place.directory_path.write_text(json.dumps(document))
    assert load_services(place, at=AT) == {"service": len(SMALL.services), "entry_unreadable": 1}
    assert Service.objects.count() == len(SMALL.services)


@pytest.mark.one_database
@pytest.mark.parametrize("body", NONE)
def test_file_that_is_no_directory_is_refused_in_words(place, body):
    place.directory_path.write_bytes(body)
    with pytest.raises(DirectoryFileWrong, match="is no directory"):
        load_services(place, at=AT)
    with pytest.raises(CannotProceed):
        call_command("load_directory", str(place.directory_path))
