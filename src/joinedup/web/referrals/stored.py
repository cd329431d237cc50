"""How is a referral's row the core's own value, and a value the row?"""

from typing import Any

from joinedup.core.teams.referrals import Deed, Event, Inbox, Referral, State
from joinedup.core.teams.referrals.referral import Standing
from joinedup.web.referrals import models
from joinedup.web.referrals.queries import kind_here


def value_of(row: models.Referral, last: models.ReferralEvent | None) -> Referral:
    """A referral as the core knows it.

    Parameters
    ----------
    last : its last event.
    """
    now = Standing(State(row.state), Inbox.of(row.holder), row.asked_at, row.since)
    done = event_of(last) if last else None
    return Referral(row.kind, Inbox.of(row.sender), now, row.is_urgent, done, kind_here(row.kind))


def event_of(row: models.ReferralEvent) -> Event | None:
    """What was done, and how it stood before; None of its being sent, before which there was nothing."""
    if row.deed == Deed.SEND:
        return None
    before = Standing(State(row.state_before), Inbox.of(row.holder_before), row.asked_at_before, row.since_before)
    return Event(Deed(row.deed), Inbox.of(row.acting), row.at, before)


def columns_of(value: Referral) -> dict[str, Any]:
    """The columns of the row that say how a referral stands."""
    clock = value.clock
    return {
        "state": value.now.state.value,
        "holder": value.now.holder.key,
        "inbox": value.inbox.key if value.inbox else "",
        "asked_at": value.now.asked_at,
        "since": value.now.since,
        "due_at": clock.due_at if clock else None,
    }
