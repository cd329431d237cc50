"""Who is told of a referral: staff by a notice, organisations outside by a link; no word about whom."""

from datetime import datetime
from typing import Any

from django.db import transaction

from joinedup.core.teams.referrals import Deed, Inbox, State
from joinedup.web.governance.actions import record
from joinedup.web.notices.actions import notify
from joinedup.web.referrals import inboxes, links
from joinedup.web.referrals.models import Referral


def tell_staff(row: Referral, deed: Deed, *, by: Any, at: datetime) -> None:
    """Have those told by e-mail, without a word about whom, who have something to do or wait for an answer."""
    if deed is Deed.SEE:
        return
    if row.inbox and deed in (Deed.SEND, Deed.TRANSFER, Deed.SEND_ON, Deed.UNDO):
        told = inboxes.staff_of(Inbox.of(row.inbox), row, at=at)
    elif deed is Deed.WITHDRAW:
        told = one_or_all(row.accepted_by, row.holder, row, at=at) if row.accepted_by else []
    else:
        told = one_or_all(row.sent_by, row.sender, row, at=at)
    notify([one for one in told if one != by], "referral", at=at, key=f"referral:{row.pk}:{row.version}")


def one_or_all(concerned: Any, inbox: str, row: Referral, *, at: datetime) -> list[Any]:
    """Whom a referral concerns; who is left of their inbox, if they have left."""
    return [concerned] if concerned.is_active else inboxes.staff_of(Inbox.of(inbox), row, at=at)


def tell_outside(row: Referral, *, by: Any, at: datetime) -> None:
    """Send whoever holds a referral outside the link to it."""
    if row.holder.startswith("outside:") and row.inbox == row.holder:
        links.send(row, by=by, at=at)


def remind_staff(row: Referral, *, at: datetime) -> int:
    """Have those told, once, with whom a referral is overdue: whoever accepted it, else all of the inbox."""
    concerned = row.accepted_by if row.state == State.ACCEPTED else None
    inbox = Inbox.of(row.inbox)
    told = one_or_all(concerned, row.inbox, row, at=at) if concerned else inboxes.staff_of(inbox, row, at=at)
    return notify(told, "task", at=at, key=f"referral:{row.pk}:{row.version}:overdue")


def send_link_again(row: Referral, *, by: Any, at: datetime, opening: str = links.ASKED) -> None:
    """Send whoever holds a referral outside a new link.

    Raises
    ------
    Objects, NobodyToWriteTo, TooManyLinks, CannotSendMail : none was sent, and the earlier one still holds.
    """
    with transaction.atomic():
        links.send(row, by=by, at=at, opening=opening)
        detail = {"referral": row.reference, "is_reminder": opening == links.REMINDER}
        record(by=by, at=at, action="referrals.send_link", person_id=row.person_id, detail=detail)


@transaction.atomic
def end_links(row: Referral, *, by: Any, at: datetime) -> None:
    """End every link to a referral."""
    links.end_of(row, at=at)
    record(by=by, at=at, action="referrals.end_links", person_id=row.person_id, detail={"referral": row.reference})


@transaction.atomic
def open_by_link(link: Any, *, at: datetime) -> None:
    """Use a link, once.

    Raises
    ------
    LinkIsUsed : somebody was first.
    """
    links.LINKS.use_up(link, at=at)
    row = link.referral
    detail = {"referral": row.reference, "link": link.pk}
    record(by=None, at=at, action="referrals.open_by_link", person_id=row.person_id, detail=detail)
