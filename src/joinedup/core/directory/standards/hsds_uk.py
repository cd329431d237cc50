"""Write the directory as HSDS-UK 3.0; what is not known is left out, as the standard wants."""

from collections.abc import Iterable
from typing import Any

from joinedup.core.directory import locations, organisations, services, taxonomies
from joinedup.core.directory.eligibility import Carers
from joinedup.core.directory.entries import Directory
from joinedup.core.directory.schedules import Schedule

VERSION = "HSDS-UK-3.0"
PROFILE = "https://github.com/OpenReferralUK/uk-profile"
Json = dict[str, Any]


def known(**values: Any) -> Json:
    """The values there are: no None, no empty text, no empty list; nought and False are values.

    Examples
    --------
    >>> known(name="A", url="", amount=0, phones=[], age=None)
    {'name': 'A', 'amount': 0}
    """
    return {name: value for name, value in values.items() if value is not None and value not in ("", [], {})}


def taxonomy(one: taxonomies.Taxonomy, among: Directory | None = None) -> Json:
    """A taxonomy; with its terms where the directory they are in is given."""
    terms = among.terms_of.get(one.id, ()) if among else ()
    return known(
        id=one.id,
        name=one.name,
        uri=one.uri,
        version=one.version,
        taxonomy_terms=[taxonomy_term(term, one.name) for term in terms],
    ) | {"description": one.description}


def taxonomy_term(one: taxonomies.TaxonomyTerm, taxonomy_name: str = "") -> Json:
    """A term of a taxonomy."""
    return known(
        id=one.id,
        name=one.name,
        parent_id=one.parent_id,
        taxonomy=taxonomy_name,
        taxonomy_id=one.taxonomy_id,
        term_uri=one.uri,
        term=one.code,
    ) | {"description": one.description}


def attributes(tied: Iterable[taxonomies.Attribute], link_id: str, among: Directory) -> list[Json]:
    """The terms tied to an entry, each written out."""
    written = []
    for one in tied:
        term = among.taxonomy_terms[one.taxonomy_term_id]
        name = among.taxonomies[term.taxonomy_id].name
        ids = known(id=one.id, link_id=link_id, taxonomy_term_id=term.id, link_type=one.link_type)
        written.append(ids | {"taxonomy_term": taxonomy_term(term, name)})
    return written


def organisation(one: organisations.Organisation, among: Directory, *, full: bool = True) -> Json:
    """An organisation; in full with its identifiers and attributes."""
    written = known(
        id=one.id,
        name=one.name,
        email=one.email,
        website=one.website,
        logo=one.logo,
        uri=one.uri,
        parent_organization_id=one.parent_organisation_id,
    ) | {"description": one.description}
    if not full:
        return written
    identifiers = [
        known(
            id=identifier.id,
            organization_id=one.id,
            identifier_scheme=identifier.identifier_scheme,
            identifier_type=identifier.identifier_type,
            identifier=identifier.identifier,
        )
        for identifier in one.identifiers
    ]
    return written | known(organization_identifiers=identifiers, attributes=attributes(one.attributes, one.id, among))


def location(one: locations.Location, among: Directory) -> Json:
    """A location with its addresses and how accessible it is."""
    return known(
        id=one.id,
        location_type=one.location_type.value,
        name=one.name,
        description=one.description,
        latitude=one.latitude,
        longitude=one.longitude,
        external_identifier=one.external_identifier,
        external_identifier_type=one.external_identifier_type,
        addresses=[address(each, one.id) for each in one.addresses],
        accessibility=[accessibility(each, one.id) for each in one.accessibility],
        attributes=attributes(one.attributes, one.id, among),
    )


def address(one: locations.Address, location_id: str) -> Json:
    """An address; its required fields are there even when empty."""
    required = {
        "address_1": one.address_1,
        "city": one.city,
        "state_province": one.state_province,
        "postal_code": one.postal_code,
        "country": one.country,
        "address_type": one.address_type.value,
    }
    return known(id=one.id, location_id=location_id, attention=one.attention, region=one.region) | required


def accessibility(one: locations.Accessibility, location_id: str) -> Json:
    """One thing that makes a location usable."""
    return known(
        id=one.id,
        location_id=location_id,
        description=one.description,
        details=one.details,
        url=one.url,
        accessibility=one.accessibility,
        joinedup_is_wheelchair_accessible=one.is_wheelchair_accessible,
    )


def service_at_location(
    one: services.ServiceAtLocation, among: Directory, *, with_service: bool = True, full: bool = True
) -> Json:
    """A service at a location, with the location and, unless it stands inside a service, the service."""
    place = among.locations[one.location_id]
    written: Json = {"id": one.id, "service_id": one.service_id, "location_id": one.location_id}
    written |= {"location": location(place, among)}
    if with_service:
        written["service"] = service(among.services[one.service_id], among, full=full, within_location=True)
    return written


def service(one: services.Service, among: Directory, *, full: bool = True, within_location: bool = False) -> Json:
    """A service: as in a list, or in full with everything that hangs on it.

    Parameters
    ----------
    within_location : it stands inside a service at location, which says where it is.
    """
    rules = one.eligibility
    written = known(
        id=one.id,
        organization_id=one.organisation_id,
        name=one.name,
        description=one.description,
        url=one.url,
        email=one.email,
        status=one.status.value,
        fees=one.fees,
        accreditations=one.accreditations,
        minimum_age=rules.minimum_age,
        maximum_age=rules.maximum_age,
        assured_date=one.assured_date and one.assured_date.isoformat(),
        assurer_email=one.assurer_email,
        alert=one.alert,
        last_modified=one.last_modified and one.last_modified.isoformat(),
        joinedup_attending=[way.value for way in one.attending],
        joinedup_eligibility=eligibility(one),
        joinedup_offers=list(one.offers),
    )
    written["organization"] = organisation(among.organisations[one.organisation_id], among, full=full)
    if full:
        written |= parts(one, among)
        if not within_location:
            places = among.places_of.get(one.id, ())
            written |= known(
                service_at_locations=[service_at_location(each, among, with_service=False) for each in places]
            )
    return written


def eligibility(one: services.Service) -> Json:
    """What the standard has no field for; ages stand in its own."""
    rules = one.eligibility
    return known(
        needs=list(rules.needs),
        carers="" if rules.carers is Carers.ANYBODY else rules.carers.value,
        referral_routes=[route.value for route in rules.referral_routes],
        not_for=list(rules.not_for),
        words=rules.words,
    )


def parts(one: services.Service, among: Directory) -> Json:
    """Everything a service has several of."""
    mine = {"service_id": one.id}
    return known(
        schedules=[schedule(each) | mine for each in one.schedules],
        service_areas=[service_area(each) | mine for each in one.service_areas],
        languages=[language(each) | mine for each in one.languages],
        funding=[known(id=each.id, source=each.source) | mine for each in one.funding],
        cost_options=[cost_option(each) | mine for each in one.cost_options],
        contacts=[contact(each) | mine for each in one.contacts],
        attributes=attributes(one.attributes, one.id, among),
    )


def schedule(one: Schedule) -> Json:
    """Opening hours; an interval is only said where they repeat."""
    return known(
        id=one.id,
        service_at_location_id=one.service_at_location_id,
        valid_from=one.valid_from and one.valid_from.isoformat(),
        valid_to=one.valid_to and one.valid_to.isoformat(),
        dtstart=one.dtstart and one.dtstart.isoformat(),
        freq=one.freq and one.freq.value,
        interval=one.interval if one.freq else None,
        byday=",".join(one.byday),
        bymonthday=",".join(str(day) for day in one.bymonthday),
        description=one.description,
        opens_at=one.opens_at and one.opens_at.isoformat(),
        closes_at=one.closes_at and one.closes_at.isoformat(),
        schedule_link=one.schedule_link,
        attending_type=one.attending_type,
        notes=one.notes,
    )


def service_area(one: services.ServiceArea) -> Json:
    """An area; the standard's `service_area` repeats its name, as its examples do."""
    return known(
        id=one.id,
        name=one.name,
        extent=one.extent,
        extent_type=one.extent_type,
        uri=one.uri,
        service_area=one.name,
        joinedup_code=one.code,
    )


def language(one: services.Language) -> Json:
    """A language; its name and code are local fields."""
    return known(id=one.id, joinedup_name=one.name, joinedup_code=one.code)


def cost_option(one: services.CostOption) -> Json:
    """A price in pounds."""
    return known(
        id=one.id,
        valid_from=one.valid_from and one.valid_from.isoformat(),
        valid_to=one.valid_to and one.valid_to.isoformat(),
        option=one.option,
        amount=None if one.amount_pence is None else one.amount_pence / 100,
        amount_description=one.amount_description,
    )


def contact(one: services.Contact) -> Json:
    """Whom to ask; e-mail and telephone are local fields, for the profile leaves them out."""
    phones = [
        known(
            id=phone.id,
            contact_id=one.id,
            number=phone.number,
            description=phone.description,
            languages=[language(each) | {"phone_id": phone.id} for each in phone.languages],
        )
        for phone in one.phones
    ]
    return known(id=one.id, name=one.name, title=one.title, joinedup_email=one.email, joinedup_phones=phones)


def whole(directory: Directory) -> Json:
    """The whole directory in one document: every list of the standard, in full. `read` takes it back."""
    return {
        "version": VERSION,
        "profile": PROFILE,
        "organizations": [organisation(one, directory) for one in directory.organisations.values()],
        "services": [service(one, directory, within_location=True) for one in directory.services.values()],
        "service_at_locations": [
            {"id": one.id, "service_id": one.service_id, "location_id": one.location_id}
            for one in directory.service_at_locations.values()
        ],
        "locations": [location(one, directory) for one in directory.locations.values()],
        "taxonomies": [taxonomy(one) for one in directory.taxonomies.values()],
        "taxonomy_terms": [
            taxonomy_term(one, directory.taxonomies[one.taxonomy_id].name) for one in directory.taxonomy_terms.values()
        ],
    }


def page(contents: list[Json], *, number: int, per_page: int, total_items: int) -> Json:
    """One page of a list, with what it says about itself. An empty list has one empty page.

    Parameters
    ----------
    number : of the page, from 1.

    Examples
    --------
    >>> shown = page([{}], number=2, per_page=2, total_items=3)
    >>> shown["total_pages"], shown["size"], shown["first_page"], shown["last_page"], shown["empty"]
    (2, 1, False, True, False)
    """
    total_pages = max(1, -(-total_items // per_page))
    return {
        "total_items": total_items,
        "total_pages": total_pages,
        "page_number": number,
        "size": len(contents),
        "first_page": number == 1,
        "last_page": number == total_pages,
        "empty": not contents,
        "contents": contents,
    }
