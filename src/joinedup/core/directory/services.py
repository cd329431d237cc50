"""What help is there: a service, and everything said about it."""

from dataclasses import dataclass
from datetime import date, datetime
from enum import StrEnum

from joinedup.core.directory.eligibility import Eligibility
from joinedup.core.directory.schedules import Schedule
from joinedup.core.directory.taxonomies import Attribute


class Status(StrEnum):
    """Whether a service is there to be used."""

    ACTIVE = "active"
    INACTIVE = "inactive"
    DEFUNCT = "defunct"
    TEMPORARILY_CLOSED = "temporarily closed"


class Attending(StrEnum):
    """How somebody gets a service."""

    PHONE = "phone"
    ONLINE = "online"
    VENUE = "venue"
    HOME_VISIT = "home visit"


@dataclass(frozen=True)
class ServiceArea:
    """An area a service is for.

    Parameters
    ----------
    code : of the area, such as an ONS code E06000058; "" where only words are known.
    extent, extent_type : a shape, such as GeoJSON, and what it is written in.
    """

    id: str
    name: str = ""
    code: str = ""
    extent: str = ""
    extent_type: str = ""
    uri: str = ""


@dataclass(frozen=True)
class CostOption:
    """A price somebody pays. `amount_pence` None: it depends, and the words say on what."""

    id: str
    option: str = ""
    amount_pence: int | None = None
    amount_description: str = ""
    valid_from: date | None = None
    valid_to: date | None = None


@dataclass(frozen=True)
class Language:
    """A language a service is given in; `code` as BCP 47, such as "pl"."""

    id: str
    name: str
    code: str = ""


@dataclass(frozen=True)
class Funding:
    """Where the money comes from, in words."""

    id: str
    source: str = ""


@dataclass(frozen=True)
class Phone:
    """A number to ring."""

    id: str
    number: str
    description: str = ""
    languages: tuple[Language, ...] = ()


@dataclass(frozen=True)
class Contact:
    """Whom to ask: a role rather than a named person wherever that will do."""

    id: str
    name: str = ""
    title: str = ""
    email: str = ""
    phones: tuple[Phone, ...] = ()


@dataclass(frozen=True)
class ServiceAtLocation:
    """A service given at a location; its own hours are the service's schedules that name it."""

    id: str
    service_id: str
    location_id: str


@dataclass(frozen=True)
class Service:
    """One kind of help by one organisation.

    Parameters
    ----------
    attending : how people get it; a service without a venue is never hidden for want of an address.
    eligibility : whom it is for; ages, needs, carers and referral routes live there and nowhere else.
    offers : codes of definitions/evidence/offers.yaml that it delivers, for packages of care.
    assured_date : the day somebody last checked that all this is true.
    last_modified : the moment of the last change.
    """

    id: str
    organisation_id: str
    name: str
    description: str = ""
    status: Status = Status.ACTIVE
    url: str = ""
    email: str = ""
    fees: str = ""
    accreditations: str = ""
    alert: str = ""
    attending: tuple[Attending, ...] = ()
    eligibility: Eligibility = Eligibility()  # noqa: RUF009  (frozen)
    offers: tuple[str, ...] = ()
    assured_date: date | None = None
    assurer_email: str = ""
    last_modified: datetime | None = None
    schedules: tuple[Schedule, ...] = ()
    service_areas: tuple[ServiceArea, ...] = ()
    languages: tuple[Language, ...] = ()
    funding: tuple[Funding, ...] = ()
    cost_options: tuple[CostOption, ...] = ()
    contacts: tuple[Contact, ...] = ()
    attributes: tuple[Attribute, ...] = ()

    @property
    def area_codes(self) -> frozenset[str]:
        """Codes of the areas it is for; empty where it is for everywhere, or only words are known."""
        return frozenset(area.code for area in self.service_areas if area.code)

    @property
    def is_free(self) -> bool | None:
        """Whether every price is nought, at any time; None where no price is given."""
        if not self.cost_options:
            return None
        return all(option.amount_pence == 0 and option.valid_to is None for option in self.cost_options)

    @property
    def is_remote(self) -> bool:
        """Whether it reaches people where they are: by telephone, online or at home."""
        return bool(set(self.attending) - {Attending.VENUE})

    @property
    def phones(self) -> tuple[Phone, ...]:
        """Every number, the first contact's first."""
        return tuple(phone for contact in self.contacts for phone in contact.phones)
