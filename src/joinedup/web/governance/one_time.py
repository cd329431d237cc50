"""Links by e-mail that open one thing, once, for a while, without an account.

The secret in a link is signed with the service's own key and kept only as a hash: a guessed or altered link is refused
before the tables are asked, and reading the tables gives nobody a link.
"""

import hashlib
import secrets
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from django.core import signing
from django.db import models

from joinedup.core.errors import CannotProceed


class LinkIsNotGood(CannotProceed):
    """A link is none of ours, or was altered."""


class LinkIsOver(CannotProceed):
    """A link was good once.

    Parameters
    ----------
    link : its row, so that whoever holds it can be told what to do.
    """

    def __init__(self, found: str, link: Any) -> None:
        super().__init__(found, expected="a new link")
        self.link = link


class LinkHasExpired(LinkIsOver):
    """A link is too old, or was ended."""


class LinkIsUsed(LinkIsOver):
    """A link was used once already."""


class OneTimeLink(models.Model):
    """One row per link sent. Only a hash of its secret is kept: whoever reads the table cannot use it."""

    secret_hash = models.CharField(max_length=64, unique=True)
    sent_at = models.DateTimeField(db_index=True)
    expires_at = models.DateTimeField()
    used_at = models.DateTimeField(null=True)

    class Meta:
        abstract = True


@dataclass(frozen=True)
class Links:
    """The links of one sort.

    Parameters
    ----------
    model : the table they are in.
    salt : what keeps links of one sort from passing for another.
    life : how long one is good.
    opens : the relations a link's row is read with.
    """

    model: type[OneTimeLink]
    salt: str
    life: timedelta
    opens: tuple[str, ...]

    @property
    def signer(self) -> signing.Signer:
        return signing.Signer(salt=self.salt)

    def make(self, *, at: datetime, **about: Any) -> str:
        """Make a link; returns its token, which is kept nowhere."""
        secret = secrets.token_urlsafe(32)
        self.model.objects.create(secret_hash=hash_of(secret), sent_at=at, expires_at=at + self.life, **about)
        return self.signer.sign(secret)

    def end(self, *, at: datetime, **about: Any) -> int:
        """End those links to something that nobody used and that still hold; returns how many."""
        return self.model.objects.filter(used_at=None, expires_at__gt=at, **about).update(expires_at=at)

    def of(self, token: str, *, at: datetime) -> Any:
        """The link a token belongs to, if it may be used now.

        Raises
        ------
        LinkIsNotGood, LinkHasExpired, LinkIsUsed : it may not.
        """
        try:
            secret = self.signer.unsign(token)
        except signing.BadSignature as problem:
            raise LinkIsNotGood("This link is not complete, or not ours", expected="the whole link") from problem
        link = self.model.objects.filter(secret_hash=hash_of(secret)).select_related(*self.opens).first()
        if link is None:
            raise LinkIsNotGood("This link leads nowhere any more", expected="a new link")
        if link.used_at is not None:
            raise LinkIsUsed("This link was used already", link)
        if link.expires_at <= at:
            raise LinkHasExpired("This link is too old", link)
        return link

    def use_up(self, link: OneTimeLink, *, at: datetime) -> None:
        """Use a link, which only one of two at the same moment can.

        Raises
        ------
        LinkIsUsed : somebody was first.
        """
        if self.model.objects.filter(pk=link.pk, used_at=None, expires_at__gt=at).update(used_at=at) != 1:
            raise LinkIsUsed("This link was used already", link)


def hash_of(secret: str) -> str:
    """What is kept of a secret."""
    return hashlib.sha256(secret.encode()).hexdigest()
