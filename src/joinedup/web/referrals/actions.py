"""Do something with a referral, each time audited; what was done is added, never changed."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db import IntegrityError, transaction

from joinedup.core.teams.referrals import Deed, Inbox, Referral, State, Step
from joinedup.web.governance.actions import end_relationships, open_relationship, record
from joinedup.web.governance.permissions import may
from joinedup.web.governance.queries import objecting_to
from joinedup.web.people.queries import ids_with
from joinedup.web.referrals import inboxes, links, models, queries, telling
from joinedup.web.referrals.models import ReferralEvent
from joinedup.web.referrals.objections import objects_to
from joinedup.web.referrals.refusals import ChangedMeanwhile, Objects
from joinedup.web.referrals.sending import check_may_go
from joinedup.web.referrals.stored import columns_of, value_of

NO_LONGER_HERE = (Deed.DECLINE, Deed.HAND_BACK, Deed.TRANSFER, Deed.SEND_ON, Deed.WITHDRAW, Deed.FINISH, Deed.UNDO)


@dataclass(frozen=True)
class Doing:
    """What somebody does with a referral.

    Parameters
    ----------
    seen_version : the version that was on their screen.
    """

    deed: Deed
    seen_version: int
    reason: str = ""
    note: str = ""
    to: Inbox | None = None
    consent: str = ""


@dataclass(frozen=True)
class Doer:
    """Who does it: a member of staff, or somebody outside by a link."""

    inbox: Inbox
    user: Any = None
    name: str = ""
    link: Any = None


def act(row: models.Referral, doing: Doing, doer: Doer, *, at: datetime) -> models.Referral:
    """Do something with a referral. The same form sent twice does it once.

    Raises
    ------
    ChangedMeanwhile : it is no longer as they saw it.
    NotAllowed, NoConsent, NoSuchDestination, Objects : it cannot be done.
    """
    last = queries.last_event(row)
    if is_same(last, doing, doer):
        return row
    if row.version != doing.seen_version:
        raise ChangedMeanwhile
    if doing.to is not None:
        check_may_go(row.person_id, doing.to, doing.consent)
    before = value_of(row, last)
    after = before.after(Step(doing.deed, doer.inbox, doing.reason, doing.to), at)
    check_keeps_to_objections(row, doing, doer, after)
    try:
        return _done(row, doing, doer, after, last, at=at)
    except IntegrityError as problem:  # the other of two at the same moment
        raise ChangedMeanwhile from problem


def check_keeps_to_objections(row: models.Referral, doing: Doing, doer: Doer, after: Referral) -> None:
    """Raise if the person objects by now: to whoever would accept it, or to those with whom it would lie again."""
    if doing.deed is Deed.ACCEPT and is_objected(row, doer):
        raise Objects
    if doing.deed is Deed.UNDO and after.inbox not in (None, doer.inbox):
        check_may_go(row.person_id, after.now.holder, row.consent)


def is_objected(row: models.Referral, doer: Doer) -> bool:
    """Whether the person of a referral objects to an inbox, or to the member of staff who acts from it."""
    if objects_to(row.person_id, doer.inbox):
        return True
    return doer.user is not None and bool(objecting_to(doer.user, ids_with(row.person_id)))


def is_same(last: ReferralEvent, doing: Doing, doer: Doer) -> bool:
    """Whether the last event is this very form, sent once already."""
    if last.number != doing.seen_version + 1 or last.by_id != (doer.user.pk if doer.user else None):
        return False
    return (last.deed, last.reason, last.note, last.link_id) == (
        doing.deed,
        doing.reason,
        doing.note,
        doer.link.pk if doer.link else None,
    )


@transaction.atomic
def _done(
    row: models.Referral, doing: Doing, doer: Doer, after: Referral, last: ReferralEvent, *, at: datetime
) -> models.Referral:
    columns = {
        **columns_of(after),
        "version": row.version + 1,
        "holder_name": new_holder_name(row, after, last),
        "accepted_by": acceptor(row, doing, doer, after),
        **({"consent": doing.consent} if doing.consent else {}),
    }
    event = event_of(row, doing, doer, columns, at=at)
    event.save()
    if models.Referral.objects.filter(pk=row.pk, version=row.version).update(**columns) != 1:
        raise IntegrityError("another version was written")
    row.refresh_from_db()
    record_deed(row, doing, doer, at=at)
    follow(row, event, doing, doer, at=at)
    return row


def event_of(
    row: models.Referral, doing: Doing, doer: Doer, columns: Mapping[str, Any], *, at: datetime
) -> ReferralEvent:
    """The deed as it is kept, with what it will be (`columns`) and what the referral was before it."""
    return ReferralEvent(
        referral=row,
        number=columns["version"],
        deed=doing.deed,
        acting=doer.inbox.key,
        acting_name=inboxes.name_of(doer.inbox)[:200],
        state=columns["state"],
        holder_name=columns["holder_name"],
        state_before=row.state,
        holder_before=row.holder,
        holder_name_before=row.holder_name,
        asked_at_before=row.asked_at,
        since_before=row.since,
        reason=doing.reason,
        note=doing.note,
        consent=doing.consent,
        by=doer.user,
        by_name=doer.name,
        link=doer.link,
        at=at,
    )


def record_deed(row: models.Referral, doing: Doing, doer: Doer, *, at: datetime) -> None:
    """The deed in the audit."""
    detail = {
        "referral": row.reference,
        "reason": doing.reason,
        "to": doing.to.key if doing.to else "",
        "consent": doing.consent,
        **({"link": doer.link.pk} if doer.link else {}),
    }
    action = f"referrals.{doing.deed.replace(' ', '_')}"
    record(by=doer.user, at=at, action=action, person_id=row.person_id, detail=detail)


def new_holder_name(row: models.Referral, after: Referral, last: ReferralEvent) -> str:
    """What the inbox is called that has it now."""
    if after.now.holder.key == row.holder:
        return row.holder_name
    return (
        last.holder_name_before
        if after.now.holder.key == last.holder_before
        else (inboxes.name_of(after.now.holder)[:200])
    )


def acceptor(row: models.Referral, doing: Doing, doer: Doer, after: Referral) -> Any:
    """Who has taken it on, if it is accepted now."""
    if after.now.state is State.SENT or after.now.state is State.SEEN:
        return None
    if doing.deed is Deed.ACCEPT:
        return doer.user
    return row.accepted_by or (queries.last_acceptor(row) if doing.deed is Deed.UNDO else None)


def follow(row: models.Referral, event: ReferralEvent, doing: Doing, doer: Doer, *, at: datetime) -> None:
    """What else changes: relationships begin and end, links end, and whoever is outside is written to."""
    if doing.deed in NO_LONGER_HERE and doer.user:
        reason = f"Referral {row.reference}: {doing.deed}"
        end_relationships(by=doer.user, at=at, source=source_of(row), reason=reason)
    if row.state == State.ACCEPTED and row.accepted_by and may(row.accepted_by, "people.view_person"):
        open_relationship(
            by=doer.user,
            at=at,
            person_id=row.person_id,
            ground="referral",
            reason=f"Accepted referral {row.reference}",
            user=row.accepted_by,
            source=source_of(row),
        )
    if doing.deed in NO_LONGER_HERE:
        links.end_of(row, at=at)
    if row.holder != event.holder_before or doing.deed is Deed.UNDO:
        telling.tell_outside(row, by=doer.user, at=at)
    telling.tell_staff(row, doing.deed, by=doer.user, at=at)


def source_of(row: models.Referral) -> str:
    """What a care relationship from a referral names as its source."""
    return f"referrals.referral:{row.pk}"


def see(row: models.Referral, doer: Doer, *, at: datetime) -> models.Referral:
    """Note that a referral was looked at by those it was sent to; once."""
    if row.state != State.SENT or row.holder != doer.inbox.key:
        return row
    try:
        return act(row, Doing(Deed.SEE, row.version), doer, at=at)
    except ChangedMeanwhile:
        return queries.referral(row.pk) or row
