"""Which break is due in a day by the Working Time Regulations, and is it there?"""

from collections.abc import Mapping
from dataclasses import replace
from datetime import date

from joinedup.core.visits.carer import Rest
from joinedup.core.visits.hours import Hours
from joinedup.core.visits.visit import CLOSE, Minutes
from joinedup.core.visits.working_time import regulations


def legal_break(starts: Minutes, ends: Minutes) -> Rest | None:
    """The break that is due in a shift longer than six hours, not at its very beginning or end.

    Examples
    --------
    >>> legal_break(420.0, 900.0).minutes, legal_break(420.0, 720.0)
    (20.0, None)
    """
    rules = regulations()
    if ends - starts <= rules["break_after_minutes"]:
        return None
    return Rest(float(rules["break_minutes"]), starts + 90.0, ends - 30.0, float(rules["break_after_minutes"]))


def lawful_rest(own: Rest | None, starts: Minutes, ends: Minutes) -> Rest | None:
    """The break of a carer, no shorter and due no later than the law's, at the time of their own if that has room.

    Parameters
    ----------
    own : what was agreed, if anything was.

    Examples
    --------
    >>> lawful_rest(Rest(10.0, 700.0, 780.0, 480.0), 420.0, 900.0)
    Rest(minutes=20.0, earliest=700.0, latest=780.0, after_minutes=360.0, is_at_next=False)
    >>> lawful_rest(None, 420.0, 720.0) is None
    True
    """
    legal = legal_break(starts, ends)
    if own is None or legal is None:
        return own or legal
    minutes = max(own.minutes, legal.minutes)
    has_room = own.latest - own.earliest >= minutes
    earliest, latest = (own.earliest, own.latest) if has_room else (legal.earliest, legal.latest)
    return replace(
        own,
        minutes=minutes,
        earliest=earliest,
        latest=latest,
        after_minutes=min(own.after_minutes, legal.after_minutes),
    )


def break_faults(carer: str, worked: Mapping[date, Hours]) -> list[str]:
    """Days longer than six hours from the first visit to the last without a break as long as the law's, in words.

    Parameters
    ----------
    worked : by day, worked out for a carer with the break of `legal_break`, or one of their own, however short.
    """
    rules = regulations()
    return [
        f"{carer} has no break of {rules['break_minutes']} minutes on {day:%A %d %B}."
        for day, hours in sorted(worked.items())
        if hours.last - hours.first > rules["break_after_minutes"] + CLOSE
        and break_in(hours) < rules["break_minutes"] - CLOSE
    ]


def break_in(hours: Hours) -> Minutes:
    """How long the break of a day is; 0 where there is none."""
    return hours.rest[1] - hours.rest[0] if hours.rest else 0.0
