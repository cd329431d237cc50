"""Write into the audit; open and end care relationships."""

from collections.abc import Iterable
from datetime import datetime
from typing import Any

from django.conf import settings
from django.db import transaction
from django.db.models.functions import Least

from joinedup.core.errors import CannotProceed
from joinedup.web.governance import queries
from joinedup.web.governance.models import AuditEntry, CareRelationship


class NoReasonGiven(CannotProceed):
    """A care relationship needs a ground and a reason."""


def record(
    *,
    by: Any,
    at: datetime,
    action: str,
    person_id: str = "",
    reason: str = "",
    detail: dict[str, Any] | None = None,
    outcome: str = AuditEntry.Outcome.ALLOWED,
) -> AuditEntry:
    """Write one entry into the audit, in the transaction of what it tells of.

    Parameters
    ----------
    by : the user, or None (or somebody not signed in) where there is none.
    at : the moment; in a view, `request.at`.
    action : `word.verb_noun`, such as `people.view_person`.
    person_id : the person it was about, if anybody.
    reason : why, in the user's words.
    detail : codes and counts only, never personal data.
    outcome : allowed or refused.
    """
    known = by if by is not None and by.is_authenticated else None
    return AuditEntry.objects.create(
        at=at,
        user=known,
        username=known.username if known else "",
        role=known.role if known else "",
        organisation=known.organisation if known else "",
        action=action,
        person_id=person_id,
        reason=reason[:500],
        detail=detail or {},
        outcome=outcome,
    )


def record_each(
    seen: Iterable[tuple[str, dict[str, Any]]], *, by: Any, at: datetime, action: str, outcome: str = "allowed"
) -> None:
    """Write one entry into the audit for each person somebody saw at once, in one statement.

    Parameters
    ----------
    seen : person id ("" where none is known) and codes, one a person.
    """
    AuditEntry.objects.bulk_create(
        AuditEntry(
            at=at,
            user=by,
            username=by.username,
            role=by.role,
            organisation=by.organisation,
            action=action,
            person_id=person_id,
            detail=detail,
            outcome=outcome,
        )
        for person_id, detail in seen
    )


@transaction.atomic
def open_relationship(*, by: Any, at: datetime, person_id: str, ground: str, reason: str) -> CareRelationship:
    """Record that a person is in the user's care, until `RELATIONSHIP_MONTHS` from now.

    Raises
    ------
    NoReasonGiven
        If the ground is unknown or the reason is empty.
    """
    if ground not in CareRelationship.Ground.values:
        raise NoReasonGiven(f"No ground {ground!r}", available=CareRelationship.Ground.values)
    if not reason.strip():
        raise NoReasonGiven("No reason was given", expected="why this person is in your care, in a few words")
    opened = CareRelationship.objects.create(
        user=by,
        person_id=person_id,
        ground=ground,
        reason=reason.strip()[:500],
        starts_at=at,
        ends_at=months_later(at, settings.RELATIONSHIP_MONTHS),
    )
    record(
        by=by,
        at=at,
        action="people.record_relationship",
        person_id=person_id,
        reason=reason.strip(),
        detail={"ground": ground},
    )
    return opened


@transaction.atomic
def end_relationships(*, by: Any, at: datetime, person_id: str, reason: str = "") -> int:
    """End the user's care relationships with a person; returns how many held."""
    ended = queries.relationships(by, at=at).filter(person_id=person_id).update(ends_at=Least("ends_at", at))
    if ended:
        record(by=by, at=at, action="people.end_relationship", person_id=person_id, reason=reason)
    return ended


def months_later(at: datetime, months: int) -> datetime:
    """The same moment some months later; the 28th at most, which every month has.

    Examples
    --------
    >>> months_later(datetime(2026, 4, 1), 24), months_later(datetime(2026, 1, 31), 1)
    (datetime.datetime(2028, 4, 1, 0, 0), datetime.datetime(2026, 2, 28, 0, 0))
    """
    years, month = divmod(at.month - 1 + months, 12)
    return at.replace(year=at.year + years, month=month + 1, day=min(at.day, 28))
