"""Make an entry of the directory what it was before, with its places."""

from dataclasses import replace
from datetime import datetime
from typing import Any

from django.db import transaction
from django.db.models import Exists, OuterRef

from joinedup.core.directory import Service as CoreService
from joinedup.core.directory.stored import from_json
from joinedup.core.errors import CannotProceed
from joinedup.web.directory import store
from joinedup.web.directory.models import KINDS, Location, ServiceAtLocation, Source, Version
from joinedup.web.directory.upkeep import queries
from joinedup.web.governance.actions import record


class NothingToPutBack(CannotProceed):
    """An entry has no earlier version, or is as that version was."""


@transaction.atomic
def put_back(kind: str, key: str, number: int, *, by: Any, at: datetime) -> None:
    """Make an entry what it was in one of its versions; the service's places too, if they went with it.

    Raises
    ------
    NothingToPutBack : there is no such version, or in it the entry was not there.
    """
    version = queries.version(kind, key, number)
    if version is None or version.content is None:
        raise NothingToPutBack("There is no such version to put back", expected="a version of this entry")
    change = store.Change(at, Version.Why.UNDONE, by)
    restore(version, change)
    if kind == "service":
        for place in places_gone_with(key):
            restore(place, change)
    record(by=by, at=at, action="directory.put_back", detail={"kind": kind, "entry": key, "version": number})


def restore(version: Version, change: store.Change) -> None:
    value = from_json(KINDS[version.kind].core_type, version.content)
    if isinstance(value, CoreService):
        value = replace(value, last_modified=change.at)
    store.put([value], source=Source.objects.get(pk=version.source_code), change=change)


def places_gone_with(service: str) -> list[Version]:
    """The last versions of a service's places that were taken out and whose location is there still."""
    places = Version.objects.filter(kind="service_at_location")
    then_gone = places.filter(entry_id=OuterRef("entry_id"), number=OuterRef("number") + 1, content__isnull=True)
    is_there = ServiceAtLocation.objects.filter(pk=OuterRef("entry_id"))
    found = places.filter(~Exists(is_there), Exists(then_gone), content__service_id=service)
    last = {version.entry_id: version for version in found.order_by("entry_id", "number")}
    where = {version.content["location_id"] for version in last.values()}
    there = set(Location.objects.filter(pk__in=where).values_list("pk", flat=True))
    return [version for version in last.values() if version.content["location_id"] in there]
