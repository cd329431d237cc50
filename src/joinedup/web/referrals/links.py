"""The links to organisations outside: one at a time for each referral, two weeks, once; and the letter they go in."""

from datetime import datetime, timedelta
from typing import Any

from django.conf import settings
from django.urls import reverse
from django.utils import timezone

from joinedup.core.errors import CannotProceed
from joinedup.core.teams.referrals import Inbox
from joinedup.web.components.words import day
from joinedup.web.governance import letters
from joinedup.web.governance.one_time import Links
from joinedup.web.referrals import inboxes
from joinedup.web.referrals.models import Referral, ReferralLink
from joinedup.web.referrals.objections import objects_to
from joinedup.web.referrals.refusals import Objects

LIFE = timedelta(days=14)
MOST_A_DAY = 5  # links for one referral, reminders and those asked for again included
LINKS = Links(ReferralLink, salt="joinedup.referrals.link", life=LIFE, opens=("referral",))

WORDS = """Hello,

{opening} (reference {reference}).

Open it here; you need no account:

    {link}

The link works once, until {until}, and opens this one referral only. On the page you can accept it, decline it, or
later say that it is done. If you need the page again, it offers to send a new link to this address.

This message says nothing about anybody on purpose. Please do not reply to it with personal details.

{sender}
"""
ASKED = "You have been sent a referral"
REMINDER = "A referral is waiting for you, and is overdue"
AGAIN = "Here is the new link you asked for, to a referral you were sent"


class TooManyLinks(CannotProceed):
    """Enough links were sent for a referral today."""


class NobodyToWriteTo(CannotProceed):
    """An organisation outside has no e-mail address."""


NOT_SENT = (Objects, NobodyToWriteTo, TooManyLinks, letters.CannotSendMail)


def send(row: Referral, *, by: Any, at: datetime, opening: str = ASKED) -> None:
    """Send a new link to whoever holds a referral outside; earlier ones end.

    Raises
    ------
    Objects, NobodyToWriteTo, TooManyLinks, CannotSendMail : none was sent.
    """
    if objects_to(row.person_id, Inbox.of(row.holder)):
        raise Objects
    email = inboxes.email_of(Inbox.of(row.holder))
    if not email:
        raise NobodyToWriteTo("This organisation has no e-mail address", expected="one in the directory")
    if row.links.filter(sent_at__gt=at - timedelta(days=1)).count() >= MOST_A_DAY:
        raise TooManyLinks(
            "Enough links were sent for this referral today", expected="another day, or a telephone call"
        )
    end_of(row, at=at)
    token = LINKS.make(at=at, referral=row, holder=row.holder, email=email, is_reminder=opening == REMINDER, sent_by=by)
    letters.send(email, f"A referral for you: {row.reference}", words(row, token, at=at, opening=opening))


def words(row: Referral, token: str, *, at: datetime, opening: str) -> str:
    """The letter: a reference and a link, nothing about the person, what is asked, or who asks."""
    return WORDS.format(
        opening=opening,
        reference=row.reference,
        link=settings.PUBLIC_URL.rstrip("/") + reverse("referrals:outside_link", args=[token]),
        until=day(timezone.localtime(at + LIFE).date()),
        sender=settings.SERVICE_OWNER or settings.SERVICE_NAME,
    )


def end_of(row: Referral, *, at: datetime) -> None:
    """End the links of a referral: none opens it any more, and sessions begun by one are over."""
    LINKS.end(at=at, referral=row)
    row.links.filter(ended_at=None).update(ended_at=at)
