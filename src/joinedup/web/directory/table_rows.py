"""A value of the core as a row of its table, and the rows by which services are found."""

from datetime import datetime
from typing import Any

from joinedup.core import directory as core
from joinedup.core.directory.schedules import DAYS
from joinedup.core.directory.stored import to_json
from joinedup.web.directory.models import (
    KINDS,
    Entry,
    Location,
    OpeningHours,
    Organisation,
    Service,
    ServiceArea,
    ServiceAtLocation,
    ServiceTerm,
    Source,
    Taxonomy,
    TaxonomyTerm,
)

BATCH = 500


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
