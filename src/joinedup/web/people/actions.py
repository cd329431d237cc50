"""Open a person's record: who asked, for whom, and whether they may; always audited."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db import transaction

from joinedup.web.governance.actions import open_relationship, record
from joinedup.web.governance.queries import check_relationship, in_care_of
from joinedup.web.people import queries
from joinedup.web.people.models import Person


@dataclass(frozen=True)
class Opened:
    """A person somebody may come across, and whether they may know who it is."""

    person: Person
    is_in_care: bool


@transaction.atomic
def open_person(person_id: str, *, by: Any, at: datetime, action: str = "people.view_person") -> Opened | None:
    """The person, if within the user's reach; None otherwise. Either way the audit says so."""
    person = find(person_id, by=by, at=at, action=action)
    if person is None:
        return None
    is_in_care = any_relationship(person.person_id, by=by, at=at)
    record(
        by=by,
        at=at,
        action=action if is_in_care else f"{action}_without_name",
        person_id=person.person_id,
        detail={"is_in_care": is_in_care},
    )
    return Opened(person=person, is_in_care=is_in_care)


def open_person_in_care(person_id: str, *, by: Any, at: datetime, action: str) -> Person | None:
    """The person, if within the user's reach and in their care.

    Raises
    ------
    Refused : without a care relationship; the audit says so.
    """
    person = find(person_id, by=by, at=at, action=action)
    if person is None:
        return None
    if not any_relationship(person.person_id, by=by, at=at):
        check_relationship(by, person.person_id, at, action=action)
    record(by=by, at=at, action=action, person_id=person.person_id)
    return person


def find(person_id: str, *, by: Any, at: datetime, action: str) -> Person | None:
    """The person, if within the user's reach; where not, or where there is no such person, the audit says so."""
    person = queries.person_within_reach(person_id, by=by, at=at)
    if person is None:
        why = {"why": "not within reach"}
        record(by=by, at=at, action=action, person_id=person_id, outcome="refused", detail=why)
    return person


def any_relationship(person_id: str, *, by: Any, at: datetime) -> bool:
    """Whether a relationship holds under this id or one that a run merged into it."""
    return bool(in_care_of(by, queries.all_ids(person_id), at))


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
