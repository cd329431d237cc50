"""Read HSDS-UK 3.0 into the directory's own types: forgiving of what can be understood, plain about what cannot."""

from typing import Any

from joinedup.core.directory import locations, organisations, services, taxonomies
from joinedup.core.directory.eligibility import Carers, Eligibility, ReferralRoute
from joinedup.core.directory.schedules import Frequency, Schedule
from joinedup.core.directory.standards.formats import is_byday, is_bymonthday
from joinedup.core.directory.standards.reading import (
    CannotBeRead,
    Json,
    Reading,
    day,
    many,
    moment,
    number,
    objects,
    one_of,
    text,
    time_of_day,
    words,
)

UNNAMED_TAXONOMY = "Terms without a taxonomy"


def read(document: Json, source: str) -> Reading:
    """Everything in a document of lists: `services` in full, and whatever others of the standard's lists there are.

    Parameters
    ----------
    document : as `hsds_uk.whole` writes it, or lists gathered from a feed's pages.
    source : code of where it comes from.
    """
    reading = Reading(source)
    for given in objects(document.get("taxonomies")):
        read_taxonomy(reading, given)
    for given in objects(document.get("taxonomy_terms")):
        read_term(reading, given)
    for given in objects(document.get("organizations")):
        read_organisation(reading, given)
    for given in objects(document.get("locations")):
        read_location(reading, given)
    for given in objects(document.get("services")):
        read_service(reading, given)
    for given in objects(document.get("service_at_locations")):
        read_place(reading, given, "")
    return reading


def read_taxonomy(reading: Reading, given: Any) -> None:
    """A taxonomy and the terms in it."""

    def make(one: Json) -> taxonomies.Taxonomy:
        return taxonomies.Taxonomy(
            id=reading.key("taxonomy", one["id"]),
            name=required(one, "name"),
            description=text(one, "description"),
            uri=text(one, "uri"),
            version=text(one, "version"),
        )

    made = reading.take("taxonomy", given, make)
    for term in many(given, "taxonomy_terms") if made else ():
        read_term(reading, {"taxonomy_id": given["id"], "taxonomy": made.name if made else "", **term})


def read_term(reading: Reading, given: Any) -> taxonomies.TaxonomyTerm | None:
    """A term; where only its taxonomy's name is known, the taxonomy is made from that."""

    def make(one: Json) -> taxonomies.TaxonomyTerm:
        parent = text(one, "parent_id")
        return taxonomies.TaxonomyTerm(
            id=reading.key("taxonomy_term", one["id"]),
            taxonomy_id=taxonomy_of(reading, one),
            code=text(one, "term", "code"),
            name=required(one, "name"),
            description=text(one, "description"),
            parent_id=reading.key("taxonomy_term", parent) if parent else "",
            uri=text(one, "term_uri"),
        )

    return reading.take("taxonomy_term", given, make)


def taxonomy_of(reading: Reading, term: Json) -> str:
    """The id of a term's taxonomy, by its id or else by its name."""
    theirs, name = text(term, "taxonomy_id"), text(term, "taxonomy") or UNNAMED_TAXONOMY
    known = reading.entries.setdefault("taxonomy", {})
    if not theirs:
        same = next((key for key, one in known.items() if one.name == name), None)
        if same:
            return same
    key = reading.key("taxonomy", theirs or f"named {name}")
    known.setdefault(key, taxonomies.Taxonomy(key, name, ""))
    return key


def read_attributes(reading: Reading, given: Json) -> tuple[taxonomies.Attribute, ...]:
    """The terms tied to an entry; those met here for the first time are kept."""
    tied = []
    for one in many(given, "attributes"):
        term = one.get("taxonomy_term")
        made = read_term(reading, term) if term is not None else None
        theirs = made.id if made else reading.key("taxonomy_term", text(one, "taxonomy_term_id"))
        if made or theirs in reading.entries.get("taxonomy_term", {}):
            key = reading.key("attribute", one.get("id") or f"{given['id']} {theirs}")
            tied.append(taxonomies.Attribute(key, theirs, text(one, "link_type")))
    return tuple(tied)


def read_organisation(reading: Reading, given: Any) -> organisations.Organisation | None:
    """An organisation with what other registers call it."""

    def make(one: Json) -> organisations.Organisation:
        parent = text(one, "parent_organization_id")
        return organisations.Organisation(
            id=reading.key("organisation", one["id"]),
            name=required(one, "name"),
            description=text(one, "description"),
            email=text(one, "email"),
            website=text(one, "website", "url"),
            logo=text(one, "logo"),
            uri=text(one, "uri"),
            parent_organisation_id=reading.key("organisation", parent) if parent else "",
            identifiers=tuple(
                organisations.Identifier(
                    reading.key("identifier", each.get("id") or f"{one['id']} {text(each, 'identifier')}"),
                    required(each, "identifier"),
                    text(each, "identifier_type"),
                    text(each, "identifier_scheme"),
                )
                for each in many(one, "organization_identifiers")
            ),
            attributes=read_attributes(reading, one),
        )

    return reading.take("organisation", given, make)


def read_location(reading: Reading, given: Any) -> locations.Location | None:
    """A location with its addresses and accessibility."""

    def make(one: Json) -> locations.Location:
        latitude, longitude = number(one, "latitude"), number(one, "longitude")
        return locations.Location(
            id=reading.key("location", one["id"]),
            name=text(one, "name"),
            location_type=one_of(locations.LocationType, one, "location_type", locations.LocationType.PHYSICAL),
            description=text(one, "description"),
            latitude=latitude,
            longitude=longitude,
            external_identifier=text(one, "external_identifier"),
            external_identifier_type=text(one, "external_identifier_type"),
            addresses=tuple(read_address(reading, each) for each in many(one, "addresses", "physical_addresses")),
            accessibility=tuple(
                read_accessibility(reading, each)
                for each in many(one, "accessibility", "accessibility_for_disabilities")
            ),
            attributes=read_attributes(reading, one),
        )

    return reading.take("location", given, make)


def read_address(reading: Reading, one: Json) -> locations.Address:
    """An address."""
    return locations.Address(
        id=reading.key("address", required(one, "id")),
        address_1=text(one, "address_1"),
        city=text(one, "city"),
        state_province=text(one, "state_province"),
        postal_code=text(one, "postal_code"),
        country=text(one, "country") or "GB",
        address_type=one_of(locations.LocationType, one, "address_type", locations.LocationType.PHYSICAL),
        attention=text(one, "attention"),
        region=text(one, "region"),
    )


def read_accessibility(reading: Reading, one: Json) -> locations.Accessibility:
    """What makes a location usable; without our own field, nobody has said anything of wheelchairs."""
    wheelchair = one.get("joinedup_is_wheelchair_accessible")
    return locations.Accessibility(
        id=reading.key("accessibility", required(one, "id")),
        accessibility=text(one, "accessibility"),
        description=text(one, "description"),
        details=text(one, "details"),
        url=text(one, "url"),
        is_wheelchair_accessible=wheelchair if isinstance(wheelchair, bool) else None,
    )


def read_place(reading: Reading, given: Any, service_id: str) -> None:
    """A service at a location, with the location if it is told there."""
    if isinstance(given, dict) and given.get("service") is not None:
        inner = read_service(reading, given["service"])
        service_id = inner.id if inner else service_id
    if isinstance(given, dict) and given.get("location") is not None:
        read_location(reading, given["location"])

    def make(one: Json) -> services.ServiceAtLocation:
        theirs = text(one, "location_id") or text(one.get("location") or {}, "id")
        return services.ServiceAtLocation(
            id=reading.key("service_at_location", one["id"]),
            service_id=service_id or reading.key("service", required(one, "service_id")),
            location_id=reading.key("location", theirs),
        )

    reading.take("service_at_location", given, make)


def read_service(reading: Reading, given: Any) -> services.Service | None:
    """A service with all that hangs on it."""
    if isinstance(given, dict) and given.get("organization") is not None:
        read_organisation(reading, given["organization"])

    made = reading.take("service", given, lambda one: _service(reading, one))
    if made is not None:
        for place in objects(given.get("service_at_locations")):
            read_place(reading, place, made.id)
    return made


def _service(reading: Reading, one: Json) -> services.Service:
    organisation = text(one, "organization_id") or text(one.get("organization") or {}, "id")
    return services.Service(
        id=reading.key("service", one["id"]),
        organisation_id=reading.key("organisation", organisation),
        name=required(one, "name"),
        description=text(one, "description"),
        status=one_of(services.Status, one, "status", services.Status.ACTIVE),
        url=text(one, "url"),
        email=text(one, "email"),
        fees=text(one, "fees"),
        accreditations=text(one, "accreditations"),
        alert=text(one, "alert"),
        attending=tuple(services.Attending(way) for way in words(one.get("joinedup_attending", []))),
        eligibility=read_eligibility(one),
        offers=words(one.get("joinedup_offers", [])),
        assured_date=day(one, "assured_date"),
        assurer_email=text(one, "assurer_email"),
        last_modified=moment(one, "last_modified"),
        attributes=read_attributes(reading, one),
        **_parts(reading, one),
    )


def _parts(reading: Reading, one: Json) -> dict[str, Any]:
    def key(kind: str, each: Json) -> str:
        return reading.key(kind, each.get("id") or f"{one['id']} {sorted(each.items())}")

    return {
        "schedules": tuple(read_schedule(reading, key("schedule", each), each) for each in many(one, "schedules")),
        "service_areas": tuple(
            services.ServiceArea(
                id=key("service_area", each),
                name=text(each, "name", "service_area"),
                code=text(each, "joinedup_code"),
                extent=text(each, "extent"),
                extent_type=text(each, "extent_type"),
                uri=text(each, "uri"),
            )
            for each in many(one, "service_areas")
        ),
        "languages": tuple(read_language(key("language", each), each) for each in many(one, "languages")),
        "funding": tuple(
            services.Funding(key("funding", each), text(each, "source")) for each in many(one, "funding", "fundings")
        ),
        "cost_options": tuple(read_cost_option(key("cost_option", each), each) for each in many(one, "cost_options")),
        "contacts": read_contacts(reading, one),
    }


def read_contacts(reading: Reading, one: Json) -> tuple[services.Contact, ...]:
    """Whom to ask. Numbers that HSDS 3.0 hangs on the service itself become a contact of their own."""
    contacts = [
        services.Contact(
            id=reading.key("contact", each.get("id") or f"{one['id']} contact {position}"),
            name=text(each, "name"),
            title=text(each, "title"),
            email=text(each, "joinedup_email", "email"),
            phones=read_phones(reading, each),
        )
        for position, each in enumerate(many(one, "contacts"))
    ]
    own = read_phones(reading, one)
    if own:
        contacts.append(services.Contact(reading.key("contact", f"{one['id']} phones"), phones=own))
    return tuple(contacts)


def read_phones(reading: Reading, one: Json) -> tuple[services.Phone, ...]:
    """Numbers to ring."""
    return tuple(
        services.Phone(
            id=reading.key("phone", each.get("id") or f"{one.get('id')} phone {position}"),
            number=required(each, "number"),
            description=text(each, "description"),
            languages=tuple(
                read_language(reading.key("language", required(spoken, "id")), spoken)
                for spoken in many(each, "languages")
            ),
        )
        for position, each in enumerate(many(one, "joinedup_phones", "phones"))
    )


def read_language(key: str, one: Json) -> services.Language:
    """A language."""
    return services.Language(key, text(one, "joinedup_name", "name", "language"), text(one, "joinedup_code", "code"))


def read_cost_option(key: str, one: Json) -> services.CostOption:
    """A price; pounds become pence."""
    amount = number(one, "amount")
    return services.CostOption(
        id=key,
        option=text(one, "option"),
        amount_pence=None if amount is None else round(amount * 100),
        amount_description=text(one, "amount_description"),
        valid_from=day(one, "valid_from"),
        valid_to=day(one, "valid_to"),
    )


def read_schedule(reading: Reading, key: str, one: Json) -> Schedule:
    """Opening hours."""
    byday, place = text(one, "byday").upper().replace(" ", ""), text(one, "service_at_location_id")
    if byday and not is_byday(byday):
        raise CannotBeRead(f"byday is {byday[:40]!r}", expected="days such as MO,TU")
    days = text(one, "bymonthday")
    if days and not is_bymonthday(days):
        raise CannotBeRead(f"bymonthday is {days[:40]!r}", expected="days from 1 to 31, or from -1 backwards")
    return Schedule(
        id=key,
        service_at_location_id=reading.key("service_at_location", place) if place else "",
        freq=one_of(Frequency, one, "freq", None),
        interval=int(number(one, "interval") or 1),
        byday=tuple(byday.split(",")) if byday else (),
        bymonthday=tuple(int(each) for each in days.split(",")) if days else (),
        dtstart=day(one, "dtstart"),
        valid_from=day(one, "valid_from"),
        valid_to=day(one, "valid_to"),
        opens_at=time_of_day(one, "opens_at"),
        closes_at=time_of_day(one, "closes_at"),
        description=text(one, "description"),
        schedule_link=text(one, "schedule_link"),
        attending_type=text(one, "attending_type"),
        notes=text(one, "notes"),
    )


def read_eligibility(one: Json) -> Eligibility:
    """Whom it is for: the standard's ages, and our own fields beside them."""
    ours = one.get("joinedup_eligibility") or {}
    return Eligibility(
        minimum_age=number(one, "minimum_age"),
        maximum_age=number(one, "maximum_age"),
        needs=words(ours.get("needs", [])),
        carers=Carers(ours.get("carers", Carers.ANYBODY)),
        referral_routes=tuple(ReferralRoute(route) for route in words(ours.get("referral_routes", []))),
        not_for=words(ours.get("not_for", [])),
        words=text(ours, "words") or text(one, "eligibility_description"),
    )


def required(one: Json, name: str) -> str:
    """A text that must be there."""
    value = text(one, name)
    if not value:
        raise CannotBeRead(f"No {name}", expected=f"a {name}")
    return value
