"""Do hours over days keep to the Working Time Regulations: rests between days, a day off, hours in the week?"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import UTC, date, datetime, timedelta
from functools import cache
from itertools import pairwise
from typing import Any
from zoneinfo import ZoneInfo

from joinedup import definitions
from joinedup.core.visits.carer import Rest
from joinedup.core.visits.hours import Hours
from joinedup.core.visits.visit import FOREVER, Minutes

PLACE = ZoneInfo("Europe/London")
DAY_MINUTES = 24 * 60
CLOSE = 1e-3


@dataclass(frozen=True)
class Contract:
    """What was agreed with a carer about a week.

    Parameters
    ----------
    contracted_minutes : paid minutes a week that are aimed at; None if none were agreed.
    most_minutes : paid minutes a week there may be.
    worked_before : paid minutes of each of the weeks before, the latest last; as many as are known, 16 count.
    is_opted_out : agreed in writing that the 48 hours do not hold.
    """

    contracted_minutes: Minutes | None = None
    most_minutes: Minutes = FOREVER
    worked_before: tuple[Minutes, ...] = ()
    is_opted_out: bool = False


@cache
def regulations() -> dict[str, Any]:
    """What the Regulations ask, by name; see definitions/visits/working_time.yaml."""
    found: dict[str, Any] = definitions.read("visits/working_time.yaml")
    return found


def weekly_limit(contract: Contract) -> Minutes:
    """Paid minutes a carer may have this week: as agreed, and so that the average stays within the Regulations.

    References
    ----------
    Working Time Regulations 1998, regulation 4: an average over 17 weeks, or as many as somebody has worked.

    Examples
    --------
    >>> weekly_limit(Contract())
    2880.0
    >>> weekly_limit(Contract(worked_before=(3000.0,) * 16)), weekly_limit(Contract(1800.0, 2400.0, is_opted_out=True))
    (960.0, 2400.0)
    """
    if contract.is_opted_out:
        return contract.most_minutes
    return min(contract.most_minutes, max(0.0, average_leaves(contract.worked_before)))


def average_leaves(before: Sequence[Minutes]) -> Minutes:
    """Paid minutes the average leaves for a week after those; below 0 where it is too high whatever comes."""
    rules = regulations()
    counted = before[-(rules["averaged_over_weeks"] - 1) :]
    return float(rules["weekly_minutes"] * (len(counted) + 1) - sum(counted))


def weekly_spare(contract: Contract, paid: Mapping[date, Minutes], week: date) -> Minutes:
    """Paid minutes there may be more in a week, so that neither it nor a week after it that is planned has too many.

    Parameters
    ----------
    paid : by Monday, paid minutes of the week and of those planned before and after it.
    """
    weeks = sorted(paid)
    own = weekly_limit(after_weeks(contract, paid, week)) - paid[week]
    later = [] if contract.is_opted_out else [start for start in weeks if start > week]
    averaged = regulations()["averaged_over_weeks"]
    counted = [start for start in later if weeks.index(start) - weeks.index(week) < averaged]
    left = [average_leaves(after_weeks(contract, paid, start).worked_before) - paid[start] for start in counted]
    return max(0.0, min([own, *left]))


def after_weeks(contract: Contract, paid: Mapping[date, Minutes], week: date) -> Contract:
    """The contract as it is in a week, the paid minutes of planned weeks before it among those worked before."""
    planned = tuple(paid[start] for start in sorted(paid) if start < week)
    return replace(contract, worked_before=(*contract.worked_before, *planned))


def paid_by_week(worked: Mapping[date, Hours], days: Iterable[date], since: date) -> dict[date, Minutes]:
    """By Monday, paid minutes of each week a carer is there, on some days or with a round, from a day's week on."""
    paid = {period_start(day, 7): 0.0 for day in days}
    for day, hours in worked.items():
        start = period_start(day, 7)
        paid[start] = paid.get(start, 0.0) + hours.paid_minutes
    return {start: minutes for start, minutes in paid.items() if start >= period_start(since, 7)}


def moment(on: date, minutes: Minutes) -> datetime:
    """A moment of a day, as a clock on the wall of the place shows it; past midnight the hours go on.

    Examples
    --------
    >>> (moment(date(2026, 3, 29), 480.0) - moment(date(2026, 3, 28), 1260.0)).total_seconds() / 3600
    10.0
    """
    wall = datetime(on.year, on.month, on.day, tzinfo=PLACE) + timedelta(minutes=minutes)  # aware sums are wall time
    return wall.astimezone(UTC)


def minutes_between(here: tuple[date, Minutes], there: tuple[date, Minutes]) -> Minutes:
    """Minutes that really pass from one moment to another, an hour more or fewer where clocks are changed between."""
    return (moment(*there) - moment(*here)).total_seconds() / 60


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


def period_start(day: date, length: int) -> date:
    """The Monday on which the week or fortnight of a day begins; fortnights are counted from Monday 5 January 1970."""
    since = (day - date(1970, 1, 5)).days
    return date(1970, 1, 5) + timedelta(days=since - since % length)


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
    here, found = moment(start, 0.0), []
    end = moment(start + timedelta(days=length), 0.0)
    for day in sorted(worked):
        leaves, back = moment(day, worked[day].leaves), moment(day, worked[day].back)
        found.append((min(leaves, end) - here).total_seconds() / 60)
        here = max(here, back)
    return [*found, (end - here).total_seconds() / 60]


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


def week_faults(
    carer: str, contract: Contract, worked: Mapping[date, Hours], days: Sequence[date], since: date | None = None
) -> list[str]:
    """Weeks in which a carer has more paid minutes than may be, in words.

    Parameters
    ----------
    contract : with what was worked before the first of the weeks.
    days : planned, on which the carer is there; a week's hours are among those worked before in the weeks after it.
    since : the first day planned, if that is another.
    """
    faults = []
    paid = paid_by_week(worked, days, since or min(days, default=date.max))
    for start in sorted({period_start(day, 7) for day in days}):
        limit = weekly_limit(after_weeks(contract, paid, start))
        if paid[start] > limit + CLOSE:
            faults.append(
                f"{carer} has {paid[start] / 60:.1f} paid hours in the week from {start:%d %B}, not {limit / 60:.1f}."
            )
    return faults
