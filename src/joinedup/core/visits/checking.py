"""Are rounds what they say they are? Everything worked out again in plain Python, with nothing of the search."""

import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace

from joinedup.core.visits.changes import by_visit
from joinedup.core.visits.problem import Problem
from joinedup.core.visits.round_checking import check_round
from joinedup.core.visits.visit import CLOSE, SAME_START_MINUTES, Attendance, Visit
from joinedup.core.visits.visit_faults import visit_faults


@dataclass(frozen=True)
class Checked:
    """What rounds come to, and which rules they break, in words.

    Parameters
    ----------
    travel_minutes, late_minutes, worst_late_minutes, broken_minutes : as `Weights` names them.
    moved_carers, moved_starts, moved_minutes : as `Weights` names them, counted.
    unplanned : ids of visits nobody comes to.
    cost : weighted sum.
    broken : one sentence for each rule that is broken; none if the rounds are good.
    """

    travel_minutes: float
    late_minutes: float
    worst_late_minutes: float
    broken_minutes: float
    unplanned: tuple[str, ...]
    cost: float
    broken: tuple[str, ...]
    moved_carers: int = 0
    moved_starts: int = 0
    moved_minutes: float = 0.0


def check(problem: Problem, attendances: Sequence[Attendance]) -> Checked:
    """Work out what rounds cost, and which rules they break.

    Examples
    --------
    >>> import numpy as np
    >>> from joinedup.core.visits import Carer, Problem, Task, Visit
    >>> visit = Visit("v1", "home", (Task(30.0),), earliest=480.0, due=500.0)
    >>> problem = Problem((visit,), (Carer("c1", frozenset(), "base", "base"),), ("base", "home"),
    ...     {"car": np.array([[0.0, 10.0], [10.0, 0.0]])})
    >>> found = check(problem, [Attendance("c1", "v1", 0, 510.0)])
    >>> found.travel_minutes, found.late_minutes, found.broken
    (20.0, 10.0, ())
    >>> check(problem, [Attendance("c1", "v1", 0, 470.0)]).broken
    ('Visit v1 begins at 470, before 480.',)
    """
    visits, known = problem.visit_of, those_known(problem, attendances)
    at = dict.fromkeys(visits, ()) | by_visit(known)
    rounds = [check_round(problem, carer, [one for one in known if one.carer == carer.id]) for carer in problem.carers]
    late = [lateness(problem, visits[one.visit], one) for one in known]
    others, starts, minutes = moved(problem, at)
    found = Checked(
        travel_minutes=sum(one.travel_minutes for one in rounds),
        late_minutes=sum(late),
        worst_late_minutes=max(late, default=0.0),
        broken_minutes=past_latest(visits, at) + sum(one.minutes_past_end for one in rounds),
        unplanned=tuple(visit for visit, there in at.items() if not there),
        cost=0.0,
        broken=(
            *unknown_faults(problem, attendances),
            *(fault for visit in problem.visits for fault in visit_faults(problem, visit, at)),
            *(fault for one in rounds for fault in one.broken),
            *late_faults(problem, known, late),
            *(
                f"Visit {one} is planned without {visits[one].only_with}, or that without it."
                for one in torn(visits, at)
            ),
        ),
        moved_carers=others,
        moved_starts=starts,
        moved_minutes=minutes,
    )
    by_hours = sum(one.hours_cost for one in rounds) + problem.weights.idle * max(one.idle_minutes for one in rounds)
    return replace(found, cost=by_hours + weighed(problem, found) + by_people(problem, known, at))


def past_latest(visits: Mapping[str, Visit], at: Mapping[str, Sequence[Attendance]]) -> float:
    """By how many minutes in all visits begin after the latest they may."""
    return sum(max(0.0, max(one.start for one in there) - visits[visit].latest) for visit, there in at.items() if there)


def torn(visits: Mapping[str, Visit], at: Mapping[str, Sequence[Attendance]]) -> list[str]:
    """Visits that are planned without the other they need, or are left out though that is planned."""
    return [one.id for one in visits.values() if one.only_with and bool(at[one.id]) != bool(at[one.only_with])]


def late_faults(problem: Problem, known: Sequence[Attendance], late: Sequence[float]) -> list[str]:
    """Who is late, where nobody may be."""
    if problem.weights.late is not None:
        return []
    found = zip(known, late, strict=True)
    return [f"{one.carer} is {by:g} minutes late at visit {one.visit}." for one, by in found if by > CLOSE]


def lateness(problem: Problem, visit: Visit, one: Attendance) -> float:
    """Minutes a carer is late at a visit: after the last of its windows that began by then."""
    at = one.start + (visit.tasks[one.side].minutes if problem.is_late_by_end else 0.0)
    due = visit.next_window[1] if visit.next_window and one.start >= visit.next_window[0] - CLOSE else visit.due
    return max(0.0, at - due)


def moved(problem: Problem, at: Mapping[str, Sequence[Attendance]]) -> tuple[int, int, float]:
    """Tasks with another carer than now, visits at another time, and by how many minutes."""
    others, starts, minutes = 0, 0, 0.0
    for visit, there in at.items():
        now = [one for one in problem.present if one.visit == visit]
        if now and there:
            others += sum(one.carer not in {other.carer for other in now} for one in there)
            by = abs(min(one.start for one in there) - min(one.start for one in now))
            starts, minutes = starts + (by > SAME_START_MINUTES), minutes + by
    return others, starts, minutes


def unknown(problem: Problem, one: Attendance) -> bool:
    """Whether an attendance speaks of what is not there, or of no time."""
    if not math.isfinite(one.start) or one.carer not in problem.carer_of or one.visit not in problem.visit_of:
        return True
    return not 0 <= one.side < len(problem.visit_of[one.visit].tasks)


def those_known(problem: Problem, attendances: Sequence[Attendance]) -> list[Attendance]:
    """Those that speak of what the problem has."""
    return [one for one in attendances if not unknown(problem, one)]


def unknown_faults(problem: Problem, attendances: Sequence[Attendance]) -> list[str]:
    """What is wrong with attendances that speak of what is not there, or of no time."""
    return [
        f"{one.carer} at {one.visit}: no such carer, visit or task."
        if math.isfinite(one.start)
        else f"{one.carer} at {one.visit} begins at no time: {one.start}."
        for one in attendances
        if unknown(problem, one)
    ]


def weighed(problem: Problem, found: Checked) -> float:
    """What travel, lateness, broken rules and changes cost."""
    weights = problem.weights
    return (
        weights.travel * found.travel_minutes
        + (weights.broken if weights.late is None else weights.late) * found.late_minutes
        + weights.worst_late * found.worst_late_minutes
        + weights.broken * found.broken_minutes
        + weights.moved_carer * found.moved_carers
        + weights.moved_start * found.moved_starts
        + weights.moved_minute * found.moved_minutes
    )


def by_people(problem: Problem, known: Sequence[Attendance], at: Mapping[str, Sequence[Attendance]]) -> float:
    """What it costs that somebody has a carer they do not prefer or know, has nobody, or has one of two visits."""
    weights, visits = problem.weights, problem.visit_of
    unknown_faces = sum(
        1.0 - problem.familiar[visits[one.visit].person].get(one.carer, 0.0)
        for one in known
        if visits[one.visit].person in problem.familiar
    )
    strangers = sum(1 for one in known if visits[one.visit].preferred and one.carer not in visits[one.visit].preferred)
    left_out = 0.0 if weights.unplanned is None else sum(visits[one].priority for one in at if not at[one])
    return (
        weights.not_preferred * strangers
        + weights.unfamiliar * unknown_faces
        + (weights.unplanned or 0.0) * left_out
        + weights.torn * len(torn(visits, at)) / 2
    )
