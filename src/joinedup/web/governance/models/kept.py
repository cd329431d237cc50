"""How is what somebody did kept from being changed?"""

from typing import Any, NoReturn

from django.db import models

from joinedup.core.errors import CannotProceed


class IsAppendOnly(CannotProceed):
    """An audit entry, or another record of what somebody did, cannot be changed or removed."""

    def __init__(self) -> None:
        super().__init__("The audit can only be added to", expected="a further entry")


class AppendOnly(models.QuerySet[Any]):
    """Entries that refuse to be changed; the database refuses too, by triggers."""

    def update(self, **kwargs: Any) -> NoReturn:
        raise IsAppendOnly

    def delete(self) -> NoReturn:
        raise IsAppendOnly

    def bulk_update(self, *args: Any, **kwargs: Any) -> NoReturn:
        raise IsAppendOnly


class Kept(models.Model):
    """What somebody did, kept as it was: rows are added, never changed. A migration adds the triggers."""

    objects = AppendOnly.as_manager()

    class Meta:
        abstract = True

    def save(self, *args: Any, **kwargs: Any) -> None:
        if not self._state.adding:
            raise IsAppendOnly
        super().save(*args, **kwargs)

    def delete(self, *args: Any, **kwargs: Any) -> NoReturn:
        raise IsAppendOnly
