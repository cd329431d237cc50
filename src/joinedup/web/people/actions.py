"""Open a person's record: who asked, for whom, and whether they may; always audited."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db import transaction

from joinedup.web.governance.actions import open_relationship, raise_alert, record, record_each
from joinedup.web.governance.models import CareRelationship
from joinedup.web.governance.permissions import Refused
from joinedup.web.governance.queries import Standing, circle_of, relationships, standing
from joinedup.web.people import queries
from joinedup.web.people.models import Person


@dataclass(frozen=True)
class Opened:
    """A person somebody may come across, and whether they may know who it is.

    Parameters
    ----------
    has_objected : the person objects to this member of staff seeing the record; only break-glass opens it.
    """

    person: Person
    is_in_care: bool
    has_objected: bool = False


@transaction.atomic
def open_person(person_id: str, *, by: Any, at: datetime, action: str = "people.view_person") -> Opened | None:
    """The person, if within the user's reach; None otherwise. Either way the audit says so."""
    person = find(person_id, by=by, at=at, action=action)
    if person is None:
        return None
    stands = stand(person, by=by, at=at)
    seen = action if stands.may_see else f"{action}_without_name"
    record(by=by, at=at, action=seen, person_id=person.person_id, detail=how(stands))
    return Opened(person=person, is_in_care=stands.may_see, has_objected=stands.has_objected)


@transaction.atomic
def open_person_in_care(person_id: str, *, by: Any, at: datetime, action: str) -> Person | None:
    """The person, if within the user's reach and in their care.

    Raises
    ------
    Refused : without a care relationship, or against the person's objection; the audit says so.
    """
    person = find(person_id, by=by, at=at, action=action)
    if person is None:
        return None
    stands = stand(person, by=by, at=at)
    if not stands.may_see:
        words = OBJECTED if stands.has_objected else NOT_IN_CARE
        why = "objected" if stands.has_objected else "not in care"
        raise Refused(action, person_id=person.person_id, words=words, detail={"why": why})
    record(by=by, at=at, action=action, person_id=person.person_id, detail=how(stands))
    return person


NOT_IN_CARE = "Record why this person is in your care first."
OBJECTED = "This person has objected to your seeing their joined record."


def stand(person: Person, *, by: Any, at: datetime) -> Standing:
    """How the user stands to a person; what is hidden, and the badge of a break-glass, go with the person from here."""
    ids = person.ids
    stands = standing(by, ids, at=at)
    person.hidden_parts = stands.hidden
    person.hidden_items, person.sealed_items = stands.hidden_items, stands.sealed_items
    person.glass_until = stands.glass.until if stands.glass else None
    if stands.may_see:
        watch(person, ids, by=by, at=at)
    return stands


def how(stands: Standing) -> dict[str, Any]:
    """What the audit says of how a record was opened."""
    return {
        "is_in_care": stands.is_in_care,
        **({"break_glass": stands.glass.pk} if stands.glass else {}),
        **({"objected": True} if stands.has_objected else {}),
    }


def watch(person: Person, ids: list[str], *, by: Any, at: datetime) -> None:
    """Raise an alert where staff look at their own record, at that of somebody close to them, or at a colleague's."""
    own, is_colleague = circle_of(by, ids)
    if own in ids:
        raise_alert("own", by=by, at=at, person_id=person.person_id)
    elif own and queries.is_in_circle(person, queries.current_id(own)):
        raise_alert("household", by=by, at=at, person_id=person.person_id)
    if is_colleague:
        raise_alert("colleague", by=by, at=at, person_id=person.person_id)


def record_named(person_ids: Iterable[str], *, by: Any, at: datetime) -> None:
    """Write into the audit that some people were named on the page of somebody they live with or care for."""
    record_each([(one, {}) for one in sorted(person_ids)], by=by, at=at, action="people.view_name_beside")


def find(person_id: str, *, by: Any, at: datetime, action: str) -> Person | None:
    """The person, if within the user's reach; where not, or where there is no such person, the audit says so."""
    person = queries.person_within_reach(person_id, by=by, at=at)
    if person is None:
        why = {"why": "not within reach"}
        record(by=by, at=at, action=action, person_id=person_id, outcome="refused", detail=why)
    return person


def any_relationship(person_id: str, *, by: Any, at: datetime) -> bool:
    """Whether a relationship holds under this id or one that a run merged into it; break-glass is none that lasts."""
    held = relationships(by, at=at).exclude(ground=CareRelationship.Ground.BREAK_GLASS)
    return held.filter(person_id__in=queries.all_ids(person_id)).exists()


@transaction.atomic
def record_relationship(person_id: str, *, by: Any, at: datetime, ground: str, note: str, words: str) -> bool:
    """Record that a person where the user works is in the user's care; False if there is no such person.

    Parameters
    ----------
    note : the user's own words, if any; `words` of the ground stand in for them.
    """
    person = find(person_id, by=by, at=at, action="people.record_relationship")
    if person is None:
        return False
    if not any_relationship(person.person_id, by=by, at=at):
        open_relationship(by=by, at=at, person_id=person.person_id, ground=ground, reason=note or words)
    return True
