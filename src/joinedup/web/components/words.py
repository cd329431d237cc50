"""How are days, amounts and shares written on a page?"""

from datetime import date, datetime

from django.utils import timezone


def day(on: date | None, *, empty: str = "not known") -> str:
    """A day as people write it.

    Examples
    --------
    >>> day(date(2026, 4, 1))
    '1 April 2026'
    """
    return f"{on.day} {on:%B %Y}" if on else empty


def moment(at: datetime | None, *, empty: str = "not known") -> str:
    """A moment in local time: '1 April 2026 at 2:05pm'."""
    if not at:
        return empty
    local = timezone.localtime(at)
    return f"{day(local.date())} at {local.hour % 12 or 12}:{local:%M}{'am' if local.hour < 12 else 'pm'}"


def percent(probability: float | None, *, empty: str = "not known") -> str:
    """A probability from 0 to 1 as a share of a hundred.

    Examples
    --------
    >>> percent(0.316), percent(0.004), percent(0.9999)
    ('32%', 'under 1%', 'over 99%')
    """
    if probability is None:
        return empty
    if 0 < probability < 0.01:
        return "under 1%"
    if 0.99 < probability < 1:
        return "over 99%"
    return f"{probability:.0%}"


def number(count: float) -> str:
    """A count with commas at the thousands.

    Examples
    --------
    >>> number(20000)
    '20,000'
    """
    return f"{count:,}"


def plural(count: int, one: str, many: str = "") -> str:
    """A count with its noun.

    Examples
    --------
    >>> plural(1, "person", "people"), plural(1200, "person", "people"), plural(2, "item")
    ('1 person', '1,200 people', '2 items')
    """
    return f"{count:,} {one if count == 1 else many or one + 's'}"
