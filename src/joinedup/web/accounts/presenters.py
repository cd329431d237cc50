"""Who can a visitor of a demonstration be, and what does each role see?"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from itertools import groupby
from typing import Any

from joinedup.web.governance.roles import Role
from joinedup.web.people.words import agency

SHOWN_AT_ONCE = 4


@dataclass(frozen=True)
class Persona:
    """One member of staff to be: name, and where they work in words."""

    username: str
    name: str
    organisation: str
    where: str


@dataclass(frozen=True)
class RoleGroup:
    """The staff of one role: the first few, and the others."""

    role: str
    sees: str
    first: tuple[Persona, ...]
    others: tuple[Persona, ...]


def personas(
    staff: Iterable[Any], place: str, organisations: Mapping[str, str], neighbourhoods: Mapping[str, str]
) -> list[RoleGroup]:
    """Staff by role, the roles a newcomer should try first coming first."""
    order = {role.value: position for position, role in enumerate(Role)}
    groups = []
    for role, members in groupby(sorted(staff, key=lambda one: order[one.role]), key=lambda one: Role(one.role)):
        people = [persona(one, place, organisations, neighbourhoods) for one in members]
        people.sort(key=lambda one: (one.where, one.name))
        groups.append(RoleGroup(role.words, role.sees, tuple(people[:SHOWN_AT_ONCE]), tuple(people[SHOWN_AT_ONCE:])))
    return groups


def persona(member: Any, place: str, organisations: Mapping[str, str], neighbourhoods: Mapping[str, str]) -> Persona:
    everywhere = f"All of {place}" if place else "The whole place"
    where = agency(member.neighbourhood, neighbourhoods) if member.neighbourhood else everywhere
    return Persona(member.username, member.name, agency(member.organisation, organisations), where)
