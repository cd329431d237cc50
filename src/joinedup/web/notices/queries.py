"""Which notices wait, and who wants which?"""

from datetime import datetime
from typing import Any

from django.db.models import QuerySet

from joinedup.web.notices.kinds import KINDS
from joinedup.web.notices.models import Choice, Notice


def waiting(*, at: datetime) -> QuerySet[Notice]:
    """Notices to be tried now, oldest first."""
    return Notice.objects.filter(sent_at=None, given_up_at=None, due_at__lte=at).order_by("id")


def choices(user: Any) -> dict[str, bool]:
    """Every kind of notice, and whether the user gets it."""
    chosen = dict(Choice.objects.filter(user=user).values_list("kind", "is_wanted"))
    return {code: kind.is_always or chosen.get(code, True) for code, kind in KINDS.items()}


def unwanting(kind: str, users: list[Any]) -> set[int]:
    """Those of some users who chose to do without a kind of notice."""
    if KINDS[kind].is_always:
        return set()
    chosen = Choice.objects.filter(kind=kind, is_wanted=False, user__in=users)
    return set(chosen.values_list("user_id", flat=True))
