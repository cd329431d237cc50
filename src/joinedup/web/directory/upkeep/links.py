"""A link that opens one entry's form, once, for a while, without an account.

The secret in it is signed with the service's own key and kept only as a hash: a guessed or altered link is refused
before the tables are asked, and reading the tables gives nobody a link.
"""

import hashlib
import secrets
from datetime import datetime, timedelta
from typing import Any

from django.core import signing

from joinedup.core.errors import CannotProceed
from joinedup.web.directory.models import EditLink, Service

LIFE = timedelta(days=14)
SIGNER = signing.Signer(salt="joinedup.directory.edit-link")


class LinkIsNotGood(CannotProceed):
    """A link is none of ours, or was altered."""


class LinkHasExpired(CannotProceed):
    """A link is too old."""


class LinkIsUsed(CannotProceed):
    """A link was used once already."""


def make(service: Service, *, at: datetime, by: Any = None, is_reminder: bool = False) -> str:
    """Make a link to a service's form; returns its token, which is kept nowhere.

    Earlier links to the same service that nobody used end with it.
    """
    EditLink.objects.filter(service=service, used_at=None, expires_at__gt=at).update(expires_at=at)
    secret = secrets.token_urlsafe(32)
    EditLink.objects.create(
        service=service,
        secret_hash=hash_of(secret),
        sent_at=at,
        expires_at=at + LIFE,
        is_reminder=is_reminder,
        sent_by=by,
    )
    return SIGNER.sign(secret)


def link_of(token: str, *, at: datetime) -> EditLink:
    """The link a token belongs to, if it may be used now.

    Raises
    ------
    LinkIsNotGood, LinkHasExpired, LinkIsUsed : it may not.
    """
    try:
        secret = SIGNER.unsign(token)
    except signing.BadSignature as problem:
        raise LinkIsNotGood("This link is not complete, or not ours", expected="the whole link") from problem
    link = EditLink.objects.filter(secret_hash=hash_of(secret)).select_related("service__organisation").first()
    if link is None:
        raise LinkIsNotGood("This link leads nowhere any more", expected="a new link")
    if link.used_at is not None:
        raise LinkIsUsed("This link was used already", expected="a new link")
    if link.expires_at <= at:
        raise LinkHasExpired("This link is too old", expected="a new link")
    return link


def use_up(link: EditLink, *, at: datetime) -> None:
    """Use a link, which only one of two at the same moment can.

    Raises
    ------
    LinkIsUsed : somebody was first.
    """
    if EditLink.objects.filter(pk=link.pk, used_at=None, expires_at__gt=at).update(used_at=at) != 1:
        raise LinkIsUsed("This link was used already", expected="a new link")


def hash_of(secret: str) -> str:
    """What is kept of a secret."""
    return hashlib.sha256(secret.encode()).hexdigest()
