"""Which real services deliver an offer: entries of the directory, whom each is for, and where."""

from collections.abc import Iterable, Mapping, Sequence

import pyarrow as pa

from joinedup.core.directory import Carers, Directory, Seeker, Service, Status, fits
from joinedup.core.plans.local_help import POINT

SCHEMA = pa.schema(
    [
        ("service", pa.string()),
        ("name", pa.string()),
        ("organisation", pa.string()),
        ("offer", pa.string()),
        ("neighbourhood", pa.string()),
        ("telephone", pa.string()),
        ("minimum_age", pa.float64()),
        ("maximum_age", pa.float64()),
        ("is_for_carers_only", pa.bool_()),
        ("points", pa.list_(POINT)),
    ]
)


def delivering(offer: str, directory: Directory, seeker: Seeker) -> tuple[Service, ...]:
    """The services in use that deliver an offer and that nothing known about somebody speaks against.

    Parameters
    ----------
    offer : code of definitions/evidence/offers.yaml.

    Examples
    --------
    >>> from joinedup.core.directory import Eligibility, Organisation
    >>> walks = Service("s", "o", "Walks", offers=("keep_active_advice",), eligibility=Eligibility(minimum_age=50))
    >>> local = Directory.of([Organisation("o", "Walkers")], [walks])
    >>> [len(delivering("keep_active_advice", local, Seeker(age=age))) for age in (49, 50)]
    [0, 1]
    """
    return tuple(
        service
        for service in directory.services.values()
        if service.status is Status.ACTIVE
        and offer in service.offers
        and fits(service.eligibility, seeker, service.area_codes)
    )


def offer_services(directory: Directory, neighbourhoods_in: Mapping[str, Iterable[str]]) -> pa.Table:
    """Every service that delivers an offer, as `local_help` takes them.

    Parameters
    ----------
    neighbourhoods_in : by code or name of an area, the neighbourhoods in it; a service for areas that are not here is
        left out.

    Returns
    -------
    one row per service, offer it delivers and neighbourhood it is for; without a neighbourhood it is for everywhere.
    """
    rows = [
        row(service, offer, hood, directory)
        for service in directory.services.values()
        if service.status is Status.ACTIVE
        for offer in service.offers
        for hood in hoods_of(service, neighbourhoods_in)
    ]
    return pa.Table.from_pylist(rows, SCHEMA)


def hoods_of(service: Service, neighbourhoods_in: Mapping[str, Iterable[str]]) -> Sequence[str | None]:
    """The neighbourhoods a service is for; [None] where that is everywhere."""
    if not service.area_codes:
        return [None]
    names = {name for area in service.service_areas for name in (area.code, area.name)}
    return sorted({hood for name in names for hood in neighbourhoods_in.get(name, ())})


def row(service: Service, offer: str, neighbourhood: str | None, directory: Directory) -> dict[str, object]:
    """One row of `offer_services`."""
    rules = service.eligibility
    return {
        "service": service.id,
        "name": service.name,
        "organisation": directory.organisations[service.organisation_id].name,
        "offer": offer,
        "neighbourhood": neighbourhood,
        "telephone": next((phone.number for phone in service.phones), ""),
        "minimum_age": rules.minimum_age,
        "maximum_age": rules.maximum_age,
        "is_for_carers_only": rules.carers is Carers.ONLY,
        "points": points(service, directory),
    }


def points(service: Service, directory: Directory) -> list[dict[str, float | None]]:
    """Where people have to go for a service; nowhere, if it reaches them where they are."""
    if service.is_remote:
        return []
    places = [directory.locations[place.location_id] for place in directory.places_of.get(service.id, ())]
    known = [place for place in places if place.latitude is not None]
    return [{"latitude": place.latitude, "longitude": place.longitude} for place in known]


def offers_without_service(offers: Iterable[str], services: pa.Table) -> tuple[str, ...]:
    """Codes of offers that no service delivers."""
    delivered = set(services["offer"].to_pylist())
    return tuple(sorted(offer for offer in offers if offer not in delivered))
