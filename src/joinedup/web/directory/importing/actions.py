"""Read another directory, compare, accept, discard, undo. Nothing changes before somebody accepts."""

from datetime import datetime
from typing import Any

from django.db import transaction

from joinedup.core.directory.changes import changes as differing
from joinedup.core.directory.standards.reading import Reading
from joinedup.core.directory.stored import from_json
from joinedup.core.errors import CannotProceed
from joinedup.web.directory import store
from joinedup.web.directory.importing import queries
from joinedup.web.directory.importing.compare import LISTS, NEVER_GONE, compare, stops
from joinedup.web.directory.models import KINDS, Import, ImportChange, Service, Source, Version
from joinedup.web.directory.published.queries import revision_now
from joinedup.web.governance.actions import record

MOST_TOLD = 2000  # entries that could not be read; more are counted only
Why = Version.Why


class NothingToImport(CannotProceed):
    """Nothing of a file or feed could be read."""


class MustBeMeant(CannotProceed):
    """An import takes out so much that somebody must say it is meant."""


class DecidedAlready(CannotProceed):
    """An import was accepted or discarded before."""


class ChangedMeanwhile(CannotProceed):
    """An entry was changed after it was compared."""


@transaction.atomic
def add_source(*, code: str, name: str, form: str, url: str, licence: str, by: Any, at: datetime) -> Source:
    """Write down where entries may be brought from."""
    made = Source.objects.create(code=code, name=name, form=form, url=url, licence=licence)
    record(by=by, at=at, action="directory.add_source", detail={"source": code})
    return made


@transaction.atomic
def receive(source: Source, reading: Reading, *, by: Any, at: datetime) -> Import:
    """Compare what was read with what is here, and write down what would change.

    Raises
    ------
    NothingToImport : no service could be read.
    """
    incoming = reading.directory()
    if not incoming.services:
        told = f": {reading.unreadable[0].reason}" if reading.unreadable else ""
        raise NothingToImport(f"No service could be read{told}", expected="at least one service")
    here = queries.here(source)
    found = list(compare(incoming, here, source.code, reading.left_out))
    Import.objects.filter(source=source, state=Import.State.WAITING).update(
        state=Import.State.DISCARDED, decided_by=by, decided_at=at
    )
    made = Import.objects.create(
        source=source,
        read_at=at,
        read_by=by,
        revision=revision_now(),
        stops=stops(found, here["service"], source.code),
        unreadable=[[one.kind, one.key, one.reason] for one in reading.unreadable[:MOST_TOLD]],
    )
    ImportChange.objects.bulk_create(
        [
            ImportChange(
                of=made,
                kind=one.kind,
                entry_id=one.entry_id,
                name=one.name[:500],
                what=one.what,
                before=one.before,
                after=one.after,
                feed=one.feed,
                kept=list(one.kept),
            )
            for one in found
        ],
        batch_size=500,
    )
    detail = {"source": source.code, "import": made.pk, "changes": len(found), "unreadable": len(reading.unreadable)}
    record(by=by, at=at, action="directory.read_import", detail=detail)
    return made


@transaction.atomic
def accept(found: Import, *, is_meant: bool, by: Any, at: datetime) -> int:
    """Make an import so; returns how many entries changed.

    Raises
    ------
    MustBeMeant : it was stopped, and nobody said that it is meant.
    DecidedAlready, ChangedMeanwhile : it cannot be accepted as it was compared.
    """
    if found.stops and not is_meant:
        raise MustBeMeant(found.stops, expected="somebody to say that this is meant")
    settle(found, Import.State.ACCEPTED, by=by, at=at)
    rows = list(found.changes.order_by("pk"))
    check_unchanged(rows)
    change = store.Change(at, Why.IMPORTED, by)
    for kind in LISTS:
        values = [from_json(KINDS[kind].core_type, row.after) for row in rows if row.kind == kind and row.after]
        store.put(values, source=found.source, change=change)
    for kind in reversed(LISTS):
        keys = [row.entry_id for row in rows if row.kind == kind and row.what == ImportChange.What.GONE]
        store.take_out(kind, not_needed(kind, keys), change=change)
    return len(rows)


def check_unchanged(rows: list[ImportChange]) -> None:
    """Raise unless every entry is as it was when it was compared."""
    for kind in LISTS:
        mine = {row.entry_id: row for row in rows if row.kind == kind}
        for batch in store.batched(sorted(mine), store.BATCH):
            now = dict(KINDS[kind].objects.filter(pk__in=batch).values_list("pk", "content"))
            for key in batch:
                if differing(mine[key].before, now.get(key)):
                    raise ChangedMeanwhile(
                        f"{mine[key].name or kind} was changed after the comparison", expected="the import read again"
                    )


def not_needed(kind: str, keys: list[str]) -> list[str]:
    """Of entries that would go, those that nothing left refers to."""
    if kind == "organisation":
        needed = Service.objects.filter(organisation_id__in=keys).values_list("organisation_id", flat=True)
    elif kind == "location":
        places = KINDS["service_at_location"].objects.filter(location_id__in=keys)
        needed = places.values_list("location_id", flat=True)
    else:
        return keys
    kept = set(needed)
    return [key for key in keys if key not in kept]


@transaction.atomic
def discard(found: Import, *, by: Any, at: datetime) -> None:
    """Leave everything as it is."""
    settle(found, Import.State.DISCARDED, by=by, at=at)


def settle(found: Import, state: str, *, by: Any, at: datetime) -> None:
    waiting = Import.objects.filter(pk=found.pk, state=Import.State.WAITING)
    if waiting.update(state=state, decided_by=by, decided_at=at) != 1:
        raise DecidedAlready("This import was accepted or discarded before", expected="a look at what was decided")
    record(by=by, at=at, action="directory.decide_import", detail={"import": found.pk, "state": state})


@transaction.atomic
def undo(found: Import, *, by: Any, at: datetime) -> int:
    """Put back every entry an import changed, where nobody changed it after; returns how many. New terms stay.

    Raises
    ------
    DecidedAlready : the import was never accepted.
    """
    if found.state != Import.State.ACCEPTED:
        raise DecidedAlready("This import was not accepted", expected="an accepted import")
    made = [version for version in queries.versions_of(found) if is_last(version)]
    change = store.Change(at, Why.UNDONE, by)
    before = {(one.kind, one.entry_id): previous(one) for one in made}
    for kind in LISTS:
        values = [from_json(KINDS[kind].core_type, was) for (its, _), was in before.items() if its == kind and was]
        store.put(values, source=found.source, change=change)
    for kind in reversed([kind for kind in LISTS if kind not in NEVER_GONE]):
        keys = [key for (its, key), was in before.items() if its == kind and was is None]
        store.take_out(kind, not_needed(kind, keys), change=change)
    record(by=by, at=at, action="directory.undo_import", detail={"import": found.pk, "entries": len(made)})
    return len(made)


def is_last(version: Version) -> bool:
    """Whether nobody changed the entry after."""
    later = Version.objects.filter(kind=version.kind, entry_id=version.entry_id, number__gt=version.number)
    return not later.exists()


def previous(version: Version) -> Any:
    """What the entry was before; None if it was not there."""
    earlier = Version.objects.filter(kind=version.kind, entry_id=version.entry_id, number=version.number - 1)
    return earlier.values_list("content", flat=True).first()
