"""When in the month is something done, and what does chance decide of it?"""

from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from random import Random
from typing import Any

from django.utils import timezone

from joinedup.core.visits.bank_holidays import bank_holiday


@dataclass(frozen=True)
class Month:
    """The working days before a day, and what chance decides."""

    on: date
    seed: int

    def moment(self, day: int, minute: int) -> datetime:
        """A minute of the day so many working days before."""
        on = working_day_before(self.on, day)
        return timezone.make_aware(datetime.combine(on, time(*divmod(minute, 60))))

    def chance(self, *about: Any) -> Random:
        """Chance for one thing, the same for the same seed whatever else there is."""
        return Random(f"{self.seed} {' '.join(map(str, about))}")


def working_day_before(on: date, days: int) -> date:
    """The day so many working days before another.

    Examples
    --------
    >>> working_day_before(date(2026, 12, 29), 1), working_day_before(date(2026, 12, 29), 2)
    (datetime.date(2026, 12, 24), datetime.date(2026, 12, 23))
    """
    while days:
        on -= timedelta(days=1)
        days -= on.weekday() < 5 and not bank_holiday(on)
    return on
