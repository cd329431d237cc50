"""Put entries into the tables, take them out, and make the core's directory of them: the one door for writing."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db import transaction
from django.db.models import F, ProtectedError

from joinedup.core import directory as core
from joinedup.core.directory.schedules import DAYS
from joinedup.core.directory.stored import to_json
from joinedup.core.errors import CannotProceed
from joinedup.web.directory import indexing
from joinedup.web.directory.models import (
    KINDS,
    Entry,
    Location,
    OpeningHours,
    Organisation,
    Revision,
    Service,
    ServiceArea,
    ServiceAtLocation,
    ServiceTerm,
    Source,
    Taxonomy,
    TaxonomyTerm,
    Version,
)

BATCH = 500


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


def in_order(values: list[Any]) -> list[Any]:
    """Wider terms before narrower ones; anything else as it is."""
    if not isinstance(values[0], core.TaxonomyTerm):
        return values
    by_id = {term.id: term for term in values}

    def depth(term: core.TaxonomyTerm, seen: frozenset[str] = frozenset()) -> int:
        parent = by_id.get(term.parent_id)
        return 0 if parent is None or term.id in seen else 1 + depth(parent, seen | {term.id})

    return sorted(values, key=depth)


def model_of(value: core.Entry) -> type[Entry]:
    """The table a value of the core belongs in."""
    return next(model for model in KINDS.values() if isinstance(value, model.core_type))


def row(value: Any, *, source: Source, at: datetime) -> Entry:
    """A value of the core as a row of its table."""
    model = model_of(value)
    modified_at = getattr(value, "last_modified", None) or at
    common = {
        "id": value.id,
        "name": getattr(value, "name", "")[:500],
        "content": to_json(value),
        "modified_at": modified_at,
        "source": source,
        "source_key": value.id,
    }
    return model(**common, **COLUMNS[model](value))


COLUMNS: dict[type[Entry], Any] = {
    Taxonomy: lambda _: {},
    TaxonomyTerm: lambda term: {
        "taxonomy_id": term.taxonomy_id,
        "parent_id": term.parent_id or None,
        "code": term.code[:100],
    },
    Organisation: lambda organisation: {"email": organisation.email[:254]},
    Location: lambda location: {
        "latitude": location.latitude,
        "longitude": location.longitude,
        "postcode": location.postcode[:12],
        "is_wheelchair_accessible": location.is_wheelchair_accessible,
    },
    ServiceAtLocation: lambda place: {"service_id": place.service_id, "location_id": place.location_id},
    Service: lambda service: {
        "organisation_id": service.organisation_id,
        "description": service.description,
        "status": service.status.value,
        "minimum_age": service.eligibility.minimum_age,
        "maximum_age": service.eligibility.maximum_age,
        "carers": service.eligibility.carers.value,
        "is_free": service.is_free,
        "is_remote": service.is_remote,
        "offers": list(service.offers),
        "assured_on": service.assured_date,
    },
}


def index_services(services: list[core.Service]) -> None:
    """Write anew the rows services are found by."""
    ids = [service.id for service in services]
    ServiceTerm.objects.filter(service_id__in=ids).delete()
    ServiceArea.objects.filter(service_id__in=ids).delete()
    ServiceTerm.objects.bulk_create(
        [
            ServiceTerm(service_id=service.id, term_id=tied.taxonomy_term_id, link_type=tied.link_type[:60])
            for service in services
            for tied in service.attributes
        ],
        batch_size=BATCH,
    )
    ServiceArea.objects.bulk_create(
        [ServiceArea(service_id=service.id, code=code[:60]) for service in services for code in service.area_codes],
        batch_size=BATCH,
    )
    index_hours(services)


def index_hours(services: list[core.Service]) -> None:
    """Write anew the opening hours of services; those of a place that is not there (yet) are left for later."""
    ids = [service.id for service in services]
    OpeningHours.objects.filter(service_id__in=ids).delete()
    places = set(ServiceAtLocation.objects.filter(service_id__in=ids).values_list("id", flat=True))
    OpeningHours.objects.bulk_create(
        [
            OpeningHours(
                service_id=service.id,
                service_at_location_id=hours.service_at_location_id or None,
                weekday=day,
                opens_at=hours.opens_at,
                closes_at=hours.closes_at,
            )
            for service in services
            for hours in service.schedules
            if not hours.service_at_location_id or hours.service_at_location_id in places
            for day in hours.weekdays or DAYS
        ],
        batch_size=BATCH,
    )


def directory_around(services: Iterable[Service]) -> core.Directory:
    """The core's directory of some services and everything they refer to, in a fixed number of queries."""
    rows = list(services)
    places = list(ServiceAtLocation.objects.filter(service__in=rows).select_related("location"))
    values = [one.value for one in rows]
    locations = [one.value for one in {place.location_id: place.location for place in places}.values()]
    organisations = [
        one.value for one in Organisation.objects.filter(id__in={value.organisation_id for value in values})
    ]
    return core.Directory.of(
        organisations=organisations,
        services=values,
        locations=locations,
        service_at_locations=[one.value for one in places],
        **terms_of([*values, *locations, *organisations]),
    )


def with_organisations(services: Iterable[Service]) -> core.Directory:
    """The core's directory of some services and who provides them, which is enough for a list."""
    values = [one.value for one in services]
    owners = Organisation.objects.filter(id__in={value.organisation_id for value in values})
    return core.Directory.of(organisations=[one.value for one in owners], services=values)


def terms_of(values: Iterable[Any]) -> dict[str, list[Any]]:
    """The terms that entries are tied to, and their taxonomies."""
    ids = {tied.taxonomy_term_id for value in values for tied in value.attributes}
    terms = list(TaxonomyTerm.objects.filter(id__in=ids).select_related("taxonomy"))
    return {
        "taxonomies": [one.value for one in {term.taxonomy_id: term.taxonomy for term in terms}.values()],
        "taxonomy_terms": [term.value for term in terms],
    }


def directory_with(**lists: list[Any]) -> core.Directory:
    """The core's directory of some entries and the terms they are tied to."""
    return core.Directory.of(**lists, **terms_of([value for values in lists.values() for value in values]))
