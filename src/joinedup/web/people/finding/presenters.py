"""How is somebody found put on a line, by name only where the name may be seen?"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date

from joinedup.web.components.words import day
from joinedup.web.people.finding.actions import Found


@dataclass(frozen=True)
class Line:
    """One person found."""

    person_id: str
    reference: str
    name: str  # empty without a care relationship
    born: str
    age: str
    sex: str
    neighbourhood: str
    is_within_reach: bool
    has_died: bool


def lines(found: Found, *, as_at: date, neighbourhoods: Mapping[str, str]) -> list[Line]:
    """Those found, in order; of those out of reach, or objecting, nothing but the reference."""
    made = []
    for person in found.people:
        is_named, is_near = person.person_id in found.named, person.person_id in found.within_reach
        is_described = person.person_id in found.described
        age = person.age_on(as_at)
        made.append(
            Line(
                person_id=person.person_id,
                reference=person.reference,
                name=person.full_name if is_named else "",
                born=day(person.birth_date) if is_named else "",
                age=f"{age} years" if is_described and age is not None else "",
                sex=person.sex.capitalize() if is_described else "",
                neighbourhood=neighbourhoods.get(person.neighbourhood, "") if is_described else "",
                is_within_reach=is_near,
                has_died=is_described and person.death_date is not None,
            )
        )
    return made


KINDS = {
    "number": "with this NHS number",
    "postcode": "at this postcode",
    "reference": "with this reference",
    "name": "with a name like this",
}
