"""Write into the audit; open and end care relationships; raise alerts."""

from collections.abc import Iterable
from datetime import datetime, timedelta
from typing import Any

from django.conf import settings
from django.contrib.auth import get_user_model
from django.db import transaction
from django.db.models import F
from django.utils import timezone

from joinedup.core.errors import CannotProceed
from joinedup.web.governance.chain import chain_after_commit
from joinedup.web.governance.models import Alert, AuditEntry, BreakGlass, CareRelationship, SealedPart
from joinedup.web.governance.roles import Role
from joinedup.web.notices.actions import notify


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
    entry = AuditEntry.objects.create(
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
    chain_after_commit(entry.pk)
    return entry


def record_each(
    seen: Iterable[tuple[str, dict[str, Any]]], *, by: Any, at: datetime, action: str, outcome: str = "allowed"
) -> None:
    """Write one entry into the audit for each person somebody saw at once, in one statement.

    Parameters
    ----------
    seen : person id ("" where none is known) and codes, one a person.
    """
    written = AuditEntry.objects.bulk_create(
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
    if written:
        chain_after_commit(written[0].pk)


@transaction.atomic
def open_relationship(
    *,
    by: Any,
    at: datetime,
    person_id: str,
    ground: str,
    reason: str,
    user: Any = None,
    source: str = "",
    ends_at: datetime | None = None,
) -> CareRelationship:
    """Record that a person is in somebody's care. Asked again, it gives back the one that holds, and lengthens it.

    Parameters
    ----------
    by : who records it, or whose act brought it about.
    user : in whose care the person is; `by` if not given.
    ground : one of `CareRelationship.Ground`.
    source : what it comes from, such as `referrals.referral:12`; ending what it comes from ends it (`source=`).
        Without one it is the user's own word, and holds only where the user works.
    ends_at : when it ends by itself; `RELATIONSHIP_MONTHS` from now if not given, and never later.

    Raises
    ------
    NoReasonGiven
        If the ground is unknown, the reason is empty, or it would end before it begins.
    """
    check_grounded(ground, reason)
    latest = months_later(at, settings.RELATIONSHIP_MONTHS)
    until = min(ends_at or latest, latest)
    if until <= at:
        raise NoReasonGiven("The care relationship would end before it begins", expected="an end after now")
    same = {"user": user or by, "person_id": person_id, "ground": ground, "source": source}
    _close_run_out(same, at=at)
    found, is_new = CareRelationship.objects.get_or_create(
        **same,
        ended_at=None,
        defaults={"reason": reason.strip()[:500], "starts_at": at, "ends_at": until, "opened_by": by},
    )
    if not is_new and found.ends_at >= until:
        return found
    if not is_new:
        found.ends_at = until
        found.save(update_fields=["ends_at"])
    of_another = {} if found.user_id == by.pk else {"for": found.user.username}
    record(
        by=by,
        at=at,
        action="people.record_relationship" if is_new else "people.renew_relationship",
        person_id=person_id,
        reason=reason.strip(),
        detail={"ground": ground, **({"source": source} if source else {}), **of_another},
    )
    return found


def check_grounded(ground: str, reason: str) -> None:
    """Raise unless there is a known ground, and a reason in words."""
    if ground not in CareRelationship.Ground.values:
        raise NoReasonGiven(f"No ground {ground!r}", available=CareRelationship.Ground.values)
    if not reason.strip():
        raise NoReasonGiven("No reason was given", expected="why this person is in your care, in a few words")


def _close_run_out(same: dict[str, Any], *, at: datetime) -> None:
    """Mark a relationship that ran out as ended, so that another may begin."""
    run_out = CareRelationship.objects.filter(**same, ended_at=None, ends_at__lte=at)
    run_out.update(ended_at=F("ends_at"), end_reason=CareRelationship.RAN_OUT)


@transaction.atomic
def carry_seals(person_id: str, *, brought: Iterable[str]) -> None:
    """Seal in a plan what was sealed in those that were brought into it: it stays so if the join is undone."""
    held = SealedPart.objects.filter(person_id__in=[*brought], part__startswith=SealedPart.ITEM, lifted_at=None)
    for one in held:
        said = {name: getattr(one, name) for name in ("reason", "roles", "staff", "sealed_by", "sealed_at")}
        meant = {"part": one.part, "organisation": one.organisation, "lifted_at": None}
        SealedPart.objects.get_or_create(person_id=person_id, **meant, defaults=said)


@transaction.atomic
def end_relationships(
    *, by: Any, at: datetime, reason: str, user: Any = None, person_id: str = "", source: str = ""
) -> int:
    """End every care relationship that holds and is meant; returns how many. Asked again, it ends none.

    Parameters
    ----------
    user, person_id, source : whose, with whom, and what they come from; at least one must be given.

    Raises
    ------
    NoReasonGiven
        If there is no reason, or nothing says which are meant.
    """
    meant = {name: value for name, value in {"user": user, "person_id": person_id, "source": source}.items() if value}
    if not meant or not reason.strip():
        raise NoReasonGiven(
            "A care relationship was to end without a reason, or without saying which",
            expected="a reason, and at least one of",
            available=["user", "person_id", "source"],
        )
    holding = list(
        CareRelationship.objects.select_for_update(of=("self",))
        .select_related("user")
        .filter(**meant, ended_at=None, ends_at__gt=at)
    )
    for one in holding:
        end_one(one, by=by, at=at, reason=reason.strip())
    return len(holding)


def end_one(relationship: CareRelationship, *, by: Any, at: datetime, reason: str) -> None:
    """End one that holds, and say so in the audit."""
    relationship.ends_at = relationship.ended_at = max(at, relationship.starts_at)
    relationship.ended_by, relationship.end_reason = by, reason[:500]
    relationship.save(update_fields=["ends_at", "ended_at", "ended_by", "end_reason"])
    of_another = {} if relationship.user_id == by.pk else {"for": relationship.user.username}
    record(
        by=by,
        at=at,
        action="people.end_relationship",
        person_id=relationship.person_id,
        reason=reason,
        detail={"ground": relationship.ground, **of_another},
    )


@transaction.atomic
def raise_alert(kind: str, *, by: Any, at: datetime, person_id: str, glass: BreakGlass | None = None) -> Alert:
    """Have the information-governance lead look at what somebody did; for a read of one's own circle, once a day."""
    due_at = at + timedelta(days=settings.ALERT_REVIEW_DAYS)
    found, is_new = Alert.objects.get_or_create(
        kind=kind,
        user=by,
        person_id=person_id,
        on=timezone.localdate(at),
        break_glass=glass,
        defaults={"at": at, "due_at": due_at},
    )
    if is_new:
        notify(staff_of(Role.INFORMATION_GOVERNANCE_LEAD), "alert", at=at, key=f"alert:{found.pk}")
        record(by=by, at=at, action="access.raise_alert", person_id=person_id, detail={"kind": kind})
    return found


def staff_of(role: str) -> list[Any]:
    """The active staff of a role."""
    return list(get_user_model().objects.filter(role=role, is_active=True))


def months_later(at: datetime, months: int) -> datetime:
    """The same moment some months later; the 28th at most, which every month has.

    Examples
    --------
    >>> months_later(datetime(2026, 4, 1), 24), months_later(datetime(2026, 1, 31), 1)
    (datetime.datetime(2028, 4, 1, 0, 0), datetime.datetime(2026, 2, 28, 0, 0))
    """
    years, month = divmod(at.month - 1 + months, 12)
    return at.replace(year=at.year + years, month=month + 1, day=min(at.day, 28))
