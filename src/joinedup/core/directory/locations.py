"""Where help is given: locations with their addresses and how accessible they are."""

from dataclasses import dataclass
from enum import StrEnum

from joinedup.core.directory.taxonomies import Attribute
from joinedup.core.errors import CannotProceed


class LocationType(StrEnum):
    """What kind of place a location or an address is."""

    PHYSICAL = "physical"
    POSTAL = "postal"
    VIRTUAL = "virtual"


class OffTheMap(CannotProceed):
    """Coordinates that are nowhere on earth, or only half given."""


@dataclass(frozen=True)
class Address:
    """One address of a location."""

    id: str
    address_1: str
    city: str
    state_province: str = ""
    postal_code: str = ""
    country: str = "GB"
    address_type: LocationType = LocationType.PHYSICAL
    attention: str = ""
    region: str = ""


@dataclass(frozen=True)
class Accessibility:
    """One thing that makes a location usable by people with a disability.

    Parameters
    ----------
    is_wheelchair_accessible : whether somebody in a wheelchair gets in and about; None where nobody has said.
    """

    id: str
    accessibility: str
    description: str = ""
    details: str = ""
    url: str = ""
    is_wheelchair_accessible: bool | None = None


@dataclass(frozen=True)
class Location:
    """A place where services are given.

    Parameters
    ----------
    latitude, longitude : degrees, WGS 84; both or neither.

    Raises
    ------
    OffTheMap : coordinates out of range, or one without the other.
    """

    id: str
    name: str = ""
    location_type: LocationType = LocationType.PHYSICAL
    description: str = ""
    latitude: float | None = None
    longitude: float | None = None
    external_identifier: str = ""
    external_identifier_type: str = ""
    addresses: tuple[Address, ...] = ()
    accessibility: tuple[Accessibility, ...] = ()
    attributes: tuple[Attribute, ...] = ()

    def __post_init__(self) -> None:
        if (self.latitude is None) != (self.longitude is None):
            raise OffTheMap(f"Location {self.id} has one coordinate", expected="latitude and longitude, or neither")
        if abs(self.latitude or 0) > 90 or abs(self.longitude or 0) > 180:
            raise OffTheMap(
                f"Location {self.id} is at {self.latitude}, {self.longitude}",
                expected="latitude from -90 to 90 and longitude from -180 to 180",
            )

    @property
    def postcode(self) -> str:
        """The first postcode among its addresses, or ""."""
        return next((address.postal_code for address in self.addresses if address.postal_code), "")

    @property
    def is_wheelchair_accessible(self) -> bool | None:
        """True if anything says so, False if something denies it, None where nobody has said."""
        said = {one.is_wheelchair_accessible for one in self.accessibility} - {None}
        return None if not said else True in said
