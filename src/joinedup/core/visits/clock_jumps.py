"""What is otherwise in a night in which clocks are changed? Rounds are planned by the clock on the wall."""

from dataclasses import replace
from datetime import UTC, date, timedelta
from itertools import pairwise

from joinedup.core.visits.carer import Carer
from joinedup.core.visits.hours import Hours
from joinedup.core.visits.problem import Problem
from joinedup.core.visits.rounds import Call, Rounds
from joinedup.core.visits.visit import CLOSE
from joinedup.core.visits.wall_clock import PLACE, clock_change, minutes_at, minutes_between, moment_of


def as_clock_shows(day: date, hours: Hours, rounds: Rounds, carer: str) -> Hours:
    """A carer's hours with the time they are back as the clock then shows it, where it was changed since the last call.

    Examples
    --------
    >>> import numpy as np
    >>> from joinedup.core.visits.rounds import given_rounds
    >>> from joinedup.core.visits.visit import Attendance, Task, Visit
    >>> night = Visit("night", "home", (Task(540.0),), earliest=1320.0)
    >>> problem = Problem((night,), (Carer("ann", frozenset(), "home", "home"),), ("home",), {"car": np.zeros((1, 1))})
    >>> rounds = given_rounds(problem, [Attendance("ann", "night", 0, 1320.0)])
    >>> hours = Hours(1320.0, 1860.0, 1320.0, 1860.0, 540.0, 0.0, 0.0, 540.0, None, 0.0)
    >>> [as_clock_shows(date(2026, 3, day), hours, rounds, "ann").back / 60 for day in (27, 28)]
    [31.0, 32.0]
    """
    if clock_change(day, PLACE) is None:
        return hours
    start = max(one.start for one in rounds.by_carer[carer])
    began = moment_of(day, start, PLACE).astimezone(UTC)
    return replace(hours, back=minutes_at(day, began + timedelta(minutes=hours.back - start), PLACE))


def jump_faults(day: date, rounds: Rounds) -> list[str]:
    """Calls that begin before the one before is over and the way is gone, as time really passes, in words."""
    if clock_change(day, PLACE) is None:
        return []
    faults = []
    for carer in rounds.problem.carers:
        for before, after in pairwise(sorted(rounds.round_of(carer.id), key=lambda call: call.start)):
            needed = before.task.minutes + way(rounds.problem, carer, before, after)
            real = minutes_between((day, before.start), (day, after.start))
            is_by_jump = real < after.start - before.start - CLOSE
            if is_by_jump and real < needed - CLOSE:
                times = f"{real:g} minutes from {before.visit.id} to {after.visit.id}"
                faults.append(f"{carer.id} has {times} on {day:%A %d %B}, not {needed:g}: clocks go forward.")
    return faults


def way(problem: Problem, carer: Carer, before: Call, after: Call) -> float:
    """Minutes from one call to the next."""
    place = problem.place_number
    return float(problem.travel_minutes[carer.travels_by][place[before.visit.place], place[after.visit.place]])
