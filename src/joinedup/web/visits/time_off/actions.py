"""Record a carer's time off, and take it back."""

from datetime import date, datetime
from typing import Any

from django.db import transaction

from joinedup.core.errors import CannotProceed
from joinedup.web.governance.actions import record
from joinedup.web.visits import queries
from joinedup.web.visits.models import TimeOff


class OffAlready(CannotProceed):
    """A carer has time off on some of these days already."""

    def __init__(self) -> None:
        super().__init__("They have time off on some of these days already", expected="days without")


@transaction.atomic
def record_time_off(
    organisation: str, carer: str, first_on: date, last_on: date, reason: str, *, by: Any, at: datetime
) -> TimeOff:
    """Write down that a carer does not work on some days: no plan sends them out from now on.

    Raises
    ------
    OffAlready : they have time off on one of the days.
    """
    if any(one.carer == carer for one in queries.time_off(organisation, first_on, last_on)):
        raise OffAlready
    made = TimeOff.objects.create(
        organisation=organisation,
        carer=carer,
        first_on=first_on,
        last_on=last_on,
        reason=reason,
        recorded_by=by,
        recorded_at=at,
    )
    record(by=by, at=at, action="visits.record_time_off", detail=said(made))
    return made


@transaction.atomic
def remove_time_off(organisation: str, number: int, *, by: Any, at: datetime) -> TimeOff | None:
    """Take time off back: plans may send the carer out again. None where there is none any more."""
    found = TimeOff.objects.filter(organisation=organisation, pk=number, removed_at=None).first()
    if found is None:
        return None
    found.removed_by, found.removed_at = by, at
    found.save(update_fields=["removed_by", "removed_at"])
    record(by=by, at=at, action="visits.remove_time_off", detail=said(found))
    return found


def said(one: TimeOff) -> dict[str, Any]:
    """Time off as the audit has it: who and when, and not why."""
    return {"carer": one.carer, "first_on": one.first_on.isoformat(), "last_on": one.last_on.isoformat()}
