"""What is a day to plan beside the rounds of the others: faces people know, hours left, rests between days?"""

from collections import Counter
from collections.abc import Mapping
from dataclasses import replace
from datetime import date

from joinedup.core.visits.breaks import lawful_rest
from joinedup.core.visits.carer import Carer
from joinedup.core.visits.period import Period, visits_of
from joinedup.core.visits.problem import Problem
from joinedup.core.visits.rounds import Rounds
from joinedup.core.visits.visit import Attendance, Minutes
from joinedup.core.visits.wall_clock import minutes_between
from joinedup.core.visits.week_hours import Contract, paid_by_week, weekly_spare
from joinedup.core.visits.worked import hours_by_day
from joinedup.core.visits.working_time import period_start, regulations

NEW_FACE = 15.0
"""What a carer costs whom the person does not know, where the problem of the day does not say."""


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
