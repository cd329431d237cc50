"""Say that an accepted offer is arranged; audited."""

from datetime import datetime
from typing import Any

from django.db import IntegrityError, transaction

from joinedup.web.governance.actions import record
from joinedup.web.teams import queries
from joinedup.web.teams.models import Arranged


def arrange(number: int, *, by: Any, at: datetime) -> bool:
    """Write down that an offer somebody accepted is arranged; False if there is no such offer of theirs.

    Asked again, it changes nothing.
    """
    if Arranged.objects.filter(decision=number, by=by).exists():
        return True
    decision = queries.offers_to_arrange(by).filter(pk=number).first()
    if decision is None:
        return False
    try:
        with transaction.atomic():
            Arranged.objects.create(decision=decision, by=by, at=at)
            detail = {"offer": decision.offer_code}
            record(by=by, at=at, action="teams.arrange_offer", person_id=decision.person_id, detail=detail)
    except IntegrityError:  # the other of two at the same moment
        return True
    return True
