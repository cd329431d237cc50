"""Which referral is meant, may this member of staff see it, and from which inbox do they act? Audited either way."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from joinedup.core.teams.referrals import Deed, Inbox
from joinedup.core.teams.referrals import Referral as Value
from joinedup.web.governance.actions import record
from joinedup.web.governance.permissions import may
from joinedup.web.governance.queries import objecting_to
from joinedup.web.people.queries import in_care
from joinedup.web.referrals import inboxes, queries
from joinedup.web.referrals.actions import Doer
from joinedup.web.referrals.models import Referral
from joinedup.web.referrals.reach import is_within
from joinedup.web.referrals.stored import value_of


@dataclass(frozen=True)
class Opened:
    """A referral somebody may see, the inbox they see it from, and what they may do with it now, from which inbox."""

    row: Referral
    last: Any
    doer: Doer
    deeds: dict[Deed, Doer]
    is_here: bool  # it lies in an inbox of theirs


def open_referral(key: str, *, by: Any, at: datetime, action: str = "referrals.view") -> Opened | None:
    """The referral, if it lies with the user's team or organisation or was sent from there; None otherwise.

    Whoever passed it on by mistake can still open it while that can be undone.
    """
    row = queries.referral(as_uuid(key))
    if row is None:
        record(by=by, at=at, action=action, detail={"why": "no such referral"}, outcome="refused")
        return None
    last = queries.last_event(row)
    value = value_of(row, last)
    doers = [
        Doer(inbox, user=by) for inbox in inboxes.inboxes_of(by, at=at) if may_see(row, value, inbox, by=by, at=at)
    ]
    if not doers:
        detail = {"why": "not of the user's inboxes"}
        record(by=by, at=at, action=action, person_id=row.person_id, detail=detail, outcome="refused")
        return None
    deeds = {deed: doer for doer in reversed(doers) for deed in value.may(doer.inbox, at)}
    record(by=by, at=at, action=action, person_id=row.person_id, detail={"referral": row.reference})
    is_here = any(doer.inbox.key == row.inbox for doer in doers)
    return Opened(row, last, doers[0], deeds, is_here)


def may_see(row: Referral, value: Value, inbox: Inbox, *, by: Any, at: datetime) -> bool:
    """Whether a referral is seen from one of the user's inboxes."""
    is_of_it = inbox.key in (row.holder, row.sender) or value.can_undo(inbox, at)
    return is_of_it and is_within(row, inbox.key, by=by)


def is_in_care(person: Any, *, by: Any, at: datetime) -> bool:
    """Whether the user has the person of a referral in their care, as the person is today."""
    return person is not None and may(by, "people.view_person") and bool(in_care([person.person_id], by=by, at=at))


def is_objecting(person: Any, *, by: Any) -> bool:
    """Whether the person of a referral objects, by now, to the user seeing what is known of them."""
    return person is not None and bool(objecting_to(by, person.ids))


def as_uuid(key: str) -> UUID:
    """A key as the table has it; one that is none is of no referral."""
    try:
        return UUID(key)
    except ValueError:
        return UUID(int=0)
