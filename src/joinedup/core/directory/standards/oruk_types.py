"""Open Referral UK 1.0 as types: what each object of the older standard holds.

Source: OpenReferralUK/oruk-validator, Schemas/V1.0-UK, parent of commit c7ec819 (2026-02-07), CC BY-SA 4.0, and the
nested objects that feeds of it carry; the facts, in our own words. Some texts may be null, as the schemas say.
"""

from typing import Literal, Required

from pydantic import ConfigDict, with_config
from typing_extensions import TypedDict

from joinedup.core.directory.standards.formats import Date, Email, Uri, Uuid

Number = float
strict = with_config(ConfigDict(strict=True))
DeliverableType = Literal[
    "Advice", "Assessment", "Counselling", "Equipment", "Financial Support", "Information", "Permission", "Training"
]
AttendingType = Literal["phone", "online", "venue", "home visit"]
AttendingAccess = Literal["referral", "appointment", "membership", "drop-in"]


@strict
class Taxonomy(TypedDict, total=False):
    """A term; `vocabulary` names the set it is of."""

    id: Required[str]
    name: Required[str]
    vocabulary: str
    parent_id: str


@strict
class Organization(TypedDict, total=False):
    """A body that provides services."""

    id: Required[Uuid]
    name: Required[str]
    description: Required[str]
    email: Email
    url: Uri
    logo: str | None
    uri: Uri | None
    services: "list[Service]"


@strict
class Phone(TypedDict, total=False):
    """A number to ring."""

    id: Required[str]
    number: Required[str]
    language: str


@strict
class Contact(TypedDict, total=False):
    """Whom to ask."""

    id: Required[str]
    name: str
    title: str
    phones: list[Phone]


@strict
class RegularSchedule(TypedDict, total=False):
    """Opening hours that repeat."""

    id: Required[str]
    opens_at: str
    closes_at: str
    valid_from: Date
    valid_to: Date
    dtstart: Date
    freq: Literal["WEEKLY", "MONTHLY"]
    interval: str
    byday: str
    bymonthday: str
    description: str


@strict
class PhysicalAddress(TypedDict, total=False):
    """One address of a location."""

    id: Required[str]
    address_1: str
    city: Required[str]
    state_province: Required[str]
    postal_code: Required[str]
    country: Required[str]


@strict
class AccessibilityForDisabilities(TypedDict, total=False):
    """One thing that makes a location usable by people with a disability."""

    id: Required[str]
    accessibility: str


@strict
class Location(TypedDict, total=False):
    """A place where services are given."""

    id: Required[str]
    name: str
    description: str
    latitude: Number
    longitude: Number
    service_at_locations: "list[ServiceAtLocation]"
    physical_addresses: list[PhysicalAddress]
    accessibility_for_disabilities: list[AccessibilityForDisabilities]


@strict
class ServiceAtLocation(TypedDict, total=False):
    """A service given at a location."""

    id: Required[str]
    service: "Service"
    location: Location
    regular_schedule: list[RegularSchedule]


@strict
class Eligibility(TypedDict, total=False):
    """Whom a service is for."""

    id: Required[str]
    eligibility: Literal[
        "adult",
        "child",
        "teen",
        "family",
        "female",
        "male",
        "Transgender",
        "Transgender - M to F",
        "Transgender - F to M",
    ]
    minimum_age: Number
    maximum_age: Number


@strict
class CostOption(TypedDict, total=False):
    """A price, in pounds."""

    id: Required[str]
    valid_from: Date
    valid_to: Date
    option: str
    amount: Number
    amount_description: str


@strict
class ServiceArea(TypedDict, total=False):
    """An area a service is for."""

    id: Required[str]
    service_area: str
    extent: str
    uri: str


@strict
class Named(TypedDict, total=False):
    """A language, or where money comes from."""

    id: Required[str]
    language: str
    source: str


@strict
class ServiceTaxonomy(TypedDict, total=False):
    """A term tied to a service."""

    id: Required[str]
    taxonomy: Required[Taxonomy]


@strict
class Service(TypedDict, total=False):
    """One kind of help by one organisation."""

    id: Required[str]
    organization: Required[Organization]
    name: Required[str]
    description: str
    url: Uri | None
    email: Email
    status: Literal["active", "inactive", "defunct", "temporarily closed"]
    fees: str
    accreditations: str | None
    deliverable_type: DeliverableType | None
    assured_date: str
    attending_type: AttendingType | None
    attending_access: AttendingAccess | None
    contacts: list[Contact]
    cost_options: list[CostOption]
    eligibilitys: list[Eligibility]
    fundings: list[Named]
    languages: list[Named]
    regular_schedules: list[RegularSchedule]
    service_areas: list[ServiceArea]
    service_at_locations: list[ServiceAtLocation]
    service_taxonomys: list[ServiceTaxonomy]


@strict
class Review(TypedDict, total=False):
    """What somebody said of a service."""

    id: Required[str]
    service: Required[Service]
    organization: Organization
    title: str
    description: str
    date: Date
    score: str
    url: str
    widget: str


@strict
class Page(TypedDict, total=False):
    """What every page of a list says about itself."""

    totalElements: Required[int]
    totalPages: Required[int]
    number: Required[int]
    size: Required[int]
    first: Required[bool]
    last: Required[bool]
    empty: Required[bool]
