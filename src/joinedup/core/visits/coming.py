"""Could one carer come to one visit, if they had no other? If not, why?"""

from enum import StrEnum

import numpy as np

from joinedup.core.visits.carer import Carer
from joinedup.core.visits.hours import rest_in
from joinedup.core.visits.problem import Problem
from joinedup.core.visits.visit import Minutes, Task, Visit


class Hindrance(StrEnum):
    """What keeps a carer from a visit, so that it can be said of them; the later, the nearer they are to coming."""

    UNSKILLED = "lacks a skill for it"
    REFUSED = "is refused"
    AWAY = "is away"
    NO_WAY = "has no way there and back"
    SHIFT = "has no time for it on shift"
    REST = "must rest then, between days or for a day off"
    PAID = "would have more paid minutes than may be"
    BREAK = "would have no time for a break"


def can_come(problem: Problem, carer: Carer, visit: Visit) -> bool:
    """Whether a carer with no other visit could do any task of this one within window and shift."""
    return hindrance(problem, carer, visit) is None


def hindrance(problem: Problem, carer: Carer, visit: Visit) -> Hindrance | None:
    """What keeps a carer with no other visit from doing any task of this one; None if nothing does."""
    fitting = [task for task in visit.tasks if task.skills <= carer.skills]
    if not fitting:
        return Hindrance.UNSKILLED
    if carer.id in visit.refused:
        return Hindrance.REFUSED
    if carer.is_away and carer.id not in visit.pinned_carers:
        return Hindrance.REST if carer.full_shift else Hindrance.AWAY
    if not np.isfinite(sum(ways(problem, carer, visit))):
        return Hindrance.NO_WAY
    shortest = min(fitting, key=lambda task: task.minutes)
    if not has_time(problem, carer, visit, shortest, (carer.shift_starts, carer.shift_ends)):
        is_cut = carer.full_shift and has_time(problem, carer, visit, shortest, carer.full_shift)
        return Hindrance.REST if is_cut else Hindrance.SHIFT
    if shortest.minutes > carer.most_minutes:
        return Hindrance.PAID
    return None if has_break(problem, carer, visit, shortest) else Hindrance.BREAK


def ways(problem: Problem, carer: Carer, visit: Visit) -> tuple[Minutes, Minutes]:
    """How long the way there is from where a round begins, and back to where it ends."""
    minutes = problem.travel_minutes[carer.travels_by]
    begins, there, ends = (problem.place_number[one] for one in (carer.begins, visit.place, carer.ends))
    return float(minutes[begins, there]), float(minutes[there, ends])


def window(problem: Problem, visit: Visit) -> tuple[Minutes, Minutes]:
    """From when until when a visit may begin."""
    if visit.pinned_start is not None:
        return max(visit.pinned_start, -np.inf if visit.has_started else problem.now), visit.pinned_start
    lag = max(task.minutes for task in visit.tasks) if problem.is_late_by_end else 0.0
    due = visit.next_window[1] if visit.next_window else visit.due
    latest = visit.latest if problem.weights.late is not None else min(visit.latest, due - lag)
    return max(visit.earliest, problem.now), latest


def has_time(problem: Problem, carer: Carer, visit: Visit, task: Task, shift: tuple[Minutes, Minutes]) -> bool:
    """Whether a task can begin in its window, and its carer be back in a shift, or as late as they like."""
    (earliest, latest), (out, home) = window(problem, visit), ways(problem, carer, visit)
    start = max(earliest, shift[0] + out)
    is_back = problem.weights.overtime is not None or start + task.minutes + home <= shift[1]
    return start <= latest and is_back


def has_break(problem: Problem, carer: Carer, visit: Visit, task: Task) -> bool:
    """Whether a carer who does this task alone has the break that is due: before it, if it may be there."""
    rest = carer.rest
    if rest is None or problem.weights.missed_rest is not None or task.minutes <= rest.after_minutes:
        return True
    out, home = ways(problem, carer, visit)
    until = carer.shift_ends if problem.weights.overtime is None else np.inf
    start = min(window(problem, visit)[1], until - home - task.minutes)
    return rest.is_at_next and rest_in(carer, carer.shift_starts, start, out) is not None
