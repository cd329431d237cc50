"""Find services that were entered twice, and say of a pair that it is one or two."""

from dataclasses import replace
from datetime import datetime
from typing import Any

from django.db import transaction

from joinedup.core.directory.duplicates import duplicates
from joinedup.core.engine import Engine
from joinedup.core.errors import CannotProceed
from joinedup.web.directory import store
from joinedup.web.directory.around import directory_around
from joinedup.web.directory.models import DoubledPair, NotDuplicates, Proposal, Service, Version
from joinedup.web.directory.upkeep import queries
from joinedup.web.directory.upkeep.actions import write
from joinedup.web.governance.actions import record

Why = Version.Why


class NotTwoEntries(CannotProceed):
    """A pair is not two entries that are there."""


@transaction.atomic
def find_doubled(*, by: Any, at: datetime) -> int:
    """Look through the whole directory for services entered twice; returns how many pairs may be one."""
    directory = directory_around(queries.every_service())
    with Engine(memory_gigabytes=1, threads=1) as engine:
        pairs = duplicates(directory, engine)
    DoubledPair.objects.all().delete()
    rows = [
        DoubledPair(
            first_id=pair.first_id,
            second_id=pair.second_id,
            probability=pair.probability,
            reasons=list(pair.reasons),
        )
        for pair in pairs
    ]
    DoubledPair.objects.bulk_create(rows, batch_size=store.BATCH)
    record(by=by, at=at, action="directory.find_doubled", detail={"pairs": len(rows)})
    return len(rows)


@transaction.atomic
def say_two(first: str, second: str, *, by: Any, at: datetime) -> None:
    """Say that a pair is two services, so that it is not shown again."""
    one, other = sorted((first, second))
    if one == other or Service.objects.filter(pk__in=(one, other)).count() != 2:
        raise NotTwoEntries("These are not two entries that are there", expected="two services")
    NotDuplicates.objects.get_or_create(first_id=one, second_id=other, defaults={"decided_by": by, "decided_at": at})
    record(by=by, at=at, action="directory.say_two", detail={"first": one, "second": other})


@transaction.atomic
def join(kept: str, other: str, *, by: Any, at: datetime) -> None:
    """Say that a pair is one service: one entry stays, gets the places of the other, and the other goes.

    Raises
    ------
    NotTwoEntries : they are not two services that are there.
    """
    rows = {row.id: row for row in Service.objects.filter(pk__in=(kept, other)).select_related("source")}
    if len(rows) != 2:
        raise NotTwoEntries("These are not two entries that are there", expected="two services")
    change = store.Change(at, Why.MERGED, by)
    moved = [replace(place.value, service_id=kept) for place in rows[other].places.all()]
    where = {place.location_id for place in rows[kept].places.all()}
    store.put([one for one in moved if one.location_id not in where], source=rows[kept].source, change=change)
    Proposal.objects.filter(service=other).update(service=kept)
    store.take_out("service", [other], change=change)
    write(rows[kept].value, rows[kept].source, why=Why.MERGED, by=by, at=at)
    record(by=by, at=at, action="directory.join", detail={"kept": kept, "gone": other})
