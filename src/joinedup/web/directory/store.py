"""Put entries into the tables and take them out: the one door for writing."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db import transaction
from django.db.models import F, ProtectedError

from joinedup.core import directory as core
from joinedup.core.errors import CannotProceed
from joinedup.web.directory import current, indexing
from joinedup.web.directory.around import directory_around
from joinedup.web.directory.models import (
    KINDS,
    Entry,
    Location,
    Organisation,
    Revision,
    Service,
    ServiceAtLocation,
    Source,
    TaxonomyTerm,
    Version,
)
from joinedup.web.directory.table_rows import BATCH, index_hours, index_services, model_of, row


class StillInUse(CannotProceed):
    """An entry cannot be taken out while another refers to it."""


def own_source() -> Source:
    """The source of entries that are kept here."""
    return Source.objects.get_or_create(code="own", defaults={"name": "Kept here"})[0]


@dataclass(frozen=True)
class Change:
    """Who changes entries, when and why: what the history says of each.

    Parameters
    ----------
    by : a member of staff, or None where nobody signed in did it.
    """

    at: datetime
    why: str = Version.Why.LOADED
    by: Any = None


@transaction.atomic
def put_directory(directory: core.Directory, *, source: Source, at: datetime) -> int:
    """Write every entry of a directory, in the place of those with the same ids; returns how many.

    Raises
    ------
    NoSuchEntry : something refers to what is not in the directory; nothing is written.
    """
    directory.check_references()
    lists = (
        directory.taxonomies,
        directory.taxonomy_terms,
        directory.organisations,
        directory.locations,
        directory.services,
        directory.service_at_locations,
    )
    return sum(put(entries.values(), source=source, change=Change(at)) for entries in lists)


@transaction.atomic
def put(entries: Iterable[core.Entry], *, source: Source, change: Change) -> int:
    """Write entries of one kind, in the place of those with the same ids; returns how many.

    What is as it was already gets no new version.
    """
    values = list(entries)
    if not values:
        return 0
    model = model_of(values[0])
    rows = [row(value, source=source, at=change.at) for value in in_order(values)]
    keep_versions(kind_of(model), {one.id: (one.content, source.code) for one in rows}, change)
    fields = [field.name for field in model._meta.concrete_fields if not field.primary_key]
    model.objects.bulk_create(rows, batch_size=BATCH, update_conflicts=True, unique_fields=["id"], update_fields=fields)
    note_change(change.at)
    if model is Service:
        index_services([value for value in values if isinstance(value, core.Service)])
    if model is ServiceAtLocation:
        services = Service.objects.filter(id__in={value.service_id for value in values})  # type: ignore[union-attr]
        index_hours([service.value for service in services])
    index_words(services_with(model, [value.id for value in values]))
    return len(values)


@transaction.atomic
def take_out(kind: str, ids: Iterable[str], *, change: Change) -> int:
    """Take entries of one kind out; returns how many there were. What hangs on a service goes with it.

    Raises
    ------
    StillInUse : another entry refers to one of them.
    """
    keys = list(ids)
    if kind == "service":
        places = ServiceAtLocation.objects.filter(service_id__in=keys)
        take_out("service_at_location", places.values_list("id", flat=True), change=change)
    rows = KINDS[kind].objects.filter(id__in=keys)
    touched = set() if kind == "service" else services_with(KINDS[kind], keys)
    if kind == "service":
        indexing.forget(keys)
    keep_versions(kind, {one.id: (None, one.source_id) for one in rows}, change)
    try:
        removed = rows.delete()[1]
    except ProtectedError as problem:
        raise StillInUse("Another entry refers to it", expected="that one to be taken out first") from problem
    note_change(change.at)
    index_words(touched)
    return removed.get(KINDS[kind]._meta.label, 0)


def services_with(model: type[Entry], ids: list[str]) -> set[str]:
    """Ids of the services whose words or places entries of one kind are part of."""
    if model is Service:
        return set(ids)
    by = {ServiceAtLocation: "places", Location: "places__location", Organisation: "organisation"}
    field = by.get(model, "terms__term" if model is TaxonomyTerm else "")
    return set(Service.objects.filter(**{f"{field}__in": ids}).values_list("id", flat=True)) if field else set()


def index_words(service_ids: set[str]) -> None:
    """Bring what is searched up to date with some services."""
    for batch in batched(sorted(service_ids), BATCH):
        indexing.index(directory_around(Service.objects.filter(id__in=batch)))


def keep_versions(kind: str, contents: dict[str, tuple[Any, str]], change: Change) -> None:
    """Add a version of each entry whose content is another than that of its last.

    Parameters
    ----------
    contents : by id, the content (None: taken out) and the code of its source.
    """
    latest: dict[str, Version] = {}
    for batch in batched(sorted(contents), BATCH):
        for version in Version.objects.filter(kind=kind, entry_id__in=batch).order_by("number"):
            latest[version.entry_id] = version
    versions = []
    for key, (content, source_code) in contents.items():
        last = latest.get(key)
        if last is not None and last.content == content and change.why != Version.Why.CHECKED:
            continue
        number = last.number + 1 if last else 1
        said = {"kind": kind, "entry_id": key, "number": number, "content": content, "source_code": source_code}
        versions.append(Version(**said, why=change.why, at=change.at, by=change.by))
    Version.objects.bulk_create(versions, batch_size=BATCH)


def batched(keys: list[str], size: int) -> Iterator[list[str]]:
    """Some keys at a time."""
    for start in range(0, len(keys), size):
        yield keys[start : start + size]


def kind_of(model: type[Entry]) -> str:
    """The kind of entry a table holds."""
    return next(kind for kind, each in KINDS.items() if each is model)


def note_change(at: datetime) -> None:
    """Say that the directory is another now, so that readers who have it ask again."""
    Revision.objects.get_or_create(pk=1)
    Revision.objects.filter(pk=1).update(number=F("number") + 1, changed_at=at)
    current.look_again()


def in_order(values: list[Any]) -> list[Any]:
    """Wider terms before narrower ones; anything else as it is."""
    if not isinstance(values[0], core.TaxonomyTerm):
        return values
    by_id = {term.id: term for term in values}

    def depth(term: core.TaxonomyTerm, seen: frozenset[str] = frozenset()) -> int:
        parent = by_id.get(term.parent_id)
        return 0 if parent is None or term.id in seen else 1 + depth(parent, seen | {term.id})

    return sorted(values, key=depth)
