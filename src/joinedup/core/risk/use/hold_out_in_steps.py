"""Does the list help, where those who stay off it come onto it in steps?

Whoever stays off at first is on the list after their step. So time is compared, not people: in each time between two
steps, how often the outcome came on the list and how often off it. After the last step everybody is on the list, and
there is nothing to compare.

References
----------
Hemming K and others (2015) The stepped wedge cluster randomised trial, BMJ 350:h391, doi:10.1136/bmj.h391: why only the
same days may be compared.
"""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from joinedup.core.risk.models.calibration import Z95, Interval
from joinedup.core.risk.use.hold_out import FEWEST_EVENTS, verdict

DAYS_IN_YEAR = 365.25


@dataclass(frozen=True)
class Followed:
    """What happened on one side: days of all people together until each had the outcome first, and how many had it."""

    days: int
    events: int


@dataclass(frozen=True)
class BetweenSteps:
    """The time from one step to the next: those on the list in it, and those not yet on it."""

    listed: Followed
    held_out: Followed


@dataclass(frozen=True)
class TimeCompared:
    """Time on the list against time not yet on it.

    Parameters
    ----------
    difference : outcomes a year for each person if listed, less those if held out; None where too few to tell.
    words : one sentence, "no effect was seen" where the interval holds 0.
    """

    difference: Interval | None
    words: str


def compared_in_steps(times: Sequence[BetweenSteps]) -> TimeCompared:
    """What being on the list did to how often the outcome comes.

    Each time between two steps is compared in itself, so that a winter on the list is never held against a summer off
    it; the differences are then taken together, weighted by how much each can tell.

    Parameters
    ----------
    times : the times between two steps, the last of which ends when everybody is on the list.

    References
    ----------
    Greenland S, Robins JM (1985) Estimation of a common effect parameter from sparse follow-up data, Biometrics
    41:55-68, doi:10.2307/2530643: the rate difference with Mantel-Haenszel weights, and its variance.

    Examples
    --------
    >>> first = BetweenSteps(Followed(days=73_050, events=20), Followed(days=73_050, events=40))
    >>> second = BetweenSteps(Followed(days=109_575, events=60), Followed(days=36_525, events=40))
    >>> print(compared_in_steps([first, second]).words)
    Fewer with the list: 14.3 outcomes a year for every 100 people on it and 28.6 for every 100 not yet on it
    (difference -14.3, -21.5 to -7.1), each time between two steps compared in itself.
    >>> compared_in_steps([BetweenSteps(Followed(900, 4), Followed(900, 5))]).difference is None
    True
    """
    both = [one for one in times if one.listed.days and one.held_out.days]
    events = sum(one.listed.events + one.held_out.events for one in both)
    if events < FEWEST_EVENTS:
        return TimeCompared(None, too_few(events))
    listed_events, listed = events_and_years([one.listed for one in both])
    off_events, off = events_and_years([one.held_out for one in both])
    weight = listed * off / (listed + off)
    with_list, without = (float(weight @ rate / weight.sum()) for rate in (listed_events / listed, off_events / off))
    variance = weight**2 @ (listed_events / listed**2 + off_events / off**2) / weight.sum() ** 2
    gap, half = with_list - without, Z95 * float(np.sqrt(variance))
    difference = Interval(gap, gap - half, gap + half)
    return TimeCompared(difference, f"{verdict(difference)}: {shown(with_list, without, difference)}")


def events_and_years(followed: Sequence[Followed]) -> tuple[np.ndarray, np.ndarray]:
    """Outcomes and years of one side, one of each for a time between two steps."""
    return (
        np.array([one.events for one in followed], dtype=float),
        np.array([one.days for one in followed]) / DAYS_IN_YEAR,
    )


def too_few(events: int) -> str:
    """What is said where the times compared hold too few outcomes."""
    found = f"{events} while some were off the list; at least {FEWEST_EVENTS} are needed"
    return f"Too few people had the outcome to tell ({found})."


def shown(with_list: float, without: float, difference: Interval) -> str:
    """Both rates and their difference, in words."""
    gap, low, high = (100 * one + 0 for one in (difference.value, difference.low, difference.high))
    return (
        f"{100 * with_list:.1f} outcomes a year for every 100 people on it and {100 * without:.1f} for every 100"
        f" not yet on it (difference {gap:.1f}, {low:.1f} to {high:.1f}), each time between two steps compared in"
        " itself."
    )
