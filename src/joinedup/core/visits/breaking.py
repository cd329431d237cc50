"""What would rounds break that others do not: which visits begin too late, and whose hours are not as they must be?"""

import numpy as np

from joinedup.core.visits.hours import Hours, hours_of
from joinedup.core.visits.mending import is_planned
from joinedup.core.visits.problem import Problem
from joinedup.core.visits.room import hours_words
from joinedup.core.visits.search.day import NONE, Day, Floats
from joinedup.core.visits.visit import Attendance
from joinedup.core.visits.worked_shift import minutes_over

SAME = 1e-6


def faults(problem: Problem, before: Day, then: Day) -> list[str]:
    """What would be broken that is not broken before, or less, in words."""
    return late_faults(problem, before, then) + [
        words for at in changed_rounds(before, then) for words in hours_faults(problem, before, then, at)
    ]


def late_faults(problem: Problem, before: Day, then: Day) -> list[str]:
    """Visits that would begin too late."""
    was, late = minutes_late(problem, before), minutes_late(problem, then)
    is_new = ~is_planned(before) | (late > was + SAME)
    return [
        f"{problem.visits[unit].id} would begin {late[unit]:.0f} minutes after its latest start."
        for unit in np.flatnonzero(is_planned(then) & (late > SAME) & is_new).tolist()
    ]


def minutes_late(problem: Problem, day: Day) -> Floats:
    """By unit, minutes after its latest start; or after it is due, where nobody may be late."""
    past: Floats = day.units["start"] - day.units["latest"]
    return past if problem.weights.late is not None else np.maximum(past, day.units["late"])


def changed_rounds(before: Day, then: Day) -> list[int]:
    """Carers who do something else then, or at another time."""
    unit, carer = then.tasks["unit"], then.tasks["carer"]
    is_other = (carer != before.tasks["carer"]) | (then.units["start"] != before.units["start"])[unit]
    found: list[int] = np.unique(carer[is_other & (carer < len(then.carers))]).tolist()
    return found


def hours_faults(problem: Problem, before: Day, then: Day, at: int) -> list[str]:
    """What of one carer's hours would be broken: the end of the shift, paid minutes, a break."""
    carer, found = problem.carers[at], []
    over = minutes_over(then, at) if problem.weights.overtime is None else 0.0
    if over > minutes_over(before, at) + SAME:
        found.append(f"{carer.id} would be back {over:.0f} minutes after the end of the shift.")
    if words := hours_words(problem, carer, hours_in(problem, before, at), hours_in(problem, then, at)):
        found.append(f"{carer.id} would have {words}.")
    return found


def hours_in(problem: Problem, day: Day, at: int) -> Hours | None:
    """The hours of a carer's round; None if it is empty."""
    carer, calls, task = problem.carers[at], [], int(day.carers["first"][at])
    while task != NONE:
        unit = int(day.tasks["unit"][task])
        side = int(day.units["one"][unit] != task)
        calls.append(Attendance(carer.id, problem.visits[unit].id, side, float(day.units["start"][unit])))
        task = int(day.tasks["following"][task])
    return hours_of(problem, carer, calls)
