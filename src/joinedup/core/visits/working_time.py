"""Do hours over days keep to the Working Time Regulations: rests between days, a day off?"""

from collections.abc import Mapping
from datetime import date, timedelta
from functools import cache
from itertools import pairwise
from typing import Any

from joinedup import definitions
from joinedup.core.visits.hours import Hours
from joinedup.core.visits.visit import CLOSE, Minutes
from joinedup.core.visits.wall_clock import minutes_between


@cache
def regulations() -> dict[str, Any]:
    """What the Regulations ask, by name; see definitions/visits/working_time.yaml."""
    found: dict[str, Any] = definitions.read("visits/working_time.yaml")
    return found


def period_start(day: date, length: int) -> date:
    """The Monday on which the week or fortnight of a day begins; fortnights are counted from Monday 5 January 1970."""
    since = (day - date(1970, 1, 5)).days
    return date(1970, 1, 5) + timedelta(days=since - since % length)


def rest_faults(carer: str, worked: Mapping[date, Hours], is_fortnightly: bool = False) -> list[str]:
    """What is wrong with a carer's rests over days, in words.

    Parameters
    ----------
    worked : by day, of the days with a round.
    is_fortnightly : the employer gives 48 hours in a fortnight, or 24 twice, in place of 24 in a week.
    """
    rules, faults, days = regulations(), [], sorted(worked)
    for before, after in pairwise(days):
        rest = minutes_between((before, worked[before].back), (after, worked[after].leaves))
        if rest < rules["daily_rest_minutes"] - CLOSE:
            faults.append(f"{carer} rests {rest / 60:.1f} hours before {after:%A %d %B}, not 11.")
    day_off = rules["weekly_rest_minutes"] // 60
    for start in sorted({period_start(day, rest_length(is_fortnightly)) for day in days}):
        if not is_rested(worked, start, is_fortnightly):
            enough = f"{day_off} hours off together"
            if is_fortnightly:
                enough = f"{rules['fortnightly_rest_minutes'] // 60} hours off together, nor {day_off} twice,"
            over = f"in the {rest_length(is_fortnightly)} days from {start:%A %d %B}"
            faults.append(f"{carer} has no {enough} {over}.")
    return faults


def rest_length(is_fortnightly: bool) -> int:
    """Of how many days one must be off, or two."""
    return 14 if is_fortnightly else 7


def is_rested(worked: Mapping[date, Hours], start: date, is_fortnightly: bool) -> bool:
    """Whether somebody has the time off that they must within a week, or within a fortnight.

    References
    ----------
    Working Time Regulations 1998, regulation 11: 24 hours in each 7 days; or, in each 14 days, 24 twice or 48 at once.
    """
    rules, found = regulations(), rests_in(worked, start, rest_length(is_fortnightly))
    days_off = [rest for rest in found if rest >= rules["weekly_rest_minutes"] - CLOSE]
    if not is_fortnightly:
        return bool(days_off)
    return len(days_off) >= 2 or max(found) >= rules["fortnightly_rest_minutes"] - CLOSE


def rests_in(worked: Mapping[date, Hours], start: date, length: int) -> list[Minutes]:
    """Each time without work within some days, minutes; a shift of the night before goes on into them."""
    first = (start, 0.0)
    end, here, found = minutes_between(first, (start + timedelta(days=length), 0.0)), 0.0, []
    for day in sorted(worked):
        found.append(min(minutes_between(first, (day, worked[day].leaves)), end) - here)
        here = max(here, minutes_between(first, (day, worked[day].back)))
    return [*found, end - here]


def days_off(
    shifts: Mapping[date, tuple[Minutes, Minutes]], missed: Mapping[date, float], is_fortnightly: bool = False
) -> set[date]:
    """Days a carer must be left at home so that they have the time off they must: those on which they are least missed.

    Parameters
    ----------
    shifts : by day, start and end, minutes from midnight.
    missed : by day, how much; days left out here are worked whatever comes.
    is_fortnightly : as in `rest_faults`; two days of a fortnight then, wherever they are.
    """
    found: set[date] = set()
    length = rest_length(is_fortnightly)
    for start in sorted({period_start(day, length) for day in shifts}):
        for _ in range(2 if is_fortnightly else 1):
            worked = {day: Hours(a, b, a, b, 0, 0, 0, 0, None, 0) for day, (a, b) in shifts.items() if day not in found}
            could = sorted(day for day in missed.keys() & shifts.keys() - found if period_start(day, length) == start)
            if could and not is_rested(worked, start, is_fortnightly):
                found.add(min(could, key=missed.__getitem__))
    return found
