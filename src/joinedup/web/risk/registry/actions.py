"""Switch a version of a model on for clinical use, or off. Signatures are added, never changed."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db import IntegrityError, transaction

from joinedup.core.errors import CannotProceed
from joinedup.web.governance.actions import months_later, record
from joinedup.web.risk.models import ModelVersion, SignOn
from joinedup.web.risk.registry import queries

SIGNED_FOR_MONTHS = 12  # models age: somebody looks again within a year


class NotInUse(CannotProceed):
    """Only the version that makes the scores now shown can be switched on."""


class SignedMeanwhile(CannotProceed):
    """Somebody else signed between looking and signing."""

    def __init__(self) -> None:
        super().__init__("Somebody signed while you were looking at this page", expected="a look at what was signed")


@dataclass(frozen=True)
class Signature:
    """What somebody signs.

    Parameters
    ----------
    is_on : on for clinical use, or off.
    statement : word for word.
    seen_number : number of the signature that was on their screen; 0 if there was none.
    """

    is_on: bool
    statement: str
    seen_number: int


def sign(version: ModelVersion, signature: Signature, *, by: Any, at: datetime) -> SignOn:
    """Add a signature in the place of the one its maker saw. Sending the same form twice adds one.

    Raises
    ------
    NotInUse : the version to be switched on makes none of the scores now shown.
    SignedMeanwhile : the signature in force is no longer the one they saw.
    """
    found = queries.signatures(version.outcome, version.version)
    if found and is_same(found[0], signature, by=by):
        return found[0]
    if (found[0].number if found else 0) != signature.seen_number:
        raise SignedMeanwhile
    if signature.is_on:
        check_in_use(version)
    try:
        return write(version, signature, by=by, at=at)
    except IntegrityError as problem:  # the other of two who signed at the same moment
        raise SignedMeanwhile from problem


def is_same(latest: SignOn, signature: Signature, *, by: Any) -> bool:
    """Whether a signature is this very form, sent once already."""
    sent_before = latest.number == signature.seen_number + 1 and latest.by_id == by.pk
    return sent_before and (latest.is_on, latest.statement) == (signature.is_on, signature.statement)


def check_in_use(version: ModelVersion) -> None:
    scoring = queries.scoring()
    if scoring is None or scoring.versions.get(version.outcome) != version.version:
        raise NotInUse("This version makes none of the scores now shown", expected="the version in use")


@transaction.atomic
def write(version: ModelVersion, signature: Signature, *, by: Any, at: datetime) -> SignOn:
    signed = SignOn.objects.create(
        outcome=version.outcome,
        version=version.version,
        number=signature.seen_number + 1,
        is_on=signature.is_on,
        statement=signature.statement,
        by=by,
        name=by.name,
        role=by.role,
        organisation=by.organisation,
        at=at,
        valid_until=months_later(at, SIGNED_FOR_MONTHS).date() if signature.is_on else None,
    )
    detail = {"outcome": version.outcome, "version": version.version, "is_on": signature.is_on}
    record(by=by, at=at, action="risk.sign_on", detail=detail)
    return signed


def open_page(*, by: Any, at: datetime, action: str, detail: dict[str, Any]) -> None:
    """Record that a page about models, and about nobody in particular, was opened."""
    record(by=by, at=at, action=action, detail=detail)
