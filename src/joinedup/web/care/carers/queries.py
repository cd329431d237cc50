"""Who cares for whom unpaid, by the agencies' records and by what staff said since?"""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from django.db.models import Q

from joinedup.web.care.models import CarerLink
from joinedup.web.people.models import FormerId, Person
from joinedup.web.people.queries import caring, household, reach


@dataclass(frozen=True)
class Pair:
    """One pair of carer and person cared for, as it stands.

    Parameters
    ----------
    said_by : the member of staff who said it last; None where an agency's record does.
    """

    carer: Person
    cared_for: Person
    starts_on: date
    ends_on: date | None
    hours_per_week: str
    is_co_resident: bool | None
    assessed_on: date | None
    said_by: Any = None
    note: str = ""

    @property
    def carer_id(self) -> str:
        return self.carer.person_id

    @property
    def cared_for_id(self) -> str:
        return self.cared_for.person_id


def pairs(person: Person) -> list[Pair]:
    """The pairs a person is in, on either side; present ones first, then the latest begun.

    What staff said of a pair stands over the record; a later run's record takes nothing of it back.
    """
    recorded = {(one.carer_id, one.cared_for_id): from_record(one) for one in reversed(caring(person.person_id))}
    links = list(links_of(person))
    if links:
        today = ids_today({one for link in links for one in (link.carer_id, link.cared_for_id)})
        known = Person.objects.in_bulk(set(today.values()))
        for link in links:
            carer, cared_for = known.get(today[link.carer_id]), known.get(today[link.cared_for_id])
            if carer and cared_for and carer != cared_for:
                key = (carer.person_id, cared_for.person_id)
                recorded[key] = from_link(link, carer, cared_for, recorded.get(key))
    return sorted(recorded.values(), key=lambda pair: (pair.ends_on is not None, -pair.starts_on.toordinal()))


def links_of(person: Person) -> Iterable[CarerLink]:
    """What staff said of a person's pairs, oldest first."""
    ids = person.ids
    said = CarerLink.objects.filter(Q(carer_id__in=ids) | Q(cared_for_id__in=ids))
    return said.select_related("said_by").order_by("pk")


def from_record(one: Any) -> Pair:
    """A pair as an agency's record has it."""
    return Pair(
        carer=one.carer,
        cared_for=one.cared_for,
        starts_on=one.starts_on,
        ends_on=one.ends_on,
        hours_per_week=one.hours_per_week,
        is_co_resident=one.is_co_resident,
        assessed_on=one.assessed_on,
    )


def from_link(link: CarerLink, carer: Person, cared_for: Person, before: Pair | None) -> Pair:
    """A pair as staff said last; when it ends, the rest stays as it was."""
    hours, lives = link.hours_per_week, link.is_co_resident
    if before and not link.is_caring:
        hours, lives = before.hours_per_week, before.is_co_resident
    return Pair(
        carer=carer,
        cared_for=cared_for,
        starts_on=link.on if link.is_caring or before is None else before.starts_on,
        ends_on=None if link.is_caring else link.on,
        hours_per_week=hours,
        is_co_resident=lives,
        assessed_on=before.assessed_on if before else None,
        said_by=link.said_by,
        note=link.note,
    )


def ids_today(person_ids: set[str]) -> dict[str, str]:
    """By id, the id that person has today."""
    became = dict(FormerId.objects.filter(former_id__in=person_ids).values_list("former_id", "person_id"))
    return {one: became.get(one, one) for one in person_ids}


def pair_with(person: Person, other_id: str) -> Pair | None:
    """The pair of a person and another that holds now."""
    now = [pair for pair in pairs(person) if pair.ends_on is None]
    carers = {pair.carer_id: pair for pair in now if pair.carer_id != person.person_id}
    cared_for = {pair.cared_for_id: pair for pair in now if pair.carer_id == person.person_id}
    return (carers | cared_for).get(other_id)


def by_nhs_number(number: str, *, by: Any, at: datetime) -> Person | None:
    """The living person with an NHS number within the user's reach."""
    return Person.objects.filter(reach(by, at=at), nhs_number=number, death_date=None).first()


def household_of(person: Person) -> list[Person]:
    """The living others of a person's home."""
    return household(person)
