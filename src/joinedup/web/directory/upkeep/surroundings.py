"""The organisation and the places of a service as forms show them, and as somebody says they should be."""

from dataclasses import replace
from typing import Any
from uuid import NAMESPACE_URL, uuid5

from joinedup.core.directory import Accessibility, Address, Location, Organisation
from joinedup.core.directory.postcodes import parse

ACCESS = {"yes": True, "no": False, "unknown": None}


def organisation_form(organisation: Organisation) -> dict[str, Any]:
    """What a form shows of an organisation."""
    return {name: getattr(organisation, name) for name in ("name", "description", "email", "website")}


def organisation_edited(organisation: Organisation, said: dict[str, Any]) -> Organisation:
    """An organisation as somebody says it should be."""
    return replace(organisation, **{name: said[name] for name in ("name", "description", "email", "website")})


def place_form(location: Location) -> dict[str, Any]:
    """What a form shows of a place: its name, its first address and whether a wheelchair gets in."""
    address = location.addresses[0] if location.addresses else None
    return {
        "name": location.name,
        "address_1": address.address_1 if address else "",
        "city": address.city if address else "",
        "postal_code": address.postal_code if address else "",
        "wheelchair": next(key for key, value in ACCESS.items() if value is location.is_wheelchair_accessible),
    }


def place_edited(location: Location, said: dict[str, Any]) -> Location:
    """A place as somebody says it should be; what its form does not show stays.

    Where its postcode is another, it is no longer where it was on the map: it is found anew when staff accept.
    """
    moved = parse(said["postal_code"]) != parse(location.postcode)
    return replace(
        location,
        name=said["name"],
        addresses=with_address(location, said),
        accessibility=with_wheelchair(location, ACCESS[said["wheelchair"]]),
        latitude=None if moved else location.latitude,
        longitude=None if moved else location.longitude,
    )


def with_address(location: Location, said: dict[str, Any]) -> tuple[Address, ...]:
    fields = {name: said[name] for name in ("address_1", "city", "postal_code")}
    if location.addresses:
        return (replace(location.addresses[0], **fields), *location.addresses[1:])
    return (Address(named(location, "address"), **fields),) if any(fields.values()) else ()


def with_wheelchair(location: Location, is_accessible: bool | None) -> tuple[Accessibility, ...]:
    """What is said of access; where wheelchairs are another matter now, in the place of what was said of them."""
    if is_accessible is location.is_wheelchair_accessible:
        return location.accessibility
    others = tuple(one for one in location.accessibility if one.is_wheelchair_accessible is None)
    if is_accessible is None:
        return others
    words = "Wheelchair accessible" if is_accessible else "Not wheelchair accessible"
    return (*others, Accessibility(named(location, words), words, is_wheelchair_accessible=is_accessible))


def named(location: Location, kind: str) -> str:
    """An id for a new part of a place, the same for the same part."""
    return str(uuid5(NAMESPACE_URL, f"joinedup:{location.id}:{kind}"))
