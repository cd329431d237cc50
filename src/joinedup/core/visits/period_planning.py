"""Which rounds over a week or a month: same faces, hours as agreed, rests kept?

Each day is a problem of its own, planned with what the others are: whom people know from them, how many hours are left,
when somebody came home and must set out again. First day after day; then each day again in turn, beside all others.
"""

import time
from collections.abc import Callable, Mapping, Sequence
from dataclasses import replace
from datetime import date, timedelta
from itertools import accumulate

from joinedup.core.visits.day_beside import beside
from joinedup.core.visits.period import Period, PeriodRounds, faults_of, total
from joinedup.core.visits.rounds import Rounds
from joinedup.core.visits.searching import SearchParameters
from joinedup.core.visits.solve import solve
from joinedup.core.visits.stopping import Stop
from joinedup.core.visits.time_off import time_off
from joinedup.core.visits.visit import Attendance
from joinedup.core.visits.worked import rounds_hours

FIRST_SHARE = 0.6
"""Of the time, for planning day after day; the rest is for planning each again beside the others."""
SO_MANY_LEFT_OUT = 20.0
"""A day on which nobody comes to so many visits needs twice the time of one that is whole."""
PARAMETERS = SearchParameters(hottest=0.5, hottest_from_present=0.5)
"""A day of a period has little time: it is begun cooler.

Another day's rounds are only where a search begins: it may leave them farther behind than rounds people know.
"""


def plan_period(
    period: Period,
    stop: Stop | None = None,
    seed: int = 0,
    parameters: SearchParameters | None = None,
    told: Callable[[date], None] | None = None,
) -> PeriodRounds:
    """Plan days together.

    Parameters
    ----------
    stop : for all days together; a number of moves is for each day and each time it is planned.
    told : called with each day that has been planned for the first time.

    Examples
    --------
    >>> import numpy as np
    >>> from joinedup.core.visits import Carer, Period, Problem, Task, Visit
    >>> visit = Visit("tea", "home", (Task(30.0),), earliest=960.0, due=1020.0, person="p1")
    >>> staff = tuple(Carer(name, frozenset(), "home", "home", 480.0, 1200.0) for name in ("ann", "ben"))
    >>> day = Problem((visit,), staff, ("home",), {"car": np.zeros((1, 1))})
    >>> week = Period({date(2026, 12, 7) + timedelta(days=n): day for n in range(5)})
    >>> plan_period(week, Stop(None, 300)).faces
    {'p1': 1}
    """
    began, stop = time.perf_counter(), stop or Stop()
    parameters = parameters or PARAMETERS
    off = time_off(
        period.days, {on: rounds_hours(rounds) for on, rounds in period.given.items()}, period.is_fortnightly
    )
    found, days = dict(period.given), sorted(period.days)
    for day, part in zip(days, parts([2.0] + [1.0] * (len(days) - 1), 0.0, FIRST_SHARE), strict=True):
        problem = beside(period, day, found, off, as_before(day, found))
        found[day] = solve(problem, until(stop, began, part), seed, parameters)
        if told is not None:
            told(day)
    need = [1.0 + len(found[day].unplanned) / SO_MANY_LEFT_OUT for day in days]
    for day, part in zip(days, parts(need, FIRST_SHARE, 1.0), strict=True):
        problem = beside(period, day, found, off, found[day].attendances)
        again = solve(problem, until(stop, began, part), seed, parameters)
        if total(period, found | {day: again}) < total(period, found):
            found[day] = again
    return PeriodRounds(period, {day: found[day] for day in days}, faults_of(period, found))


def parts(need: Sequence[float], here: float, there: float) -> list[float]:
    """How much of all time is to be over when each day is done, shared by their need.

    Examples
    --------
    >>> [round(part, 2) for part in parts([2.0, 1.0, 1.0], 0.0, 0.6)]
    [0.3, 0.45, 0.6]
    """
    return [here + (there - here) * done / sum(need) for done in accumulate(need)]


def until(stop: Stop, began: float, part: float) -> Stop:
    """What is left until so much of all time is over."""
    if stop.seconds is None:
        return stop
    return replace(stop, seconds=max(0.0, began + stop.seconds * part - time.perf_counter()))


def as_before(day: date, found: Mapping[date, Rounds]) -> list[Attendance]:
    """The rounds of a week ago, with visits that were not then as they were on the last day before."""
    then: dict[str, list[Attendance]] = {}
    for on in sorted(found, key=lambda other: (day - other != timedelta(days=7), -other.toordinal())):
        new: dict[str, list[Attendance]] = {}
        for one in found[on].attendances:
            if one.visit not in then:
                new.setdefault(one.visit, []).append(one)
        then |= new
    return [one for ones in then.values() for one in ones]
