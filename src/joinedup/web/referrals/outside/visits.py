"""Who is at the other end of a link? A short session for one referral, which ends when the referral moves on."""

from datetime import datetime, timedelta
from typing import Any

from django.http import HttpRequest

from joinedup.web.referrals.models import ReferralLink

MINUTES = 30
KEY = "referral_visit"


def begin(request: HttpRequest, link: ReferralLink, *, at: datetime) -> None:
    """Begin the session: its key is new from here on, and it holds nothing but which link and until when."""
    request.session.cycle_key()
    request.session[KEY] = {"link": link.pk, "until": (at + timedelta(minutes=MINUTES)).timestamp()}


def end(request: HttpRequest) -> None:
    request.session.pop(KEY, None)


def current(request: HttpRequest, *, at: datetime) -> Any:
    """The link of the session, if it still opens its referral; None otherwise.

    It does not once the time is over, the link was ended, or the referral lies with somebody else.
    """
    kept = request.session.get(KEY)
    if not kept or at.timestamp() >= kept["until"]:
        return None
    link = ReferralLink.objects.filter(pk=kept["link"], ended_at=None).select_related("referral").first()
    if link is None or link.referral.inbox != link.holder:
        return None
    return link
