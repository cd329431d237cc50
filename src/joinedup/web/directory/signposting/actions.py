"""Point a person to a service, and write down whether it helped; both audited, neither ever changed."""

from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from django.db import transaction

from joinedup.core.errors import CannotProceed
from joinedup.web.directory.models import Service, Signpost, SignpostOutcome
from joinedup.web.governance.actions import record


class NoConsent(CannotProceed):
    """A service may be told who somebody is only if they agreed."""


@dataclass(frozen=True)
class Pointing:
    """What staff say when they point a person to a service.

    Parameters
    ----------
    how : a value of Signpost.How.
    despite : what speaks against it, where it was chosen all the same.
    """

    how: str
    has_consent: bool
    note: str
    despite: str
    follow_up_on: date


@transaction.atomic
def point(person_id: str, service: Service, said: Pointing, *, by: Any, at: datetime) -> Signpost:
    """Write down that a person was pointed to a service.

    Raises
    ------
    NoConsent : the service was to be contacted, and the person did not agree to that.
    """
    if said.how == Signpost.How.CONTACTED and not said.has_consent:
        raise NoConsent("The person has not agreed that the service is told about them", expected="their consent first")
    made = Signpost.objects.create(
        person_id=person_id,
        service_id=service.id,
        service_name=service.name,
        how=said.how,
        has_consent=said.has_consent,
        note=said.note,
        despite=said.despite[:300],
        by=by,
        at=at,
        follow_up_on=said.follow_up_on,
    )
    detail = {"service": service.id, "how": said.how, "consent": said.has_consent}
    record(by=by, at=at, action="directory.signpost", person_id=person_id, detail=detail)
    return made


@transaction.atomic
def answer(signpost: Signpost, *, helped: str, note: str, by: Any, at: datetime) -> SignpostOutcome:
    """Write down whether it helped; a later answer takes the place of an earlier one."""
    made = SignpostOutcome.objects.create(signpost=signpost, helped=helped, note=note, by=by, at=at)
    detail = {"service": signpost.service_id, "helped": helped}
    record(by=by, at=at, action="directory.signpost_outcome", person_id=signpost.person_id, detail=detail)
    return made
