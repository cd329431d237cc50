"""Send a referral; audited, and the same form sent twice is one referral."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from django.db import IntegrityError, transaction

from joinedup.core.teams.referrals import Deed, Inbox, InboxKind, Referral
from joinedup.web.governance.actions import record
from joinedup.web.people.models import Person
from joinedup.web.referrals import inboxes, models, queries, telling
from joinedup.web.referrals.models import ReferralEvent
from joinedup.web.referrals.objections import objects_to
from joinedup.web.referrals.refusals import ChangedMeanwhile, NoConsent, NoSuchDestination, Objects, SentOtherwise
from joinedup.web.referrals.stored import columns_of


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


def send(person: Person, asked: Asked, *, sender: Inbox, by: Any, at: datetime) -> models.Referral:
    """Send a referral. The same form sent twice is one referral.

    Raises
    ------
    NoConsent, NoSuchDestination, NotAllowed : it cannot go there.
    SentOtherwise : the form was sent already, and said something else then.
    """
    earlier = queries.referral(asked.id)
    if earlier is not None and earlier.sent_by_id == by.pk and earlier.person_id in person.ids:
        check_same(earlier, asked)
        return earlier
    check_may_go(person.person_id, asked.to, asked.consent)
    targets = queries.kind_here(asked.kind)
    value = Referral.sent(asked.kind, sender=sender, to=asked.to, at=at, is_urgent=asked.is_urgent, targets=targets)
    try:
        return _sent(person, asked, value, by=by, at=at)
    except IntegrityError as problem:  # the id is somebody else's: a form that was tampered with
        raise ChangedMeanwhile from problem


def check_same(earlier: models.Referral, asked: Asked) -> None:
    """Raise unless a referral asks for what the form asks for that was sent with its id."""
    to, consent = queries.was_sent_as(earlier)
    was = Asked(earlier.id, earlier.kind, Inbox.of(to), earlier.words, earlier.is_urgent, consent, earlier.offer)
    if was != asked:
        raise SentOtherwise(earlier.reference)


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


def send_met(person: Person | None, asked: Any, *, by: Any, at: datetime) -> models.Referral | None:
    """Refer somebody met on duty to the team where they live; None where nobody fits, or whoever does objects.

    The audit says which; whoever met them is not to learn it.

    Parameters
    ----------
    person : the one whom what was entered fits.
    asked : what is asked, once it is known of which inbox.
    by : one who shares an inbox.
    """
    if person is None or not person.neighbourhood:
        why = "nobody fits" if person is None else "lives outside the place"
        record(by=by, at=at, action="referrals.refer_met", detail={"why": why}, outcome="refused")
        return None
    to = Inbox(InboxKind.TEAM, person.neighbourhood)
    if objects_to(person.person_id, to):
        told = {"person_id": person.person_id, "detail": {"why": "objected"}, "outcome": "refused"}
        record(by=by, at=at, action="referrals.refer_met", **told)
        return None
    own = inboxes.inboxes_of(by, at=at)
    sender = next((one for one in reversed(own) if one != to), own[0])
    return send(person, asked(to), sender=sender, by=by, at=at)
