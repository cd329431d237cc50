"""Objections to sharing are recorded, decided and taken back."""

from datetime import datetime
from typing import Any

from django.db import transaction

from joinedup.core.errors import CannotProceed
from joinedup.web.access import queries
from joinedup.web.governance.actions import record, staff_of
from joinedup.web.governance.models import IN_FORCE, Objection
from joinedup.web.governance.roles import Role
from joinedup.web.notices.actions import notify
from joinedup.web.people.models import Person


class CannotDecide(CannotProceed):
    """An objection was decided or withdrawn meanwhile."""


@transaction.atomic
def record_objection(person: Person, *, scope: str, organisation: str, words: str, by: Any, at: datetime) -> Objection:
    """Keep to an objection from now on, and have it decided. The same one again is the one there is."""
    meant = {
        "scope": scope,
        "organisation": organisation if scope == Objection.Scope.ORGANISATION else "",
        "status__in": IN_FORCE,
        "defaults": {"words": words, "recorded_by": by, "recorded_at": at, "status": Objection.Status.WAITING},
    }
    for former in person.ids[1:]:  # so that it holds if the join is undone, too
        Objection.objects.get_or_create(person_id=former, **meant)
    found, is_new = Objection.objects.get_or_create(person_id=person.person_id, **meant)
    if is_new:
        notify(staff_of(Role.INFORMATION_GOVERNANCE_LEAD), "objection", at=at, key=f"objection:{found.pk}")
        told = {"scope": scope, "organisation": found.organisation}
        record(by=by, at=at, action="access.record_objection", person_id=person.person_id, reason=words, detail=told)
    return found


@transaction.atomic
def settle_objection(objection: Objection, *, status: str, words: str, by: Any, at: datetime) -> None:
    """Uphold an objection, do not, or take it back for the person; under every id of theirs it was recorded under.

    Raises
    ------
    CannotDecide : it is no longer as the one who decides saw it.
    """
    may_be = IN_FORCE if status == Objection.Status.WITHDRAWN else (Objection.Status.WAITING,)  # decided only once
    changed = Objection.objects.filter(pk=objection.pk, status=objection.status, status__in=may_be)
    settled = {"status": status, "decided_by": by, "decided_at": at, "decision_words": words}
    if not changed.update(**settled):
        raise CannotDecide("The objection was decided or withdrawn meanwhile", expected="a look at how it stands")
    queries.same_of_other_ids(objection).filter(status__in=may_be).update(**settled)
    told = {"scope": objection.scope, "status": status}
    record(by=by, at=at, action="access.settle_objection", person_id=objection.person_id, reason=words, detail=told)
