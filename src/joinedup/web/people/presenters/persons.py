"""Who is a person, for those who may know, and for those who may not?"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from joinedup.web.components.words import day, moment
from joinedup.web.people.words import spaced

ADDRESS_HIDDEN = "Address withheld: this person's details are marked sensitive"


@dataclass(frozen=True)
class Header:
    """Who a person is, for those who may know."""

    person_id: str
    reference: str
    name: str
    age: str
    born: str
    died: str
    sex: str
    nhs_number: str
    address: str
    neighbourhood: str
    gp_practice: str
    is_sensitive: bool
    is_opted_out: bool
    glass_until: str = ""  # opened by break-glass until then; empty where it was not


def header(person: Any, *, as_at: date, neighbourhoods: Mapping[str, str]) -> Header:
    """A person's header; the sensitive flag hides address and practice from everyone."""
    age = person.age_on(as_at)
    address = ", ".join(part for part in (person.address, person.postcode) if part) or "not known"
    return Header(
        person_id=person.person_id,
        reference=person.reference,
        name=person.full_name,
        age="not known" if age is None else f"{age} years",
        born=day(person.birth_date),
        died=day(person.death_date, empty=""),
        sex=person.sex.capitalize() or "not known",
        nhs_number=spaced(person.nhs_number),
        address=ADDRESS_HIDDEN if person.is_sensitive else address,
        neighbourhood=neighbourhoods.get(person.neighbourhood, "not known"),
        gp_practice="Withheld" if person.is_sensitive else (person.gp_practice or "not known"),
        is_sensitive=person.is_sensitive,
        is_opted_out=person.is_opted_out,
        glass_until=moment(person.glass_until, empty=""),
    )


@dataclass(frozen=True)
class Summary:
    """What may be seen of a person before a care relationship is recorded."""

    person_id: str
    reference: str
    age: str
    sex: str
    neighbourhood: str
    is_opted_out: bool


def summary(person: Any, *, as_at: date, neighbourhoods: Mapping[str, str]) -> Summary:
    age = person.age_on(as_at)
    return Summary(
        person_id=person.person_id,
        reference=person.reference,
        age="not known" if age is None else f"{age} years",
        sex=person.sex.capitalize() or "not known",
        neighbourhood=neighbourhoods.get(person.neighbourhood, "not known"),
        is_opted_out=person.is_opted_out,
    )
