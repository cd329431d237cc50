"""Parts of a record are sealed from other organisations, and seals lifted."""

from collections.abc import Iterable
from datetime import datetime
from typing import Any

from django.db import transaction

from joinedup.core.errors import CannotProceed
from joinedup.web.access import queries
from joinedup.web.governance.actions import record
from joinedup.web.governance.models import SealedPart
from joinedup.web.people.models import Person


class SealedAlready(CannotProceed):
    """A part is sealed already, from others than it was to be sealed from now."""

    def __init__(self) -> None:
        super().__init__(
            "This is sealed already, and others may see it than you chose now", expected="the seal to be lifted first"
        )


@transaction.atomic
def seal(
    person: Person,
    *,
    part: str,
    reason: str,
    by: Any,
    at: datetime,
    roles: Iterable[str] = (),
    staff: Iterable[str] = (),
) -> SealedPart:
    """Seal a part of a record from every organisation but the user's own. Asked the same again, it stays sealed.

    Parameters
    ----------
    part : a kind of entry, or an item of the plan.
    roles : those of the user's organisation who see it; none named: all.
    staff : usernames of others who see it.

    Raises
    ------
    SealedAlready : it is, but for other roles or staff; nothing is changed.
    """
    said = {"reason": reason, "roles": [*roles], "staff": [*staff], "sealed_by": by, "sealed_at": at}
    meant = {"part": part, "organisation": by.organisation, "lifted_at": None, "defaults": said}
    for former in person.ids[1:]:  # so that it holds if the join is undone, too
        check_sees_the_same(SealedPart.objects.get_or_create(person_id=former, **meant)[0], said)
    found, is_new = SealedPart.objects.get_or_create(person_id=person.person_id, **meant)
    check_sees_the_same(found, said)
    if is_new:  # which part is not said: the audit is read by people from whom it is sealed
        record(by=by, at=at, action="access.seal", person_id=person.person_id, detail={"seal": found.pk})
    return found


def check_sees_the_same(held: SealedPart, said: dict[str, Any]) -> None:
    """Raise unless those who see what is sealed are those who are to."""
    if any(set(getattr(held, name)) != set(said[name]) for name in ("roles", "staff")):
        raise SealedAlready


@transaction.atomic
def lift_seal(person: Person, seal_id: int, *, by: Any, at: datetime) -> bool:
    """Lift a seal of the user's own organisation; False if there is none such."""
    theirs = queries.seals_of(person.ids, by=by)
    meant = next((one for one in theirs if one.pk == seal_id), None)
    if meant is None:
        return False
    same = [one.pk for one in theirs if (one.part, one.sealed_at) == (meant.part, meant.sealed_at)]  # on every id
    SealedPart.objects.filter(pk__in=same).update(lifted_by=by, lifted_at=at)
    record(by=by, at=at, action="access.lift_seal", person_id=person.person_id, detail={"seal": meant.pk})
    return True
