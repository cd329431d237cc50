"""Read what changed since a month before; audited."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db import transaction
from django.utils import timezone

from joinedup.web.governance.actions import record
from joinedup.web.people.queries import hidden_parts, in_care
from joinedup.web.risk.hold_out.queries import off_the_list
from joinedup.web.risk.models import Change
from joinedup.web.risk.monthly import queries

SHOWN = 15  # of each kind


@dataclass(frozen=True)
class ChangesPage:
    """Whose risk moved, by kind, with how many there are of each, and whom the reader has in their care."""

    by_kind: dict[str, list[Change]]
    counts: dict[str, int]
    named: set[str]


@transaction.atomic
def open_changes(outcome: str, neighbourhood: str, *, by: Any, at: datetime) -> ChangesPage:
    held_out = off_the_list(outcome, by.neighbourhood or neighbourhood, timezone.localdate(at))
    found = queries.changes(outcome, by=by, neighbourhood=neighbourhood, held_out=held_out)
    by_kind = {kind: queries.most_changed(found, kind, SHOWN) for kind in queries.KINDS}
    everybody = [change for shown in by_kind.values() for change in shown]
    hidden = hidden_parts((one.person_id for one in everybody), by=by)
    for one in everybody:
        one.person.hidden_parts = frozenset(hidden.get(one.person_id, ()))
    named = in_care((one.person_id for one in everybody), by=by, at=at)
    detail = {"outcome": outcome, "people": len(everybody), "named": sorted(named)}
    record(by=by, at=at, action="risk.view_changes", detail=detail)
    return ChangesPage(by_kind=by_kind, counts=queries.counts(found), named=named)
