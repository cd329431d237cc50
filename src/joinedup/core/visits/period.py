"""Which rounds over a week or a month: same faces, hours as agreed, rests kept?

Each day is a problem of its own, planned with what the others are: whom people know from them, how many hours are left,
when somebody came home and must set out again. First day after day; then each day again in turn, beside all others.
"""

import time
from collections import Counter
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date, timedelta
from functools import cached_property
from itertools import accumulate

from joinedup.core.visits.carer import Carer
from joinedup.core.visits.clock_jumps import jump_faults
from joinedup.core.visits.hours import Hours
from joinedup.core.visits.problem import Problem
from joinedup.core.visits.rounds import Rounds
from joinedup.core.visits.searching import SearchParameters
from joinedup.core.visits.solve import solve
from joinedup.core.visits.stopping import Stop
from joinedup.core.visits.time_off import time_off
from joinedup.core.visits.visit import Attendance, Minutes
from joinedup.core.visits.worked import hours_by_day, rounds_hours
from joinedup.core.visits.working_time import (
    Contract,
    break_faults,
    lawful_rest,
    minutes_between,
    paid_by_week,
    period_start,
    regulations,
    rest_faults,
    week_faults,
    weekly_spare,
)
from joinedup.core.visits.wrong_days import RoundsWrong

FIRST_SHARE = 0.6
"""Of the time, for planning day after day; the rest is for planning each again beside the others."""
SO_MANY_LEFT_OUT = 20.0
"""A day on which nobody comes to so many visits needs twice the time of one that is whole."""
PARAMETERS = SearchParameters(hottest=0.5, hottest_from_present=0.5)
"""A day of a period has little time: it is begun cooler.

Another day's rounds are only where a search begins: it may leave them farther behind than rounds people know.
"""
NEW_FACE = 15.0
"""What a carer costs whom the person does not know, where the problem of the day does not say."""


@dataclass(frozen=True)
class Period:
    """Days to be planned together.

    Parameters
    ----------
    days : by day, its visits and its carers on shift; a visit that comes every day has the same `person`.
    contracts : by carer; who has none may work as the Regulations allow.
    visits_before : by person, how often each carer came in the weeks before.
    is_fortnightly : 48 hours off in a fortnight, or 24 twice, in place of 24 in a week.
    given : by day, rounds that stay as they are, of days between, before and after: rests, hours and faces count them.

    Raises
    ------
    RoundsWrong : there is no day to plan, or one is both to be planned and given.
    """

    days: Mapping[date, Problem]
    contracts: Mapping[str, Contract] = field(default_factory=dict)
    visits_before: Mapping[str, Mapping[str, int]] = field(default_factory=dict)
    is_fortnightly: bool = False
    given: Mapping[date, Rounds] = field(default_factory=dict)

    def __post_init__(self) -> None:
        if not self.days:
            raise RoundsWrong("There is no day to plan", expected="one at least")
        if both := sorted(self.days.keys() & self.given.keys()):
            raise RoundsWrong(f"{both[0]} is both to be planned and given", expected="one of the two")

    @cached_property
    def on_shift(self) -> dict[date, frozenset[str]]:
        """By day to be planned, the carers who are there."""
        return {on: frozenset(one.id for one in problem.carers if not one.is_away) for on, problem in self.days.items()}

    def contract(self, carer: str) -> Contract:
        """What was agreed with a carer."""
        return self.contracts.get(carer, Contract())


@dataclass(frozen=True)
class PeriodRounds:
    """Rounds of some days.

    Parameters
    ----------
    days : by day, those given left out.
    faults : rules on hours over days that are broken, in words; none if the rounds are good.
    """

    period: Period
    days: Mapping[date, Rounds]
    faults: tuple[str, ...]

    @property
    def faces(self) -> dict[str, int]:
        """By person, how many different carers come."""
        return {person: len(carers) for person, carers in visits_of(self.all_days.values()).items()}

    @property
    def all_days(self) -> dict[date, Rounds]:
        """By day, those planned and those given."""
        return {**self.period.given, **self.days}

    def hours(self, carer: str) -> dict[date, Hours]:
        """A carer's hours, by day with a round."""
        return hours_by_day(self.all_days, carer)


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
    >>> from joinedup.core.visits import Task, Visit
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


def beside(
    period: Period,
    day: date,
    found: Mapping[date, Rounds],
    off: Mapping[str, set[date]],
    present: list[Attendance],
) -> Problem:
    """The problem of a day beside the rounds of all others."""
    problem = period.days[day]
    others = {on: rounds for on, rounds in found.items() if on != day}
    weights = replace(
        problem.weights,
        unfamiliar=problem.weights.unfamiliar or NEW_FACE,
        off_target=problem.weights.off_target or 0.1,
        **dict.fromkeys(("moved_carer", "moved_start", "moved_minute"), 0.0),
    )
    known = {visit.id for visit in problem.visits}
    return replace(
        problem,
        carers=tuple(carer_beside(period, day, one, others, off.get(one.id, set())) for one in problem.carers),
        familiar=familiarity(period, others),
        weights=weights,
        present=tuple(one for one in present if one.visit in known),
    )


def carer_beside(period: Period, day: date, carer: Carer, others: Mapping[date, Rounds], off: set[date]) -> Carer:
    """A carer as the other days leave them: rests between days, hours left, and a break in a long day."""
    worked, rules = hours_by_day(others, carer.id), regulations()
    starts, ends = carer.shift_starts, carer.shift_ends
    full = None if carer.is_away else (starts, ends)
    for on, hours in worked.items():
        if 0 < (day - on).days <= 2:
            since = minutes_between((on, hours.back), (day, 0.0))
            starts = max(starts, rules["daily_rest_minutes"] - since)
        if 0 < (on - day).days <= 2:
            until = minutes_between((day, 0.0), (on, hours.leaves))
            ends = min(ends, until - rules["daily_rest_minutes"])
    if day in off or starts >= ends:
        return replace(carer, is_away=True, full_shift=full)
    week = {on: hours for on, hours in worked.items() if period_start(on, 7) == period_start(day, 7)}
    used, contract = sum(hours.paid_minutes for hours in week.values()), period.contract(carer.id)
    to_come = max(1, len(open_days(period, day, carer.id, set(week) | off)))
    there = [on for on in period.days if on == day or carer.id in period.on_shift[on]]
    paid = paid_by_week(worked, there, min(period.days))
    left = weekly_spare(contract, paid, period_start(day, 7))
    return replace(
        carer,
        shift_starts=starts,
        shift_ends=ends,
        full_shift=full,
        rest=lawful_rest(carer.rest, starts, ends),
        most_minutes=min(carer.most_minutes, left / to_come),
        target_minutes=target(carer, contract, used, to_come, share_there(period, day, carer.id)),
    )


def open_days(period: Period, day: date, carer: str, known: set[date]) -> list[date]:
    """Days of the week a carer is on shift that are not planned yet, this one among them."""
    return [
        on
        for on, there in period.on_shift.items()
        if period_start(on, 7) == period_start(day, 7) and on not in known and carer in there
    ]


def target(carer: Carer, contract: Contract, used: Minutes, to_come: int, share: float) -> Minutes | None:
    """Paid minutes aimed at in a day, so that the week comes to what was agreed, less the share of days on leave."""
    if carer.target_minutes is not None or contract.contracted_minutes is None:
        return carer.target_minutes
    return max(0.0, contract.contracted_minutes * share - used) / to_come


def share_there(period: Period, day: date, carer: str) -> float:
    """Of the days of a week a carer has a shift, those on which they are not away, 0–1."""
    problems = {on: rounds.problem for on, rounds in period.given.items()} | dict(period.days)
    week = [problem for on, problem in problems.items() if period_start(on, 7) == period_start(day, 7)]
    away = [one.is_away for problem in week for one in problem.carers if one.id == carer]
    return 1.0 - sum(away) / len(away)


def familiarity(period: Period, found: Mapping[date, Rounds]) -> dict[str, dict[str, float]]:
    """By person, how well they know each carer: visits, as a share of those of whom they know best."""
    counts = visits_of(found.values())
    for person, before in period.visits_before.items():
        counts.setdefault(person, Counter()).update(before)
    return {
        person: {carer: times / max(carers.values()) for carer, times in carers.items()}
        for person, carers in counts.items()
        if carers
    }


def visits_of(found: Iterable[Rounds]) -> dict[str, Counter[str]]:
    """By person, how often each carer comes."""
    counts: dict[str, Counter[str]] = {}
    for rounds in found:
        for call in rounds.calls:
            if call.visit.person:
                counts.setdefault(call.visit.person, Counter())[call.carer] += 1
    return counts


def total(period: Period, found: Mapping[date, Rounds]) -> float:
    """What rounds over days cost: each day without what it costs that faces are new, and every new face once."""
    cost = 0.0
    for rounds in found.values():
        cost += rounds.cost - unfamiliar_cost(rounds)
    faces = visits_of(found.values())
    new = sum(len(set(carers) - set(period.visits_before.get(person, {}))) for person, carers in faces.items())
    return cost + max(rounds.problem.weights.unfamiliar for rounds in found.values()) * new


def unfamiliar_cost(rounds: Rounds) -> float:
    """What it cost a day that faces were new."""
    problem = rounds.problem
    return problem.weights.unfamiliar * sum(
        1.0 - problem.familiar[call.visit.person].get(call.carer, 0.0)
        for call in rounds.calls
        if call.visit.person in problem.familiar
    )


def faults_of(period: Period, found: Mapping[date, Rounds]) -> tuple[str, ...]:
    """Rules on hours over days that are broken, in words."""
    faults = []
    for carer in sorted({carer.id for problem in period.days.values() for carer in problem.carers}):
        worked = hours_by_day(found, carer)
        faults += break_faults(carer, worked)
        faults += rest_faults(carer, worked, period.is_fortnightly)
        there = [on for on in sorted(period.days) if on in worked or carer in period.on_shift[on]]
        faults += week_faults(carer, period.contract(carer), worked, there, min(period.days))
    faults += [words for day in sorted(period.days.keys() & found.keys()) for words in jump_faults(day, found[day])]
    return tuple(faults)
