"""Read HSDS-UK 3.0 into the directory's own types: forgiving of what can be understood, plain about what cannot."""

from typing import Any

from joinedup.core.directory import locations, organisations, services, taxonomies
from joinedup.core.directory.standards.hsds_uk_parts import parts, read_eligibility
from joinedup.core.directory.standards.reading import (
    Json,
    Reading,
    day,
    many,
    moment,
    number,
    objects,
    one_of,
    required,
    text,
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
        **parts(reading, one),
    )
