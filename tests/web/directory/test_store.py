"""What is put into the tables comes back the same, and is found by what it says."""

import pytest

from joinedup.core.directory import NoSuchEntry, Service
from joinedup.web.directory import store
from joinedup.web.directory.around import directory_around
from joinedup.web.directory.models import OpeningHours, ServiceTerm
from joinedup.web.directory.models import Service as Row
from tests.core.directory.small import CLASS, FALLS, SMALL, key

pytestmark = pytest.mark.django_db


def test_a_directory_comes_back_as_it_was(kept):
    back = directory_around(Row.objects.all())
    assert back.services == SMALL.services
    assert back.locations == SMALL.locations
    assert back.organisations == SMALL.organisations
    assert back.service_at_locations == SMALL.service_at_locations
    assert set(back.taxonomy_terms) == {FALLS.id}


def test_putting_twice_changes_nothing(kept, at):
    store.put_directory(SMALL, source=store.own_source(), at=at)
    assert Row.objects.count() == 2
    assert ServiceTerm.objects.count() == 1
    assert sorted(OpeningHours.objects.values_list("weekday", flat=True)) == ["MO", "TH"]


def test_columns_say_what_the_content_says(kept):
    row = Row.objects.get(id=CLASS.id)
    assert (row.minimum_age, row.is_free, row.is_remote, row.assured_on) == (65, False, False, CLASS.assured_date)
    assert list(row.areas.values_list("code", flat=True)) == ["E06000059"]
    assert row.modified_at == CLASS.last_modified
    assert row.value == CLASS


def test_what_refers_to_nothing_is_refused_whole(at):
    from joinedup.core.directory import Directory

    broken = Directory.of(services=[Service(key("lost"), key("nobody"), "Lost")])
    with pytest.raises(NoSuchEntry, match="not in the directory"):
        store.put_directory(broken, source=store.own_source(), at=at)
    assert not Row.objects.exists()
