"""How many hours may a carer have in a week: as agreed, and as the Working Time Regulations let weeks average?"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date

from joinedup.core.visits.hours import Hours
from joinedup.core.visits.visit import CLOSE, FOREVER, Minutes
from joinedup.core.visits.working_time import period_start, regulations


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
