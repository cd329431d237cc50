"""Write the directory as Open Referral UK 1.0, the older standard that many readers still speak."""

from typing import Any

from joinedup.core.directory import locations, organisations, services, taxonomies
from joinedup.core.directory.eligibility import Eligibility, ReferralRoute
from joinedup.core.directory.entries import Directory
from joinedup.core.directory.schedules import Schedule
from joinedup.core.directory.standards.hsds_uk import known

VERSION = "HSDS-UK-1.0"
Json = dict[str, Any]
ACCESS = {
    ReferralRoute.DROP_IN: "drop-in",
    ReferralRoute.SELF: "drop-in",
    ReferralRoute.APPOINTMENT: "appointment",
    ReferralRoute.MEMBERSHIP: "membership",
    ReferralRoute.GP: "referral",
    ReferralRoute.PROFESSIONAL: "referral",
}  # the most open way in is the one a reader of 1.0 is told


def taxonomy(one: taxonomies.TaxonomyTerm, among: Directory) -> Json:
    """A term; its taxonomy is 1.0's vocabulary."""
    vocabulary = among.taxonomies[one.taxonomy_id].name
    return known(id=one.id, name=one.name, vocabulary=vocabulary, parent_id=one.parent_id)


def organisation(one: organisations.Organisation) -> Json:
    """An organisation."""
    found = known(id=one.id, name=one.name, email=one.email, url=one.website, logo=one.logo, uri=one.uri)
    return found | {"description": one.description}


def basic_service(one: services.Service, among: Directory) -> Json:
    """A service as it stands in a list."""
    route = next((route for route in ACCESS if route in one.eligibility.referral_routes), None)
    return known(
        id=one.id,
        organization=organisation(among.organisations[one.organisation_id]),
        name=one.name,
        description=one.description,
        url=one.url,
        email=one.email,
        status=one.status.value,
        fees=one.fees,
        accreditations=one.accreditations,
        assured_date=one.assured_date and one.assured_date.isoformat(),
        attending_type=one.attending[0].value if one.attending else None,
        attending_access=ACCESS[route] if route else None,
    )


def service(one: services.Service, among: Directory) -> Json:
    """A service with everything that hangs on it."""
    hours = [each for each in one.schedules if not each.service_at_location_id]
    return basic_service(one, among) | known(
        contacts=[contact(each) for each in one.contacts],
        cost_options=[cost_option(each) for each in one.cost_options],
        eligibilitys=eligibilities(one.id, one.eligibility),
        fundings=[known(id=each.id, source=each.source) for each in one.funding],
        languages=[known(id=each.id, language=each.name) for each in one.languages],
        regular_schedules=[regular_schedule(each) for each in hours],
        service_areas=[
            known(id=each.id, service_area=each.name, extent=each.extent, uri=each.uri) for each in one.service_areas
        ],
        service_at_locations=[service_at_location(each, one, among) for each in among.places_of.get(one.id, ())],
        service_taxonomys=[
            {"id": each.id, "taxonomy": taxonomy(among.taxonomy_terms[each.taxonomy_term_id], among)}
            for each in one.attributes
        ],
    )


def service_at_location(one: services.ServiceAtLocation, of: services.Service, among: Directory) -> Json:
    """A service at a location, with the hours that hold there."""
    hours = [each for each in of.schedules if each.service_at_location_id == one.id]
    return known(
        id=one.id,
        location=location(among.locations[one.location_id]),
        regular_schedule=[regular_schedule(each) for each in hours],
    )


def location(one: locations.Location, given_here: tuple[Json, ...] = ()) -> Json:
    """A location; `given_here` are the services at it, each as the list has it."""
    return known(
        id=one.id,
        name=one.name,
        description=one.description,
        latitude=one.latitude,
        longitude=one.longitude,
        physical_addresses=[
            {
                "id": each.id,
                "address_1": each.address_1,
                "city": each.city,
                "state_province": each.state_province,
                "postal_code": each.postal_code,
                "country": each.country,
            }
            for each in one.addresses
        ],
        accessibility_for_disabilities=[
            known(id=each.id, accessibility=each.accessibility) for each in one.accessibility
        ],
        service_at_locations=list(given_here),
    )


def regular_schedule(one: Schedule) -> Json:
    """Opening hours."""
    return known(
        id=one.id,
        opens_at=one.opens_at and one.opens_at.isoformat("minutes"),
        closes_at=one.closes_at and one.closes_at.isoformat("minutes"),
        valid_from=one.valid_from and one.valid_from.isoformat(),
        valid_to=one.valid_to and one.valid_to.isoformat(),
        dtstart=one.dtstart and one.dtstart.isoformat(),
        freq=one.freq and one.freq.value,
        interval=str(one.interval) if one.freq else "",
        byday=",".join(one.byday),
        bymonthday=",".join(str(day) for day in one.bymonthday),
        description=one.description,
    )


def contact(one: services.Contact) -> Json:
    """Whom to ask."""
    return known(
        id=one.id,
        name=one.name,
        title=one.title,
        phones=[{"id": phone.id, "number": phone.number} for phone in one.phones],
    )


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


def eligibilities(service_id: str, rules: Eligibility) -> list[Json]:
    """The ages a service is for, if any are said."""
    ages = known(minimum_age=rules.minimum_age, maximum_age=rules.maximum_age)
    return [{"id": service_id, **ages}] if ages else []


def page(contents: list[Json], *, number: int, per_page: int, total_items: int) -> Json:
    """One page of a list, with what it says about itself.

    Parameters
    ----------
    number : of the page, from 1.
    """
    total_pages = max(1, -(-total_items // per_page))
    return {
        "totalElements": total_items,
        "totalPages": total_pages,
        "number": number,
        "size": len(contents),
        "first": number == 1,
        "last": number == total_pages,
        "empty": not contents,
        "content": contents,
    }
