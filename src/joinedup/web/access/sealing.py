"""What of a person's record and plan can somebody seal, and whom can it be left open to?"""

from collections.abc import Iterable
from datetime import datetime
from typing import Any

from joinedup.core.care import heading_of, may_be_sealed
from joinedup.web.access import queries
from joinedup.web.accounts.models import User
from joinedup.web.care.plan.presenters.items import short
from joinedup.web.care.plan.queries import staff_by_username
from joinedup.web.care.plan.reading import reading
from joinedup.web.governance.models import CareRelationship, SealedPart
from joinedup.web.governance.roles import CARE, Role
from joinedup.web.people.models import Person
from joinedup.web.people.queries import timeline_kinds
from joinedup.web.people.words import kind_words


def choices(person: Person, *, by: Any, at: datetime) -> dict[str, list[tuple[str, str]]]:
    """What the form of a seal offers: parts, roles of the user's organisation, and staff of others."""
    others = {one.user for one in holding(person, by=by, at=at) if one.user.organisation != by.organisation}
    return {
        "parts": parts_of(person, by=by),
        "roles": [(role.value, role.words) for role in Role if role in CARE],
        "staff": sorted(((one.username, f"{one.name}, {one.role_words}") for one in others), key=lambda one: one[1]),
    }


def parts_of(person: Person, *, by: Any) -> list[tuple[str, str]]:
    """The kinds of entry on the person's timeline and the items of their plan that somebody sees, with their words."""
    kinds = [(kind, kind_words(kind)) for kind in sorted({row["kind"] for row in timeline_kinds(person)})]
    items = [item for item in reading(person, by=by).plan.items.values() if may_be_sealed(item)]
    return kinds + [(f"{SealedPart.ITEM}{one.id}", f"{heading_of(one)}: {short(one.name)}") for one in items]


def named_by(seals: Iterable[SealedPart]) -> dict[str, User]:
    """By username, the members of staff whom some seals name."""
    return staff_by_username(username for one in seals for username in one.staff)


def holding(person: Person, *, by: Any, at: datetime) -> list[CareRelationship]:
    """Who has a person in their care, but for those of whom only a sealed action of the plan tells."""
    hidden = reading(person, by=by).sources_hidden
    return queries.holding(person.ids, at=at, but_from=hidden)
