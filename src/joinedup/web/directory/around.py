"""The core's directory of some rows and everything they refer to, in a fixed number of queries."""

from collections.abc import Iterable
from typing import Any

from joinedup.core import directory as core
from joinedup.web.directory.models import Organisation, Service, ServiceAtLocation, TaxonomyTerm


def directory_around(services: Iterable[Service]) -> core.Directory:
    """The core's directory of some services and everything they refer to."""
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
