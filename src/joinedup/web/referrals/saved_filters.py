"""Filters that those of an inbox share; audited."""

from datetime import datetime
from typing import Any

from django.db import transaction

from joinedup.core.errors import CannotProceed
from joinedup.core.teams.referrals import Inbox
from joinedup.web.governance.actions import record
from joinedup.web.referrals.models import SavedFilter


class TooManyFilters(CannotProceed):
    """An inbox keeps a few filters."""


@transaction.atomic
def save_filter(inbox: Inbox, name: str, query: str, *, by: Any, at: datetime) -> SavedFilter:
    """Keep a filter for everybody of an inbox; the same name again takes the place of the earlier one."""
    others = SavedFilter.objects.filter(inbox=inbox.key).exclude(name=name)
    if others.count() >= 20:
        raise TooManyFilters("This inbox has twenty saved filters", expected="one of them removed first")
    saved, _ = SavedFilter.objects.update_or_create(
        inbox=inbox.key, name=name, defaults={"query": query, "made_by": by, "made_at": at}
    )
    record(by=by, at=at, action="referrals.save_filter", detail={"inbox": inbox.key})
    return saved


@transaction.atomic
def remove_filter(inbox: Inbox, number: int, *, by: Any, at: datetime) -> bool:
    """Remove a saved filter of an inbox; False if there is none."""
    removed, _ = SavedFilter.objects.filter(inbox=inbox.key, pk=number).delete()
    if removed:
        record(by=by, at=at, action="referrals.remove_filter", detail={"inbox": inbox.key})
    return bool(removed)
