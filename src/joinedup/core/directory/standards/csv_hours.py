"""Opening hours in a cell of a sheet: in short where that says all there is to say, otherwise in words."""

import re

from joinedup.core.directory.schedules import Frequency, Schedule
from joinedup.core.directory.summary import hours_words

DAY = r"(?:-?[1-5])?(?:MO|TU|WE|TH|FR|SA|SU)"
TIME = r"[0-9]{1,2}:[0-9]{2}"
DATE = r"[0-9]{4}-[0-9]{2}-[0-9]{2}"
SHORT = re.compile(rf"({DAY}(?:, ?{DAY})*)(?: +({TIME})?(?: ?- ?({TIME})?)?)?(?: +from +({DATE}))?", re.IGNORECASE)


def short(hours: Schedule) -> str:
    """Days and times, and nothing else of some hours.

    Examples
    --------
    >>> from datetime import time
    >>> short(Schedule("1", byday=("MO", "TH"), opens_at=time(9), closes_at=time(12, 30)))
    'MO,TH 09:00-12:30'
    """
    times = [one.isoformat("minutes") if one else "" for one in (hours.opens_at, hours.closes_at)]
    return f"{','.join(hours.byday)} {'-'.join(times)}".strip(" -")


def as_cell(hours: Schedule) -> str:
    """Some hours as a sheet has them.

    Examples
    --------
    >>> from datetime import date, time
    >>> as_cell(Schedule("1", freq=Frequency.MONTHLY, byday=("2TU",), dtstart=date(2027, 1, 12), opens_at=time(14)))
    '2TU 14:00 from 2027-01-12'
    >>> as_cell(Schedule("1", dtstart=date(2026, 12, 4), opens_at=time(14), description="tree; carols"))
    'Friday 4 December 2026, from 2pm (tree, carols)'
    """
    if not _is_short(hours):
        return " ".join(hours_words([hours])).replace(";", ",")
    return f"{short(hours)} from {hours.begins_on}" if hours.begins_on else short(hours)


def _is_short(hours: Schedule) -> bool:
    has_more = (hours.bymonthday, hours.valid_to, hours.description)
    return bool(hours.freq and hours.byday) and hours.interval <= 1 and not any(has_more)


def as_schedule(cell: str) -> dict[str, str]:
    """Hours of a cell under the standard's names; what is not in short stays as words, and nobody counts on them.

    Examples
    --------
    >>> as_schedule("2tu 9:00-12:30 from 2027-01-12")
    {'freq': 'MONTHLY', 'byday': '2TU', 'opens_at': '09:00', 'closes_at': '12:30', 'dtstart': '2027-01-12'}
    >>> as_schedule("Mon to Fri, mornings")
    {'description': 'Mon to Fri, mornings'}
    """
    found = SHORT.fullmatch(cell)
    if found is None:
        return {"description": cell}
    days = found[1].upper().replace(" ", "")
    has_places = any(sign.isdigit() for sign in days)
    freq = Frequency.MONTHLY if has_places else Frequency.WEEKLY
    times = {"opens_at": _time(found[2]), "closes_at": _time(found[3])}
    return {"freq": freq.value, "byday": days, **times, **({"dtstart": found[4]} if found[4] else {})}


def _time(written: str | None) -> str:
    """A time with its nought; midnight as the day's end is the next day's beginning."""
    whole = (written or "").rjust(5, "0") if written else ""
    return "00:00" if whole == "24:00" else whole
