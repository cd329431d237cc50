"""How are times of rounds, lengths and what carers told written on a page?"""

from collections.abc import Iterable, Mapping
from datetime import date, datetime
from math import floor
from typing import Any
from zoneinfo import ZoneInfo

from django.conf import settings

from joinedup.core.visits.wall_clock import DAY_MINUTES, minutes_at

ZONE = ZoneInfo(settings.TIME_ZONE)


def time_words(minutes: float) -> str:
    """A time of a round, as the clock shows it.

    Examples
    --------
    >>> time_words(510), time_words(1470)
    ('08:30', '00:30 next day')
    """
    whole = round(minutes)
    days, rest = divmod(whole, DAY_MINUTES)
    return f"{rest // 60:02d}:{rest % 60:02d}{' next day' if days == 1 else ''}"


def told_at(on: date, moment: datetime) -> str:
    """The time at which a carer told something, as their own clock showed it: no minute before it has come.

    Examples
    --------
    >>> told_at(date(2026, 11, 30), datetime.fromisoformat("2026-11-30T10:10:58Z"))
    '10:10'
    """
    return time_words(floor(minutes_at(on, moment, ZONE)))


def length_words(minutes: float) -> str:
    """A length of time.

    Examples
    --------
    >>> length_words(45), length_words(60), length_words(135)
    ('45 min', '1 h', '2 h 15 min')
    """
    hours, rest = divmod(round(minutes), 60)
    return " ".join(
        part for part in (f"{hours} h" if hours else "", f"{rest} min" if rest or not hours else "") if part
    )


def call_name(visit: str, client: Any | None) -> str:
    """What a visit is called, such as Breakfast."""
    known = client.calls.get(visit, {}) if client else {}
    return str(known.get("name") or visit)


def client_name(client: Any | None) -> str:
    return client.name if client else "A client no longer here"


def carer_name(code: str, carers: Mapping[str, Any]) -> str:
    return carers[code].name if code in carers else code


def told_words(told: Iterable[Any], on: date) -> str:
    """What a carer told of a call, the latest that counts."""
    known = {one.kind: one for one in told}
    if "left" in known:
        return f"Left {told_at(on, known['left'].happened_at)}"
    if "arrived" in known:
        return f"There since {told_at(on, known['arrived'].happened_at)}"
    if "running_late" in known:
        return f"Running {known['running_late'].minutes_late} min late"
    return ""
