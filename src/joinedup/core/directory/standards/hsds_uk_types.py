"""HSDS-UK 3.0 as types: what each object of the standard holds.

Source: OpenReferralUK/uk-profile, commit ecdfabf (2024-10-10), CC BY-SA 4.0; the facts, in our own words. A field that
the standard does not require is absent where there is nothing to say: null is refused, as in the published schemas.
`joinedup_…` are local fields, which the profile allows; it leaves out telephone numbers, for instance.
"""

from typing import Literal, Required

from pydantic import ConfigDict, with_config
from typing_extensions import TypedDict

from joinedup.core.directory.standards.formats import ByDay, Date, DateTime, Email, Time, Uri, Uuid

Number = float
strict = with_config(ConfigDict(strict=True))


@strict
class Api(TypedDict, total=False):
    """`/`: what is served here."""

    version: Required[str]
    profile: Required[Uri]
    openapi_url: Required[Uri]


@strict
class TaxonomyTerm(TypedDict, total=False):
    """A word of a taxonomy."""

    id: Required[Uuid]
    name: Required[str]
    description: Required[str]
    parent_id: Uuid
    taxonomy: str
    taxonomy_id: Uuid
    term_uri: Uri
    term: str


@strict
class Taxonomy(TypedDict, total=False):
    """A set of terms."""

    id: Required[Uuid]
    name: Required[str]
    description: Required[str]
    uri: Uri
    version: str
    taxonomy_terms: list[TaxonomyTerm]


@strict
class Attribute(TypedDict, total=False):
    """A term tied to an entry."""

    id: Required[Uuid]
    link_id: Uuid
    taxonomy_term_id: Uuid
    link_type: str
    taxonomy_term: TaxonomyTerm


@strict
class Identifier(TypedDict, total=False):
    """What another register calls an organisation."""

    id: Required[Uuid]
    organization_id: Uuid
    identifier_scheme: str
    identifier_type: Required[str]
    identifier: Required[str]
    attributes: list[Attribute]


@strict
class Language(TypedDict, total=False):
    """A language; the profile leaves out its name."""

    id: Required[Uuid]
    service_id: Uuid
    phone_id: Uuid
    joinedup_name: str
    joinedup_code: str


@strict
class Phone(TypedDict, total=False):
    """A number to ring; the profile leaves it out of contacts."""

    id: Required[Uuid]
    contact_id: Uuid
    number: Required[str]
    description: str
    languages: list[Language]


@strict
class Contact(TypedDict, total=False):
    """Whom to ask."""

    id: Required[Uuid]
    service_id: Uuid
    name: str
    title: str
    attributes: list[Attribute]
    joinedup_email: Email
    joinedup_phones: list[Phone]


@strict
class CostOption(TypedDict, total=False):
    """A price, in pounds."""

    id: Required[Uuid]
    service_id: Uuid
    valid_from: Date
    valid_to: Date
    option: str
    amount: Number
    amount_description: str


@strict
class Funding(TypedDict, total=False):
    """Where the money comes from."""

    id: Required[Uuid]
    service_id: Uuid
    source: str


@strict
class ServiceArea(TypedDict, total=False):
    """An area a service is for."""

    id: Required[Uuid]
    service_id: Uuid
    name: str
    extent: str
    extent_type: str
    uri: str
    service_area: str
    joinedup_code: str


@strict
class Schedule(TypedDict, total=False):
    """Opening hours that repeat."""

    id: Required[Uuid]
    service_id: Uuid
    service_at_location_id: Uuid
    valid_from: Date
    valid_to: Date
    dtstart: Date
    freq: Literal["WEEKLY", "MONTHLY"]
    interval: Number
    byday: ByDay
    bymonthday: str
    description: str
    opens_at: Time
    closes_at: Time
    schedule_link: Uri
    attending_type: str
    notes: str


@strict
class Address(TypedDict, total=False):
    """One address of a location."""

    id: Required[Uuid]
    location_id: Uuid
    attention: str
    address_1: Required[str]
    city: Required[str]
    region: str
    state_province: Required[str]
    postal_code: Required[str]
    country: Required[str]
    address_type: Required[Literal["physical", "postal", "virtual"]]
    attributes: list[Attribute]


@strict
class Accessibility(TypedDict, total=False):
    """One thing that makes a location usable by people with a disability."""

    id: Required[Uuid]
    location_id: Uuid
    description: str
    details: str
    url: Uri
    attributes: list[Attribute]
    accessibility: str
    joinedup_is_wheelchair_accessible: bool


@strict
class Location(TypedDict, total=False):
    """A place where services are given."""

    id: Required[Uuid]
    location_type: Required[Literal["physical", "postal", "virtual"]]
    name: str
    description: str
    latitude: Number
    longitude: Number
    external_identifier: str
    external_identifier_type: str
    addresses: list[Address]
    accessibility: list[Accessibility]
    attributes: list[Attribute]


@strict
class Eligibility(TypedDict, total=False):
    """Local: whom a service is for, beyond the ages the standard has."""

    needs: list[str]
    carers: str
    referral_routes: list[str]
    not_for: list[str]
    words: str


@strict
class ListedOrganization(TypedDict, total=False):
    """A body that provides services, as lists have it: without what there may be several of."""

    id: Required[Uuid]
    name: Required[str]
    description: Required[str]
    email: Email
    website: Uri
    logo: str
    uri: Uri
    parent_organization_id: Uuid


@strict
class Organization(ListedOrganization, total=False):
    """A body that provides services."""

    organization_identifiers: list[Identifier]
    attributes: list[Attribute]
    services: "list[Service]"


@strict
class ServiceAtLocation(TypedDict, total=False):
    """A service given at a location."""

    id: Required[Uuid]
    service_id: Uuid
    location_id: Uuid
    location: Location
    service: "Service"


@strict
class ListedService(TypedDict, total=False):
    """One kind of help by one organisation, as lists have it: without what there may be several of."""

    id: Required[Uuid]
    organization_id: Uuid
    name: Required[str]
    description: str
    url: Uri
    email: Email
    status: Required[Literal["active", "inactive", "defunct", "temporarily closed"]]
    fees: str
    accreditations: str
    minimum_age: Number
    maximum_age: Number
    assured_date: Date
    assurer_email: Email
    alert: str
    last_modified: DateTime
    organization: ListedOrganization
    joinedup_attending: list[str]
    joinedup_eligibility: Eligibility
    joinedup_offers: list[str]


@strict
class Service(ListedService, total=False):
    """One kind of help by one organisation."""

    schedules: list[Schedule]
    service_areas: list[ServiceArea]
    service_at_locations: list[ServiceAtLocation]
    languages: list[Language]
    organization: Organization  # type: ignore[misc]  # in full, where the list has it in short
    funding: list[Funding]
    cost_options: list[CostOption]
    contacts: list[Contact]
    attributes: list[Attribute]


@strict
class Page(TypedDict, total=False):
    """What every page of a list says about itself."""

    total_items: Required[int]
    total_pages: Required[int]
    page_number: Required[int]
    size: Required[int]
    first_page: Required[bool]
    last_page: Required[bool]
    empty: Required[bool]
