"""What does one carer's round come to, and which rules does it break?"""

import math
from collections.abc import Sequence
from dataclasses import dataclass

from joinedup.core.visits.carer import Carer
from joinedup.core.visits.hours import Hours, hours_of, rest_in
from joinedup.core.visits.problem import Problem
from joinedup.core.visits.visit import CLOSE, Attendance


@dataclass(frozen=True)
class CheckedRound:
    """What one round comes to.

    Parameters
    ----------
    travel_minutes, minutes_past_end, idle_minutes : on the way, past the end of the shift, idle within it.
    hours_cost : what waiting, overtime, a missed rest, and paid minutes more or fewer than aimed at cost.
    broken : one sentence for each rule that is broken.
    """

    travel_minutes: float
    minutes_past_end: float
    idle_minutes: float
    hours_cost: float
    broken: tuple[str, ...]


def check_round(problem: Problem, carer: Carer, calls: Sequence[Attendance]) -> CheckedRound:
    """Work out what a carer's calls cost by their ways and hours, and which rules they break."""
    hours = hours_of(problem, carer, calls)
    travel, past_end, broken = ways_of(problem, carer, calls)
    return CheckedRound(
        travel_minutes=travel,
        minutes_past_end=past_end,
        idle_minutes=idle_of(carer, hours),
        hours_cost=hours_cost(problem, carer, hours),
        broken=(*broken, *hours_faults(problem, carer, hours)),
    )


def ways_of(problem: Problem, carer: Carer, calls: Sequence[Attendance]) -> tuple[float, float, list[str]]:
    """Minutes of travel, minutes past the end of the shift, and calls that cannot be reached in time."""
    if not calls:
        return 0.0, 0.0, []
    place, minutes = problem.place_number, problem.travel_minutes[carer.travels_by]
    here, free_at, travel, faults = place[carer.begins], carer.shift_starts, 0.0, []
    for one in sorted(calls, key=lambda call: call.start):
        visit = problem.visit_of[one.visit]
        way = float(minutes[here, place[visit.place]])
        if free_at + way > one.start + CLOSE and not visit.has_started:
            faults.append(f"{carer.id} cannot be at visit {visit.id} before {free_at + way:g}.")
        if not math.isfinite(way):
            faults.append(f"{carer.id} has no way to visit {visit.id}.")
        travel, here = travel + way, place[visit.place]
        free_at = one.start + visit.tasks[one.side].minutes
    home = float(minutes[here, place[carer.ends]])
    may_be_over = visit.has_started or problem.weights.overtime is not None
    over = 0.0 if may_be_over else max(0.0, free_at + home - carer.shift_ends)
    if over > CLOSE:
        faults.append(f"{carer.id} is back {over:g} minutes after the end of the shift.")
    return travel + home, over, faults


def hours_cost(problem: Problem, carer: Carer, hours: Hours | None) -> float:
    """What a round costs by its hours."""
    weights, paid, cost = problem.weights, 0.0 if hours is None else hours.paid_minutes, 0.0
    if carer.target_minutes is not None:
        cost += weights.off_target * abs(paid - carer.target_minutes)
    if hours is None:
        return cost
    cost += weights.waiting * hours.waiting_minutes
    if weights.overtime is not None:
        cost += weights.overtime * max(0.0, hours.back - carer.shift_ends)
    return cost + (weights.missed_rest or 0.0) * misses_rest(carer, hours)


def hours_faults(problem: Problem, carer: Carer, hours: Hours | None) -> list[str]:
    """Which rules on hours a round breaks."""
    faults = []
    if hours and hours.paid_minutes > carer.most_minutes + CLOSE:
        faults.append(f"{carer.id} has {hours.paid_minutes:.0f} paid minutes, and may have {carer.most_minutes:.0f}.")
    if carer.rest and problem.weights.missed_rest is None and misses_rest(carer, hours):
        faults.append(f"{carer.id} has no rest of {carer.rest.minutes:g} minutes.")
    return faults


def misses_rest(carer: Carer, hours: Hours | None) -> bool:
    """Whether a rest is due and not taken."""
    if hours is None or carer.rest is None or hours.rest is not None:
        return False
    return hours.last - hours.first > carer.rest.after_minutes + CLOSE


def idle_of(carer: Carer, hours: Hours | None) -> float:
    """Minutes of a shift that are idle; a carer without visits rests all the same, if the shift has time for it."""
    if hours is not None:
        return hours.idle_minutes
    if not math.isfinite(carer.shift_ends):
        return 0.0
    rest = rest_in(carer, carer.shift_starts, carer.shift_ends)
    return carer.shift_ends - carer.shift_starts - (rest[1] - rest[0] if rest else 0.0)
