"""Put notices into the outbox; deliver what waits there."""

from collections.abc import Iterable, Mapping
from datetime import datetime, timedelta
from itertools import groupby
from smtplib import SMTPException
from typing import Any

from django.conf import settings
from django.core.mail import EmailMessage, get_connection
from django.db import transaction
from django.db.models import F
from django.urls import reverse

from joinedup.web.notices import queries
from joinedup.web.notices.kinds import KINDS, Kind
from joinedup.web.notices.models import Choice, Notice

# Minutes until it is tried again, after each failure; after the last it is given up.
AGAIN_MINUTES = (1, 5, 30, 120, 720)


def notify(users: Iterable[Any], kind: str, *, at: datetime, key: str) -> int:
    """Have staff told by e-mail that there is something to look at; returns how many will be.

    Who has no address, or chose to do without, is left out; who was told of the same before is not told again. The
    message goes out after the transaction, by the command `deliver_notices`.

    Parameters
    ----------
    kind : a key of `notices.kinds.KINDS`, which holds the whole text: there is no way to add a person's details.
    key : what it is about, such as `referral:12:accepted`.
    """
    reachable = [user for user in users if user.is_active and user.email]
    without = queries.unwanting(kind, reachable)
    told = [Notice(user=user, kind=kind, key=key, at=at, due_at=at) for user in reachable if user.pk not in without]
    Notice.objects.bulk_create(told, ignore_conflicts=True)
    return len(told)


@transaction.atomic
def choose(user: Any, wanted: Mapping[str, bool]) -> None:
    """Keep which kinds of notice a member of staff wants; those nobody can do without stay as they are."""
    for kind, is_wanted in wanted.items():
        if kind in KINDS and not KINDS[kind].is_always:
            Choice.objects.update_or_create(user=user, kind=kind, defaults={"is_wanted": is_wanted})


def deliver(*, at: datetime) -> tuple[int, int]:
    """Send what waits, one message for all of a kind to one member of staff; returns messages sent and failed.

    A message may be sent twice should the machine stop at the wrong moment; it is never lost.
    """
    sent = failed = 0
    order = ("user_id", "kind", "id")
    waiting = queries.waiting(at=at).select_related("user").order_by(*order)
    mail = get_connection()
    for (_, kind), some in groupby(waiting, key=lambda one: (one.user_id, one.kind)):
        ours = [one for one in some if claim(one, at=at)]
        if ours:
            has_gone = send(ours, KINDS[kind], mail, at=at)
            sent, failed = sent + has_gone, failed + (not has_gone)
    return sent, failed


def claim(notice: Notice, *, at: datetime) -> bool:
    """Take a notice on, so that nobody else delivers it meanwhile; it comes back by itself if we fail."""
    again = at + timedelta(minutes=AGAIN_MINUTES[min(notice.attempts, len(AGAIN_MINUTES) - 1)])
    return bool(
        Notice.objects.filter(pk=notice.pk, sent_at=None, attempts=notice.attempts).update(
            due_at=again, attempts=F("attempts") + 1
        )
    )


def send(notices: list[Notice], kind: Kind, mail: Any, *, at: datetime) -> bool:
    """Send one message for some notices of one kind to one member of staff; whether it went."""
    ids = [one.pk for one in notices]
    try:
        message(notices[0].user.email, kind, len(notices), mail).send()
    except (SMTPException, OSError) as problem:
        failed = Notice.objects.filter(pk__in=ids)
        failed.update(failure=type(problem).__name__[:120])
        failed.filter(attempts__gt=len(AGAIN_MINUTES)).update(given_up_at=at)
        return False
    Notice.objects.filter(pk__in=ids).update(sent_at=at, failure="")
    return True


def message(address: str, kind: Kind, count: int, mail: Any) -> EmailMessage:
    """The message: fixed words, how many, and where to sign in."""
    lines = [
        kind.words,
        *([f"There are {count} of these."] if count > 1 else []),
        f"{settings.PUBLIC_URL}{reverse(kind.url_name)}",
        f"{settings.SERVICE_NAME} never puts anything about a person into an e-mail.",
    ]
    return EmailMessage(
        subject=f"{settings.SERVICE_NAME}: {kind.subject}",
        body="\n\n".join(lines),
        to=[address],
        headers={"Auto-Submitted": "auto-generated"},
        connection=mail,
    )
