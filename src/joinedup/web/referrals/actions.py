"""Send a referral and do something with one, each audited; what was done is added, never changed."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from django.db import IntegrityError, transaction

from joinedup.core.errors import CannotProceed
from joinedup.core.teams.referrals import Deed, Inbox, InboxKind, Referral, State, Step
from joinedup.web.governance.actions import end_relationships, open_relationship, record
from joinedup.web.governance.permissions import may
from joinedup.web.people.models import Person
from joinedup.web.referrals import inboxes, links, models, queries, telling
from joinedup.web.referrals.models import ReferralEvent
from joinedup.web.referrals.objections import objects_to
from joinedup.web.referrals.stored import columns_of, value_of

NO_LONGER_HERE = (Deed.DECLINE, Deed.HAND_BACK, Deed.TRANSFER, Deed.SEND_ON, Deed.WITHDRAW, Deed.FINISH, Deed.UNDO)


class ChangedMeanwhile(CannotProceed):
    """Somebody else did something with a referral between looking and doing."""

    def __init__(self) -> None:
        super().__init__(
            "Somebody did something with this referral while you were looking at it", expected="a look at how it stands"
        )


class NoConsent(CannotProceed):
    """A charity or another organisation outside is told about somebody only if they agreed."""

    def __init__(self) -> None:
        super().__init__(
            "The person has not agreed that this organisation is told about them",
            expected="how they, or somebody who may speak for them, agreed",
        )


class NoSuchDestination(CannotProceed):
    """A referral was to go where nobody would find it."""

    def __init__(self) -> None:
        super().__init__(
            "Nobody would get this referral",
            expected="a team or agency of the place, or an organisation of the directory with an e-mail address",
        )


class Objects(CannotProceed):
    """The person asked that those it would go to see nothing of them."""

    def __init__(self) -> None:
        super().__init__(
            "The person objects to what is known of them being shared there",
            expected="their own word, or a decision of the information-governance lead",
        )


@dataclass(frozen=True)
class Asked:
    """What somebody asks for.

    Parameters
    ----------
    id : made when the form was opened, so that sending it twice makes one referral.
    offer : the offer of the person's package that it arranges, if any.
    """

    id: UUID
    kind: str
    to: Inbox
    words: str
    is_urgent: bool
    consent: str
    offer: str = ""


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


def send(person: Person, asked: Asked, *, sender: Inbox, by: Any, at: datetime) -> models.Referral:
    """Send a referral. The same form sent twice is one referral.

    Raises
    ------
    NoConsent, NoSuchDestination, NotAllowed : it cannot go there.
    """
    earlier = queries.referral(asked.id)
    if earlier is not None and earlier.sent_by_id == by.pk and earlier.person_id == person.person_id:
        return earlier
    check_may_go(person.person_id, asked.to, asked.consent)
    targets = queries.kind_here(asked.kind)
    value = Referral.sent(asked.kind, sender=sender, to=asked.to, at=at, is_urgent=asked.is_urgent, targets=targets)
    try:
        return _sent(person, asked, value, by=by, at=at)
    except IntegrityError as problem:  # the id is somebody else's: a form that was tampered with
        raise ChangedMeanwhile from problem


@transaction.atomic
def _sent(person: Person, asked: Asked, value: Referral, *, by: Any, at: datetime) -> models.Referral:
    names = inboxes.names_of({value.sender.key, asked.to.key})
    row = models.Referral.objects.create(
        id=asked.id,
        person_id=person.person_id,
        neighbourhood=person.neighbourhood,
        kind=asked.kind,
        is_urgent=asked.is_urgent,
        words=asked.words,
        offer=asked.offer,
        sender=value.sender.key,
        sender_name=names[value.sender.key][:200],
        holder_name=names[asked.to.key][:200],
        consent=asked.consent,
        sent_by=by,
        sent_at=at,
        **columns_of(value),
    )
    ReferralEvent.objects.create(
        referral=row,
        number=1,
        deed=Deed.SEND,
        acting=row.sender,
        acting_name=row.sender_name,
        state=row.state,
        holder_name=row.holder_name,
        consent=asked.consent,
        by=by,
        at=at,
    )
    telling.tell_outside(row, by=by, at=at)
    telling.tell_staff(row, Deed.SEND, by=by, at=at)
    detail = {"referral": row.reference, "kind": row.kind, "to": row.holder, "consent": row.consent}
    record(by=by, at=at, action="referrals.send", person_id=row.person_id, detail=detail)
    return row


def check_may_go(person_id: str, to: Inbox, consent: str) -> None:
    """Raise unless somebody is there to get a referral, and the person agreed where needed and does not object."""
    if objects_to(person_id, to):
        raise Objects
    if not inboxes.exists(to):
        raise NoSuchDestination
    if inboxes.needs_consent(to) and not consent:
        raise NoConsent


def act(row: models.Referral, doing: Doing, doer: Doer, *, at: datetime) -> models.Referral:
    """Do something with a referral. The same form sent twice does it once.

    Raises
    ------
    ChangedMeanwhile : it is no longer as they saw it.
    NotAllowed, NoConsent, NoSuchDestination : it cannot be done.
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
    try:
        return _done(row, doing, doer, after, last, at=at)
    except IntegrityError as problem:  # the other of two at the same moment
        raise ChangedMeanwhile from problem


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
    was = {"state": row.state, "holder": row.holder, "holder_name": row.holder_name}
    holder_name = new_holder_name(row, after, last)
    columns = {**columns_of(after), "version": row.version + 1, "holder_name": holder_name}
    columns["accepted_by"] = acceptor(row, doing, doer, after)
    if doing.consent:
        columns["consent"] = doing.consent
    event = ReferralEvent.objects.create(
        referral=row,
        number=row.version + 1,
        deed=doing.deed,
        acting=doer.inbox.key,
        acting_name=inboxes.name_of(doer.inbox)[:200],
        state=after.now.state,
        holder_name=holder_name,
        state_before=was["state"],
        holder_before=was["holder"],
        holder_name_before=was["holder_name"],
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
    if models.Referral.objects.filter(pk=row.pk, version=row.version).update(**columns) != 1:
        raise IntegrityError("another version was written")
    row.refresh_from_db()
    record(
        by=doer.user,
        at=at,
        action=f"referrals.{doing.deed.replace(' ', '_')}",
        person_id=row.person_id,
        detail={
            "referral": row.reference,
            "reason": doing.reason,
            "to": doing.to.key if doing.to else "",
            "consent": doing.consent,
            **({"link": doer.link.pk} if doer.link else {}),
        },
    )
    follow(row, event, doing, doer, at=at)
    return row


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


def send_met(person: Person | None, asked: Any, *, by: Any, at: datetime) -> models.Referral | None:
    """Refer somebody met on duty to the team where they live; None, and an entry in the audit, where nobody fits.

    Parameters
    ----------
    person : the one whom what was entered fits.
    asked : what is asked, once it is known of which inbox.
    """
    if person is None or not person.neighbourhood:
        why = "nobody fits" if person is None else "lives outside the place"
        record(by=by, at=at, action="referrals.refer_met", detail={"why": why}, outcome="refused")
        return None
    to = Inbox(InboxKind.TEAM, person.neighbourhood)
    own = inboxes.inboxes_of(by, at=at)
    sender = next((one for one in reversed(own) if one != to), own[0])
    return send(person, asked(to), sender=sender, by=by, at=at)
