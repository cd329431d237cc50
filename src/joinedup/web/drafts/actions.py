"""Keep what somebody typed and did not save, and throw it away."""

from datetime import datetime, timedelta
from typing import Any

from django.db import transaction

from joinedup.core.errors import CannotProceed
from joinedup.web.drafts import queries
from joinedup.web.drafts.models import Draft

LETTERS = 100_000
MOST = 50  # of one user about one person
KEPT_FOR = timedelta(days=30)


class TooLong(CannotProceed):
    """More was typed than a draft may hold."""


@transaction.atomic
def keep(begun: queries.Begun, sent: dict[str, Any], *, at: datetime) -> Draft:
    """Keep what somebody typed and did not save, so that a lost connection takes nothing.

    With each form begun, every draft goes that nobody touched for `KEPT_FOR`, whoever's it is.

    Raises
    ------
    TooLong : it is more than a draft may hold, or there are too many of theirs about this person.
    """
    letters = sum(len(str(value)) for value in sent.values())
    if letters > LETTERS:
        raise TooLong(f"What you typed has {letters:,} characters", expected=f"{LETTERS:,} or fewer")
    if queries.about(begun.user, begun.person_ids, but=[begun.name]).count() >= MOST:
        raise TooLong(
            f"You have {MOST} forms about this person begun and not saved", expected="one of them saved or thrown away"
        )
    kept, is_new = Draft.objects.update_or_create(
        user=begun.user, person_id=begun.person_id, form=begun.name, defaults={"sent": sent, "saved_at": at}
    )
    if is_new:
        Draft.objects.filter(saved_at__lt=at - KEPT_FOR).delete()
    return kept


def drop(begun: queries.Begun) -> None:
    """Throw away what somebody began, once it is saved or not wanted."""
    queries.drafts_of(begun).delete()
